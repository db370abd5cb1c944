// @ts-check
/** Sending: what is asked before, what goes out, how it is followed, and what is made of its results. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { field, jsonText, pasteJson, sendSample, startApp, until, untilInPanel } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/** Four recipients: one that a spreadsheet would run, one that fails in the sandbox, two that share an address. */
const PAYLOAD = `{"channel":"ivr","message":{"type":"text","value":"Hi"},"identities":[
{"email":"=HYPERLINK(\\"x\\",\\"y\\")@example.com"},{"email":"fail@example.com"},
{"email":"twice@example.com"},{"email":"twice@example.com"}]}`;

/**
 * The job that a platform makes of the latest request.
 * @param {readonly number[]} sizes
 */
function jobOf(sizes) {
  return { _id: `ds-${sizes.length}`, status: "IN_PROGRESS", store: { identitiesCount: sizes.at(-1) } };
}

test("a relay to the platform is called real before anything is sent", async () => {
  const { page, close } = await app.open({
    before: (fresh) =>
      fresh.route("**/preflight.json", (route) =>
        route.fulfill({ json: { mode: "relay", upstream: ["https://platform.example.com"] } }),
      ),
  });
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Real", { exact: true }).waitFor();
  await dialog.getByText(/^https:\/\/platform\.example\.com \(through/).waitFor();
  await dialog.getByText("1 warning", { exact: true }).waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await close();
});

test("a reload keeps the job that is followed, and not the token", async () => {
  const { page, close } = await app.open();
  await sendSample(page);
  await page.locator(".follow-finished").waitFor();
  const job = await page.locator(".sent-bytes summary").innerText();
  const token = new URLSearchParams(new URL(app.link).hash.slice(1)).get("token") ?? "";
  await page.reload();
  await page.getByText(job).waitFor();
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  assert.ok(token !== "" && !kept.includes(token));

  await page.getByRole("button", { name: "Follow again" }).click();
  await page.locator("#jwt:focus").waitFor();
  await field(page, "JWT").fill(token);
  await page.getByRole("button", { name: "Follow again" }).click();
  await page.locator(".follow-finished").waitFor();
  await close();
});

test("the bytes sent are those whose SHA-256 the page shows", async () => {
  const { page, close } = await app.open();
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  const dialog = page.getByRole("dialog");
  const digest = await dialog.locator(".digest").innerText();
  const sent = page.waitForRequest("**/notifyV2");
  await dialog.getByRole("button", { name: "Send 3 messages" }).click();
  const body = (await sent).postDataBuffer();
  assert.ok(body);
  assert.equal(createHash("sha256").update(body).digest("hex"), digest);
  await page.locator("#outcome:focus").waitFor();
  await close();
});

test("a test goes to the chosen recipient alone, and the rest is asked about knowing it", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, PAYLOAD);
  await page.getByRole("button", { name: "Next recipient" }).click();
  await page.getByRole("button", { name: "Test with fail@example.com first" }).click();
  const sent = page.waitForRequest("**/notifyV2");
  await page.getByRole("dialog").getByRole("button", { name: "Send 1 message" }).click();
  assert.deepEqual(JSON.parse((await sent).postData() ?? "").identities, [{ email: "fail@example.com" }]);
  await page.getByText("Test: Done, 1 failure").waitFor();
  await page.getByRole("button", { name: "Send to 4 recipients" }).click();
  await page.getByRole("dialog").getByText(/fail@example.com has got a test already/).waitFor();
  await close();
});

test("what came of a sending leaves room for the message that is looked at", async () => {
  const { page, close } = await app.open();
  await page.getByRole("button", { name: "No, thanks" }).click();
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("listbox", { name: "Recipients to preview" }).getByRole("option").nth(2).click();
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 3 messages" }).click();
  await page.locator(".follow-finished").waitFor();
  await untilInPanel(page, page.locator(".outcome-title"), "what came of it");
  await untilInPanel(page, page.locator(".chosen .message-text").first(), "the message", ".preview-panel");
  await untilInPanel(page, page.locator(".preview-list [aria-selected=true]"), "the recipient", ".preview-list");
  await close();
});

test("results are joined to the recipients, filtered, exported, and failures are sent once more", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, PAYLOAD);
  await page.getByRole("button", { name: "Send to 4 recipients" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 4 messages" }).click();
  await page.locator(".follow-finished").waitFor();
  await page.getByText(/2 recipients share an identity with another/).waitFor();

  const rows = page.getByRole("list", { name: "What became of each message" }).getByRole("listitem");
  await untilInPanel(page, rows.nth(1), "what became of the first messages");
  await page.getByLabel("Show messages with status").selectOption({ label: "Failure (1)" });
  await until(() => rows.count(), (number) => number === 1, "only the failure is shown");
  assert.match(await rows.innerText(), /fail@example\.com/);

  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  const lines = (await readFile(await (await waiting).path(), "utf8")).split("\r\n");
  assert.equal(lines[0], "\uFEFFrecipient,identity,status,comment,note,time,job");
  assert.match(lines[1] ?? "", /^1,"'=HYPERLINK\(""x"",""y""\)@example\.com",SUCCESS,/);
  assert.match(lines[2] ?? "", /^2,fail@example\.com,FAILURE,Identity is not associated with the channel,,\d{4}-\d\d-\d\dT[^,]+,ds-/);
  assert.equal(lines.length, 6);

  await page.getByRole("button", { name: "Retry 1 failure" }).click();
  await page.getByText(/The draft now holds the 1 recipient whose message failed/).waitFor();
  assert.equal(await jsonText(page), PAYLOAD.replace(/\[\n.*\]/s, '[\n{"email":"fail@example.com"}]'));
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await jsonText(page), PAYLOAD);
  await close();
});

test("over a thousand go out in parts, which stop at a refusal and go on when asked", async () => {
  const { page, close } = await app.open({ expected: /status of 400/ });
  const identities = Array.from({ length: 1200 }, (_, index) => ({ email: `p${index}@example.com` }));
  await pasteJson(page, JSON.stringify({ channel: "ivr", message: { type: "text", value: "Hi" }, identities }));
  /** @type {number[]} */
  const sizes = [];
  await page.route("**/notifyV2", (route) => {
    sizes.push(JSON.parse(route.request().postData() ?? "").identities.length);
    return sizes.length === 2 ? route.fulfill({ status: 400, json: {} }) : route.fulfill({ json: jobOf(sizes) });
  });
  await page.route("**/notifyV2/status/*", (route) => {
    const first = route.request().url().endsWith("ds-1");
    const statusLogs = (first ? identities.slice(0, 1000) : identities.slice(1000)).map(({ email }) => ({
      originalId: email,
      status: "SUCCESS",
    }));
    return route.fulfill({ json: { status: "SUCCESS", statusLogs, count: statusLogs.length } });
  });
  // One request does not take them, and that is no error to mend: several do.
  await page.locator(".problems").getByText("Nothing to do: Send makes 2 requests of it, one after another.").waitFor();
  assert.equal(await page.locator(".problem-error").count(), 0);
  await page.locator(".verdict-ok").getByText("Ready to send in 2 requests").waitFor();
  await page.getByRole("button", { name: "Send to 1,200 recipients" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("2, one after another").waitFor();
  await dialog.getByRole("button", { name: "Send 1,200 messages" }).click();
  await page.getByText(/Request 2 of 2 was not accepted. 200 recipients have not been sent to/).waitFor();
  await page.getByText("1,000 of 1,200").waitFor();

  // A reload loses the JWT and nothing else; following the job again sends nothing.
  await page.reload();
  await field(page, "JWT").fill("any");
  await page.getByRole("button", { name: "Follow again" }).click();
  await page.getByText("200 messages not sent").waitFor();
  await page.getByText("1,000 of 1,200").waitFor();
  assert.equal(sizes.length, 2);
  await page.getByRole("button", { name: "Send the other 200…" }).click();
  await dialog.getByRole("button", { name: "Send 200 messages" }).click();
  await page.locator(".follow-finished").waitFor();
  await page.getByText("1,200 of 1,200").waitFor();
  assert.deepEqual(sizes, [1000, 200, 200]);
  await close();
});

test("when the JWT expires is shown where it says so", async () => {
  const { page, close } = await app.open();
  await page.locator(".target summary").click();
  for (const [exp, words] of /** @type {const} */ ([
    [1_000_000_000, /^Expired: /],
    [4_000_000_000, /^Holds until: /],
  ])) {
    const claims = Buffer.from(JSON.stringify({ exp })).toString("base64url");
    await field(page, "JWT").fill(`eyJhbGciOiJIUzI1NiJ9.${claims}.c2ln`);
    await page.getByText(words).waitFor();
  }
  await close();
});
