// @ts-check
/** What a first visit fetches before the page can be used, as it is compressed on its way. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { field, startApp, until } from "./harness.js";

/** @typedef {import("playwright-core").Page} Page */

const MOST_BYTES = 450_000;

/** @type {Awaited<ReturnType<typeof startApp>>} */
let app;
before(async () => {
  app = await startApp();
});
after(() => app?.stop());

/** Gzip as files are compressed once, to be served often. @param {Buffer} body */
const compressed = (body) => gzipSync(body, { level: 9 }).length;

/** Whether the core answers to what is typed. @param {Page} page */
async function use(page) {
  await field(page, "Message").fill("Hi {name}");
  await page.getByRole("button", { name: "Add recipient" }).click();
  await until(
    () => page.locator(".problems").innerText(),
    (text) => !text.includes("Nobody to send to"),
    "the problems are those of the draft",
  );
}

test(`a page that can be used takes at most ${MOST_BYTES / 1000} kB`, async (context) => {
  /** @type {Map<string, Promise<number>>} */
  const fetched = new Map();
  let isCounted = true;
  const { page, close } = await app.open({
    before: async (fresh) => {
      // Nothing is idle: what the page fetches then is not part of it.
      await fresh.addInitScript(() => (globalThis.requestIdleCallback = () => 0));
      fresh.on("response", (response) => {
        if (isCounted) fetched.set(new URL(response.url()).pathname, response.body().then(compressed));
      });
    },
  });
  await until(
    () => page.locator(".problems").innerText(),
    (text) => text.includes("Nobody to send to"),
    "the core has spoken",
  );
  // What using the page fetches is not part of it, and may still be on its way at the end.
  isCounted = false;
  const sizes = await Promise.all([...fetched].map(async ([path, size]) => ({ path, size: await size })));
  for (const kind of ["/", ".css", ".js", ".wasm", "worker"]) {
    assert.ok(sizes.some(({ path }) => path.includes(kind)), `${kind} is counted`);
  }
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  const table = sizes.sort((one, other) => other.size - one.size).map(({ path, size }) => `${size} ${path}`);
  context.diagnostic(`${total} bytes: ${table.join(", ")}`);
  assert.ok(total <= MOST_BYTES, `${total} bytes:\n${table.join("\n")}`);
  await use(page);
  await close();
});
