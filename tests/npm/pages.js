// Pages in a real browser, from a server of their own; what they complain of fails.

import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

/** How long to wait for what should be there at once; a busy machine gets its time. */
const WAITS_MS = 20_000;

const TYPES = /** @type {Record<string, string>} */ ({
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
});

/** What a careful site allows: its own scripts, and WebAssembly by name. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/**
 * A folder's files, each under the policy given.
 * @param {string} folder
 * @param {string} [policy]
 */
export async function serve(folder, policy = POLICY) {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const file = join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const type = searchParams.has("untyped") ? undefined : TYPES[extname(file)];
    const stream = createReadStream(file);
    stream.once("error", () => response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end());
    stream.once("open", () => {
      response.writeHead(200, { "content-type": type ?? "application/octet-stream", "content-security-policy": policy });
      stream.pipe(response);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return { origin, close: () => server.close() };
}

/**
 * Opens a page, does something with it, and holds it to a clean console.
 * @template T
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 * @param {(tab: import("playwright-core").Page, lines: string[]) => Promise<T>} use `lines` grow by what the page logs
 */
export async function visit(browser, address, use) {
  const tab = await browser.newPage();
  tab.setDefaultTimeout(WAITS_MS);
  /** @type {string[]} */
  const complaints = [];
  /** @type {string[]} */
  const lines = [];
  tab.on("pageerror", (error) => complaints.push(String(error.stack ?? error)));
  tab.on("console", (message) => {
    const isProvoked = /\/(nowhere\.wasm|favicon\.ico)$/.test(message.location().url);
    if (message.type() === "log") lines.push(message.text());
    if (message.type() === "error" && !isProvoked) complaints.push(message.text());
  });
  try {
    await tab.goto(address);
    const outcome = await use(tab, lines).catch((error) => void complaints.push(String(error)));
    assert.deepEqual(complaints, []);
    return outcome;
  } finally {
    await tab.close();
  }
}
