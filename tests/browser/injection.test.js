// @ts-check
/**
 * Whatever stands in a field, a file, a link or an answer is shown as text. Each test runs under the page's policy,
 * which must have nothing to refuse, and without it, where nothing but the page itself stands in the way.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { ALL_ATTACKS, ATTACKS, assertHarmless, setCanary } from "./attacks.js";
import { field, pasteJson, startApp, until } from "./harness.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/**
 * `body` gets the attacks one by one where they can do the most, and all in one text where the policy is to be silent.
 * @param {string} name
 * @param {(page: Page, ran: string[], attacks: readonly string[]) => Promise<void>} body
 * @param {{ link?: () => string, expected?: RegExp, before?: (page: Page) => Promise<unknown> }} [options]
 */
function attack(name, body, options = {}) {
  for (const bypassCSP of [false, true]) {
    test(`${name}, ${bypassCSP ? "without a policy" : "under the policy"}`, async () => {
      /** @type {string[]} */
      let ran = [];
      const { page, close } = await app.open({
        link: options.link?.() ?? app.link,
        browser: { bypassCSP },
        ...(options.expected ? { expected: options.expected } : {}),
        before: async (fresh) => {
          ran = await setCanary(fresh);
          await options.before?.(fresh);
        },
      });
      await body(page, ran, bypassCSP ? ATTACKS : [ALL_ATTACKS]);
      await assertHarmless(page, ran, "at the end");
      await close();
    });
  }
}

/**
 * @param {import("playwright-core").Locator} locator
 * @param {string} text
 * @param {string} what
 */
const untilShown = (locator, text, what) =>
  until(
    () => locator.first().textContent(),
    (found) => (found ?? "").includes(text),
    `${what} shows ${JSON.stringify(text)}`,
  );

/** What the page makes of white space in one line. @param {string} text */
const inLine = (text) => text.replace(/\s+/g, " ");

/** A file of the page's own, as a visitor has it. @param {Page} page @param {() => Promise<unknown>} save */
async function saved(page, save) {
  const waiting = page.waitForEvent("download");
  await save();
  return readFile(await (await waiting).path(), "utf8");
}

/** @param {Page} page */
const savedDraft = (page) => saved(page, () => page.getByRole("button", { name: "Save", exact: true }).click());

/** The page, without the link's stream and token. */
const home = () => new URL("/", app.link).href;

const recipients = ATTACKS.map((text) => ({
  email: text,
  customMessage: text,
  parameters: Object.fromEntries([[text, text]]),
}));

attack("a payload's recipients", async (page, ran) => {
  const payload = { channel: "ivr", message: { type: "text", value: ALL_ATTACKS }, identities: recipients };
  await pasteJson(page, JSON.stringify(payload, null, 2));
  await page.getByRole("button", { name: "Show table" }).click();
  for (const [index, text] of ATTACKS.entries()) {
    await untilShown(page.locator(".chosen .message-text"), text, "the preview");
    await untilShown(page.locator("#chosen-title"), text, "the preview's heading");
    assert.equal(await field(page, "Email").inputValue(), text);
    assert.equal(await page.locator("#parameter-name-0").inputValue(), text);
    assert.equal(await page.locator("#parameter-value-0").inputValue(), text);
    const shown = await page.locator(`#audience-${index}-0 .cell-value`).textContent();
    assert.equal(shown, inLine(text));
    if (index < ATTACKS.length - 1) await page.getByRole("button", { name: "Next recipient" }).click();
  }
  await assertHarmless(page, ran, "in the table");
  assert.deepEqual(JSON.parse(await savedDraft(page)), payload);
});

attack("a payload's other fields, and fields that there are none of", async (page, ran, attacks) => {
  for (const text of attacks) {
    const message = { type: text, value: text };
    const fields = { channel: text, webhookInstanceName: text, userIdentityType: text, message };
    const identities = [{ email: "ann@example.com", [text]: 1 }];
    await pasteJson(page, JSON.stringify({ ...fields, [text]: text, identities }));
    await page.locator(".problem-error").first().waitFor();
    await untilShown(page.locator(".chosen .message-text"), text, "the preview");
    assert.equal(await field(page, "User identity type").inputValue(), text);
    await assertHarmless(page, ran, text);
  }
});

attack("a template's JSON, its names and its texts, in the look of each channel", async (page, ran) => {
  const link = "javascript:canary('link')";
  const names = Object.fromEntries(ATTACKS.map((text) => [text, [text]]));
  const value = { type: "image", image: { link, caption: ALL_ATTACKS }, ...names };
  for (const [channel, identity, webhookInstanceName] of [
    ["ivr", "email", ALL_ATTACKS],
    ["ivr", "email", undefined],
    ["hangouts", "spaceId", undefined],
    ["whatsapp", "phoneNumber", undefined],
  ]) {
    const identities = [{ [String(identity)]: "x" }];
    await pasteJson(page, JSON.stringify({ channel, webhookInstanceName, message: { type: "template", value }, identities }));
    const expected = channel === "whatsapp" ? ALL_ATTACKS : JSON.stringify(ATTACKS[1]);
    await untilShown(page.locator(".chosen .message-text"), expected, String(channel));
    await assertHarmless(page, ran, String(channel));
  }
  // An address that no browser should follow is text, and no link.
  await untilShown(page.locator(".picture figcaption"), link, "the picture");
  assert.equal(await page.locator(".picture a").count(), 0);
});

attack("what is typed into the form", async (page, ran) => {
  await field(page, "Message").fill(ALL_ATTACKS);
  await field(page, "Webhook instance").fill(ALL_ATTACKS);
  await field(page, "User identity type").fill(ALL_ATTACKS);
  await page.getByRole("button", { name: "Add recipient" }).click();
  await field(page, "Email").fill(ALL_ATTACKS);
  await page.getByRole("button", { name: "Add a value", exact: true }).click();
  await page.locator("#parameter-name-0").fill(ALL_ATTACKS);
  await page.locator("#parameter-value-0").fill(ALL_ATTACKS);
  await untilShown(page.locator(".chosen .message-text"), JSON.stringify(ALL_ATTACKS), "the webhook's JSON");
  await field(page, "Webhook instance").fill("");
  await untilShown(page.locator(".chosen .message-text"), ALL_ATTACKS, "the transcript");
  await page.getByRole("button", { name: "Write a custom message" }).click();
  await page.locator("#custom-message .cm-content").fill(`own ${ALL_ATTACKS}`);
  await untilShown(page.locator(".chosen .message-text"), `own ${ALL_ATTACKS}`, "the custom message");
  await assertHarmless(page, ran, "in the form");
  assert.deepEqual(JSON.parse(await savedDraft(page)).identities, [
    { email: ALL_ATTACKS, parameters: { [ALL_ATTACKS]: ALL_ATTACKS }, customMessage: `own ${ALL_ATTACKS}` },
  ]);
});

attack("a CSV's name, headers and cells", async (page, ran) => {
  const quoted = (/** @type {string} */ cell) => `"${cell.replaceAll('"', '""')}"`;
  // A stray column, and headers too long for a parameter's name, are remarked on.
  const headers = ["email", "customMessage", ...ATTACKS.filter((text) => text !== "__proto__"), ALL_ATTACKS, ""];
  const lines = [headers, ...ATTACKS.map((text) => headers.map(() => text))].map((cells) => cells.map(quoted).join(","));
  const name = `${ATTACKS[1]?.replaceAll("/", "")}.csv`;
  await page.getByRole("button", { name: "Import CSV" }).click();
  await page.setInputFiles("#import-file", { name, mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) });
  const dialog = page.getByRole("dialog");
  await untilShown(dialog.getByRole("heading"), name, "the import's heading");
  await untilShown(dialog.getByRole("list", { name: "Columns" }), ATTACKS[0] ?? "", "the list of columns");
  for (let more = dialog.getByRole("button", { name: /Show more/ }); await more.count() > 0; ) await more.click();
  await assertHarmless(page, ran, "in the import's summary");
  await dialog.getByRole("button", { name: /^Import/ }).click();
  await untilShown(page.locator("#audience-0-0 .cell-value"), ATTACKS[0] ?? "", "the table");
  await page.getByRole("grid").focus();
  for (let column = 0; column < 6; column += 1) await page.keyboard.press("ArrowRight");
  await assertHarmless(page, ran, "in the table");
});

attack("a draft's file name and content", async (page, ran, attacks) => {
  for (const text of attacks) {
    const name = `${text.replaceAll(/[/\0]/g, "")}.json`;
    const file = { name, mimeType: "application/json", buffer: Buffer.from(text) };
    await page.locator("input[aria-label='Open a file']").setInputFiles(file);
    const strip = page.locator(".header .strip").filter({ hasText: "Opened " });
    await strip.waitFor();
    await page.locator(".problem-error").first().waitFor();
    await assertHarmless(page, ran, text);
    await strip.getByRole("button", { name: "Dismiss" }).click();
  }
});

attack("links of all kinds", async (page, ran, attacks) => {
  const message = { type: "text", value: ALL_ATTACKS };
  const draft = JSON.stringify({ channel: "ivr", message, identities: [{ email: ALL_ATTACKS }] });
  await page.goto(`${home()}#draft=${deflateRawSync(draft).toString("base64url")}`);
  await untilShown(page.locator(".chosen .message-text"), ALL_ATTACKS, "the preview");
  for (const text of attacks) {
    await page.goto(`${home()}#draft=${encodeURIComponent(text)}`);
    await page.getByText(/The link has no readable draft/).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.goto(`${home()}#stream=${encodeURIComponent(text)}&token=${encodeURIComponent(text)}`);
    await until(() => field(page, "Stream ID").inputValue(), (value) => value === text, "the stream is in its field");
    await assertHarmless(page, ran, text);
  }
});

attack("host, stream ID and JWT", async (page, ran, attacks) => {
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.locator(".target summary").click();
  for (const text of attacks) {
    for (const label of ["Host", "Stream ID", "JWT"]) {
      await field(page, label).fill(text);
      assert.equal(await field(page, label).inputValue(), text);
    }
    await untilShown(page.locator(".target-words"), text, "the target");
    await page.getByRole("button", { name: "Send to 3 recipients" }).click();
    assert.equal(await page.getByRole("dialog").count(), 0, `nothing goes to ${text}`);
    await assertHarmless(page, ran, text);
  }
});

/** A server whose every word is an attack. @param {Page} page @param {string} text @param {string} job */
async function answerWith(page, text, job) {
  await page.unrouteAll();
  await page.route("**/notifyV2", (route) =>
    route.fulfill({ json: { _id: job, status: text, store: { identitiesCount: 3 }, [text]: text } }),
  );
  await page.route("**/notifyV2/status/*", (route) =>
    route.fulfill({
      json: {
        status: "SUCCESS",
        count: 3,
        statusLogs: [
          { originalId: "ana.ortiz@example.com", status: text, comments: text },
          { originalId: text, status: "FAILURE", comments: text },
          { originalId: "ben.carter@example.com", status: "SUCCESS" },
          { originalId: "chloe.martin@example.com", status: "SUCCESS", comments: [text] },
        ],
      },
    }),
  );
}

/** @param {Page} page */
async function send(page) {
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 3 messages" }).click();
}

attack("a job's name", async (page, ran, attacks) => {
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  for (const text of attacks) {
    await answerWith(page, text, text);
    await send(page);
    // Names that no address can hold cannot be asked about.
    await page.locator(".follow-finished, .follow-stopped").waitFor();
    await untilShown(page.locator(".sent-bytes summary"), text, "the job");
    await assertHarmless(page, ran, text);
  }
});

attack("what the server answers, and the table made of it", async (page, ran, attacks) => {
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  for (const text of attacks) {
    await answerWith(page, text, "ds-1");
    await send(page);
    await page.locator(".follow-finished").waitFor();
    const log = page.getByRole("list", { name: "What became of each message" });
    await untilShown(log, text, "the log");
    await assertHarmless(page, ran, text);

    const table = await saved(page, () => page.getByRole("button", { name: "Export as CSV" }).click());
    assert.doesNotMatch(table, /(^|[,\n]"?)[=@\t]/, "a spreadsheet would run a cell");
  }
});

attack(
  "what the server refuses with",
  async (page, ran, attacks) => {
    await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
    for (const [index, text] of attacks.entries()) {
      const body = index % 2 === 0 ? JSON.stringify({ errors: [{ msg: text }] }) : text;
      await page.unrouteAll();
      await page.route("**/notifyV2", (route) => route.fulfill({ status: 400, contentType: "text/html", body }));
      await send(page);
      await page.getByRole("alert").getByText(/refuses the payload/).waitFor();
      await assertHarmless(page, ran, text);
    }
  },
  { expected: /status of 400/ },
);

attack(
  "what the server says of itself",
  async (page, ran) => {
    await untilShown(page.locator(".send-panel .aside"), ALL_ATTACKS, "the send panel");
    await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
    await page.getByRole("button", { name: "Send to 3 recipients" }).click();
    // None of them is a host, so that the fields are shown in place of the question.
    await untilShown(page.locator(".field-host"), ALL_ATTACKS, "the choice of hosts");
    await assertHarmless(page, ran, "among the hosts");
  },
  {
    before: (page) =>
      page.route("**/preflight.json", (route) =>
        route.fulfill({ json: { mode: "relay", upstream: [ALL_ATTACKS, "https://platform.example.com"] } }),
      ),
  },
);
