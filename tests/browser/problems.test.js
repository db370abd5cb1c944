// @ts-check
/** Problems in words, the way to each of them, and one click that mends it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, jsonText, pasteJson, startApp, until } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

const LONG = "x".repeat(201);

const WRONG = JSON.stringify(
  {
    channel: "whatsapp",
    message: { type: "text", value: "Hi {name}, {Nmae}" },
    identities: [
      { phoneNumber: "+14155550101", parameters: { name: "Ann", Name: "Ann" } },
      { phoneNumber: "+14155550102", parameters: { name: LONG }, custommessage: "Hi" },
      { phoneNumber: "+14155550103", customMesage: "Hello", parameters: { name: "Bo" } },
    ],
  },
  null,
  2,
);

/** @param {import("playwright-core").Page} page @param {string} heading */
const kind = (page, heading) => page.getByRole("region", { name: heading });

test("who has written nothing yet is not told of errors at the top", async () => {
  const { page, close } = await app.open();
  const verdict = page.locator(".header .verdict");
  await verdict.getByText("Nothing written yet").waitFor();
  await field(page, "Message").fill("Hi");
  await verdict.getByText("1 error").waitFor();
  await close();
});

test("problems stand by kind, errors first", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, WRONG);
  await kind(page, "Fields that the API does not know").waitFor();
  const headings = await page.locator(".problem-group h3").allInnerTexts();
  const errors = await page.locator(".problem-group-error h3").allInnerTexts();
  assert.deepEqual(headings.slice(0, errors.length), errors);
  assert.deepEqual([...errors].sort(), ["Fields that the API does not know 2", "Values that are too long 1"]);
  await close();
});

test("a click leads to the stretch of the JSON and to the control of the form", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, WRONG);
  await kind(page, "Values that are too long").getByRole("button", { name: /201/ }).click();
  await page.locator("#parameter-value-0:focus").waitFor();
  await page.getByRole("group", { name: "Recipient 2" }).waitFor();
  assert.equal(await field(page, "Value of name").inputValue(), LONG);
  assert.match((await page.locator("#parameter-value-0-problem").innerText()).toLowerCase(), /201/);

  await page.locator(".json-panel .cm-selectionBackground").first().waitFor();
  const line = page.locator(".json-panel .cm-activeLine");
  assert.match(await line.innerText(), /x{50}/);

  await page.locator(".problem-go", { hasText: "Nmae" }).first().click();
  await page.locator("#message .cm-content:focus").waitFor();
  await close();
});

test("a fix mends one, fix all mends all of a kind in one step of undo", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, WRONG);
  const unknown = kind(page, "Fields that the API does not know");
  await unknown.getByRole("button", { name: "Fix all 2" }).click();
  await unknown.waitFor({ state: "detached" });
  assert.equal((await jsonText(page)).match(/"customMessage"/g)?.length, 2);
  await page.getByRole("button", { name: "Undo" }).click();
  await unknown.waitFor();
  assert.equal(await jsonText(page), WRONG);
  await unknown.getByRole("button", { name: /^Fix: / }).last().click();
  await until(
    () => jsonText(page),
    (json) => json.includes('"customMessage": "Hello"') && json.includes('"custommessage": "Hi"'),
    "one of them is mended",
  );
  await close();
});

test("braces that stay around a value are said of each recipient who gets them, and taken away by a click", async () => {
  const { page, close } = await app.open();
  const identities = [1, 2, 3].map((number) => ({
    phoneNumber: `+1415555010${number}`,
    ...(number === 3 ? { customMessage: "Hi" } : { parameters: { name: "Ann" } }),
  }));
  const message = { type: "text", value: "Hi {{name}}" };
  await pasteJson(page, JSON.stringify({ channel: "whatsapp", message, identities }));
  await page.locator(".preview-panel").getByText("2 with problems").waitFor();
  const left = kind(page, "Placeholders left in texts");
  await left.getByRole("button", { name: "Fix: write {name}" }).click();
  await left.waitFor({ state: "detached" });
  assert.ok((await jsonText(page)).includes('"Hi {name}"'));
  await page.locator(".preview-panel").getByText("with problems").waitFor({ state: "detached" });
  await close();
});

test("sending with errors leads to a summary of them, and from there to each", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, WRONG);
  await page.getByRole("button", { name: "Fix 3 errors to send" }).click();
  const summary = page.locator(".error-summary:focus");
  await summary.getByText("3 errors to correct before this can be sent").waitFor();
  assert.equal(await summary.getByRole("link").count(), 3);
  assert.equal(await page.getByRole("dialog").count(), 0);
  await summary.getByRole("link", { name: /201/ }).press("Enter");
  await page.locator("#parameter-value-0:focus").waitFor();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Bo");
  await page.locator(".error-summary").getByText("2 errors to correct before this can be sent").waitFor();
  await close();
});

test("a space before an address is seen in the words about it", async () => {
  const { page, close } = await app.open();
  const identities = [{ email: " bo@example.com" }];
  await pasteJson(page, JSON.stringify({ channel: "ivr", message: { type: "text", value: "Hi" }, identities }));
  const address = page.locator(".problem-warning code", { hasText: "bo@example.com" });
  assert.equal(await address.innerText(), " bo@example.com");
  await close();
});
