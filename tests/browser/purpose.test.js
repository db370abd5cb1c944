// @ts-check
/** What the page is for, from typing to the last log row. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, jsonText, pick, startApp, until } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/**
 * @param {import("playwright-core").Page} page
 * @param {string} spaceId
 * @param {Record<string, string>} values
 */
async function addRecipient(page, spaceId, values) {
  await page.getByRole("button", { name: "Add recipient" }).click();
  await field(page, "Space ID").fill(spaceId);
  for (const [key, value] of Object.entries(values)) {
    await page.getByRole("button", { name: `Add a value for {${key}}` }).click();
    await field(page, `Value of ${key}`).fill(value);
  }
}

test("compose, preview, correct, send and follow, by typing", async () => {
  const { page, close } = await app.open();
  assert.equal(new URL(page.url()).hash, "", "the token does not stay in the address");

  await pick(page, "Channel", "Google Chat");
  await field(page, "Message").fill("Hi {name}, your order {orderId} is on its way.");
  await addRecipient(page, "AAQAann", { name: "Ann", orderId: "A-1" });
  await addRecipient(page, "AAQAfail", { name: "Bo" });

  // What each of them gets.
  const chosen = page.locator(".chosen .message-text").first();
  await until(
    () => chosen.innerText(),
    (text) => text === "Hi Bo, your order {orderId} is on its way.",
    "the second recipient's message is shown",
  );
  assert.deepEqual(await chosen.locator("mark.unfilled").allInnerTexts(), ["{orderId}"]);
  await page.getByRole("button", { name: "Previous recipient" }).click();
  await until(
    () => chosen.innerText(),
    (text) => text === "Hi Ann, your order A-1 is on its way.",
    "the first recipient's message is shown",
  );
  assert.deepEqual(await chosen.locator("mark.filled").allInnerTexts(), ["Ann", "A-1"]);

  // An error: the first recipient's identity is deleted in the JSON.
  await page.locator(".json-panel .cm-line", { hasText: '"AAQAann"' }).click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Delete");
  await page.locator(".cm-lintRange-error").waitFor();
  await page.locator(".problem-error").filter({ hasText: "spaceId" }).waitFor();
  await page.getByRole("button", { name: "Fix 1 error to send" }).click();
  await page.locator(".error-summary:focus").getByText(/spaceId/).waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);

  // Corrected in the form.
  await field(page, "Space ID").fill("AAQAann");
  await page.locator(".problem-error").waitFor({ state: "detached" });
  assert.match(await jsonText(page), /"spaceId": "AAQAann"/);

  // Sent, after a last question.
  await page.getByRole("button", { name: "Send to 2 recipients" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Send 2 messages by Google Chat?").waitFor();
  await dialog.getByText("Sandbox", { exact: true }).waitFor();
  await dialog.getByRole("button", { name: "Send 2 messages" }).click();

  // Followed to the last row.
  await page.locator(".follow-finished").waitFor();
  await page.getByText("2 of 2").waitFor();
  const rows = page.getByRole("list", { name: "What became of each message" }).getByRole("listitem");
  assert.equal(await rows.count(), 2);
  assert.match((await rows.filter({ hasText: "AAQAann" }).innerText()).toLowerCase(), /success/);
  assert.match((await rows.filter({ hasText: "AAQAfail" }).innerText()).toLowerCase(), /failure/);
  await close();
});

test("a double click on the confirmation sends once", async () => {
  const { page, close } = await app.open();
  let posts = 0;
  page.on("request", (request) => {
    if (request.method() === "POST") posts += 1;
  });
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 3 messages" }).dblclick({ force: true });
  await page.locator(".follow-finished").waitFor();
  assert.equal(posts, 1);
  await close();
});
