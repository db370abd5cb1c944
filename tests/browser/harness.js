// @ts-check
/** Starts the server and the browser for a test file, and holds the page to a clean console. */
import assert from "node:assert/strict";
import { launch } from "../chromium.js";
import { startServer } from "../server.js";

/** @typedef {import("playwright-core").Page} Page */

/** How long to wait for what should be there at once; a busy machine gets its time. */
const WAITS_MS = 20_000;

/** What the server is where a test does not say: the sandbox, in memory. */
const SANDBOX = ["--data", ":memory:"];

/**
 * A server and a browser. Every page opened is watched: what it complains about fails the test at `close`.
 * @param {readonly string[]} [kind] of server, as arguments of `serve`
 */
export async function startApp(kind = SANDBOX) {
  const server = await startServer(kind);
  const browser = await launch();
  return {
    link: server.link,
    /** What the server has logged. */
    log: server.log,
    /**
     * `expected` are complaints that the test provokes itself; `before` runs before the page is loaded; `browser` are
     * settings of the browser.
     * @param {{ link?: string, expected?: RegExp, width?: number, heading?: string,
     *   before?: (page: Page) => Promise<unknown>, browser?: import("playwright-core").BrowserContextOptions }} [options]
     */
    async open(options = {}) {
      const viewport = { width: options.width ?? 1440, height: 900 };
      const context = await browser.newContext({ viewport, ...options.browser });
      const page = await context.newPage();
      const complaints = await watch(page);
      page.setDefaultTimeout(WAITS_MS);
      await options.before?.(page);
      const answer = await page.goto(options.link ?? server.link);
      const kind = answer?.headers()["content-type"] ?? "";
      assert.match(kind, /^text\/html/, `no page is served: ${kind.startsWith("text/") ? await answer?.text() : kind}`);
      await page.getByRole("heading", { name: options.heading ?? "Compose" }).waitFor();
      return {
        page,
        /** What the page has complained of so far. */
        complaints,
        async close() {
          await context.close();
          const unexpected = complaints.filter((complaint) => !options.expected?.test(complaint));
          assert.deepEqual(unexpected, [], "the page's console must stay clean");
        },
      };
    },
    async stop() {
      await browser.close();
      await server.stop();
    },
  };
}

/**
 * Errors on the console, uncaught exceptions, dialogs and breaches of the content security policy.
 * @param {Page} page
 */
async function watch(page) {
  /** @type {string[]} */
  const complaints = [];
  // The events too: they come for what is refused in silence, and name what it was.
  await page.exposeFunction("reportBreach", (/** @type {string} */ breach) => complaints.push(breach));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      const report = /** @type {{ reportBreach: (breach: string) => void }} */ (/** @type {unknown} */ (globalThis));
      report.reportBreach(`breach of content security policy: ${violatedDirective} refused ${blockedURI} ${sample}`);
    });
  });
  page.on("console", (message) => {
    if (message.type() === "error" || /content security policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error.stack ?? error)));
  page.on("dialog", async (dialog) => {
    complaints.push(`a dialog said: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return complaints;
}

/**
 * The JSON editor's lines, once it has caught up with the form. Only those on screen are in the page, so this is for
 * short documents.
 * @param {Page} page
 */
export async function jsonText(page) {
  await nextFrame(page);
  return (await page.locator(".json-panel .cm-line").allTextContents()).join("\n");
}

/**
 * Once the page has drawn what there is to draw, and has done what it leaves for after that.
 * @param {Page} page
 */
export const nextFrame = (page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => setTimeout(resolve)))));

/**
 * Replace the JSON by pasting another text over it.
 * @param {Page} page
 * @param {string} text
 */
export async function pasteJson(page, text) {
  const editor = page.locator(".json-panel .cm-content");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await editor.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/**
 * Choose one of a few that stand side by side.
 * @param {Page} page
 * @param {string} group
 * @param {string} option
 */
export const pick = (page, group, option) =>
  page.getByRole("group", { name: group }).getByText(option, { exact: true }).click();

/**
 * Wait until `read` gives what `accept` takes.
 * @template T
 * @param {() => Promise<T>} read
 * @param {(value: T) => boolean} accept
 * @param {string} what
 * @returns {Promise<T>}
 */
export async function until(read, accept, what) {
  const deadline = Date.now() + WAITS_MS;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > deadline) assert.fail(`waited in vain until ${what}; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * The text in a field that knows placeholders, once it is what it should be.
 * @param {Page} page
 * @param {string} label
 * @param {string} expected
 */
export const untilText = (page, label, expected) =>
  until(
    async () => (await field(page, label).locator(".cm-line").allTextContents()).join("\n"),
    (text) => text === expected,
    `the field ${label} has the text ${expected}`,
  );

/**
 * A field of the form, by its label.
 * @param {Page} page
 * @param {string} label
 */
export const field = (page, label) => page.getByLabel(label, { exact: true });

/**
 * Load a sample of three recipients and send it.
 * @param {Page} page
 */
export async function sendSample(page) {
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 3 messages" }).click();
}

/**
 * Wait until something can be seen in what scrolls by itself, the panel for sending unless another is named.
 * @param {Page} page
 * @param {import("playwright-core").Locator} what
 * @param {string} words
 * @param {string} scroller
 */
export async function untilInPanel(page, what, words, scroller = ".send-panel") {
  const panel = page.locator(scroller);
  await until(
    async () => ({ seen: await what.boundingBox(), panel: await panel.boundingBox() }),
    ({ seen, panel }) => !!seen && !!panel && seen.y >= panel.y && seen.y + seen.height <= panel.y + panel.height,
    `${words} is in ${scroller}`,
  );
}
