// The calls as data, what became of them, and payloads on their way.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  Backoff,
  check,
  curl,
  expiresAt,
  failures,
  Pace,
  PreflightError,
  progress,
  retryFailures,
  sendOutcome,
  sendRequest,
  split,
  splitText,
  statusOutcome,
  statusRequest,
} from "notify-preflight";

/** @type {import("notify-preflight").NotifyPayload} */
const payload = {
  channel: "ivr",
  message: { type: "text", value: "Hello {name}" },
  identities: [{ email: "ada@example.com" }, { email: "bo@example.com" }, { email: "💬@example.com" }],
};
const text = JSON.stringify(payload);
const target = { host: "platform.example.com", streamId: "st-1", jwt: "a.b.c" };

/**
 * @param {() => unknown} run
 * @param {string} code
 */
function misuse(run, code) {
  assert.throws(run, (error) => error instanceof PreflightError && error.code === code, code);
  assert.equal(check(payload).valid, true, "the next call works");
}

test("the two calls are data, ready for fetch", () => {
  const body = '{ "channel": "ivr", "n": 1.0 }';
  assert.deepEqual(sendRequest(target, body), {
    method: "POST",
    url: "https://platform.example.com/api/public/bot/st-1/notifyV2",
    headers: { auth: "a.b.c", "content-type": "application/json" },
    body,
  });
  assert.deepEqual(JSON.parse(sendRequest(target, payload).body ?? ""), payload);
  assert.deepEqual(statusRequest(target, "ds-1"), {
    method: "GET",
    url: "https://platform.example.com/api/public/bot/st-1/notifyV2/status/ds-1",
    headers: { auth: "a.b.c" },
  });
});

test("calls that cannot be made are misuse, and never say the JWT", () => {
  /** @type {any} */
  const any = undefined;
  misuse(() => sendRequest({ ...target, host: "http://example.com" }, payload), "invalid-host");
  misuse(() => sendRequest({ ...target, streamId: "a/b" }, payload), "invalid-stream-id");
  misuse(() => statusRequest(target, ".."), "invalid-job-id");
  for (const jwt of ["se\ncret", "secret\ud800"]) {
    misuse(() => sendRequest({ ...target, jwt }, payload), "invalid-jwt");
    assert.throws(
      () => sendRequest({ ...target, jwt }, payload),
      (error) => error instanceof Error && !error.message.includes("cret"),
    );
  }
  misuse(() => sendRequest(any, payload), "bad-argument");
  misuse(() => sendRequest(target, any), "bad-argument");
  misuse(() => sendRequest(target, /** @type {any} */ (new Uint8Array())), "bad-argument");
  misuse(() => statusRequest(target, any), "bad-argument");
});

test("a call is a curl command without its JWT", () => {
  const command = curl(sendRequest(target, payload));
  assert.match(command, /^curl --request POST/);
  assert.match(command, /"auth: \$NOTIFY_JWT"/);
  assert.ok(!command.includes("a.b.c"));
  assert.ok(command.includes("💬@example.com"));
  misuse(() => curl(/** @type {any} */ ({ method: "POST" })), "bad-argument");
  misuse(() => curl(/** @type {any} */ (undefined)), "bad-argument");
});

test("a JWT says until when it holds", () => {
  const claims = Buffer.from('{"exp":1767225600}').toString("base64url");
  assert.equal(expiresAt(`x.${claims}.y`), 1_767_225_600);
  assert.equal(expiresAt("x.y.z"), undefined);
  misuse(() => expiresAt(/** @type {any} */ (1)), "bad-argument");
});

test("an answer says what became of a payload", () => {
  const accepted = sendOutcome({ status: 200, body: '{"_id": "ds-1", "status": "IN_PROGRESS"}' });
  assert.ok(accepted.outcome === "accepted");
  assert.deepEqual([accepted.job._id, accepted.job.status], ["ds-1", "IN_PROGRESS"]);
  const half = sendOutcome({ status: 200, body: JSON.stringify({ _id: "ds-1", createdBy: "Ad\ud83d" }) });
  assert.equal(half.outcome, "accepted");
  const refused = sendOutcome({ status: 429, retryAfter: "7", body: '{"message": "slow down"}' });
  assert.ok(refused.outcome === "refused");
  assert.deepEqual([refused.retry, refused.retryAfter, refused.status, refused.said], [true, 7, 429, "slow down"]);
  const unknown = sendOutcome({ status: 502, retryAfter: null, body: "<h1>Bad Gateway</h1>" });
  assert.deepEqual([unknown.outcome, "retry" in unknown && unknown.retry], ["unknown", false]);
  assert.equal(sendOutcome("lost").outcome, "unknown");
  assert.equal(sendOutcome("unreached").outcome, "refused");
  for (const bad of [undefined, 1, "gone", {}, { status: -1, body: "" }, { status: 200 }, { status: NaN, body: "" }]) {
    misuse(() => sendOutcome(/** @type {any} */ (bad)), "bad-argument");
  }
});

test("an answer says how far a job is, or why not", () => {
  const body = '{"status": "IN_PROGRESS", "statusLogs": [{"originalId": "a@b.co", "status": "SUCCESS"}]}';
  const answered = statusOutcome({ status: 200, body });
  assert.ok(answered.outcome === "answered");
  assert.equal(answered.report.statusLogs[0]?.originalId, "a@b.co");
  const failed = statusOutcome("lost");
  assert.deepEqual([failed.outcome, "retry" in failed && failed.retry], ["failed", true]);
});

test("progress is read off the rows, and joined to the recipients", () => {
  const job = { _id: "ds-1", status: "IN_PROGRESS", store: { identitiesCount: 3 } };
  const statusLogs = [
    { originalId: "💬@example.com", status: "SUCCESS", comments: "é💬", createdOn: "2026-01-02T03:04:05.678Z" },
    { originalId: "eve@example.com", status: "FAILURE" },
  ];
  const report = { status: "IN_PROGRESS", count: 9, statusLogs };
  const plain = { done: 2, total: 3, status: "IN_PROGRESS", byStatus: { FAILURE: 1, SUCCESS: 1 }, finished: false };
  assert.deepEqual(progress(job, report), plain);
  for (const sent of [payload, text]) {
    const joined = progress(job, report, sent);
    assert.deepEqual(joined.recipients[0], { index: 0, identity: "ada@example.com", status: null, ambiguous: false });
    assert.deepEqual(joined.recipients[2], {
      index: 2,
      identity: "💬@example.com",
      status: "SUCCESS",
      comment: "é💬",
      createdOn: "2026-01-02T03:04:05.678Z",
      ambiguous: false,
    });
    assert.deepEqual([joined.waiting, joined.ambiguous, joined.unmatched.length], [2, [], 1]);
    assert.deepEqual({ ...plain, ...joined }, joined);
  }
  misuse(() => progress(/** @type {any} */ (undefined), report), "bad-argument");
  misuse(() => progress(job, /** @type {any} */ ([])), "bad-argument");
  misuse(() => progress(job, report, "{"), "unreadable-payload");
});

test("a payload is split in order, as objects and byte for byte", () => {
  assert.deepEqual(split(payload), [payload]);
  const parts = split(text, 2);
  assert.deepEqual(parts.map(({ identities }) => identities.length), [2, 1]);
  assert.deepEqual(parts.flatMap(({ identities }) => /** @type {unknown[]} */ (identities)), payload.identities);
  const exact = '{ "n": 1.0e2, "identities": [ {"a":1.0}, {"\\u0062":2}] }';
  assert.deepEqual(splitText(exact, 1), ['{ "n": 1.0e2, "identities": [ {"a":1.0}] }', '{ "n": 1.0e2, "identities": [ {"\\u0062":2}] }']);
  const large = { ...payload, identities: Array.from({ length: 2500 }, (_, at) => ({ email: `u${at}@example.com` })) };
  assert.deepEqual(split(large).map(({ identities }) => identities.length), [1000, 1000, 500]);
  misuse(() => split(text, 0), "bad-argument");
  misuse(() => split(text, 1.5), "bad-argument");
  misuse(() => split("[]"), "unreadable-payload");
  const long = { message: "x".repeat(1 << 20), identities: Array(1000).fill({}) };
  misuse(() => split(JSON.stringify(long), 1), "too-large");
});

test("who failed gets the payload once more", () => {
  const report = {
    statusLogs: [
      { originalId: "ada@example.com", status: "FAILURE" },
      { originalId: "bo@example.com", status: "SUCCESS" },
      { originalId: "bo@example.com", status: "FAILURE" },
    ],
  };
  assert.deepEqual(retryFailures(payload, report), { ...payload, identities: [{ email: "ada@example.com" }] });
  const found = failures(text, report);
  assert.deepEqual(found.recipients, [0]);
  assert.equal(found.payload, JSON.stringify(retryFailures(text, report)));
  assert.deepEqual(found.ambiguous, [
    { identity: "bo@example.com", recipients: [1], byStatus: { FAILURE: 1, SUCCESS: 1 } },
  ]);
  assert.equal(retryFailures(payload, { statusLogs: [] }), null);
  misuse(() => retryFailures("{}", report), "unreadable-payload");
  misuse(() => retryFailures(text, /** @type {any} */ (7)), "bad-argument");
});

test("waits grow, differ by seed, and heed the server", () => {
  const [one, same, other] = [new Backoff(7), new Backoff(7), new Backoff(8)];
  const delays = Array.from({ length: 20 }, () => one.nextDelay());
  assert.deepEqual(Array.from({ length: 20 }, () => same.nextDelay()), delays);
  assert.notDeepEqual(Array.from({ length: 20 }, () => other.nextDelay()), delays);
  assert.ok(delays.every((delay) => delay >= 1000 && delay <= 60_000));
  assert.ok(one.nextDelay(120) >= 120_000);
  one.reset();
  assert.ok(one.nextDelay() <= 2000);
  misuse(() => one.nextDelay(-1), "bad-argument");
  misuse(() => one.nextDelay(NaN), "bad-argument");
  one.free();
  misuse(() => one.nextDelay(), "freed");
});

test("calls are paced below the limits", () => {
  const pace = new Pace();
  for (let call = 0; call < 599; call += 1) {
    assert.equal(pace.wait(0), 0);
    pace.record(0);
  }
  assert.ok(pace.wait(20_000) >= 40_000);
  assert.equal(pace.wait(Infinity), 0);
  assert.ok(pace.wait() >= 0);
  misuse(() => pace.record(/** @type {any} */ ("now")), "bad-argument");
  pace.free();
  misuse(() => pace.wait(), "freed");
});
