// @ts-check
/** Sending where something goes wrong. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, startApp } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/**
 * Load a sample and send it.
 * @param {import("playwright-core").Page} page
 */
async function sendSample(page) {
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 3 messages" }).click();
}

test("a wrong token is said in plain words", async () => {
  const { page, close } = await app.open({
    link: app.link.replace(/token=.*/, "token=not-the-token"),
    expected: /status of 401/,
  });
  await sendSample(page);
  const alert = page.getByRole("alert");
  await alert.getByText("The platform does not accept the JWT (401).").waitFor();
  await alert.getByText(/Nothing was sent/).waitFor();
  assert.ok(await field(page, "JWT").isVisible(), "the field to correct is shown");
  await close();
});

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

test("a field left empty is asked for, and nothing is sent", async () => {
  const { page, close } = await app.open({ link: new URL("/", app.link).href });
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.locator("#stream:focus").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await close();
});

test("another host is explained, not called", async () => {
  const { page, close } = await app.open();
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.locator(".target summary").click();
  await field(page, "Host").fill("platform.example.com");
  await page.getByText("notify-preflight serve --upstream https://platform.example.com").waitFor();
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.locator("#host:focus").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await close();
});

test("an answer that is lost is unknown, and is not sent again", async () => {
  const { page, close } = await app.open({ expected: /net::ERR/ });
  let posts = 0;
  await page.route("**/notifyV2", (route) => {
    posts += 1;
    return route.abort("connectionreset");
  });
  await sendSample(page);
  await page.getByRole("alert").getByText(/it is unknown whether the payload was accepted/).waitFor();
  assert.equal(posts, 1);
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").getByText(/You have sent exactly this before/).waitFor();
  await close();
});

for (const [status, words] of /** @type {const} */ ([
  [400, /The platform refuses the payload/],
  [413, /The payload is too large for the host/],
  [415, /The host does not take the payload as JSON/],
  [429, /The bot makes too many calls/],
  [503, /it is unknown whether the payload was accepted/],
])) {
  test(`status ${status} is said in plain words`, async () => {
    const { page, close } = await app.open({ expected: new RegExp(`status of ${status}`) });
    await page.route("**/notifyV2", (route) => route.fulfill({ status, json: { errors: [{ msg: "because" }] } }));
    await sendSample(page);
    const alert = page.getByRole("alert");
    await alert.getByText(words).waitFor();
    await alert.getByText("Because.").waitFor();
    await close();
  });
}

test("following outlives a status call that fails", async () => {
  const { page, close } = await app.open({ expected: /net::ERR|status of 502/ });
  let calls = 0;
  await page.route("**/notifyV2/status/*", (route) => {
    calls += 1;
    if (calls === 1) return route.abort("connectionreset");
    return calls === 2 ? route.fulfill({ status: 502, body: "" }) : route.continue();
  });
  await sendSample(page);
  await page.getByText(/The page keeps asking/).waitFor();
  await page.locator(".follow-finished").waitFor();
  assert.ok(calls >= 3);
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
