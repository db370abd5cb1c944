// What is measured, wherever it runs: in Node and in a page.

import { ajvRoute, compile } from "./ajv-route.js";
import { byHand } from "./by-hand.js";
import { jsonStrokes, messageStrokes } from "./editing.js";
import { measure } from "./measure.js";
import { broken, payload, SIZES } from "./payloads.js";
import { same } from "./same.js";

/** @typedef {typeof import("notify-preflight")} Face */
/** @typedef {import("./measure.js").Contenders} Contenders */
/** Times in milliseconds, by group and contender. @typedef {Record<string, Record<string, number>>} Times */

/**
 * @param {Face} face
 * @param {(line: string) => void} tell
 * @param {string} [only] groups whose names have this in them
 */
export async function suite(face, tell, only = "") {
  /** @type {Times} */
  const times = {};
  for (const [name, contenders] of Object.entries(groups(face))) {
    if (!name.includes(only)) continue;
    tell(name);
    times[name] = await measure(contenders());
  }
  return times;
}

/** @param {Face} face @returns {Record<string, () => Contenders>} */
function groups(face) {
  const validate = compile(face.schema);
  const route = ajvRoute(validate);
  const hand = byHand(face.limits, validate);
  const edited = /** @type {import("notify-preflight").NotifyPayload} */ (payload(SIZES["1000x3"]));
  const sizes = Object.entries(SIZES).map(
    ([name, size]) => /** @type {const} */ ([name, () => sound(face, route, hand, JSON.stringify(payload(size)))]),
  );
  return {
    ...Object.fromEntries(sizes),
    "100 errors": () => unsound(face, route, hand, JSON.stringify(broken())),
    "message, typed at its end": () => messageStrokes(face, edited, (value, typed) => value + typed),
    "message, typed between placeholders": () =>
      messageStrokes(face, edited, (value, typed) => value.replace("}", `}${typed}`)),
    "JSON, typed in the message": () => jsonStrokes(face, validate, edited, "{key0}"),
    "JSON, typed at a recipient": () => jsonStrokes(face, validate, edited, "000500 01 "),
  };
}

/** @typedef {(text: string) => string[] | import("ajv").ErrorObject[]} Route */

/**
 * A payload that has no errors: all its texts.
 *
 * @param {Face} face
 * @param {Route} route
 * @param {Route} hand
 * @param {string} text
 */
function sound({ check, messages }, route, hand, text) {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const texts = messages(text);
  same(check(text).totals.error, 0, "errors");
  same(messages(bytes), texts, "texts, given bytes");
  same(route(text), texts, "texts, by Ajv and replace");
  same(hand(text), texts, "texts, by hand");
  return {
    "JavaScript route": () => route(text),
    "JavaScript route, bytes": () => route(decoder.decode(bytes)),
    "JavaScript by hand": () => hand(text),
    "JSON.parse": () => JSON.parse(text),
    "messages(text)": () => messages(text),
    "messages(bytes)": () => messages(bytes),
    "check(text)": () => check(text),
    "check(text) and messages(text)": () => [check(text), messages(text)],
  };
}

/**
 * A payload that has errors: which ones.
 *
 * @param {Face} face
 * @param {Route} route
 * @param {Route} hand
 * @param {string} text
 */
function unsound({ check }, route, hand, text) {
  const ours = check(text).diagnostics.filter(({ severity }) => severity === "error");
  same(ours.length, 100, "errors");
  // Ajv says once more of the whole that an `if` failed.
  const causes = (/** @type {any[]} */ found) => found.filter(({ keyword }) => keyword !== "if");
  const errors = (/** @type {any[]} */ found) => places(causes(found).map(({ instancePath }) => instancePath));
  const faulted = places(ours.map(({ pointer }) => pointer));
  same(errors(route(text)), faulted, "faulted recipients, by Ajv");
  same(errors(hand(text)), faulted, "faulted recipients, by hand");
  return {
    "JavaScript route": () => route(text),
    "JavaScript by hand": () => hand(text),
    "JSON.parse": () => JSON.parse(text),
    "check(text)": () => check(text),
  };
}

/** Which recipients pointers are within. @param {string[]} pointers */
function places(pointers) {
  const recipients = pointers.map((pointer) => /^\/identities\/(\d+)/.exec(pointer)?.[1] ?? pointer);
  return [...new Set(recipients)].toSorted((one, other) => Number(one) - Number(other));
}
