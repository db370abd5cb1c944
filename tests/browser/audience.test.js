// @ts-check
/** The audience: from a CSV, as a table of any length, worked on by keyboard, and one history with all else. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, jsonText, pasteJson, pick, startApp, until } from "./harness.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

const LONG = "x".repeat(201);

const THREE = JSON.stringify(
  {
    channel: "whatsapp",
    message: { type: "text", value: "Hi {name}" },
    identities: [
      { phoneNumber: "+14155550101", parameters: { name: "Cem" } },
      { phoneNumber: "+14155550102", parameters: { name: LONG } },
      { phoneNumber: "+14155550103", parameters: { name: "Ann" }, customMessage: "Dear {nobody}" },
    ],
  },
  null,
  2,
);

/** @param {Page} page */
const grid = (page) => page.getByRole("grid", { name: "Recipients" });

/** @param {Page} page */
const active = (page) => page.locator(".cell-active");

/** @param {Page} page */
const rows = (page) => page.locator(".grid [role=row]:not(.grid-head)");

/** @param {Page} page @param {number} number @param {string} title */
async function cell(page, number, title) {
  const column = await page.getByRole("columnheader", { name: title, exact: true }).getAttribute("aria-colindex");
  return page.locator(`#audience-${number - 1}-${Number(column) - 2}`);
}

/** The first column's cells from top to bottom. @param {Page} page */
async function identities(page) {
  const found = await rows(page).evaluateAll((elements) =>
    elements.map((row) => ({
      at: Number(row.getAttribute("aria-rowindex")),
      identity: row.querySelector('[aria-colindex="2"] .cell-value')?.textContent ?? "",
    })),
  );
  return found.sort((one, other) => one.at - other.at).map(({ identity }) => identity);
}

/** @param {Page} page @param {string} name @param {string | Buffer} csv */
async function choose(page, name, csv) {
  await page.getByRole("button", { name: "Import CSV" }).click();
  await page.setInputFiles("#import-file", { name, mimeType: "text/csv", buffer: Buffer.from(csv) });
}

/** What an element says from now on, one after the other. @param {Page} page @param {string} selector */
async function seenIn(page, selector) {
  /** @type {string[]} */
  const words = [];
  await page.exposeFunction("see", (/** @type {string} */ text) => void words.push(text));
  await page.locator(selector).evaluate((element) => {
    const { see } = /** @type {{ see: (text: string) => void }} */ (/** @type {unknown} */ (globalThis));
    const observer = new MutationObserver(() => see(element.textContent ?? ""));
    observer.observe(element, { childList: true, characterData: true, subtree: true });
  });
  return words;
}

/** @param {Page} page */
async function openTable(page) {
  await page.getByRole("button", { name: "Show table" }).click();
  await page.locator(".grid:focus").waitFor();
}

test("a file is summed up before it changes anything, and is one step of undo", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  await page.locator(".audience").getByText("3 rows", { exact: true }).waitFor();
  const csv = `phoneNumber;name;;email\n+14155550201;Dee;stray;d@example.com\n;Eve;;\n+14155550203;${LONG};;\n`;
  await choose(page, "team.csv", Buffer.from(`\ufeff${csv}`, "utf16le"));
  const dialog = page.getByRole("dialog", { name: "3 recipients in team.csv" });
  await dialog.getByRole("list", { name: "Remarks on the file" }).waitFor();
  const cells = await dialog.locator(".import-problem .import-cell").allInnerTexts();
  const firstRow = cells.findIndex((name) => /\d/.test(name));
  assert.ok(cells.includes("A3") && cells.includes("B4"), `rows are numbered as the spreadsheet does: ${cells}`);
  assert.ok(firstRow > 0 && cells.slice(firstRow).every((name) => /\d/.test(name)), `columns come first: ${cells}`);
  assert.equal(await jsonText(page), THREE);

  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await jsonText(page), THREE);

  await choose(page, "team.csv", csv);
  await pick(page, "There are 3 recipients already", "Add");
  await page.getByRole("button", { name: "Add 3 recipients" }).click();
  await page.locator(".audience").getByText("6 rows", { exact: true }).waitFor();
  assert.deepEqual((await identities(page)).slice(2), ["+14155550103", "+14155550201", "", "+14155550203"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(".audience").getByText("3 rows", { exact: true }).waitFor();
  assert.equal(await jsonText(page), THREE);
  await close();
});

test("rows copied from a spreadsheet are pasted, and take the place of all others", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  await page.getByRole("button", { name: "Import CSV" }).click();
  await field(page, "Or paste rows, with their header").fill("name\tphoneNumber\nFay\t+14155550301\n");
  await page.getByRole("button", { name: "Read what I pasted" }).click();
  await page.getByRole("button", { name: "Replace with 1 recipient" }).click();
  await page.locator(".audience").getByText("1 row", { exact: true }).waitFor();
  const payload = JSON.parse(await jsonText(page));
  assert.deepEqual(payload.identities, [{ phoneNumber: "+14155550301", parameters: { name: "Fay" } }]);
  await close();
});

test("rows pasted into the table are an import, one value goes into its cell", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  await openTable(page);
  /** @param {string} text */
  const paste = (text) =>
    grid(page).evaluate((element, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await paste("+14155550999\n");
  await page.locator(".cell-editor:focus").waitFor();
  await page.keyboard.press("Enter");
  await until(() => identities(page), (all) => all[0] === "+14155550999", "the value is in the cell");
  await paste("phoneNumber\tname\n+14155550301\tFay\n+14155550302\tGus\n");
  await page.getByRole("dialog", { name: "2 recipients in what you pasted" }).waitFor();
  await close();
});

test("a file with nothing to import changes nothing and says why", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  await choose(page, "empty.csv", "");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("There is nobody in it to import. Nothing has been changed.").waitFor();
  assert.equal(await dialog.locator(".import-problem-error").count(), 1);
  assert.equal(await dialog.getByRole("button", { name: /Replace|Import|Cancel/ }).count(), 0);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await jsonText(page), THREE);
  await close();
});

test("problems stand on their cells and are said where the author is", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  await openTable(page);
  const long = await cell(page, 2, "{name}");
  await until(() => long.getAttribute("aria-invalid"), (invalid) => invalid === "true", "the long value is marked");
  await (await cell(page, 3, "Custom message")).and(page.locator(".cell-warning")).waitFor();
  assert.equal(await (await cell(page, 1, "{name}")).getAttribute("aria-invalid"), null);
  await long.click();
  await page.locator(".here-error").getByText(/201 characters/).waitFor();
  await page.keyboard.press("Delete");
  await page.locator(".here-error").waitFor({ state: "detached" });
  const payload = JSON.parse(await jsonText(page));
  assert.deepEqual(payload.identities[1], { phoneNumber: "+14155550102" }, "an emptied cell is no value");
  await close();
});

test("cells are reached, edited and left by keyboard", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  await openTable(page);
  await page.getByRole("columnheader", { name: "{name}", exact: true }).waitFor();
  assert.equal(await grid(page).getAttribute("aria-rowcount"), "4");
  assert.equal(await grid(page).getAttribute("aria-colcount"), "4");

  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.type(" Ay");
  await page.keyboard.press("Escape");
  await page.locator(".grid:focus").waitFor();
  assert.equal(await jsonText(page), THREE, "Escape leaves the value as it was");

  await page.keyboard.press("F2");
  await page.keyboard.press("End");
  await page.keyboard.type(" Ay");
  await page.keyboard.press("Enter");
  assert.equal(await (await cell(page, 1, "{name}")).innerText(), "Cem Ay");
  assert.equal(await active(page).getAttribute("id"), "audience-1-2", "Enter goes on to the next row");
  assert.equal(await grid(page).getAttribute("aria-activedescendant"), "audience-1-2");

  await page.keyboard.type("Bo");
  await page.keyboard.press("Tab");
  assert.equal(JSON.parse(await jsonText(page)).identities[1].parameters.name, "Bo", "typing takes the value's place");

  await page.keyboard.press("Control+End");
  assert.equal(await active(page).getAttribute("id"), "audience-2-2");
  await page.keyboard.press("Control+Home");
  assert.equal(await active(page).getAttribute("id"), "audience-0-0");
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(page).getAttribute("role"), "columnheader");
  await page.keyboard.press("ArrowDown");

  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  assert.equal(await jsonText(page), THREE, "each edit is one step of the document's history");
  await close();
});

test("rows are added, duplicated and deleted", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  await openTable(page);
  await page.keyboard.press("Control+d");
  await until(() => identities(page), (all) => all[0] === all[1] && all.length === 4, "the first row stands twice");
  await page.getByRole("button", { name: "Delete row" }).click();
  await until(() => identities(page), (all) => all.length === 3, "the copy is gone");
  assert.deepEqual(JSON.parse(await jsonText(page)), JSON.parse(THREE));
  await page.getByRole("button", { name: "Add row" }).click();
  await page.locator(".cell-editor:focus").waitFor();
  await page.keyboard.type("+14155550104");
  await page.keyboard.press("Enter");
  await until(() => identities(page), (all) => all[3] === "+14155550104", "the new recipient is in the table");
  await field(page, "Search recipients").fill("cem");
  await until(() => identities(page), (all) => all.length === 1, "Cem is found");
  await page.getByRole("button", { name: "Delete the 1 row shown" }).click();
  await until(() => identities(page), (all) => all.length === 3 && all[0] === "+14155550102", "Cem is gone");
  await close();
});

test("filters and sorting show others, and leave the document as it is", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  await openTable(page);
  const show = field(page, "Show recipients");
  await show.selectOption("With problems");
  await until(() => identities(page), (all) => all.length === 2, "two have problems");
  await show.selectOption("Unresolved placeholders");
  await until(() => identities(page), (all) => all.join() === "+14155550103", "one has a placeholder left");
  await show.selectOption("Reading-dependent");
  await until(() => identities(page), (all) => all.join() === "+14155550101,+14155550102", "two depend on the reading");
  await show.selectOption("Everybody");
  const name = page.getByRole("columnheader", { name: "{name}", exact: true });
  await name.click();
  await until(() => identities(page), (all) => all.join() === "+14155550103,+14155550101,+14155550102", "by name");
  assert.equal(await name.getAttribute("aria-sort"), "ascending");
  await page.keyboard.press("Enter");
  await until(() => identities(page), (all) => all.join() === "+14155550102,+14155550101,+14155550103", "backwards");
  assert.equal(await jsonText(page), THREE);
  await close();
});

test("a file whose reader dies is said to be unread, and can be chosen again", async () => {
  const { page, close } = await app.open({ expected: /net::ERR|Failed to fetch/ });
  await pasteJson(page, THREE);
  await page.route("**/worker-*.js", (route) => route.abort());
  await choose(page, "team.csv", "phoneNumber\n+14155550201\n");
  await page.getByRole("alert").getByText(/“team.csv” could not be read/).waitFor();
  await page.unroute("**/worker-*.js");
  const again = { name: "team.csv", mimeType: "text/csv", buffer: Buffer.from("phoneNumber\n+14155550201\n") };
  await page.setInputFiles("#import-file", again);
  await page.getByRole("dialog", { name: "1 recipient in team.csv" }).waitFor();
  await close();
});

test("100,000 recipients from a file stay a table of a few rows", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  const total = 100_000;
  const people = Array.from({ length: total }, (_, at) => `+1415${String(5_000_000 + at)},Person ${at},Town ${at % 977}`);
  await page.locator(".preview-panel").getByText("2 with problems").waitFor();
  const heads = await seenIn(page, ".preview-panel .panel-head");
  await choose(page, "everybody.csv", `phoneNumber,name,town\n${people.join("\n")}\n`);
  await page.getByRole("button", { name: "Replace with 100,000 recipients" }).click();
  await page.locator(".audience").getByText("100,000 rows", { exact: true }).waitFor();
  await page.locator(".audience").getByText(/Send makes 100 requests of them/).waitFor();
  assert.equal(await page.locator(".recipients .aside").innerText(), "100,000");
  const fewRows = async () => assert.ok((await rows(page).count()) < 60, `${await rows(page).count()} rows are in the page`);
  await fewRows();
  await page.getByRole("columnheader", { name: "{name}", exact: true }).waitFor();

  await grid(page).focus();
  await page.keyboard.press("Control+End");
  await until(() => identities(page), (all) => all.at(-1) === "+14155099999", "the last recipient is on screen");
  await fewRows();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const number = Number((await active(page).getAttribute("id"))?.split("-")[1]) + 1;
  await page.keyboard.type("Somebody else");
  await page.keyboard.press("Enter");
  assert.equal(await (await cell(page, number, "{name}")).innerText(), "Somebody else");

  await field(page, "Search recipients").fill("somebody else");
  await page.locator(".audience").getByText("1 of 100,000 rows shown").waitFor();
  assert.deepEqual(await identities(page), [`+1415${5_000_000 + number - 1}`]);
  await page.getByRole("button", { name: "Show everybody" }).click();
  await page.getByRole("columnheader", { name: "{name}", exact: true }).click();
  await page.keyboard.press("Enter");
  await until(() => identities(page), (all) => all[0] === `+1415${5_000_000 + number - 1}`, "S comes after P");
  await fewRows();
  const miscounted = heads.filter((words) => /100,000 recipients.*\d with problems/s.test(words));
  assert.deepEqual(miscounted, [], "the problems of those who were there before are not counted among the new ones");
  await close();
});

test("a cell that the shared message waits for is marked, and says so", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE.replace('"name": "Cem"', '"nam": "Cem"').replace("Hi {name}", "Hi {name} at {time}"));
  await openTable(page);
  const name = await cell(page, 1, "{name}");
  await name.and(page.locator(".cell-warning")).waitFor();
  assert.equal(await name.getAttribute("title"), "No value for {name}: the recipient sees the braces.");
  // The third recipient's own message asks for other names.
  assert.equal(await (await cell(page, 3, "{time}")).and(page.locator(".cell-warning")).count(), 0);
  await name.click();
  await page.locator(".here").getByText("No value for {name}: the recipient sees the braces.").waitFor();
  await page.keyboard.type("Cem");
  await page.keyboard.press("Enter");
  await name.and(page.locator(":not(.cell-warning)")).waitFor();
  await close();
});

/** Drop a file on an element, as from a folder. @param {Page} page @param {string} target @param {string} name @param {string} text */
async function drop(page, target, name, text) {
  const dataTransfer = await page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name));
      return transfer;
    },
    /** @type {const} */ ([name, text]),
  );
  await page.dispatchEvent(target, "dragover", { dataTransfer });
  await page.locator(".audience-dragged").waitFor();
  await page.dispatchEvent(target, "drop", { dataTransfer });
  await page.locator(".audience-dragged").waitFor({ state: "detached" });
}

test("a file dropped anywhere is imported, or opened where it is a draft", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, THREE);
  for (const target of [".preview-panel", ".json-panel .cm-content", "#message .cm-content", ".header"]) {
    await drop(page, target, "team.csv", "phoneNumber;name\n+14155550201;Dee\n");
    await page.getByRole("dialog", { name: "1 recipient in team.csv" }).getByRole("button", { name: "Cancel" }).click();
    assert.equal(await jsonText(page), THREE);
  }
  await drop(page, ".form-panel", "other.json", '{"channel": "ivr"}');
  await page.getByText("Opened other.json.").waitFor();
  assert.equal(await jsonText(page), '{"channel": "ivr"}');
  await close();
});
