// @ts-check
/** The inbox for everyone: what axe finds in each state, as each visitor sees it. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { bringAxe, findingsInEveryLook } from "./axe.js";
import { field, startApp } from "./harness.js";
import { clear, send } from "./sandbox.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());
beforeEach(() => clear(app.link));

const names = { phoneNumber: "+4915550000001", parameters: { name: "Ada" } };
const failing = { phoneNumber: "+49fail", parameters: {} };
const PAYLOADS = [
  { channel: "whatsapp", message: { type: "text", value: "Hello {name}" }, identities: [names, failing] },
  { channel: "hangouts", message: { type: "text", value: "Hello" }, identities: [{ spaceId: "AAQAPWi7xYk" }] },
  {
    channel: "ivr",
    webhookInstanceName: "Deliveries",
    message: { type: "template", value: { event: "delivery" } },
    identities: [{ email: "ann@example.com" }],
  },
  { channel: "ivr", message: { type: "text", value: "Please call back." }, identities: [{ email: "bo@example.com" }] },
];

/**
 * @param {Page} page
 * @param {string} kind
 * @param {string} text
 */
async function open(page, kind, text) {
  for (const payload of PAYLOADS) await send(app.link, payload);
  // The last to come: what came after a message was opened would wait to be asked for.
  await page.locator(".inbox-message", { hasText: "bo@example.com" }).waitFor();
  await page.locator(`.inbox-${kind}`, { hasText: text }).first().click();
  await page.locator(".opened .cm-line").first().waitFor();
}

/** Every state, and the way there. @type {Record<string, (page: Page) => Promise<void>>} */
const STATES = {
  empty: async () => {},
  whatsapp: (page) => open(page, "message", "+49fail"),
  chat: (page) => open(page, "message", "AAQAPWi7xYk"),
  webhook: (page) => open(page, "message", "ann@example.com"),
  voice: (page) => open(page, "message", "bo@example.com"),
  job: async (page) => {
    await open(page, "job", "WhatsApp");
    await page.getByRole("list", { name: "Messages by status" }).getByText("Failure: 1").waitFor();
  },
  waiting: async (page) => {
    await open(page, "message", "Ada");
    await send(app.link, PAYLOADS[0] ?? {});
    await page.getByRole("button", { name: "2 new messages" }).waitFor();
  },
  found: async (page) => {
    await open(page, "message", "Ada");
    await page.getByRole("searchbox").fill("ada");
    await page.locator("mark.found").waitFor();
  },
  nothing: async (page) => {
    await open(page, "message", "Ada");
    await page.getByRole("searchbox").fill("nobody");
    await page.getByText("Nothing found").waitFor();
  },
  question: async (page) => {
    await open(page, "message", "Ada");
    await page.getByRole("button", { name: "Forget all…" }).click();
    await page.getByRole("dialog").waitFor();
  },
  faults: async (page) => {
    await page.getByRole("button", { name: "Flaky" }).click();
    await page.getByText("Faults are on").waitFor();
    await page.getByRole("checkbox", { name: "Limit the rate" }).check();
    await page.getByRole("checkbox", { name: "Fail recipients" }).check();
    await field(page, "Pattern").fill("a(");
    await page.getByRole("button", { name: "Put in force" }).click();
    await page.getByText(/unclosed group/).waitFor();
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in the inbox in the state "${state}", in any look and width`, async () => {
    const { page, close } = await app.open({
      link: new URL("/inbox", app.link).href,
      heading: "Inbox",
      before: bringAxe,
      ...(state === "faults" ? { expected: /status of 400/ } : {}),
    });
    await reach(page);
    assert.deepEqual(await findingsInEveryLook(page, `inbox-${state}`), {});
    await close();
  });
}
