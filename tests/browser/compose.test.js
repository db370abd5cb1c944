// @ts-check
/** Composing: placeholders in the message field, message types, and messages for chosen recipients. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, jsonText, nextFrame, pasteJson, pick, startApp, until, untilText } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/**
 * @param {unknown} value
 * @param {string} [type]
 */
const payload = (value, type = "text") =>
  JSON.stringify(
    {
      channel: "whatsapp",
      message: { type, value },
      identities: [
        { phoneNumber: "+14155550101", parameters: { name: "Ann", orderId: "A-1" } },
        { phoneNumber: "+14155550102", parameters: { name: "Bo" } },
        { phoneNumber: "+14155550103" },
      ],
    },
    null,
    2,
  );

/** @param {import("playwright-core").Page} page */
const chips = (page) => field(page, "Message").locator(".cm-chip");

test("placeholders are chips, and those that nobody has a value for look another way", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, payload("Hi {name}, {nmae} {} {{orderId}}"));
  await until(
    () => chips(page).allInnerTexts(),
    (texts) => texts.join("|") === "{name}|{nmae}|{orderId}",
    "each placeholder is a chip",
  );
  await until(
    () => page.locator(".form-panel .cm-chip-unknown").allInnerTexts(),
    (texts) => texts.join("|") === "{nmae}",
    "the misspelt one stands out",
  );
  await close();
});

/**
 * For a moment after an offer appears Enter still belongs to the text, so that nobody accepts what they have not seen.
 * @param {import("playwright-core").Page} page
 */
const afterOffer = (page) => page.waitForTimeout(100);

test("names are completed from the audience, in the message field and in the JSON", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, payload("Hi "));
  await page.getByText("Values that no text uses").waitFor();
  await field(page, "Message").press("ControlOrMeta+End");
  await page.keyboard.type("{or");
  await page.locator(".form-panel .cm-completionLabel", { hasText: "orderId" }).waitFor();
  await afterOffer(page);
  await page.keyboard.press("Enter");
  await untilText(page, "Message", "Hi {orderId}");

  const line = page.locator(".json-panel .cm-line", { hasText: '"value"' });
  await line.scrollIntoViewIfNeeded();
  // An editor that gets the focus before it hears of its scrolling goes back to where it was.
  await nextFrame(page);
  await line.click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(" {na");
  await page.locator(".json-panel .cm-completionLabel", { hasText: "name" }).waitFor();
  await afterOffer(page);
  await page.keyboard.press("Enter");
  await until(
    () => jsonText(page),
    (json) => json.includes('"Hi {orderId} {name}"'),
    "the name is in the JSON",
  );
  await close();
});

test("names are offered to whoever typed before the page was able to", async () => {
  /** @type {() => void} */
  let letCome = () => {};
  const { page, close } = await app.open({
    before: (fresh) =>
      fresh.route("**/assets/all-skills-*.js", async (route) => {
        await new Promise((resolve) => (letCome = () => resolve(undefined)));
        await route.continue();
      }),
  });
  await pasteJson(page, payload("Hi "));
  await page.getByText("Values that no text uses").waitFor();
  await field(page, "Message").press("ControlOrMeta+End");
  await page.keyboard.type("{or");
  await untilText(page, "Message", "Hi {or");
  letCome();
  await page.locator(".form-panel .cm-completionLabel", { hasText: "orderId" }).waitFor();
  await close();
});

test("the message field undoes with the document, and keeps its caret", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, payload("Hi {name}"));
  await untilText(page, "Message", "Hi {name}");
  await field(page, "Message").press("ControlOrMeta+Home");
  await page.keyboard.type("Oh! ");
  await pick(page, "Message type", "Template");
  await field(page, "Message").focus();
  await page.keyboard.press("ControlOrMeta+z");
  assert.match(await jsonText(page), /"type": "text"/);
  await untilText(page, "Message", "Oh! Hi {name}");
  await page.keyboard.type("My ");
  await untilText(page, "Message", "Oh! My Hi {name}");
  await close();
});

test("what starts with a chip is typed over at once, selected by whatever means", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, payload("{name}, hello"));
  await chips(page).first().waitFor();
  await field(page, "Message").focus();
  // As a screen reader may do it: the text comes before the event that tells the editor of the selection.
  await field(page, "Message").evaluate((element) => {
    addEventListener("selectionchange", (event) => event.stopImmediatePropagation(), true);
    getSelection()?.selectAllChildren(element.querySelector(".cm-line") ?? element);
  });
  await page.keyboard.insertText("Dear {name}");
  await untilText(page, "Message", "Dear {name}");
  await close();
});

test("a JSON message has an editor of its own, which never spoils the document", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, payload({ type: "image", image: { link: "https://example.com/a.png", caption: "Hi {name}" } }, "template"));
  const message = field(page, "Message");
  await message.locator(".cm-chip", { hasText: "{name}" }).waitFor();
  await message.press("ControlOrMeta+End");
  await page.keyboard.press("Backspace");
  await page.getByText(/Not readable as JSON yet/).waitFor();
  JSON.parse(await jsonText(page));
  await page.keyboard.type("}");
  await page.getByText(/Not readable as JSON yet/).waitFor({ state: "detached" });
  await message.fill('{"type":"image","image":{"link":"","caption":"Bye {name}"}}');
  await page.locator(".chosen .message-text").first().getByText("Bye Ann").waitFor();
  assert.equal(JSON.parse(await jsonText(page)).message.value.image.caption, "Bye {name}");
  await page.getByRole("button", { name: "Make it plain text" }).click();
  assert.equal(typeof JSON.parse(await jsonText(page)).message.value, "string");
  await close();
});

test("a script is shown, and said not to be run", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, payload("globalThis.ran = '{name}'", "script"));
  await page.locator(".chosen").getByText("A script: the platform runs it, this page only shows its source.").first().waitFor();
  await page.getByText("Here it is shown, never run.").waitFor();
  assert.equal(await page.evaluate(() => "ran" in globalThis), false);
  await close();
});

test("one custom message is given to several recipients, in one step", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, payload("Hi {name}"));
  await page.getByRole("button", { name: "Write a custom message" }).click();
  await page.locator("#custom-message:focus").waitFor();
  await page.keyboard.insertText("Dear {name}");
  await page.getByRole("button", { name: "Give it to other recipients too" }).click();
  const others = field(page, "Give the same message to recipients");
  await others.and(page.locator(":focus")).waitFor();
  await page.keyboard.type("2, 9");
  await page.getByRole("button", { name: "Give it to them" }).click();
  await page.getByText("“9”: there are recipients 1 to 3.").waitFor();
  await others.fill("2-3");
  await page.getByRole("button", { name: "Give it to them" }).click();
  await page.getByText("2 recipients now have this message.").waitFor();
  const own = async () =>
    (await page.locator(".json-panel .cm-content").innerText()).match(/"customMessage": "Dear \{name\}"/g)?.length ?? 0;
  await until(own, (number) => number === 3, "all three have it");
  await page.getByRole("button", { name: "Undo" }).click();
  await until(own, (number) => number === 1, "one step takes it back from both");
  await close();
});
