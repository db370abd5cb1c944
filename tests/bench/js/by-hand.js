// JavaScript as fast as it gets by hand: own checks, and Ajv only for the errors of what fails them;
// templates split once.
//
// Ajv's `unicode: false` would be wrong here (it counts code units). What it saves, own checks save too:
// characters are counted only where a value has more code units than it may have characters.

import { filled, messageOf } from "./ajv-route.js";

/** @typedef {import("notify-preflight").NotifyPayload} NotifyPayload */
/** @typedef {typeof import("notify-preflight").limits} Limits */
/** @typedef {Record<string, string>} Parameters */
/** @typedef {{ source: string, start: string, steps: { key: string, whole: string, after: string }[] }} Template */

/**
 * Every recipient's text, or Ajv's errors.
 *
 * @param {Limits} limits
 * @param {import("ajv").ValidateFunction<NotifyPayload>} validate
 */
export const byHand = (limits, validate) => (/** @type {string} */ text) => {
  const payload = JSON.parse(text);
  if (isSound(payload, limits)) return texts(payload);
  return validate(payload) ? texts(payload) : /** @type {import("ajv").ErrorObject[]} */ (validate.errors);
};

/** @param {NotifyPayload} payload */
function texts(payload) {
  const { value } = messageOf(payload);
  const template = typeof value === "string" ? split(value) : undefined;
  return payload.identities.map(({ customMessage, parameters }) => {
    if (customMessage !== undefined) return parameters ? fill(split(customMessage), parameters) : customMessage;
    if (template !== undefined) return parameters ? fill(template, parameters) : template.source;
    return filled(value, parameters, (part, given) => fill(split(part), given));
  });
}

/** @param {string} source @returns {Template} */
export function split(source) {
  const [start = "", ...rest] = source.split(/\{([^{}\r\n]+)\}/);
  const steps = [];
  for (let index = 0; index < rest.length; index += 2) {
    const key = rest[index] ?? "";
    steps.push({ key, whole: `{${key}}`, after: rest[index + 1] ?? "" });
  }
  return { source, start, steps };
}

/** @param {Template} template @param {Parameters} parameters */
export function fill({ start, steps }, parameters) {
  let text = start;
  for (const { key, whole, after } of steps) {
    const value = parameters[key];
    // What an object has without having been given it is no string.
    text += (typeof value === "string" ? value : whole) + after;
  }
  return text;
}

const FIELDS = new Set(["channel", "webhookInstanceName", "userIdentityType", "message", "content", "identities"]);
const OPTIONAL = ["webhookInstanceName", "userIdentityType"];
const TYPES = new Set(["text", "template", "script"]);
const IDENTITY_FIELDS = new Map([
  ["ivr", "email"],
  ["hangouts", "spaceId"],
  ["whatsapp", "phoneNumber"],
]);

/**
 * Whether a payload surely is what the schema asks for.
 *
 * @param {any} payload
 * @param {Limits} limits
 */
export function isSound(payload, limits) {
  if (!isObject(payload)) return false;
  for (const field in payload) if (!FIELDS.has(field)) return false;
  for (const field of OPTIONAL) if (field in payload && typeof payload[field] !== "string") return false;
  const field = IDENTITY_FIELDS.get(payload.channel);
  const { message, content, identities } = payload;
  if (field === undefined || (message === undefined) === (content === undefined) || !isMessage(message ?? content)) return false;
  if (!Array.isArray(identities) || identities.length < 1 || identities.length > limits.identities) return false;
  for (const identity of identities) if (!isIdentity(identity, field, limits)) return false;
  return true;
}

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {any} message */
function isMessage(message) {
  if (!isObject(message) || !TYPES.has(message.type)) return false;
  for (const field in message) if (field !== "type" && field !== "value") return false;
  return typeof message.value === "string" || (typeof message.value === "object" && message.value !== null);
}

/** @param {any} identity @param {string} field @param {Limits} limits */
function isIdentity(identity, field, limits) {
  if (!isObject(identity) || typeof identity[field] !== "string") return false;
  for (const name in identity) {
    if (name === field) continue;
    if (name === "parameters") {
      if (!areParameters(identity.parameters, limits)) return false;
    } else if (name !== "customMessage" || typeof identity.customMessage !== "string") return false;
  }
  return true;
}

/** @param {any} parameters @param {Limits} limits */
function areParameters(parameters, limits) {
  if (!isObject(parameters)) return false;
  let count = 0;
  for (const key in parameters) {
    const value = parameters[key];
    if (typeof value !== "string") return false;
    if (value.length > limits.parameterCharacters && [...value].length > limits.parameterCharacters) return false;
    count += 1;
  }
  return count <= limits.parameters;
}
