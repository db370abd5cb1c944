// The suite in a page: the packed package as it is, and Ajv bundled.

import { createReadStream, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { launch } from "../../chromium.js";

const PAGE = `<!doctype html><title>Benchmarks</title>
<script type="importmap">{ "imports": { "notify-preflight": "/node_modules/notify-preflight/dist/browser.js" } }</script>
<script type="module">
  import init, * as face from "notify-preflight";
  import { suite } from "./suite.js";
  await init();
  window.suite = (only) => suite(face, window.tell, only);
</script>`;

/**
 * @param {string} folder where the package is installed
 * @param {(line: string) => void} tell
 * @param {string} [only]
 * @returns {Promise<{ version: string, times: import("./suite.js").Times }>}
 */
export async function inChromium(folder, tell, only) {
  const server = createServer(answer(await site(folder)));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const browser = await launch();
  try {
    const page = await browser.newPage();
    /** @type {Promise<never>} */
    const failed = new Promise((_, reject) => page.once("pageerror", reject));
    await page.exposeFunction("tell", tell);
    await page.goto(`${origin}/bench/`);
    await Promise.race([page.waitForFunction("window.suite"), failed]);
    const times = await page.evaluate((only) => /** @type {any} */ (window).suite(only), only);
    return { version: browser.version(), times };
  } finally {
    await browser.close();
    server.close();
  }
}

/** Beside the installed package, the page and what it runs. @param {string} folder */
async function site(folder) {
  const here = join(folder, "bench");
  mkdirSync(here, { recursive: true });
  writeFileSync(join(here, "index.html"), PAGE);
  await build({
    entryPoints: [fileURLToPath(new URL("suite.js", import.meta.url))],
    outfile: join(here, "suite.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    external: ["notify-preflight"],
    logLevel: "error",
  });
  return folder;
}

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
});

/** @param {string} folder @returns {import("node:http").RequestListener} */
const answer = (folder) => (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const file = join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  const stream = createReadStream(file);
  stream.once("error", () => response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end());
  stream.once("open", () => {
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      // A page on its own is given a finer clock.
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    stream.pipe(response);
  });
};
