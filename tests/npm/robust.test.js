// Nothing that is thrown at the package breaks it: the next call works, and memory stays flat.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import {
  check,
  Composer,
  curl,
  failures,
  fill,
  importCsv,
  messages,
  Pace,
  preview,
  PreflightError,
  progress,
  sendOutcome,
  sendRequest,
  split,
} from "notify-preflight";

// The package's own instance, for a look at its memory.
import { call, instanceMemory, reserve } from "../../pkg/dist/inside.js";

const identities = Array.from({ length: 200 }, (_, index) => ({
  email: `user${index}@example.com`,
  parameters: { name: `Ünal ${index}`, code: `${index}` },
}));
/** @type {import("notify-preflight").NotifyPayload} */
const payload = { channel: "ivr", message: { type: "text", value: "Hello {name}, {code} 💬" }, identities };
const text = JSON.stringify(payload);

/** What WebAssembly memory grows by. */
const PAGE = 65_536;
const memory = () => call(instanceMemory).buffer.byteLength;

function works() {
  assert.equal(check(text).valid, true);
  assert.equal(messages(text)[1], "Hello Ünal 1, 1 💬");
}

beforeEach(works);

/**
 * A call either answers or throws a `PreflightError`.
 * @param {() => unknown} run
 * @returns {string | undefined} the code thrown
 */
function survives(run) {
  try {
    run();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof PreflightError, String(error));
    return error.code;
  } finally {
    works();
  }
}

/** Numbers that look drawn and are the same each time. */
function drawn(seed = 1) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("100,000 malformed payloads get a report each, and memory stays flat", () => {
  const draw = drawn();
  const whole = JSON.stringify({ ...payload, identities: identities.slice(0, 2) });
  const pieces = ["{", "}", "[", "]", '"', "\\", "\\u", "null", "1e", ",", ":", "é", "💬", "\ud800", "\u0000", "{x}"];
  const encoder = new TextEncoder();
  let before = 0;
  for (let round = 0; round < 100_000; round += 1) {
    const at = draw(whole.length);
    const broken = whole.slice(0, at) + pieces[draw(pieces.length)] + whole.slice(at + draw(20));
    const report = check(round % 2 ? broken : encoder.encode(broken));
    assert.equal(report.valid, report.totals.error === 0);
    if (round === 1000) before = memory();
    if (round % 10_000 === 0) works();
  }
  // Some of them need a little more than all before; ten bytes lost by each would be a megabyte.
  assert.ok(memory() - before <= 4 * PAGE, `${memory() - before} bytes more`);
});

test("objects whose code throws, cycles and numbers that JSON has not are misuse", () => {
  const cyclic = /** @type {any} */ ({});
  cyclic.self = cyclic;
  const fails = () => {
    throw new Error("no");
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const bad = [
    cyclic,
    { get channel() { return fails(); } },
    { toJSON: fails },
    { toJSON: () => undefined },
    { message: 10n },
    proxy,
    new Proxy({}, { ownKeys: fails }),
    10n,
    Symbol("s"),
    () => payload,
    undefined,
    null,
    7,
    true,
  ];
  for (const value of /** @type {any[]} */ (bad)) {
    for (const run of [
      () => check(value),
      () => preview(value),
      () => messages(value),
      () => split(value),
      () => failures(value, { statusLogs: [] }),
      () => progress(value, value, value),
      () => sendRequest(value, value),
      () => sendOutcome(value),
      () => curl(value),
      () => importCsv(value, value),
      () => new Composer(value),
    ]) {
      assert.equal(survives(run), "bad-argument");
    }
    // These may be absent, or have fields that are not looked at.
    assert.ok(["bad-argument", undefined].includes(survives(() => check(text, value))));
    assert.ok(["bad-argument", undefined].includes(survives(() => fill("{a}", value))));
    const ruled = survives(() => new Composer(text, { rules: value }));
    assert.ok(["bad-argument", "invalid-rule", undefined].includes(ruled));
  }
});

test("bytes that are gone, lent or pretended are read or refused, never trusted", () => {
  const gone = new TextEncoder().encode(text);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  assert.equal(survives(() => check(gone)) ?? "bad-argument", "bad-argument");
  const shared = new Uint8Array(new SharedArrayBuffer(text.length * 2));
  const { written } = new TextEncoder().encodeInto(text, new Uint8Array(text.length * 2));
  shared.set(new TextEncoder().encode(text));
  assert.equal(check(shared.subarray(0, written)).valid, true);
  class Liar extends Uint8Array {
    /** @override */
    get length() {
      return 2 ** 40;
    }
  }
  assert.equal(survives(() => check(new Liar(8))), undefined);
  class Thrower extends Uint8Array {
    /** @override */
    get byteLength() {
      if (this) throw new Error("no");
      return 0;
    }
  }
  assert.equal(survives(() => check(new Thrower(8))), "bad-argument");
  const elsewhere = runInNewContext("new Uint8Array([123, 125])");
  assert.equal(check(elsewhere).codes["missing-field"], 3);
});

test("bytes that the options take away are missed before the core is asked", () => {
  const composer = new Composer(text);
  const taken = () => {
    const bytes = new TextEncoder().encode(text);
    const take = () => (structuredClone(bytes.buffer, { transfer: [bytes.buffer] }), undefined);
    return { bytes, take };
  };
  for (const ask of [check, preview, messages]) {
    const { bytes, take } = taken();
    const options = { get maxDiagnostics() { return take(); } };
    assert.equal(survives(() => ask(bytes, /** @type {any} */ (options))) ?? "bad-argument", "bad-argument");
  }
  const { bytes, take } = taken();
  const options = { get channel() { return take() ?? /** @type {const} */ ("ivr"); } };
  assert.equal(survives(() => importCsv(bytes, options)) ?? "bad-argument", "bad-argument");
  assert.equal(composer.text(), text);
  composer.free();
});

test("any number of names is taken, and what is kept outlives it", () => {
  const composer = new Composer(text);
  const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, "v"]));
  assert.equal(fill("{k199999}", many).text, "v");
  assert.match(curl({ method: "GET", url: "https://example.com", headers: many }), /k199999: v/);
  assert.equal(composer.text(), text);
  composer.free();
});

test("as many diagnostics as there are may be asked for", () => {
  const broken = `[${"1,".repeat(5)}1]`;
  const payload = `{"identities":${broken}}`;
  assert.equal(check(payload, { maxDiagnostics: Infinity }).truncated, false);
  assert.equal(check(payload, { maxDiagnostics: 1 }).truncated, true);
  for (const none of [NaN, -Infinity, -1, 1.5]) {
    assert.equal(survives(() => check(payload, { maxDiagnostics: none })), "bad-argument");
  }
});

test("a string of 64 MB is read like any other, and its memory given back", () => {
  const long = "x".repeat(64 << 20);
  for (const input of [long, `{"channel":"${long}"}`, "é".repeat(32 << 20)]) {
    assert.equal(check(input).valid, false);
    works();
  }
  assert.deepEqual(messages(long), []);
  const composer = new Composer(long);
  assert.equal(composer.report().valid, false);
  composer.free();
  const grown = memory();
  for (let round = 0; round < 3; round += 1) check(long);
  assert.equal(memory(), grown);
});

test("a core that fails is started anew; what it kept says so", () => {
  const composer = new Composer(text);
  const pace = new Pace();
  for (let round = 0; round < 3; round += 1) {
    // More than there is: what running out of memory looks like, at once.
    assert.equal(survives(() => call(() => reserve(2 ** 32 - 1))), "internal");
  }
  assert.equal(survives(() => composer.text()), "internal");
  assert.equal(survives(() => pace.wait()), "internal");
  composer.free();
  assert.equal(survives(() => composer.text()), "freed");
  assert.equal(new Composer(text).report().valid, true);
});

test("a text that would take all memory is refused before it does", () => {
  assert.equal(survives(() => fill("{a}".repeat(100_000), { a: "x".repeat(100_000) })), "too-large");
});

test("reports of long keys stay bounded", () => {
  assert.ok(check(`{"${"k".repeat(5e6)}":{${'"a":1,'.repeat(2000)}"a":1}}`).truncated);
  const killer = `{"${"k".repeat(100_000)}":{${'"a":1,'.repeat(50_000)}"a":1}}`;
  assert.equal(check(killer).codes["duplicate-key"], 50_000);
});

test("a call from too deep in the stack throws, and the next one works", () => {
  let deepest = 0;
  const sink = (/** @type {number} */ depth) => {
    deepest = depth;
    try {
      check(text);
    } catch (error) {
      assert.ok(error instanceof PreflightError || error instanceof RangeError, String(error));
    }
    sink(depth + 1);
  };
  assert.throws(() => sink(0), RangeError);
  assert.ok(deepest > 100);
  works();
});

test("a payload whose code calls the package back gets its own answer", () => {
  const nosy = { toJSON: () => (check('{"other": true}'), payload) };
  assert.equal(check(/** @type {any} */ (nosy)).valid, true);
});

test("10,000 checks take no more memory than the first", () => {
  const options = { rules: [{ name: "r", pattern: "x+", on: /** @type {const} */ ("text") }] };
  const small = JSON.stringify({ ...payload, identities: identities.slice(0, 5) });
  const run = () => [check(small, options), preview(small), messages(small), check("{"), fill("{a}", { a: "b" })];
  for (let round = 0; round < 100; round += 1) run();
  const before = memory();
  for (let round = 0; round < 10_000; round += 1) run();
  assert.equal(memory(), before);
});

/** A Composer that has been used, edits and all. */
function used() {
  const composer = new Composer(text);
  composer.splice(0, 0, " ");
  composer.setMessage("Hi {name}");
  composer.summary();
  composer.window(0, 5);
  return composer;
}

test("1,000 Composers that are freed take no more memory than a few", () => {
  for (let round = 0; round < 10; round += 1) used().free();
  const before = memory();
  for (let round = 0; round < 1000; round += 1) used().free();
  assert.equal(memory(), before);
});

test("Composers that are collected without having been freed give their memory back", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const round = async () => {
    for (let count = 0; count < 50; count += 1) used();
    // Finalizers run in turns of their own.
    for (let turn = 0; turn < 3; turn += 1) {
      collect();
      await setImmediate();
    }
  };
  // As much room as three rounds take: finalizers may come a turn late.
  for (const composer of Array.from({ length: 150 }, used)) composer.free();
  await round();
  const before = memory();
  for (let count = 0; count < 18; count += 1) await round();
  assert.equal(memory(), before);
});
