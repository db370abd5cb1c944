// @ts-check
/** What is kept: the draft, as draft, file and link; never the JWT. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { field, jsonText, pasteJson, startApp, until } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

const DRAFT = `{"channel":"whatsapp","message":{"type":"text","value":"Hi {n} ☕"},
 "identities":[{"phoneNumber":"+14155550101","parameters":{"n":"Ann"}},{"phoneNumber":"+14155550102"}]}`;

/** @param {import("playwright-core").Download} download */
const contentOf = async (download) => readFile(await download.path(), "utf8");

test("a draft saved as a file opens again as it was, and undo brings the one before back", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, DRAFT);
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const download = await waiting;
  assert.equal(download.suggestedFilename(), "notification.json");
  assert.equal(await contentOf(download), DRAFT);

  const other = '{"channel": "ivr"}';
  await page.locator("input[type=file]").setInputFiles({ name: "other.json", mimeType: "application/json", buffer: Buffer.from(other) });
  await page.getByText("Opened other.json.").waitFor();
  assert.equal(await jsonText(page), other);
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await jsonText(page), DRAFT);
  await close();
});

test("a link carries the draft without its recipients, or with them where asked, in the fragment", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, DRAFT);
  await page.getByRole("button", { name: "Share" }).click();
  const link = page.getByLabel("Link", { exact: true });
  const without = await link.inputValue();
  await page.getByLabel(/Include the 2 recipients/).check();
  const withAll = await until(() => link.inputValue(), (now) => now !== without, "the link has the recipients");
  for (const made of [without, withAll]) {
    assert.match(new URL(made).hash, /^#draft=[\w-]+$/);
    assert.equal(new URL(made).search, "");
  }
  await page.getByRole("button", { name: "Close" }).click();

  const other = await app.open({ link: without });
  await other.page.getByText("Opened the draft in the link.").waitFor();
  assert.equal(await jsonText(other.page), DRAFT.replace(/"identities":\[.*\]/s, '"identities":[]'));
  assert.equal(new URL(other.page.url()).hash, "");
  // While the page is open a link changes the fragment alone.
  await other.page.goto(withAll);
  await until(() => jsonText(other.page), (now) => now === DRAFT, "the whole draft is open");
  await other.page.getByRole("button", { name: "Undo" }).click();
  assert.match(await jsonText(other.page), /"identities":\[\]/);
  await other.close();
  await close();
});

test("a link that would be cut is not made, and one that was cut changes nothing", async () => {
  const { page, close } = await app.open();
  const noise = Array.from({ length: 3000 }, (_, index) => (index * 2654435761 % 4294967296).toString(36)).join("");
  await pasteJson(page, JSON.stringify({ channel: "ivr", message: { type: "text", value: noise }, identities: [] }));
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByText(/beyond 8,000 mail and chat programs cut links/).waitFor();
  assert.equal(await page.getByLabel("Link", { exact: true }).count(), 0);
  await page.getByRole("button", { name: "Close" }).click();

  await pasteJson(page, DRAFT);
  await page.goto(`${new URL("/", app.link).href}#draft=q1bKTq0E`);
  await page.getByText(/The link has no readable draft/).waitFor();
  assert.equal(await jsonText(page), DRAFT);
  await close();
});

test("a draft that breaks the page can be taken along, and the page started without it", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, DRAFT);
  const kept = () => page.evaluate(() => localStorage.getItem("notify-preflight.draft"));
  await until(kept, (draft) => draft === DRAFT, "the draft is kept");
  await page.goto(`${new URL("/", app.link).href}?clean`);
  await page.getByRole("heading", { name: "Start without the draft" }).waitFor();
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the draft" }).click();
  assert.equal(await contentOf(await waiting), DRAFT);
  assert.equal(await kept(), DRAFT, "looking deletes nothing");
  await page.getByRole("button", { name: "Start with an empty draft" }).click();
  await page.getByRole("heading", { name: "Compose" }).waitFor();
  assert.ok(!(await jsonText(page)).includes("+14155550101"));
  await close();
});

for (const [what, title, breakIt] of /** @type {const} */ ([
  ["starting", "The page could not open this draft", () => (Element.prototype.attachShadow = () => { throw new Error("broken"); })],
  ["drawing", "The page could not show this draft", () => (Object.defineProperty(Intl.NumberFormat.prototype, "format", { get() { throw new Error("broken"); } }))],
])) {
  test(`where ${what} fails the draft is offered first`, async () => {
    const { page, close } = await app.open();
    await pasteJson(page, DRAFT);
    const kept = () => page.evaluate(() => localStorage.getItem("notify-preflight.draft"));
    await until(kept, (draft) => draft === DRAFT, "the draft is kept");
    await page.addInitScript(breakIt);
    await page.reload();
    await page.getByRole("heading", { name: title }).waitFor();
    assert.equal(await field(page, "Your draft").inputValue(), DRAFT);
    await close();
  });
}

/** Everything that the browser keeps for the page. */
const everythingKept = () =>
  new Promise((resolve, reject) => {
    const seen = [JSON.stringify([{ ...localStorage }, { ...sessionStorage }]), document.cookie, location.href];
    const opening = indexedDB.open("keyval-store");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const names = [...database.objectStoreNames];
      if (names.length === 0) return resolve(seen.join("\n"));
      const all = database.transaction(names).objectStore(names[0] ?? "").getAll();
      all.onsuccess = () => resolve([...seen, JSON.stringify(all.result)].join("\n"));
    };
  });

test("the JWT is in no storage, address, log, file, link or command", async () => {
  const canary = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.Y2FuYXJ5LWNhbmFyeS1jYW5hcnk";
  /** @type {string[]} */
  const seen = [];
  const { page, close } = await app.open({
    expected: /status of 401/,
  });
  // From here on: the server's own link has the token, and the page takes it out of the address.
  page.on("console", (message) => seen.push(message.text()));
  page.on("request", (request) => seen.push(request.url(), request.postData() ?? ""));
  page.on("framenavigated", (frame) => seen.push(frame.url()));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.locator(".target summary").click();
  const token = await field(page, "JWT").inputValue();
  await field(page, "JWT").fill(canary);
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByText(/NOTIFY_JWT/).waitFor();
  seen.push(await page.evaluate(() => navigator.clipboard.readText()));
  assert.match(seen.at(-1) ?? "", /^curl .*\$\{?NOTIFY_JWT/s);

  // Once refused, and once, with the sandbox's own token, accepted and followed.
  for (const jwt of [canary, token]) {
    await field(page, "JWT").fill(jwt);
    const [sent] = await Promise.all([
      page.waitForRequest("**/notifyV2"),
      page.getByRole("button", { name: "Send to 3 recipients" }).click().then(() =>
        page.getByRole("dialog").getByRole("button", { name: "Send 3 messages" }).click(),
      ),
    ]);
    assert.equal(sent.headers()["auth"], jwt, "it goes out in its header");
    await page.locator(jwt === canary ? ".outcome.note-box-error" : ".follow-finished").waitFor();
    seen.push(String(await page.evaluate(everythingKept)));
  }
  for (const button of ["Save", "Export as CSV"]) {
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: button, exact: true }).click();
    seen.push(await contentOf(await waiting));
  }
  await page.getByRole("button", { name: "Share" }).click();
  seen.push(await page.getByLabel("Link", { exact: true }).inputValue());
  await page.reload();
  await page.getByText("Follow again").waitFor();
  seen.push(String(await page.evaluate(everythingKept)));
  for (const text of seen) assert.ok(!text.includes(canary) && !text.includes(token), `the JWT is in: ${text.slice(0, 200)}`);

  // The server's link once more, while the page is open, changes the fragment alone.
  await page.goto(app.link);
  await until(async () => new URL(page.url()).hash, (hash) => hash === "", "the token is out of the address");
  await until(() => field(page, "JWT").inputValue(), (jwt) => jwt === token, "the token is taken");
  await close();
});
