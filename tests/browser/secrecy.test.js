// @ts-check
/** A token goes through all that the page does, and is then nowhere but in memory. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { field, sendSample, startApp, until } from "./harness.js";
import { accepting, startPlatform } from "./platform.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./platform.js").Answer} Answer */

const SECRET = "Y2FuYXJ5LW9mLXRoZS1icm93c2VyLXRlc3Rz";
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzLTEiLCJzdWIiOiJ4In0.${SECRET}`;

/** How the platform answers a send. @type {(call: import("./platform.js").Call) => Answer | undefined} */
let answered = accepting;
/** @type {Awaited<ReturnType<typeof startPlatform>>} */
let platform;
/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  platform = await startPlatform((call) => answered(call));
  app = await startApp(["--upstream", platform.origin, "--allow-private"]);
});
after(async () => {
  await app?.stop();
  await platform?.stop();
});

const linkWith = (/** @type {string} */ token) => `${app.link}#stream=st-1&token=${token}`;

/** All that the browser keeps for the page, and what it shows. @param {Page} page */
async function kept(page) {
  const inside = await page.evaluate(async () => {
    const databases = await Promise.all(
      (await indexedDB.databases()).map(async ({ name = "" }) => {
        const opened = await new Promise((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const database = /** @type {IDBDatabase} */ (opened);
        const stores = [...database.objectStoreNames].map(
          (store) =>
            new Promise((resolve, reject) => {
              const request = database.transaction(store).objectStore(store).getAll();
              request.onsuccess = () => resolve(request.result);
              request.onerror = () => reject(request.error);
            }),
        );
        const contents = await Promise.all(stores);
        database.close();
        return contents;
      }),
    );
    const caches = await Promise.all((await globalThis.caches.keys()).map((name) => globalThis.caches.open(name)));
    return JSON.stringify({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases,
      cached: (await Promise.all(caches.map((cache) => cache.keys()))).flat().map(({ url }) => url),
      history: history.state,
      address: location.href,
      name: window.name,
      title: document.title,
      cookie: document.cookie,
      // Attributes too: a field's value that is one would be in the page's saved source.
      shown: document.documentElement.outerHTML,
    });
  });
  return inside + JSON.stringify(await page.context().storageState());
}

/** @param {string} text @param {string} what */
function assertAbsent(text, what) {
  const at = text.indexOf(SECRET);
  assert.ok(at < 0, `the token is in ${what}: ${text.slice(Math.max(0, at - 200), at)}`);
}

/** Save the download that a click gives. @param {Page} page @param {string} button */
async function downloaded(page, button) {
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  const download = await waiting;
  return download.suggestedFilename() + (await readFile(await download.path(), "utf8"));
}

test("a token that is used for a sending is in nothing that is kept, shown or exported", async () => {
  const logs = ["ann@example.com", "bob@example.com", "cem@example.com"];
  answered = (call) => {
    const { body } = accepting(call);
    // Wherever an answer has room for words.
    const statusLogs = logs.map((originalId) => ({ originalId, status: "FAILURE", comments: `${TOKEN} is bad` }));
    const extra = { createdBy: TOKEN, [TOKEN]: TOKEN, ...(call.method === "GET" && { statusLogs, count: 3 }) };
    return { headers: { "x-token": TOKEN, "set-cookie": `token=${TOKEN}` }, body: JSON.stringify({ ...JSON.parse(body), ...extra }) };
  };
  const { page, close } = await app.open({ link: linkWith(TOKEN) });
  /** @type {string[]} */
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  assertAbsent(page.url(), "the address");
  await sendSample(page);
  await page.locator(".follow-finished").waitFor();
  await until(() => kept(page), (all) => all.includes("ds-1") && all.includes('"parts"'), "the sending is kept");
  assertAbsent(await kept(page), "what is kept after a sending");
  assertAbsent(await downloaded(page, "Export as CSV"), "the results");
  assertAbsent(await downloaded(page, "Save"), "the file");

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByText(/^Copied\./).waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(command, /NOTIFY_JWT/);
  assertAbsent(command, "the command");

  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = await field(page, "Link").inputValue();
  assertAbsent(link, "the shared link");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  const other = await page.context().newPage();
  await other.goto(link);
  await other.getByRole("heading", { name: "Compose" }).waitFor();
  assertAbsent(await kept(other), "the draft that is shared");
  await other.close();

  await page.reload();
  await page.getByRole("heading", { name: "Compose" }).waitFor();
  assertAbsent(await kept(page), "what is kept after a reload");
  assert.equal(await field(page, "JWT").inputValue(), "");
  await page.goBack();
  assertAbsent(page.url(), "the history");
  assertAbsent(said.join("\n"), "the console");
  await close();
});

for (const [what, shown, answer] of /** @type {[string, RegExp, () => Answer | undefined][]} */ ([
  [
    "is refused",
    /The platform does not accept the JWT/,
    () => ({ status: 401, body: JSON.stringify({ errors: [{ msg: `invalid token ${TOKEN}` }] }) }),
  ],
  ["is answered with rubbish", /unknown whether the payload was accepted/, () => ({ body: `<p>${TOKEN}` })],
  [
    "is answered with a job that is none",
    /unknown whether the payload was accepted/,
    () => ({ body: JSON.stringify({ message: TOKEN, id: TOKEN }) }),
  ],
  ["finds no answer", /unknown whether the payload was accepted/, () => undefined],
])) {
  test(`a token of a sending that ${what} is in nothing that is kept or shown`, async () => {
    answered = answer;
    const { page, close } = await app.open({ link: linkWith(TOKEN), expected: /status of/ });
    await sendSample(page);
    await page.getByRole("alert").getByText(shown).waitFor();
    assertAbsent(await kept(page), "what is kept");
    await close();
  });
}

test("a token that cannot stand in a header is in nothing that is kept or shown", async () => {
  const { page, close } = await app.open({ link: linkWith(`Bearer%20${TOKEN}`) });
  await page.getByRole("combobox", { name: "Start from a sample" }).selectOption("ivr");
  await page.getByRole("button", { name: "Send to 3 recipients" }).click();
  await page.locator("#jwt:focus").waitFor();
  await page.getByText(/without “Bearer”/).waitFor();
  assertAbsent(await kept(page), "what is kept");
  await close();
});

test("no token is in the server's log", () => {
  assert.match(app.log(), /POST \/api\/public\/bot\/st-1\/notifyV2 401/);
  assertAbsent(app.log(), "the log");
});

test("the search finds what is there", async () => {
  const { page, close } = await app.open();
  await page.evaluate((secret) => sessionStorage.setItem("canary", secret), SECRET);
  assert.throws(() => assertAbsent("", "") ?? assertAbsent(SECRET, "a text"));
  const found = await kept(page);
  assert.ok(found.includes(SECRET));
  await close();
});
