// @ts-check
/** The page for everyone: what axe finds in each state, as each visitor sees it, and what is heard, moved and shown. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bringAxe, findingsInEveryLook, WIDTHS } from "./axe.js";
import { field, pasteJson, startApp, until } from "./harness.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/** Two recipients that the sandbox takes, one that it does not, and two that share an address. */
const PAYLOAD = JSON.stringify({
  channel: "ivr",
  message: { type: "text", value: "Hello {name}, see you at {time}." },
  identities: [
    { email: "ann@example.com", parameters: { name: "Ann", time: "9:00" } },
    { email: "fail@example.com", parameters: { name: "Bo" } },
    { email: "twice@example.com", parameters: { name: "Cem", time: "" } },
    { email: "twice@example.com", customMessage: "Hello" },
  ],
});

/** @param {Page} page */
async function compose(page) {
  await page.getByRole("button", { name: "No, thanks" }).click();
  await pasteJson(page, PAYLOAD);
  await page.locator(".problem-warning").first().waitFor();
}

/** @param {Page} page */
async function ask(page) {
  await compose(page);
  await page.getByRole("button", { name: "Send to 4 recipients" }).click();
  await page.getByRole("dialog").waitFor();
}

/** @param {Page} page */
async function send(page) {
  await ask(page);
  await page.getByRole("button", { name: "Send 4 messages" }).click();
}

/** Every state, and the way there. @type {Record<string, (page: Page) => Promise<void>>} */
const STATES = {
  empty: async () => {},
  tour: async (page) => {
    await page.getByRole("button", { name: "Take the tour" }).click();
    await page.getByRole("dialog").waitFor();
  },
  composed: async (page) => {
    await compose(page);
    await page.getByRole("button", { name: "Show table" }).click();
    await page.locator(".grid:focus").waitFor();
  },
  error: async (page) => {
    await compose(page);
    await pasteJson(page, PAYLOAD.replace('"ann@example.com"', "5").replace("Bo", "x".repeat(201)));
    await page.getByRole("button", { name: "Fix 2 errors to send" }).click();
    await page.locator(".error-summary:focus").waitFor();
  },
  unreadable: async (page) => {
    await compose(page);
    await pasteJson(page, PAYLOAD.slice(0, -1));
    await page.getByText(/The JSON stops being readable/).waitFor();
  },
  import: async (page) => {
    await compose(page);
    await page.getByRole("button", { name: "Import CSV" }).click();
    const buffer = Buffer.from("email;name;;phone\nann@example.com;Ann;stray;1\n;Bo;;2\n");
    await page.setInputFiles("#import-file", { name: "team.csv", mimeType: "text/csv", buffer });
    await page.getByRole("list", { name: "Columns" }).waitFor();
  },
  question: ask,
  sending: async (page) => {
    await page.route("**/notifyV2/status/*", (route) =>
      route.fulfill({
        json: { status: "IN_PROGRESS", count: 1, statusLogs: [{ originalId: "ann@example.com", status: "SUCCESS" }] },
      }),
    );
    await send(page);
    await page.getByText("1 of 4").waitFor();
  },
  done: async (page) => {
    await send(page);
    await page.locator(".follow-finished").waitFor();
    await page.getByRole("button", { name: "Retry 1 failure" }).waitFor();
  },
  waiting: async (page) => {
    const headers = { "retry-after": "3600" };
    await page.route("**/notifyV2", (route) => route.fulfill({ status: 429, headers, json: {} }));
    await send(page);
    await page.getByRole("button", { name: "Do not try again" }).waitFor();
  },
  refused: async (page) => {
    await page.route("**/notifyV2", (route) => route.fulfill({ status: 400, json: { errors: [{ msg: "no" }] } }));
    await send(page);
    await page.getByRole("alert").waitFor();
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in the state "${state}", in any look and width`, async () => {
    const { page, close } = await app.open({
      before: bringAxe,
      ...(state === "refused" || state === "waiting" ? { expected: /status of 4/ } : {}),
    });
    await reach(page);
    assert.deepEqual(await findingsInEveryLook(page, state), {});
    await close();
  });
}

/** The words of the region that tells of progress, one after the other. @param {Page} page */
async function heard(page) {
  /** @type {string[]} */
  const words = [];
  await page.exposeFunction("hear", (/** @type {string} */ text) => void words.push(text));
  await page.getByRole("status", { name: "Progress" }).evaluate((region) => {
    const { hear } = /** @type {{ hear: (text: string) => void }} */ (/** @type {unknown} */ (globalThis));
    new MutationObserver(() => hear(region.textContent ?? "")).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  return words;
}

test("a screen reader hears of the sending, politely and in few words", async () => {
  const { page, close } = await app.open();
  const region = page.getByRole("status", { name: "Progress" });
  assert.equal(await region.getAttribute("aria-live"), null, "a status is polite by itself");
  const words = await heard(page);
  let calls = 0;
  await page.route("**/notifyV2/status/*", (route) => {
    const done = Math.min(4, Math.floor(calls++ / 2));
    const statusLogs = JSON.parse(PAYLOAD)
      .identities.slice(0, done)
      .map((/** @type {{ email: string }} */ { email }) => ({ originalId: email, status: "SUCCESS" }));
    return route.fulfill({ json: { status: done < 4 ? "IN_PROGRESS" : "SUCCESS", count: done, statusLogs } });
  });
  await send(page);
  await page.locator(".follow-finished").waitFor();
  // Each of them twice over in the answers, and once to be heard.
  assert.deepEqual(words, [
    "Handing 4 messages over.",
    "4 messages, begun.",
    "4 messages, a quarter done.",
    "4 messages, half done.",
    "4 messages, three quarters done.",
    "Finished: 4 messages, 0 failures.",
  ]);
  await close();
});

/** What moves, in shadow roots too. @param {Page} page */
const moving = (page) =>
  page.evaluate(() => {
    const roots = [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot] : []));
    const all = [document, ...roots].flatMap((root) => root.getAnimations());
    return all.filter(({ playState }) => playState === "running").length;
  });

test("nothing moves for whoever wants it so", async () => {
  const { page, close } = await app.open();
  await field(page, "Message").focus();
  await until(() => moving(page), (number) => number > 0, "the caret blinks");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await until(() => moving(page), (number) => number === 0, "the caret is still");
  await send(page);
  await page.locator(".follow-finished").waitFor();
  assert.equal(await moving(page), 0);
  await page.getByRole("button", { name: "Tour", exact: true }).click();
  await page.getByRole("dialog").waitFor();
  assert.equal(await moving(page), 0);
  await close();
});

/** Whether what the tour is about can be seen beside its card. @param {Page} page */
const isShown = (page) =>
  page.evaluate(() => {
    const card = document.querySelector(".tour")?.getBoundingClientRect();
    const about = document.querySelector("[data-tour]")?.getBoundingClientRect();
    if (!card || !about) return false;
    const beside = about.right <= card.left || about.left >= card.right;
    return about.top >= -1 && about.top < innerHeight && (beside || about.top < card.top || about.top >= card.bottom);
  });

for (const width of WIDTHS) {
  test(`the tour waits to be asked, leads through the page and can be left, at ${width} px`, async () => {
    const { page, close } = await app.open({ width });
    const offer = page.getByRole("region", { name: "Tour", exact: true });
    await offer.waitFor();
    assert.ok(await page.evaluate(() => document.activeElement === document.body), "the offer takes no focus");
    await offer.getByRole("button", { name: "No, thanks" }).press("Enter");
    await page.locator("#tour-button:focus").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Compose" }).waitFor();
    assert.equal(await offer.count(), 0, "whoever said no is not asked again");

    await page.getByRole("button", { name: "Tour", exact: true }).press("Enter");
    const card = page.getByRole("dialog");
    await card.locator("button:focus", { hasText: "Next" }).waitFor();
    assert.equal(await card.locator("[aria-live=polite]").count(), 1);
    await card.getByRole("button", { name: "Load a sample" }).press("Enter");
    await page.locator(".chosen").waitFor();
    /** @type {string[]} */
    const titles = [];
    for (let step = 1; step <= 7; step += 1) {
      await card.getByText(`Step ${step} of 7`).waitFor();
      titles.push(await card.getByRole("heading").innerText());
      await until(() => isShown(page), (shown) => shown, `step ${step} shows what it is about`);
      if (step === 4) await card.getByRole("button", { name: "Back" }).press("Enter");
      if (step === 4) await card.getByRole("button", { name: "Next" }).press("Enter");
      await card.locator("button.primary:focus").press("Enter");
    }
    assert.equal(new Set(titles).size, 7);
    await page.locator("#tour-button:focus").waitFor();
    assert.equal(await card.count(), 0);

    // What the tour points at can be used meanwhile, and Escape ends it.
    await page.getByRole("button", { name: "Tour", exact: true }).press("Enter");
    await card.waitFor();
    await field(page, "Message").fill("Hi {name}");
    await card.getByRole("button", { name: "Next" }).press("Escape");
    await page.locator("#tour-button:focus").waitFor();
    assert.equal(await page.locator("[data-tour]").count(), 0);
    await close();
  });
}

test("a part of the page that cannot be fetched says so, and comes when asked again", async () => {
  let refused = 0;
  const { page, close } = await app.open({
    expected: /net::ERR/,
    before: (fresh) =>
      fresh.route("**/assets/card-*.js", (route) => {
        refused += 1;
        return route.abort();
      }),
  });
  await until(() => Promise.resolve(refused), (number) => number > 0, "the page has tried by itself");
  await page.getByRole("button", { name: "Tour", exact: true }).click();
  await page.getByRole("alert").getByText(/could not be fetched/).waitFor();
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("dialog").waitFor();
  await close();
});
