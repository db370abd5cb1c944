// @ts-check
/** What the recipients get, shown as it is. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, pasteJson, pick, startApp, until } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/**
 * @param {string} value
 * @param {object[]} identities
 */
const whatsapp = (value, identities) =>
  JSON.stringify({ channel: "whatsapp", message: { type: "text", value }, identities }, null, 2);

for (const sample of ["ivr", "hangouts", "whatsapp"]) {
  test(`the ${sample} sample has no errors and a preview of everyone`, async () => {
    const { page, close } = await app.open();
    await page.getByRole("combobox", { name: "Start from a sample" }).selectOption(sample);
    const list = page.getByRole("listbox", { name: "Recipients to preview" }).getByRole("option");
    await until(
      () => list.count(),
      (count) => count === 3,
      "three recipients are shown",
    );
    assert.equal(await page.locator(".problem-error").count(), 0);
    for (let index = 0; index < 3; index += 1) {
      await list.nth(index).click();
      await page.locator(".chosen-head", { hasText: `${index + 1} of 3` }).waitFor();
      assert.equal(await page.locator(".chosen .message-text").first().locator("mark.unfilled").count(), 0);
    }
    await page.getByText("A custom message, in place of the shared one.").waitFor();
    await close();
  });
}

test("both readings stand side by side where they differ", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, whatsapp("Hi {name}", [{ phoneNumber: "+14155550101", parameters: { name: "Ann" } }]));
  const texts = page.locator(".reading .message-text");
  await until(
    () => texts.allInnerTexts(),
    (shown) => shown.join("|") === "Hi Ann|Hi {name}",
    "the chosen reading stands first",
  );
  await pick(page, "fill placeholders?", "Ignore");
  await until(
    () => texts.allInnerTexts(),
    (shown) => shown.join("|") === "Hi {name}|Hi Ann",
    "the other reading is in force",
  );
  await close();
});

test("a thousand recipients keep under sixty rows a list in the page", async () => {
  const { page, close } = await app.open();
  const identities = Array.from({ length: 1000 }, (_, index) => ({
    phoneNumber: `+1415555${String(index).padStart(4, "0")}`,
    parameters: { name: `Person ${index}` },
  }));
  await pasteJson(page, whatsapp("Hi {name}", identities));
  const preview = page.getByRole("listbox", { name: "Recipients to preview" });
  await page.getByText("1,000 recipients", { exact: true }).waitFor();
  await preview.focus();
  await page.keyboard.press("End");
  await page.locator(".chosen-head", { hasText: "+14155550999" }).waitFor();
  await preview.getByRole("option", { name: "+14155550999" }).waitFor();
  for (const name of ["Recipients to preview", "Recipients to edit"]) {
    const rows = await page.getByRole("listbox", { name }).getByRole("option").count();
    assert.ok(rows > 0 && rows < 60, `${name}: ${rows} rows`);
  }
  await field(page, "Value of name").fill("Zoe");
  await page.locator(".chosen mark.filled", { hasText: "Zoe" }).waitFor();
  await close();
});

test("markup is shown as text, wherever it stands", async () => {
  const { page, close } = await app.open();
  const markup = "<img src=x onerror=alert(1)>";
  await pasteJson(
    page,
    whatsapp(`${markup} {name}`, [
      { phoneNumber: markup, parameters: { name: markup, [markup]: markup } },
      { phoneNumber: markup, customMessage: markup, [markup]: 1 },
    ]),
  );
  await page.locator(".chosen .message-text").first().getByText(`${markup} ${markup}`).waitFor();
  await page.locator(".problem-error").first().hover();
  await page.locator(".cm-lintRange-error").first().hover();
  assert.equal(await page.locator("img[src='x']").count(), 0);
  await close();
});

for (const width of [320, 768, 1440]) {
  test(`nothing runs off a page ${width} pixels wide`, async () => {
    const { page, close } = await app.open({ width });
    await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("whatsapp");
    await page.locator(".chosen").waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(over, 0);
    await close();
  });
}

test("messages too long to be made all at once are made one by one", async () => {
  const { page, close } = await app.open();
  const identities = Array.from({ length: 1000 }, (_, index) => ({
    phoneNumber: `+1415555${String(index).padStart(4, "0")}`,
    parameters: { name: `Person ${index}` },
  }));
  await pasteJson(page, whatsapp(`Hi {name}. ${"x".repeat(80_000)}`, identities));
  await page.locator(".chosen .message-text").first().getByText(/^Hi Person 0\. x{100}/).waitFor();
  await page.locator(".notes").getByText("80,013 characters").waitFor();
  await page.getByRole("button", { name: "Send to 1,000 recipients" }).waitFor();
  await close();
});

const LOOKS = /** @type {const} */ ([
  ["whatsapp", ".stage-whatsapp .bubble"],
  ["hangouts", ".stage-chat"],
  ["ivr", ".stage-plain"],
]);

for (const [sample, look] of LOOKS) {
  test(`the ${sample} sample is shown in the look of its channel`, async () => {
    const { page, close } = await app.open();
    await page.getByRole("combobox", { name: "Start from a sample" }).selectOption(sample);
    const stage = page.locator(".chosen").locator(look).first();
    await stage.locator("mark.filled").first().waitFor();
    if (sample === "whatsapp") {
      await stage.getByText("https://example.com/terrace.jpg").waitFor();
      assert.equal(await page.locator(".chosen img").count(), 0, "a picture is never loaded by itself");
    }
    if (sample === "ivr") {
      await stage.getByText("Webhook “Deliveries”").waitFor();
      await field(page, "Webhook instance").fill("");
      await page.locator(".stage-voice").first().getByRole("button", { name: "Play" }).waitFor();
    }
    await close();
  });
}

test("values inside a JSON message are marked, whatever is escaped around them", async () => {
  const { page, close } = await app.open();
  const value = { text: 'Say "{name}"\n{gone}', list: ["{name}", 1] };
  const identities = [{ spaceId: "AAQA", parameters: { name: 'A"n\\n' } }];
  await pasteJson(page, JSON.stringify({ channel: "hangouts", message: { type: "template", value }, identities }));
  const marks = page.locator(".chosen .json-message").first().locator("mark");
  await until(
    () => marks.allTextContents(),
    (texts) => texts.join("|") === String.raw`A\"n\\n|{gone}|A\"n\\n`,
    "each place is marked",
  );
  assert.equal(await page.locator(".chosen .json-message").first().locator("mark.unfilled").count(), 1);
  await close();
});

test("F8 leads from one recipient with a problem to the next", async () => {
  const { page, close } = await app.open();
  const identities = Array.from({ length: 1000 }, (_, index) => ({
    phoneNumber: `+1415555${String(index).padStart(4, "0")}`,
    ...(index === 300 || index === 700 ? {} : { parameters: { name: `Person ${index}` } }),
  }));
  await pasteJson(page, whatsapp("Hi {name}", identities));
  await page.getByText("2 with problems").waitFor();
  for (const [key, number] of /** @type {const} */ ([["F8", 301], ["F8", 701], ["F8", 301], ["Shift+F8", 701]])) {
    await page.keyboard.press(key);
    await page.locator(".chosen-head", { hasText: `${number} of 1,000` }).waitFor();
  }
  await page.getByRole("button", { name: "Previous problem" }).click();
  await page.locator(".chosen-head", { hasText: "301 of 1,000" }).waitFor();
  await close();
});

test("recipients of the same text stand together, the fewest first", async () => {
  const { page, close } = await app.open();
  const person = (/** @type {number} */ index, /** @type {object} */ more = {}) => ({ phoneNumber: `+1415555${1000 + index}`, ...more });
  await pasteJson(page, whatsapp("Hello", [person(0), person(1), person(2, { customMessage: "Bye" }), person(3)]));
  await page.getByText("2 different texts").click();
  const texts = page.getByRole("list", { name: "Different texts" }).getByRole("button");
  await until(
    () => texts.allInnerTexts(),
    (rows) => /^1 recipient\s+Bye\s/.test(rows[0] ?? "") && /^3 recipients\s+Hello\s/.test(rows[1] ?? ""),
    "the outlier stands first",
  );
  await texts.first().click();
  await page.locator(".chosen-head", { hasText: "3 of 4" }).waitFor();
  await close();
});

test("what-if shows the message without a value, and to how many that would happen", async () => {
  const { page, close } = await app.open();
  await pasteJson(
    page,
    whatsapp("Hi {name}", [
      { phoneNumber: "+14155550101", parameters: { name: "Ann" } },
      { phoneNumber: "+14155550102", customMessage: "Hello" },
    ]),
  );
  await page.getByLabel("What if a value is missing?").selectOption("name");
  const outcome = page.locator(".what-if-outcome");
  await outcome.getByText("1 recipient of 2 would get another text.").waitFor();
  assert.deepEqual(await outcome.locator("mark.unfilled").allInnerTexts(), ["{name}"]);
  await close();
});
