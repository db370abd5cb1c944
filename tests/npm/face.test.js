// The package's face: what it answers, what it throws, what it survives.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import init, {
  check,
  fill,
  importCsv,
  limits,
  messages,
  preview,
  PreflightError,
  schema,
} from "notify-preflight";

/** @type {import("notify-preflight").NotifyPayload} */
const payload = {
  channel: "ivr",
  message: { type: "text", value: "Hello {name}, welcome" },
  identities: [{ email: "ada@example.com", parameters: { name: "Ada 💬" } }],
};

/**
 * @param {() => unknown} run
 * @param {string} code
 */
function misuse(run, code) {
  assert.throws(run, (error) => error instanceof PreflightError && error.code === code);
  assert.equal(check(payload).valid, true, "the next call works");
}

test("init resolves, as often as it is called", async () => {
  await init();
  await Promise.all([init(), init("anywhere")]);
});

test("the limits and the schema are those of the repository", () => {
  const file = new URL("../../schema/notify-request.schema.json", import.meta.url);
  assert.deepEqual(schema, JSON.parse(readFileSync(file, "utf8")));
  assert.deepEqual(limits, { identities: 1000, parameters: 20, parameterCharacters: 200 });
});

test("spans, fixes and columns count UTF-16 code units", () => {
  const text = '{"💬é": 1,\n  "chanel": "ivr"}';
  const diagnostics = check(text).diagnostics.filter(({ code }) => code === "unknown-field");
  const [first, second] = diagnostics;
  assert.deepEqual(first?.span, { start: 1, end: 6, line: 1, column: 2 });
  assert.deepEqual(second?.span, { start: 13, end: 21, line: 2, column: 3 });
  const edit = second?.fix?.edits[0];
  assert.ok(edit);
  const fixed = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  assert.equal(fixed, text.replace("chanel", "channel"));
});

test("a preview tells where filled values stand", () => {
  const [recipient] = preview(payload).recipients;
  assert.equal(recipient?.filled, "Hello Ada 💬, welcome");
  assert.deepEqual(recipient?.placeholders, [{ key: "name", filled: true, start: 6, end: 12 }]);
  assert.equal(recipient?.otherReading, "Hello {name}, welcome");
  assert.equal(preview(payload, { reading: "ignore" }).recipients[0]?.filled, "Hello {name}, welcome");
});

test("a report lists at most what was asked for, and counts all", () => {
  const report = check('{"a": 1, "b": 2}', { maxDiagnostics: 1 });
  assert.equal(report.diagnostics.length, 1);
  assert.equal(report.truncated, true);
  assert.deepEqual(report.totals, { error: 5, warning: 0, info: 0 });
  assert.deepEqual(report.codes, { "missing-field": 3, "unknown-field": 2 });
});

test("messages are the texts of the preview, and nothing else", () => {
  const identities = [
    { email: "a@b.co", parameters: { name: "Ada 💬" } },
    { email: "b@b.co", customMessage: "" },
    { email: "c@b.co", customMessage: "\ufeffмост {name}", parameters: { name: "é" } },
    { email: "d@b.co", parameters: { name: "\u0000\n漢" } },
    { email: "e@b.co" },
  ];
  for (const value of ["💬é {name}", "plain", "\ufeff{name}", "", { b: ["{name}"], a: 1 }, ["{name}"]]) {
    const text = JSON.stringify({ channel: "ivr", message: { type: "text", value }, identities });
    for (const reading of /** @type {const} */ (["substitute", "ignore"])) {
      const { recipients } = preview(text, { reading });
      const texts = recipients.map(({ filled }) => (typeof filled === "string" ? filled : JSON.stringify(filled)));
      assert.deepEqual(messages(text, { reading }), texts);
      assert.deepEqual(messages(new TextEncoder().encode(text), { reading }), texts);
      assert.deepEqual(messages(JSON.parse(text), { reading }), texts);
    }
  }
  for (const none of ["", "{", "{}", '{"identities": []}', new Uint8Array([0x22, 0xff])]) {
    assert.deepEqual(messages(none), []);
  }
});

test("messages that are far more than are decoded at once are all there", () => {
  // Runs of ASCII and of other texts, of all lengths, and one that is longer than all before it.
  const values = Array.from({ length: 1000 }, (_, index) => {
    const letters = ["plain ", "é", "новости ", "💬", "漢字, "][(index >> 7) % 5] ?? "";
    return letters.repeat(index % 25);
  });
  values[500] = "\ufeff漢💬".repeat(30_000);
  const identities = values.map((customMessage) => ({ email: "a@b.co", customMessage }));
  const text = JSON.stringify({ channel: "ivr", message: { type: "text", value: "" }, identities });
  assert.deepEqual(messages(text), values);
});

test("an audience is read from text and from bytes", () => {
  const csv = "E-Mail;name\nada@example.com;Ada 💬\n;Bo\n";
  const audience = importCsv(csv, { channel: "ivr" });
  assert.deepEqual(audience.identities, [
    { email: "ada@example.com", parameters: { name: "Ada 💬" } },
    { parameters: { name: "Bo" } },
  ]);
  assert.deepEqual(audience.rows, [2, 3]);
  assert.deepEqual(audience.columns[0], { column: "A", header: "E-Mail", use: "identity", field: "email" });
  assert.equal(audience.delimiter, ";");
  assert.deepEqual(audience.totals, { error: 1, warning: 0, info: 1 });
  assert.deepEqual(audience.problems.map(({ kind, row, column }) => [kind, row, column]), [
    ["near-miss-header", undefined, "A"],
    ["missing-identity", 3, "A"],
  ]);
  assert.equal(audience.truncated, false);
  const utf16 = Buffer.from(`\ufeff${csv}`, "utf16le");
  assert.deepEqual(importCsv(utf16, { channel: "ivr" }), audience);
  const latin1 = importCsv(Uint8Array.from([0x65, 0xe9]), { channel: "ivr" });
  assert.equal(latin1.problems[0]?.kind, "not-utf8");
});

test("fill replaces own keys only, in one pass", () => {
  assert.equal(fill("{constructor} {a}{b}", { a: "{b}", b: "x" }).text, "{constructor} {b}x");
  const own = JSON.parse('{"__proto__": "p"}');
  assert.equal(fill("{__proto__}", own).text, "p");
  const half = String.fromCharCode(0xd83d);
  assert.equal(fill("{a}", { a: half }).text, "\ufffd");
  assert.deepEqual(fill("💬{a}", { a: "é!" }).placeholders, [{ key: "a", start: 2, end: 4, filled: true }]);
});

test("wrong arguments are misuse", () => {
  /** @type {any} */
  const any = undefined;
  const cyclic = /** @type {any} */ ({});
  cyclic.self = cyclic;
  const throwing = /** @type {any} */ ({ get reading() { throw new Error("no"); } });
  for (const input of [undefined, null, 7, true, () => 1, Symbol("s"), 10n, cyclic, { a: 10n }]) {
    misuse(() => check(/** @type {any} */ (input)), "bad-argument");
  }
  misuse(() => check(payload, throwing), "bad-argument");
  misuse(() => check(payload, /** @type {any} */ ({ reading: "both" })), "bad-argument");
  misuse(() => check(payload, { maxDiagnostics: -1 }), "bad-argument");
  misuse(() => check(payload, { maxDiagnostics: NaN }), "bad-argument");
  misuse(() => check(payload, /** @type {any} */ (5)), "bad-argument");
  misuse(() => fill(any), "bad-argument");
  misuse(() => fill("{a}", /** @type {any} */ ({ a: 1 })), "bad-argument");
  misuse(() => fill("{a}", /** @type {any} */ ({ a: () => "x" })), "bad-argument");
  misuse(() => fill("{a}", /** @type {any} */ ("a")), "bad-argument");
  misuse(() => messages(any), "bad-argument");
  misuse(() => messages(payload, /** @type {any} */ ({ reading: 1 })), "bad-argument");
  misuse(() => importCsv(any, { channel: "ivr" }), "bad-argument");
  misuse(() => importCsv("email", any), "bad-argument");
  misuse(() => importCsv("email", /** @type {any} */ ({ channel: "slack" })), "bad-argument");
});

test("rules are read, and a bad one is misuse that names it and the place", () => {
  /** @type {import("notify-preflight").Rule} */
  const optOut = { name: "opt-out", on: "text", pattern: "(?i)reply stop", severity: "info", must: undefined };
  const none = /** @type {any} */ (null);
  for (const rules of [[], [optOut], [{ ...optOut, must: "not-match" }], none, undefined]) {
    assert.equal(check(payload, { rules: /** @type {any} */ (rules) }).valid, true);
  }
  const numbered = Array.from({ length: 101 }, (_, index) => ({ ...optOut, name: `${index}` }));
  assert.equal(check(payload, { rules: numbered.slice(1) }).valid, true);
  for (const [rules, sentence] of /** @type {[any, string][]} */ ([
    [[optOut, { ...optOut, name: "b", pattern: "é(?=x)" }], "`rules[1]` `b`: the pattern fails at `(?=`, from character 2: look-around is not supported"],
    [[{ ...optOut, pattern: /x/ }], "`rules[0]` `opt-out`: `pattern` must be a string, and is an object"],
    [[{ ...optOut, patern: "x" }], "`rules[0]` `opt-out`: `patern` is no field of a rule; allowed are `name`, `pattern`, `on`, `must`, `severity` and `message`"],
    [[{ ...optOut, on: "texts" }], "`rules[0]` `opt-out`: `on` must be `text`, `parameter` or `identity`, and is `texts`"],
    [[{ ...optOut, name: undefined }], "`rules[0]`: `name` is missing"],
    [[optOut, optOut], "`rules[1]` `opt-out`: `rules[0]` has this name already"],
    [[5], "`rules[0]`: a rule must be an object, and is a number"],
    [optOut, "the rules must be an array, and are an object"],
    [numbered, "101 rules were given; at most 100 are allowed"],
  ])) {
    misuse(() => preview(payload, { rules }), "invalid-rule");
    assert.throws(() => check(payload, { rules }), { message: sentence });
  }
  const cyclic = /** @type {any} */ ([]);
  cyclic.push(cyclic);
  misuse(() => check(payload, { rules: cyclic }), "bad-argument");
  misuse(() => check(payload, { rules: /** @type {any} */ (() => []) }), "bad-argument");
});

test("bad payloads get a diagnostic with a span, and nothing is thrown", () => {
  const nested = "[".repeat(10_000) + "]".repeat(10_000);
  const large = `{"channel": "${"x".repeat(30 << 20)}`;
  for (const [text, code] of [
    ["", "json-syntax"],
    ["not json", "json-syntax"],
    [nested, "json-syntax"],
    ['{"a": "\\ud800"}', "json-syntax"],
    [large, "json-syntax"],
    ["[]", "type-mismatch"],
  ]) {
    const [diagnostic] = check(text ?? "").diagnostics;
    assert.equal(diagnostic?.code, code);
    assert.ok(diagnostic.span);
  }
  const [diagnostic] = check(new Uint8Array([0x22, 0xff, 0x22])).diagnostics;
  assert.deepEqual(diagnostic?.span, { start: 1, end: 2, line: 1, column: 2 });
  assert.equal(check(payload).valid, true);
});

test("a message too long for all its recipients is said, and can still be checked", () => {
  const identities = Array.from({ length: 1000 }, (_, index) => ({ email: `u${index}@example.com` }));
  /** @type {import("notify-preflight").NotifyPayload} */
  const long = { channel: "ivr", message: { type: "text", value: "x".repeat(1 << 20) }, identities };
  misuse(() => preview(long), "too-large");
  misuse(() => messages(long), "too-large");
  assert.equal(check(long).valid, true);
});

test("text of any script crosses whole", () => {
  const parts = ["é", "💬", "漢字", "\ud800", "a".repeat(5000), "е".repeat(5000)];
  const text = parts.join("") + "{k}" + parts.join("");
  assert.equal(fill(text, { k: "v" }).text, text.toWellFormed().replace("{k}", "v"));
});
