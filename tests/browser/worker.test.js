// @ts-check
/** The core runs in a worker: the page outlives it, loses nothing, and breaks no policy. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { field, jsonText, pasteJson, startApp, until } from "./harness.js";

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

const ANN = JSON.stringify(
  {
    channel: "whatsapp",
    message: { type: "text", value: "Hi {name}" },
    identities: [{ phoneNumber: "+14155550101", parameters: { name: "Ann" } }],
  },
  null,
  2,
);

/** @param {import("playwright-core").Page} page */
const shown = (page) => page.locator(".chosen .message-text").first();

/** The page answers what is typed by itself while its next worker starts. @param {import("playwright-core").Page} page */
const untilOneWorker = (page) =>
  until(async () => page.workers().length, (number) => number === 1, "the core runs in one worker");

/** @param {import("playwright-core").Page} page */
async function killWorker(page) {
  await untilOneWorker(page);
  const [worker] = page.workers();
  assert.ok(worker);
  const gone = new Promise((resolve) => worker.once("close", resolve));
  await worker.evaluate(() => self.close()).catch(() => {});
  await gone;
}

test("a worker that dies is replaced, and nothing is lost", async () => {
  const { page, close } = await app.open();
  await pasteJson(page, ANN);
  await shown(page).getByText("Hi Ann").waitFor();
  for (const letter of ["!", "?"]) {
    await killWorker(page);
    await field(page, "Message").press("ControlOrMeta+End");
    await page.keyboard.type(letter);
    await shown(page).getByText(letter).waitFor();
  }
  assert.equal(await shown(page).innerText(), "Hi Ann!?");
  await untilOneWorker(page);
  const text = await jsonText(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Redo" }).click();
  assert.equal(await jsonText(page), text, "the history outlives the worker too");
  await close();
});

test("where no worker starts any more the page says so, keeps the text, and tries again when asked", async () => {
  const { page, close } = await app.open({ expected: /net::ERR|Failed to fetch/ });
  await pasteJson(page, ANN);
  await shown(page).getByText("Hi Ann").waitFor();
  await page.route("**/worker-*.js", (route) => route.abort());
  await killWorker(page);
  await page.getByText(/The checker has stopped/).waitFor();
  await page.unroute("**/worker-*.js");
  await page.getByRole("button", { name: "Start it again" }).click();
  await page.getByText(/The checker has stopped/).waitFor({ state: "detached" });
  await field(page, "Message").fill("Hello {name}");
  await shown(page).getByText("Hello Ann").waitFor();
  await close();
});

test("whatever is typed while the core is at work is in its next answer", async () => {
  const { page, close } = await app.open();
  const identities = Array.from({ length: 1000 }, (_, index) => ({
    phoneNumber: `+1415555${String(index).padStart(4, "0")}`,
    parameters: { name: `Person ${index}`, place: "x".repeat(200) },
  }));
  await pasteJson(page, JSON.stringify({ channel: "whatsapp", message: { type: "text", value: "" }, identities }, null, 2));
  await page.locator(".preview-panel .panel-head").getByText("1,000 recipients").waitFor();
  const typed = "Hi {name}, this is a message that is typed without a pause.";
  await field(page, "Message").pressSequentially(typed);
  await until(
    () => shown(page).innerText(),
    (text) => text === typed.replace("{name}", "Person 0"),
    "the last letter is in the preview",
  );
  await page.getByText("All get different texts").waitFor();
  await close();
});

test("no script comes from a string, while the page's own worker runs", async () => {
  const { page, complaints, close } = await app.open({ expected: /TrustedScriptURL|require-trusted-types-for refused/ });
  const refused = await page.evaluate(() => {
    try {
      new Worker("/elsewhere.js");
      return false;
    } catch (error) {
      return error instanceof TypeError;
    }
  });
  assert.ok(refused, "the server's policy asks for trusted scripts");
  await until(
    async () => complaints.some((complaint) => complaint.startsWith("breach of content security policy")),
    (isSeen) => isSeen,
    "the tests see a breach of the policy",
  );
  assert.equal(page.workers().length, 1);
  await close();
});
