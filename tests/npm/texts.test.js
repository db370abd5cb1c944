// @ts-check
// Texts of every alphabet come out of WebAssembly as they went in: what widens them is written for vectors, and looks
// at many bytes at once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { messages } from "notify-preflight";

/** Numbers that are the same in every run: xorshift. @param {number} seed */
function numbersFrom(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The first and the last characters of each length in UTF-8, and usual ones. */
const CHARACTERS = [..."\u0000a z~\u007f", ..."\u0080éя\u07ff", ..."\u0800漢\ud7ff\ue000\uffff", ..."\u{10000}💬\u{10ffff}"];
const RUNS = 40;
const LONGEST_RUN = 40;

/** Runs of characters, as texts have them, and changes from one length to another at every place. */
function texts(/** @type {(below: number) => number} */ number, /** @type {number} */ count) {
  return Array.from({ length: count }, () =>
    Array.from({ length: number(RUNS) }, () =>
      (CHARACTERS[number(CHARACTERS.length)] ?? "").repeat(1 + number(number(4) === 0 ? LONGEST_RUN : 3)),
    ).join(""),
  );
}

test("texts of mixed alphabets come out as they went in, as values and as messages of one's own", () => {
  const number = numbersFrom(2_463_534_242);
  for (let round = 0; round < 40; round += 1) {
    const expected = texts(number, 100);
    const identities = expected.map((text, index) => {
      const identity = { phoneNumber: String(index) };
      const isOwn = index % 3 === 0;
      return isOwn ? { ...identity, customMessage: text } : { ...identity, parameters: { text } };
    });
    const message = { type: "text", value: "{text}" };
    const payload = JSON.stringify({ channel: "whatsapp", message, identities });
    assert.deepEqual(messages(payload), expected);
    assert.deepEqual(messages(new TextEncoder().encode(payload)), expected);
  }
});
