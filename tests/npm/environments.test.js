// The installed tarball wherever it is used: Node, bundlers, a page without one, a worker.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

import { nodeResolve } from "@rollup/plugin-node-resolve";
// @ts-expect-error: its types are not where its `exports` say
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import * as vite from "vite";
import webpack from "webpack";

import { install } from "./installed.js";
import { launch } from "../chromium.js";
import { serve, visit } from "./pages.js";

const { folder, remove } = install();

/** What every environment is asked, and what it must answer. */
const ASK = `
  const text = '{"channel":"ivr","message":{"type":"text","value":"Hi {n} 💬"},"identities":[{"email":"a@b.co","parameters":{"n":"Ada"}}]}';
  export default function ask({ check, Composer, limits, messages }) {
    const composer = new Composer(text);
    composer.setMessage("Bye {n}");
    const filled = composer.window(0, 1)[0].filled;
    composer.free();
    return [check(text).valid, check("{}").totals.error, messages(text)[0], filled, limits.identities].join(" ");
  }`;
const ANSWER = "true 3 Hi Ada 💬 Bye Ada 1000";

const PROGRAM = `
  import init, * as face from "notify-preflight";
  import ask from "../ask.js";
  await init();
  document.documentElement.dataset.answer = ask(face);`;

/** esbuild does not look into \`new URL(…, import.meta.url)\`: there the file is imported. */
const PROGRAM_WITH_FILE = `
  import init, * as face from "notify-preflight/slim";
  import wasm from "notify-preflight/notify-preflight.wasm";
  import ask from "../ask.js";
  await init(new URL(wasm, import.meta.url));
  document.documentElement.dataset.answer = ask(face);`;

const WITHOUT_BUNDLER = `
  import init, * as face from "../node_modules/notify-preflight/dist/browser.js";
  import ask from "../ask.js";
  await Promise.all([init(), init(), init("/nowhere.wasm")]);
  await init();
  document.documentElement.dataset.answer = ask(face);`;

/**
 * A page that starts in vain, and then with an input.
 * @param {string} input
 */
const WITH_INPUT = (input) => `
  import init, * as face from "../node_modules/notify-preflight/dist/slim.js";
  import ask from "../ask.js";
  const address = "/node_modules/notify-preflight/dist/notify-preflight.wasm";
  const code = await init("/nowhere.wasm").then(() => "started", (error) => error.code);
  const early = (() => { try { face.check("{}") } catch (error) { return error.code } })();
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  const foreign = await init(empty).then(() => "started", (error) => error.code);
  const codes = [code, early, foreign].join(" ");
  if (codes !== "not-ready not-ready not-ready") throw new Error(codes);
  await init(${input});
  document.documentElement.dataset.answer = ask(face);`;

const INPUTS = {
  "an address": "address",
  "a URL": "new URL(address, location)",
  "a response": "await fetch(address)",
  "a response to come": "fetch(address)",
  "a response of no known type": "fetch(address + '?untyped')",
  "a response of more than its type":
    "new Response((await fetch(address)).body, { headers: { 'content-type': 'application/wasm; charset=utf-8' } })",
  bytes: "await (await fetch(address)).arrayBuffer()",
  "a data view": "new DataView(await (await fetch(address)).arrayBuffer())",
  "a view of bytes": "new Uint8Array(await (await fetch(address)).arrayBuffer())",
  "a module": "await WebAssembly.compileStreaming(fetch(address))",
};

const WORKER_PAGE = `
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => (document.documentElement.dataset.answer = data);`;
const WORKER = `
  import init, * as face from "../node_modules/notify-preflight/dist/browser.js";
  import ask from "../ask.js";
  await init();
  postMessage(ask(face));`;

/**
 * A page of its own folder.
 * @param {string} name
 * @param {string} program
 * @param {Record<string, string>} [files]
 */
function page(name, program, files = {}) {
  const here = join(folder, name);
  mkdirSync(here);
  writeFileSync(join(here, "index.html"), '<!doctype html><title>Page</title><script type="module" src="./main.js"></script>');
  writeFileSync(join(here, "main.js"), program);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(here, file), text);
  return here;
}

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
let origin = "";

before(async () => {
  writeFileSync(join(folder, "ask.js"), ASK);
  server = await serve(folder);
  origin = server.origin;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
  remove();
});

/**
 * What the page at an address answers.
 * @param {string} address
 */
function answerOf(address) {
  return visit(browser, address, async (tab) => {
    const root = tab.locator("html[data-answer]");
    await root.waitFor({ state: "attached" });
    return root.getAttribute("data-answer");
  });
}

/** @param {string} folder */
const filesIn = (folder) => readdirSync(folder, { recursive: true, encoding: "utf8" });

/** @param {string} folder */
function hasOneWasmFile(folder) {
  const found = filesIn(folder).filter((file) => file.endsWith(".wasm"));
  assert.equal(found.length, 1, filesIn(folder).join(" "));
}

const run = promisify(execFile);

describe("in Node", { concurrency: true }, () => {
  const body = ASK.replace("export default ", "");

  test("with import", async () => {
    const program = `import init, * as face from "notify-preflight"; ${body}; await init(); console.log(ask(face))`;
    const { stdout } = await run("node", ["--input-type=module", "--eval", program], { cwd: folder });
    assert.equal(stdout.trim(), ANSWER);
  });

  test("with require", async () => {
    const program = `const face = require("notify-preflight"); ${body}; face.default().then(() => console.log(ask(face)))`;
    const { stdout } = await run("node", ["--input-type=commonjs", "--eval", program], { cwd: folder });
    assert.equal(stdout.trim(), ANSWER);
  });

  for (const [how, type, get] of /** @type {const} */ ([
    ["import", "module", 'import init, * as face from "notify-preflight/slim"; import { createRequire } from "node:module"; const require = createRequire(import.meta.url)'],
    ["require", "commonjs", 'const face = require("notify-preflight/slim"), init = face.default'],
  ])) {
    test(`slim, with ${how}, given bytes`, async () => {
      const program = `${get}; ${body};
        const wasm = require("node:fs").readFileSync(require.resolve("notify-preflight/notify-preflight.wasm"));
        init().catch((error) => error.code).then((code) => init(wasm).then(() => console.log(code, ask(face))))`;
      const { stdout } = await run("node", [`--input-type=${type}`, "--eval", program], { cwd: folder });
      assert.equal(stdout.trim(), `bad-argument ${ANSWER}`);
    });
  }

  for (const [what, given] of /** @type {const} */ ([
    ["bytes", "wasm"],
    ["a data view", "new DataView(wasm.buffer, wasm.byteOffset, wasm.byteLength)"],
    ["a buffer", "wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)"],
    ["a module", "new WebAssembly.Module(wasm)"],
  ])) {
    test(`slim, given ${what}, asks for nothing of fetch, which takes long to load`, async () => {
      const program = `const face = require("notify-preflight/slim"); ${body};
        for (const name of ["fetch", "Response"]) delete globalThis[name];
        const wasm = require("node:fs").readFileSync(require.resolve("notify-preflight/notify-preflight.wasm"));
        face.default(${given}).then(() => console.log(ask(face)))`;
      const { stdout } = await run("node", ["--input-type=commonjs", "--eval", program], { cwd: folder });
      assert.equal(stdout.trim(), ANSWER);
    });
  }
});

describe("bundled, under a content security policy", { concurrency: true }, () => {
  test("by Vite", async () => {
    const root = page("vite", PROGRAM);
    await vite.build({ root, base: "./", configFile: false, logLevel: "error", build: { target: "es2022" } });
    hasOneWasmFile(join(root, "dist"));
    assert.equal(await answerOf(`${origin}/vite/dist/`), ANSWER);
  });

  test("by Vite, while developing", async () => {
    const root = page("vite-dev", PROGRAM);
    const cacheDir = join(root, "cache");
    const development = await vite.createServer({
      root,
      cacheDir,
      configFile: false,
      logLevel: "error",
      server: { port: 0, fs: { allow: [folder] } },
    });
    try {
      await development.listen();
      assert.equal(await answerOf(development.resolvedUrls?.local[0] ?? ""), ANSWER);
    } finally {
      await development.close();
    }
  });

  test("by webpack", async () => {
    const root = page("webpack", PROGRAM);
    const path = join(root, "dist");
    const compiler = webpack({ mode: "production", context: root, entry: "./main.js", output: { path, filename: "main.js" } });
    const stats = await promisify(compiler.run.bind(compiler))();
    assert.deepEqual(stats?.toJson({ all: false, errors: true }).errors, []);
    writeFileSync(join(path, "index.html"), '<script type="module" src="./main.js"></script>');
    hasOneWasmFile(path);
    assert.equal(await answerOf(`${origin}/webpack/dist/`), ANSWER);
  });

  test("by esbuild", async () => {
    const root = page("esbuild", PROGRAM_WITH_FILE);
    const outdir = join(root, "dist");
    await esbuild({
      entryPoints: [join(root, "main.js")],
      outdir,
      bundle: true,
      format: "esm",
      target: "es2022",
      loader: { ".wasm": "file" },
      logLevel: "error",
    });
    writeFileSync(join(outdir, "index.html"), '<script type="module" src="./main.js"></script>');
    hasOneWasmFile(outdir);
    assert.equal(await answerOf(`${origin}/esbuild/dist/`), ANSWER);
  });

  test("by Rollup", async () => {
    const root = page("rollup", PROGRAM);
    const dir = join(root, "dist");
    const bundle = await rollup({
      input: join(root, "main.js"),
      plugins: [nodeResolve({ browser: true }), importMetaAssets()],
    });
    await bundle.write({ dir, format: "es" });
    writeFileSync(join(dir, "index.html"), '<script type="module" src="./main.js"></script>');
    hasOneWasmFile(dir);
    assert.equal(await answerOf(`${origin}/rollup/dist/`), ANSWER);
  });
});

describe("in a page without a bundler, under a content security policy", { concurrency: true }, () => {
  test("started several times at once", async () => {
    page("plain", WITHOUT_BUNDLER);
    assert.equal(await answerOf(`${origin}/plain/`), ANSWER);
  });

  test("in a worker", async () => {
    page("worker", WORKER_PAGE, { "worker.js": WORKER });
    assert.equal(await answerOf(`${origin}/worker/`), ANSWER);
  });

  for (const [name, input] of Object.entries(INPUTS)) {
    test(`given ${name}, after a start that failed`, async () => {
      const path = `input-${name.replaceAll(" ", "-")}`;
      page(path, WITH_INPUT(input));
      assert.equal(await answerOf(`${origin}/${path}/`), ANSWER);
    });
  }
});
