// @ts-check
/** One document: form and JSON in step, one undo history, nothing lost. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { field, jsonText, pasteJson, pick, startApp, until, untilText } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

const COMPACT = `{"channel":"whatsapp", "content":{"type":"text","value":"Caf\\u00e9 {n}"},
  "identities": [{"phoneNumber":"+14155550101"},{"phoneNumber":"+14155550102"}]}`;

test("the JSON fills the form, and the form leaves the author's writing alone", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, COMPACT);
  const message = field(page, "Message");
  await untilText(page, "Message", "Café {n}");

  await message.press("End");
  await message.pressSequentially("!");
  assert.equal(await jsonText(page), COMPACT.replace("{n}", "{n}!"));

  await page.getByRole("button", { name: "Remove recipient" }).click();
  assert.match(await jsonText(page), /\[\{"phoneNumber":"\+14155550102"\}\]/);
  await page.getByRole("button", { name: "Add recipient" }).click();
  await field(page, "Phone number").fill("+1");
  assert.match(await jsonText(page), /\[\{"phoneNumber":"\+14155550102"\},\{"phoneNumber":"\+1"\}\]/);
  await close();
});

test("another channel renames every identity field, in one step of undo", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, COMPACT);
  await pick(page, "Channel", "Voice & webhook");
  const renamed = await jsonText(page);
  assert.match(renamed, /"channel":"ivr"/);
  assert.match(renamed, /\[\{"email":"\+14155550101"\},\{"email":"\+14155550102"\}\]/);
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await jsonText(page), COMPACT);
  await close();
});

test("form and JSON share one undo history", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, COMPACT);
  await page.getByRole("button", { name: "Add recipient" }).click();
  await page.locator(".json-panel .cm-line").first().click();
  await page.keyboard.press("End");
  await page.keyboard.type(" ");
  await pick(page, "Channel", "Google Chat");

  await field(page, "Message").focus();
  await page.keyboard.press("ControlOrMeta+z");
  assert.match(await jsonText(page), /"channel":"whatsapp"/);
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  assert.equal(await jsonText(page), COMPACT);
  await page.getByRole("button", { name: "Redo" }).click();
  assert.match(await jsonText(page), /\{"phoneNumber":""\}/);
  await close();
});

test("the form never throws away what has another shape", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, '{"channel":"ivr","message":"Hi {n}","identities":{"email":"a@example.com"}}');
  await untilText(page, "Message", "Hi {n}");
  await pick(page, "Message type", "Template");
  await page.getByRole("button", { name: "Add recipient" }).click();
  const json = JSON.parse(await jsonText(page));
  assert.deepEqual(json.message, { type: "template", value: "Hi {n}" });
  assert.deepEqual(json.identities, [{ email: "a@example.com" }, { email: "" }]);
  await close();
});

test("while the JSON is unreadable the form keeps what it last read", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, COMPACT);
  await page.locator(".json-panel .cm-line").last().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await page.getByText(/The JSON stops being readable at line 2/).waitFor();
  await untilText(page, "Message", "Café {n}");
  assert.ok(await field(page, "Message").isDisabled());
  await page.keyboard.type("}");
  await page.getByText(/The JSON stops being readable/).waitFor({ state: "detached" });
  await until(() => field(page, "Message").isEnabled(), (isEnabled) => isEnabled, "the form may be used again");
  await close();
});

test("a broken draft survives a reload, and the token is not kept", async () => {
  const { page, close } = await app.open();
  const broken = COMPACT.slice(0, -2);
  await pasteJson(page, broken);
  await page.reload();
  await page.getByText(/The JSON is not readable|stops being readable/).first().waitFor();
  assert.equal(await jsonText(page), broken);
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  const token = new URLSearchParams(new URL(app.link).hash.slice(1)).get("token");
  assert.ok(token && !kept.includes(token));
  await close();
});

for (const [what, text] of Object.entries({
  nothing: "",
  "a list": "[1, 2]",
  "a deep nest": "[".repeat(10_000),
  "a lone surrogate": '{"channel":"ivr","message":{"type":"text","value":"\\ud800"},"identities":[{"email":"a@example.com"}]}',
})) {
  test(`${what} neither breaks the page nor is lost`, async () => {
    const { page, close } = await app.open();
    await pasteJson(page, COMPACT);
    await pasteJson(page, text);
    if (text === "") await page.keyboard.press("Delete");
    if (what !== "a lone surrogate") await page.locator(".problem-error").first().waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Compose" }).waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem("notify-preflight.draft")), text);
    await close();
  });
}

test("a draft larger than local storage holds survives a reload", async () => {
  const { page, close } = await app.open();
  const large = `{"channel":"ivr","message":{"type":"text","value":"${"x".repeat(8 << 20)}"},"identities":[]}`;
  await pasteJson(page, large);
  const kept = () => page.evaluate(() => localStorage.getItem("notify-preflight.draft"));
  await until(kept, (marker) => marker === "\0large", "the draft is in the database");
  await page.reload();
  await page.getByRole("heading", { name: "Compose" }).waitFor();
  await field(page, "Message").getByText(/^x{1000}/).first().waitFor();
  await close();
});

test("a page that cannot start the checker says so", async () => {
  const { page, close } = await app.open({
    before: (fresh) => fresh.route("**/*.wasm", (route) => route.abort()),
    heading: "The checker could not start",
    expected: /net::ERR/,
  });
  await page.getByText("Your draft is kept.").waitFor();
  await close();
});

test("a payload in one line is not wrapped, and can be put on lines", async () => {
  const { page, close } = await app.open();
  const identities = Array.from({ length: 300 }, (_, index) => ({ email: `p${index}@example.com`, parameters: { n: "1.0" } }));
  const line = JSON.stringify({ channel: "ivr", message: { type: "template", value: { n: 1.5 } }, identities }).replace("1.5", "1.50");
  await pasteJson(page, line);
  const wrapped = page.locator(".json-panel .cm-lineWrapping");
  await wrapped.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Put it on lines" }).click();
  await wrapped.waitFor();
  assert.match(await jsonText(page), /^\{\n {2}"channel": "ivr",\n {2}"message": \{\n[^]*"n": 1\.50\n/);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Put it on lines" }).waitFor();
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  assert.equal(await readFile(await (await waiting).path(), "utf8"), line);
  await close();
});
