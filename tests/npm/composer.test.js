// A payload kept read while it is edited: the same answers as a fresh one, in UTF-16 code units.

import assert from "node:assert/strict";
import { test } from "node:test";

import { check, Composer, messages, PreflightError, preview } from "notify-preflight";

/** @typedef {import("notify-preflight").NotifyPayload} NotifyPayload */

/** @type {NotifyPayload} */
const payload = {
  channel: "ivr",
  message: { type: "text", value: "💬 Hello {name}, {city}" },
  identities: [
    { email: "ada@example.com", parameters: { name: "Ada 💬", city: "Zürich" } },
    { email: "bo@example.com", parameters: { name: "Bo" } },
    { email: "cy@example.com", customMessage: "Привет {name}", parameters: { name: "Cy" } },
  ],
};
const text = JSON.stringify(payload, null, 2);

/**
 * Holds every answer to those of the functions on the same text.
 * @param {Composer} composer
 * @param {string} expected
 * @param {import("notify-preflight").Options} [options]
 */
function same(composer, expected, options) {
  assert.equal(composer.text(), expected);
  const { report, recipients } = preview(expected, options);
  assert.deepEqual(composer.report(), report);
  assert.deepEqual(composer.window(0, Infinity), recipients);
  assert.equal(composer.length, recipients.length);
  assert.equal(composer.summary().recipients, recipients.length);
}

test("a new Composer says what check and preview say", () => {
  for (const input of [text, "", "{", "[]", "💬", '{"identities": []}']) {
    const composer = new Composer(input);
    same(composer, input);
    composer.free();
  }
});

test("edits anywhere give what a fresh reading gives, offsets in UTF-16 code units", () => {
  const composer = new Composer(text);
  let expected = text;
  /** @type {[string, string][]} */
  const edits = [
    ["Hello", "Grüße 💬"],
    ["Zürich", "Ürümqi 漢字"],
    ['"ivr"', '"whatsapp"'],
    ["Привет", "Hi"],
    [text.slice(-1), ""],
    ["bo@example.com", "b💬"],
  ];
  for (const [from, to] of edits) {
    const start = expected.indexOf(from);
    assert.ok(start >= 0, from);
    composer.splice(start, start + from.length, to);
    expected = expected.replace(from, () => to);
    same(composer, expected);
  }
  composer.splice(expected.length, expected.length, "}");
  same(composer, expected + "}");
  composer.free();
});

test("typing a payload key by key ends where check ends", () => {
  const composer = new Composer("");
  const typed = '{"channel":"ivr","message":{"type":"text","value":"é💬{a}"},"identities":[{"email":"a@b.co"}]}';
  let at = 0;
  for (const character of typed) {
    composer.splice(at, at, character);
    at += character.length;
  }
  same(composer, typed);
  composer.free();
});

test("the message and the reading are set without another text", () => {
  const composer = new Composer(text);
  composer.setMessage('Now {city}, "{name}" 💬');
  assert.equal(composer.window(0, 1)[0]?.filled, 'Now Zürich, "Ada 💬" 💬');
  assert.deepEqual(composer.window(0, 1)[0]?.placeholders[1], { key: "name", filled: true, start: 13, end: 19 });
  composer.setReading("ignore");
  assert.equal(composer.window(0, 1)[0]?.filled, 'Now {city}, "{name}" 💬');
  const expected = text.replace("💬 Hello {name}, {city}", 'Now {city}, \\"{name}\\" 💬');
  same(composer, expected, { reading: "ignore" });
  composer.free();
});

test("the summary counts over all, and what-if takes a parameter away", () => {
  const composer = new Composer(text, { reading: "substitute" });
  const summary = composer.summary();
  assert.deepEqual(
    [summary.recipients, summary.distinct, summary.unresolved, summary.readingDependent.count],
    [3, 3, { count: 1, first: [1] }, 2],
  );
  assert.equal(summary.longest?.characters, [..."💬 Hello Ada 💬, Zürich"].length);
  const whatIf = composer.whatIf("name", 0, 2);
  assert.deepEqual(whatIf.changed, { count: 3, first: [0, 1, 2] });
  assert.equal(whatIf.recipients.length, 2);
  assert.equal(whatIf.recipients[0]?.filled, "💬 Hello {name}, Zürich");
  assert.deepEqual(whatIf.recipients[0]?.placeholders[0], { key: "name", filled: false, start: 9, end: 15 });
  composer.free();
});

test("many recipients, who come in parts, are the same as each alone", () => {
  const long = "漢é💬".repeat(40);
  for (const value of ["{name} {a}", { body: ["{name}", "{b}"], size: 1 }]) {
    const identities = Array.from({ length: 300 }, (_, index) => ({
      email: `u${index}@example.com`,
      parameters: { name: index < 100 ? "x".repeat(200) : long, [index % 7 ? "a" : `later${index % 3}`]: "" },
      ...(index % 11 ? {} : { customMessage: `{name}, {of${index % 4}}` }),
    }));
    const text = JSON.stringify({ channel: "ivr", message: { type: "template", value }, identities });
    for (const reading of /** @type {const} */ (["substitute", "ignore"])) {
      const composer = new Composer(text, { reading });
      const all = composer.window(0, 300);
      assert.equal(all.length, 300);
      assert.deepEqual(all, identities.map((_, index) => composer.window(index, index + 1)[0]));
      assert.deepEqual(preview(text, { reading }).recipients, all);
      assert.deepEqual(
        all.map(({ filled }) => (typeof filled === "string" ? filled : JSON.stringify(filled))),
        messages(text, { reading }),
      );
      composer.free();
    }
  }
});

test("options hold for every report", () => {
  /** @type {import("notify-preflight").Options} */
  const options = {
    maxDiagnostics: 1,
    reading: "ignore",
    rules: [{ name: "no-bo", pattern: "^bo@", on: "identity", must: "not-match" }],
  };
  const composer = new Composer(text, options);
  assert.equal(composer.report().truncated, true);
  assert.equal(composer.report().codes["house-rule"], 1);
  assert.deepEqual(composer.report(), check(text, options));
  composer.free();
});

/**
 * @param {() => unknown} run
 * @param {string} code
 */
function misuse(run, code) {
  assert.throws(run, (error) => error instanceof PreflightError && error.code === code, code);
}

test("misuse throws and leaves the Composer as it was", () => {
  /** @type {any} */
  const any = undefined;
  const composer = new Composer(text);
  for (const [start, end] of [[1, 0], [0, text.length + 1], [0, Infinity]]) {
    misuse(() => composer.splice(start ?? 0, end ?? 0, "x"), "out-of-text");
  }
  const emoji = text.indexOf("💬");
  misuse(() => composer.splice(emoji + 1, emoji + 2, "x"), "out-of-text");
  for (const bad of [-1, 0.5, NaN, "1", 1n, null, any]) misuse(() => composer.splice(bad, 1, "x"), "bad-argument");
  misuse(() => composer.splice(0, 1, any), "bad-argument");
  misuse(() => composer.setMessage(any), "bad-argument");
  misuse(() => composer.setReading(/** @type {any} */ ("both")), "bad-argument");
  misuse(() => composer.window(-1, 1), "bad-argument");
  misuse(() => composer.whatIf(any, 0, 1), "bad-argument");
  misuse(() => new Composer(any), "bad-argument");
  misuse(() => new Composer(text, { maxDiagnostics: -1 }), "bad-argument");
  misuse(() => new Composer(text, { rules: [{ name: "r", pattern: "(", on: "text" }] }), "invalid-rule");
  assert.deepEqual(composer.window(2, 1), []);
  same(composer, text);
  composer.free();
});

test("where there is no message, none is set", () => {
  for (const input of ["{", "{}", '{"message": {}}']) {
    const composer = new Composer(input);
    misuse(() => composer.setMessage("x"), "no-message");
    same(composer, input);
    composer.free();
  }
});

test("after free every call throws, and free again does nothing", () => {
  const composer = new Composer(text);
  composer.free();
  for (const run of [
    () => composer.length,
    () => composer.text(),
    () => composer.splice(0, 0, ""),
    () => composer.setMessage(""),
    () => composer.setReading("ignore"),
    () => composer.report(),
    () => composer.summary(),
    () => composer.window(0, 1),
    () => composer.whatIf("a", 0, 1),
  ]) {
    misuse(run, "freed");
  }
  composer.free();
  composer[Symbol.dispose]();
  assert.equal(check(text).valid, true);
});

test("a window over more text than can be handed over is refused, and the Composer goes on", () => {
  const identities = Array.from({ length: 1000 }, (_, index) => ({ email: `u${index}@example.com` }));
  const composer = new Composer(JSON.stringify({ ...payload, identities }));
  composer.setMessage("x".repeat(1 << 20));
  misuse(() => composer.window(0, 1000), "too-large");
  misuse(() => composer.whatIf("name", 0, 1000), "too-large");
  assert.equal(composer.window(10, 12).length, 2);
  assert.equal(composer.summary().distinct, 1);
  composer.free();
});
