// @ts-check
/** What a key in the message shows, and when: the preview at once, what can wait a frame later. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, jsonText, nextFrame, pasteJson, startApp, until } from "./harness.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

const THOUSAND = JSON.stringify(
  {
    channel: "whatsapp",
    message: { type: "text", value: "Hi {name}" },
    identities: Array.from({ length: 1000 }, (_, index) => ({
      phoneNumber: `+1415555${String(index).padStart(4, "0")}`,
      parameters: { name: `Person ${index}` },
    })),
  },
  null,
  1,
);

/** @param {Page} page */
const shown = (page) => page.locator(".chosen .message-text").first();

/**
 * A page with a thousand recipients, the caret at the end of their message, once the page answers keys itself. What it
 * tells its worker is watched, and kept back while `globalThis.isHeld`.
 */
async function openThousand() {
  const opened = await app.open({
    before: (fresh) =>
      fresh.addInitScript(() => {
        const told = Object.assign(globalThis, { isHeld: false, isAnswered: false });
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any[]} */ ...rest) {
          if (message.type === "update") told.isAnswered = message.isAnswered;
          if (!told.isHeld) post.call(this, message, ...rest);
        };
      }),
  });
  const { page } = opened;
  await pasteJson(page, THOUSAND);
  await shown(page).getByText("Hi Person 0").waitFor();
  await field(page, "Message").press("ControlOrMeta+End");
  await until(
    async () => {
      await page.keyboard.type(".");
      await nextFrame(page);
      return page.evaluate("isAnswered");
    },
    (isAnswered) => isAnswered === true,
    "the page answers keys itself",
  );
  return opened;
}

test("the frame that shows a letter shows the preview and the counts with it", async () => {
  const { page, close } = await openThousand();
  await page.evaluate(() => {
    addEventListener(
      "input",
      () =>
        requestAnimationFrame(() => {
          const letter = document.getElementById("message")?.shadowRoot?.querySelector(".cm-content")?.textContent;
          const row = document.querySelector(".preview-list [aria-selected=true] .row-snippet")?.textContent;
          const text = document.querySelector(".chosen .message-text")?.textContent;
          const count = document.querySelector(".chosen .notes li")?.textContent;
          Object.assign(globalThis, { painted: { letter, row, text, count } });
        }),
      { capture: true, once: true },
    );
  });
  const before = await shown(page).innerText();
  await page.keyboard.press("x");
  const painted = await until(
    () => page.evaluate(() => /** @type {any} */ (globalThis).painted),
    (seen) => seen !== undefined,
    "a frame is painted",
  );
  const after = `${before}x`;
  assert.deepEqual(painted, {
    letter: after.replace("Person 0", "{name}"),
    row: after,
    text: after,
    count: `${after.length} characters`,
  });
  await close();
});

test("a worker that does not answer holds up no preview", async () => {
  const { page, close } = await openThousand();
  await page.evaluate("isHeld = true");
  await page.keyboard.type(" Bye {name}!");
  await shown(page).getByText("Bye Person 0!").waitFor();
  await page.locator(".preview-list [role=option]").nth(1).click();
  await shown(page).getByText("Bye Person 1!").waitFor();
  await close();
});

test("the JSON is a frame behind the form, and never behind who comes to it", async () => {
  const { page, close } = await openThousand();
  await page.locator(".json-panel .cm-scroller").evaluate((scroller) => scroller.scrollTo(0, 0));
  await nextFrame(page);
  const [behind, come] = await page.evaluate(async () => {
    const text = () => document.querySelector(".json-panel .editor > div")?.shadowRoot?.querySelector(".cm-content");
    document.execCommand("insertText", false, "?");
    await Promise.resolve();
    const behind = text()?.textContent;
    /** @type {HTMLElement} */ (text()).focus();
    return [behind, text()?.textContent];
  });
  assert.doesNotMatch(behind ?? "", /\?/);
  assert.match(come ?? "", /\?/);
  await page.keyboard.press("ControlOrMeta+z");
  assert.doesNotMatch(await jsonText(page), /\?/, "there is one history");
  await shown(page).getByText("?").waitFor({ state: "detached" });
  await close();
});
