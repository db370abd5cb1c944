// An editor's keystroke over 1000 recipients: what it takes to show 20 texts and the counts over all.

import { messageOf, replaced, texts } from "./ajv-route.js";
import { fill, isSound, split } from "./by-hand.js";
import { same } from "./same.js";

/** @typedef {import("notify-preflight").NotifyPayload} NotifyPayload */
/** @typedef {import("./suite.js").Face} Face */
/** @typedef {import("./by-hand.js").Template} Template */
/** @typedef {{ end: number, insert: string }} Edit */
/** @typedef {{ recipients: number, unresolved: number, empty: number, longest: number }} Counts */

const SHOWN = 20;

/**
 * The message edited where it is kept apart. JavaScript has the payload read already.
 *
 * @param {Face} face
 * @param {NotifyPayload} payload
 * @param {(value: string, typed: string) => string} edit
 */
export function messageStrokes({ Composer }, payload, edit) {
  const value = String(messageOf(payload).value);
  const messages = /** @type {const} */ ([edit(value, "!"), edit(value, ".")]);
  const composer = new Composer(JSON.stringify(payload));
  const contenders = {
    "replace for each": strokes(messages, (message) =>
      payload.identities.map(({ parameters = {} }) => replaced(message, parameters)),
    ),
    "JavaScript by hand, 20 texts": strokes(messages, (message) => seen(payload, split(message))),
    Composer: strokes(messages, (message) => {
      composer.setMessage(message);
      return { summary: composer.summary(), window: composer.window(0, SHOWN) };
    }),
  };
  for (let stroke = 0; stroke < 2; stroke += 1) {
    const ours = plain(contenders.Composer());
    same(ours, contenders["JavaScript by hand, 20 texts"](), "a keystroke in the message, by hand");
    same(ours.shown, contenders["replace for each"]().slice(0, SHOWN), "a keystroke in the message");
  }
  return contenders;
}

/**
 * One character typed into the JSON text, and taken out again. JavaScript has both texts ready.
 *
 * @param {Face} face
 * @param {import("ajv").ValidateFunction<NotifyPayload>} validate
 * @param {NotifyPayload} payload
 * @param {string} before what the character is typed after
 */
export function jsonStrokes({ Composer, limits }, validate, payload, before) {
  const text = JSON.stringify(payload);
  const at = text.indexOf(before) + before.length;
  const typed = `${text.slice(0, at)}x${text.slice(at)}`;
  // Read once, so that no one pays for putting it together.
  JSON.parse(typed);
  /** @type {[Edit, Edit]} */
  const edits = [{ end: at, insert: "x" }, { end: at + 1, insert: "" }];
  const composer = new Composer(text);
  const contenders = {
    "JavaScript route": strokes([typed, text], (now) => {
      const read = JSON.parse(now);
      return { isValid: validate(read), ...seen(read, split(String(messageOf(read).value)), replaced) };
    }),
    "JavaScript by hand": strokes([typed, text], (now) => {
      const read = JSON.parse(now);
      return { isValid: isSound(read, limits), ...seen(read, split(String(messageOf(read).value))) };
    }),
    Composer: strokes(edits, ({ end, insert }) => {
      composer.splice(at, end, insert);
      return { report: composer.report(), summary: composer.summary(), window: composer.window(0, SHOWN) };
    }),
  };
  for (const now of [typed, text]) {
    const answer = contenders.Composer();
    const ours = { isValid: answer.report.valid, ...plain(answer) };
    same(composer.text(), now, "the text after a keystroke");
    same(ours, contenders["JavaScript route"](), "a keystroke in the JSON");
    same(ours, contenders["JavaScript by hand"](), "a keystroke in the JSON, by hand");
    same(ours.shown, texts(JSON.parse(now)).slice(0, SHOWN), "the texts after a keystroke");
  }
  return contenders;
}

/**
 * The same with two things in turn, so that there always is something new.
 *
 * @template T, R
 * @param {readonly [T, T]} both
 * @param {(one: T) => R} run
 */
function strokes(both, run) {
  let stroke = 1;
  return () => run(both[(stroke ^= 1) === 0 ? 0 : 1]);
}

/**
 * What an editor shows: the first texts and the counts. Fewer counts than the Composer's.
 *
 * @param {NotifyPayload} payload
 * @param {Template} template
 * @param {import("./ajv-route.js").Fill} [replace] fills by other means than the template's parts
 */
function seen(payload, template, replace) {
  const shown = payload.identities.slice(0, SHOWN).map(({ customMessage, parameters = {} }) => {
    if (replace) return replace(customMessage ?? template.source, parameters);
    return fill(customMessage === undefined ? template : split(customMessage), parameters);
  });
  return { shown, counts: counts(payload, template) };
}

/**
 * Lengths are added up, so that no text is made for them.
 *
 * @param {NotifyPayload} payload
 * @param {Template} template
 * @returns {Counts}
 */
function counts({ identities }, template) {
  const counts = { recipients: identities.length, unresolved: 0, empty: 0, longest: 0 };
  for (const { customMessage, parameters = {} } of identities) {
    const own = customMessage === undefined ? template : split(customMessage);
    let length = own.start.length;
    let isUnresolved = false;
    for (const { key, whole, after } of own.steps) {
      const value = parameters[key];
      const isFilled = typeof value === "string";
      length += (isFilled ? value : whole).length + after.length;
      // A value may bring a placeholder of its own.
      isUnresolved ||= !isFilled || value.includes("{");
    }
    if (isUnresolved && /\{[^{}\r\n]+\}/.test(fill(own, parameters))) counts.unresolved += 1;
    if (length === 0 || (own.start.trim() === "" && fill(own, parameters).trim() === "")) counts.empty += 1;
    if (length > counts.longest) counts.longest = length;
  }
  return counts;
}

/**
 * The Composer's answer, as far as JavaScript's goes.
 *
 * @param {{ summary: import("notify-preflight").Summary, window: import("notify-preflight").Recipient[] }} answer
 */
function plain({ summary, window }) {
  const { recipients, unresolved, empty, longest } = summary;
  return {
    shown: window.map(({ filled }) => filled),
    counts: {
      recipients,
      unresolved: unresolved.count,
      empty: empty.count,
      longest: longest?.characters ?? 0,
    },
  };
}
