// Replays tests/cases through the npm package: the same verdict as the core.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { check, preview } from "notify-preflight";

/**
 * @typedef {object} Case
 * @property {string} about
 * @property {import("notify-preflight").NotifyPayload} [payload]
 * @property {string} [text]
 * @property {import("notify-preflight").Options} [options]
 * @property {{ code: string, pointer: string }[]} diagnostics
 * @property {import("notify-preflight").FilledMessage[]} [texts]
 * @property {Record<number, import("notify-preflight").FilledMessage>} [otherTexts]
 */

const folder = new URL("../cases/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));

/** @param {import("notify-preflight").Report} report */
function findings(report) {
  return report.diagnostics.map(({ code, pointer }) => ({ code, pointer }));
}

test("there are cases", () => {
  assert.ok(names.length >= 60, `${names.length} cases`);
});

for (const name of names) {
  test(name.replace(".json", ""), () => {
    /** @type {Case} */
    const expected = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const text = expected.text ?? JSON.stringify(expected.payload, null, 2);
    const { report, recipients } = preview(text, expected.options);
    assert.deepEqual(findings(report), expected.diagnostics);
    assert.deepEqual(check(text, expected.options), report);
    assert.equal(report.valid, report.totals.error === 0);
    for (const { span } of report.diagnostics) {
      assert.ok(span && span.start <= span.end && span.end <= text.length, JSON.stringify(span));
    }
    if (expected.texts === undefined) return;
    assert.deepEqual(recipients.map(({ filled }) => filled), expected.texts);
    const others = recipients.filter(({ otherReading }) => otherReading !== undefined);
    assert.deepEqual(
      Object.fromEntries(others.map(({ index, otherReading }) => [index, otherReading])),
      expected.otherTexts ?? {},
    );
  });

  test(`${name.replace(".json", "")}, as bytes and as an object`, () => {
    /** @type {Case} */
    const { payload, text, options, diagnostics } = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const bytes = new TextEncoder().encode(text ?? JSON.stringify(payload));
    assert.deepEqual(findings(check(bytes, options)), diagnostics);
    if (payload === undefined) return;
    const report = check(payload, options);
    assert.deepEqual(findings(report), diagnostics);
    assert.ok(report.diagnostics.every(({ span, fix }) => span === undefined && fix === undefined));
  });
}
