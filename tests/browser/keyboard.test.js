// @ts-check
/** The whole flow without a pointer: each control is reached by Tab and used by its keys. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, until } from "./harness.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/** More stops than the page has. */
const MOST_STOPS = 120;

/** What has the focus, by its label or words, and whether it can be seen. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!(element instanceof HTMLElement)) return { name: "", isSeen: false };
    const labelled = document.getElementById(element.getAttribute("aria-labelledby") ?? "");
    const { labels } = /** @type {HTMLInputElement} */ (element);
    const name = element.getAttribute("aria-label") ?? labelled?.innerText ?? labels?.[0]?.innerText ?? element.innerText;
    const box = element.getBoundingClientRect();
    const isSeen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    return { name: name.trim(), isSeen };
  });

/**
 * Go on by Tab until a control has the focus.
 * @param {Page} page
 * @param {string | RegExp} wanted
 * @param {"Tab" | "Shift+Tab"} [key]
 */
async function goTo(page, wanted, key = "Tab") {
  /** @type {string[]} */
  const passed = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    const { name, isSeen } = await focused(page);
    if (typeof wanted === "string" ? name === wanted : wanted.test(name)) {
      assert.ok(isSeen, `${name} has the focus, and can be seen`);
      return;
    }
    passed.push(name);
  }
  assert.fail(`no ${wanted} among ${passed.join(" | ")}`);
}

/** @param {Page} page @param {string | RegExp} wanted */
const untilFocused = (page, wanted) =>
  until(
    async () => (await focused(page)).name,
    (name) => (typeof wanted === "string" ? name === wanted : wanted.test(name)),
    `the focus is on ${wanted}`,
  );

test("compose, fill in, mend, send and follow, by keyboard alone", async () => {
  const { page, close } = await app.open();
  const { keyboard } = page;
  const draft = async () => JSON.parse((await page.evaluate(() => localStorage.getItem("notify-preflight.draft"))) ?? "{}");
  await goTo(page, "No, thanks");
  await keyboard.press("Enter");
  await untilFocused(page, "Tour");

  // Channel and message.
  await goTo(page, "Voice & webhook");
  await keyboard.press("ArrowRight");
  await untilFocused(page, "Google Chat");
  await goTo(page, "Message");
  await keyboard.type("Hi {name}");

  // The first recipient, in the form.
  await goTo(page, "Add recipient");
  await keyboard.press("Enter");
  await untilFocused(page, "Space ID");
  await keyboard.type("AAQAann");
  await goTo(page, "Add a value for {name}");
  await keyboard.press("Enter");
  await untilFocused(page, "Value of name");
  await keyboard.type("Ann");
  await page.locator(".chosen .message-text").getByText("Hi Ann").waitFor();

  // A placeholder from the names in use.
  await goTo(page, "Message", "Shift+Tab");
  await keyboard.press("ControlOrMeta+End");
  await keyboard.type(", or {na");
  await page.locator(".cm-tooltip-autocomplete [aria-selected=true]").waitFor();
  // The editor takes no key for a choice that came up while it was being typed.
  await page.waitForTimeout(100);
  await keyboard.press("Enter");
  await page.locator(".chosen .message-text").getByText("Hi Ann, or Ann").waitFor();

  // The second one in the table: a copy, with another identity and a name that is too long.
  await goTo(page, "Show table");
  await keyboard.press("Enter");
  await untilFocused(page, "Recipients");
  await keyboard.press("ControlOrMeta+d");
  await page.locator("#audience-1-0.cell-active").waitFor();
  await keyboard.type("AAQAfail");
  await keyboard.press("Tab");
  await keyboard.press("ArrowRight");
  await keyboard.press("F2");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.insertText("x".repeat(201));
  await keyboard.press("Enter");
  await page.locator("#audience-1-2.cell-error").waitFor();

  // It cannot be sent so: the summary leads to the field.
  await goTo(page, "Fix 1 error to send");
  await keyboard.press("Enter");
  await untilFocused(page, /^1 error to correct/);
  await goTo(page, /Recipient 2.*201 characters/s);
  await keyboard.press("Enter");
  await untilFocused(page, "Value of name");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("Bo");
  await page.locator(".problem-error").waitFor({ state: "detached" });

  // From problem to problem, and back by the history.
  await keyboard.press("ControlOrMeta+z");
  await page.locator(".problem-error").waitFor();
  await keyboard.press("ControlOrMeta+Shift+z");
  await page.locator(".problem-error").waitFor({ state: "detached" });
  await until(
    async () => (await draft()).identities,
    (identities) => identities?.[1]?.spaceId === "AAQAfail" && identities[1].parameters.name === "Bo",
    "the draft is what was typed",
  );

  // Sent and followed.
  await goTo(page, "Send to 2 recipients");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await goTo(page, "Send 2 messages");
  await keyboard.press("Enter");
  await untilFocused(page, "What became of the sending");
  await page.locator(".follow-finished").waitFor();
  await goTo(page, "What became of each message");
  await goTo(page, "Retry 1 failure");
  await keyboard.press("Enter");
  await until(
    async () => (await draft()).identities,
    (identities) => identities?.length === 1 && identities[0].spaceId === "AAQAfail",
    "the draft is the failure alone",
  );
  await close();
});
