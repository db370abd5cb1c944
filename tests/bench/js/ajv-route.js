// What the package replaces: JSON.parse, Ajv compiled once, and a regular expression for each recipient.

import { Ajv2020 } from "ajv/dist/2020.js";

/** @typedef {import("notify-preflight").NotifyPayload} NotifyPayload */
/** @typedef {Record<string, string>} Parameters */
/** @typedef {(text: string, parameters: Parameters) => string} Fill */
/** @typedef {import("ajv").ErrorObject[]} Errors */

const PLACEHOLDER = /\{([^{}\r\n]+)\}/g;

/** @param {object} schema */
export function compile(schema) {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  return /** @type {import("ajv").ValidateFunction<NotifyPayload>} */ (ajv.compile(schema));
}

/**
 * Every recipient's text, or the schema's errors.
 *
 * @param {import("ajv").ValidateFunction<NotifyPayload>} validate
 */
export const ajvRoute = (validate) => (/** @type {string} */ text) => {
  /** @type {unknown} */
  const payload = JSON.parse(text);
  return validate(payload) ? texts(payload) : /** @type {Errors} */ (validate.errors);
};

/** @param {NotifyPayload} payload */
export function texts(payload) {
  const value = messageOf(payload).value;
  return payload.identities.map(({ customMessage, parameters }) => {
    if (customMessage !== undefined) return parameters ? replaced(customMessage, parameters) : customMessage;
    return filled(value, parameters, replaced);
  });
}

/** @param {NotifyPayload} payload @returns {{ type: string, value: string | object }} */
export const messageOf = (payload) => /** @type {any} */ (payload.message ?? payload.content);

/** @type {Fill} */
export const replaced = (text, parameters) =>
  text.replace(PLACEHOLDER, (whole, key) => (Object.hasOwn(parameters, key) ? parameters[key] ?? whole : whole));

/**
 * A message filled; of a JSON value, every string in it.
 *
 * @param {string | object} value
 * @param {Parameters | undefined} parameters
 * @param {Fill} fill
 */
export function filled(value, parameters, fill) {
  if (typeof value === "string") return parameters ? fill(value, parameters) : value;
  const within = (/** @type {string} */ _key, /** @type {unknown} */ part) =>
    typeof part === "string" && parameters ? fill(part, parameters) : part;
  return JSON.stringify(value, within);
}
