// @ts-check
/** Faults put in force by a form, and said wherever one might wonder. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { field, sendSample, startApp, until } from "./harness.js";
import { clear, openInbox, post, send } from "./sandbox.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());
beforeEach(() => clear(app.link));

const inForce = async () => (await fetch(new URL("/sandbox/faults", app.link))).json();

/** @param {Page} page */
const panel = (page) => page.getByRole("region", { name: "Faults" });
/**
 * @param {Page} page
 * @param {string} name
 */
const turnOn = (page, name) => panel(page).getByRole("checkbox", { name }).check();
/** @param {Page} page */
const putInForce = (page) => panel(page).getByRole("button", { name: "Put in force" }).click();

const hello = { channel: "ivr", message: { type: "text", value: "Hello" }, identities: [{ email: "ann@example.com" }] };

test("a preset is in force at once, is said on both pages, and is off at a click", async () => {
  const { page, close } = await openInbox(app);
  await panel(page).getByText("Off", { exact: true }).waitFor();
  await panel(page).getByRole("button", { name: "Down" }).click();
  await page.getByText("100 % of sends are refused with 503").waitFor();
  await panel(page).getByText("On", { exact: true }).waitFor();
  assert.equal(await panel(page).getByRole("button", { name: "Down" }).getAttribute("aria-pressed"), "true");
  assert.equal((await post(app.link, hello)).status, 503);

  const main = await app.open();
  await main.page.getByText("100 % of sends are refused with 503").waitFor();
  await main.page.getByRole("button", { name: "Turn all off" }).click();
  await main.page.getByText("Faults are on").waitFor({ state: "detached" });
  await main.close();
  assert.equal((await post(app.link, hello)).status, 200);
  await close();
});

test("the page leads to the form", async () => {
  const { page, close } = await app.open();
  const popup = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Faults" }).click();
  const inbox = await popup;
  await panel(inbox).waitFor();
  await until(
    () => inbox.evaluate(() => document.activeElement?.id),
    (id) => id === "faults",
    "the focus is on the form",
  );
  await close();
});

test("every field reaches the sandbox, and is shown again", async () => {
  const { page, close } = await openInbox(app);
  for (const name of ["Refuse sends", "Lose answers", "Answer late", "Fail recipients", "Limit the rate"]) {
    await turnOn(page, name);
  }
  await field(page, "Status").fill("429");
  await page.locator("[id='fault-refuse.probability']").fill("25");
  await page.locator("[id='fault-drop.probability']").fill("50");
  await field(page, "At least").fill("10");
  await field(page, "At most").fill("20");
  await field(page, "Pattern").fill("@example\\.org$");
  await field(page, "A minute").fill("7");
  await field(page, "An hour").fill("70");
  await field(page, "Seed").fill("42");
  await panel(page).getByText("Changed, and not in force yet.").waitFor();
  await putInForce(page);
  await panel(page).getByText("In force as it stands here.").waitFor();
  const expected = {
    seed: 42,
    refuse: { status: 429, probability: 0.25 },
    delay: { least: 10, most: 20 },
    drop: { probability: 0.5 },
    failing: "@example\\.org$",
    rateLimit: { perMinute: 7, perHour: 70 },
  };
  assert.deepEqual(await inForce(), expected);
  await page.reload();
  await panel(page).getByText("In force as it stands here.").waitFor();
  assert.equal(await field(page, "Pattern").inputValue(), "@example\\.org$");
  assert.equal(await field(page, "Seed").inputValue(), "42");
  await panel(page).getByRole("button", { name: "Turn all off" }).click();
  await panel(page).getByText("No fault is in force.").waitFor();
  assert.deepEqual(await inForce(), { seed: 0, refuse: null, delay: null, drop: null, failing: null, rateLimit: null });
  await close();
});

test("a pattern that is none is said at its field, and the faults before stay in force", async () => {
  const { page, close } = await openInbox(app, { expected: /status of 400/ });
  await panel(page).getByRole("button", { name: "Down" }).click();
  await page.getByText("Faults are on").waitFor();
  await turnOn(page, "Fail recipients");
  const pattern = field(page, "Pattern");
  await pattern.fill("a(");
  await putInForce(page);
  await panel(page).getByText("Is no pattern: “a(”: unclosed group.").waitFor();
  assert.equal(await pattern.getAttribute("aria-invalid"), "true");
  await panel(page).getByText("Changed, and not in force yet.").waitFor();
  assert.equal((await inForce()).refuse.probability, 1);
  await pattern.fill("^ann@");
  assert.equal(await pattern.getAttribute("aria-invalid"), null);
  await panel(page).getByRole("button", { name: "Undo" }).click();
  assert.equal(await pattern.count(), 0);
  await close();
});

test("what is no number is said at its field", async () => {
  const { page, close } = await openInbox(app, { expected: /status of 400/ });
  await turnOn(page, "Refuse sends");
  await field(page, "Status").fill("teapot");
  await putInForce(page);
  await panel(page).getByText("Must be a whole number from 400 to 599, not “\"teapot\"”.").waitFor();
  await field(page, "Status").fill("418");
  await putInForce(page);
  await page.getByText("30 % of sends are refused with 418").waitFor();
  await close();
});

test("recipients that match a pattern fail, whatever the pattern says", async () => {
  const { page, close } = await openInbox(app);
  await turnOn(page, "Fail recipients");
  await field(page, "Pattern").fill("<img src=x onerror=alert(1)>|^ann@");
  await putInForce(page);
  await page.locator(".faults-strip code", { hasText: "<img src=x onerror=alert(1)>|^ann@" }).waitFor();
  assert.equal(await page.locator("main img, .faults-strip img").count(), 0);
  await send(app.link, { ...hello, identities: [{ email: "ann@example.com" }, { email: "ada@example.com" }] });
  const rows = page.getByRole("listbox").locator(".inbox-message");
  await rows.filter({ hasText: "ann@example.com" }).getByText("Failure").waitFor();
  await rows.filter({ hasText: "ada@example.com" }).getByText("Success").waitFor();
  await close();
});

test("an answer is lost after the job was accepted", async () => {
  const { page, close } = await openInbox(app);
  await panel(page).getByRole("button", { name: "Answer lost" }).click();
  await page.getByText("100 % of answers are lost").waitFor();
  await assert.rejects(post(app.link, hello));
  await page.getByRole("listbox").locator(".inbox-message", { hasText: "ann@example.com" }).waitFor();
  await close();
});

test("faults that a script sets or clears are said as they are: at once in the inbox, on the page with the next answer", async () => {
  const { page, close } = await openInbox(app);
  const faults = new URL("/sandbox/faults", app.link);
  const headers = { "content-type": "application/json" };
  await panel(page).getByText("Off", { exact: true }).waitFor();
  await fetch(faults, { method: "PUT", headers, body: JSON.stringify({ failing: "^nobody" }) });
  await page.getByText("Faults are on").waitFor();
  const main = await app.open();
  await main.page.getByText("Faults are on").waitFor();
  await fetch(faults, { method: "DELETE" });
  await page.getByText("Faults are on").waitFor({ state: "detached" });
  await sendSample(main.page);
  await main.page.getByText("Faults are on").waitFor({ state: "detached" });
  await main.close();
  await close();
});
