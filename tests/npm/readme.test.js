// Every example of the READMEs that is not Rust (rustdoc runs those) is run as it stands.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { build as esbuild } from "esbuild";
import { build as viteBuild } from "vite";

import { install } from "./installed.js";
import { launch } from "../chromium.js";
import { serve, visit } from "./pages.js";

/** @param {string} file */
const textOf = (file) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

/**
 * @param {string} file
 * @param {string} language
 */
function examples(file, language) {
  const blocks = textOf(file).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"));
  return [...blocks].map(([, code]) => code ?? "");
}

/** @param {string} code */
const promised = (code) => [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);

for (const file of ["README.md", "pkg/README.md"]) {
  test(`${file}: the JavaScript prints what its comments say`, () => {
    // One program: later blocks go on where the first one ends.
    const code = examples(file, "js").join("\n");
    const expected = promised(code);
    const out = execFileSync("node", ["--input-type=module", "--eval", code], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      encoding: "utf8",
    });
    assert.ok(expected.length >= 2);
    assert.deepEqual(out.trim().split("\n"), expected);
  });
}

describe("pkg/README.md: the start in each environment prints what its comment says", { concurrency: true }, () => {
  const { folder, remove } = install();
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;

  before(async () => {
    server = await serve(folder);
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    server?.close();
    remove();
  });

  /**
   * The lines that a page logs, of which there are to be some.
   * @param {string} path
   */
  const loggedBy = (path) =>
    visit(browser, `${server.origin}/${path}`, async (tab, lines) => {
      if (lines.length === 0) await tab.waitForEvent("console", (message) => message.type() === "log");
      return lines;
    });

  /**
   * @param {string} path
   * @param {string} script
   */
  function page(path, script) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), `<!doctype html><title>Page</title><script type="module" src="./${script}"></script>`);
  }

  /**
   * @param {string} file
   * @param {string} code
   */
  function inNode(file, code) {
    writeFileSync(join(folder, file), code);
    return execFileSync("node", [file], { cwd: folder, encoding: "utf8" }).trim().split("\n");
  }

  /** @type {Record<string, (code: string) => unknown>} */
  const environments = {
    import: (code) => inNode("import.mjs", code),
    require: (code) => inNode("require.cjs", code),
    library: (code) => inNode("library.mjs", code),
    bundler: async (code) => {
      const root = join(folder, "bundler");
      page("bundler/index.html", "main.js");
      writeFileSync(join(root, "main.js"), code);
      await viteBuild({ root, base: "./", configFile: false, logLevel: "error" });
      return loggedBy("bundler/dist/");
    },
    esbuild: async (code) => {
      page("esbuild/dist/index.html", "main.js");
      const main = join(folder, "esbuild/main.js");
      writeFileSync(main, code);
      const outdir = join(folder, "esbuild/dist");
      await esbuild({ entryPoints: [main], outdir, bundle: true, format: "esm", loader: { ".wasm": "file" }, logLevel: "error" });
      return loggedBy("esbuild/dist/");
    },
    page: async (code) => {
      writeFileSync(join(folder, "page.js"), code);
      writeFileSync(join(folder, "start-worker.js"), 'new Worker("./page.js", { type: "module" })');
      page("page.html", "page.js");
      page("worker.html", "start-worker.js");
      const lines = await loggedBy("page.html");
      assert.deepEqual(await loggedBy("worker.html"), lines);
      return lines;
    },
  };

  for (const [name, run] of Object.entries(environments)) {
    test(name, async () => {
      const [code] = examples("pkg/README.md", `js ${name}`);
      assert.ok(code);
      assert.deepEqual(await run(code), promised(code));
    });
  }

  test("and there are no others", () => {
    const names = [...textOf("pkg/README.md").matchAll(/^```js (\w+)$/gm)].map(([, name]) => name);
    assert.deepEqual(names.sort(), Object.keys(environments).sort());
  });
});

test("pkg/README.md: what it shows of an example stands there", () => {
  const excerpts = [...textOf("pkg/README.md").matchAll(/^```ts (\S+)\n(.*?)^```/gms)];
  assert.ok(excerpts.length >= 1);
  for (const [, file, code] of excerpts) assert.ok(textOf(`pkg/${file}`).includes(code ?? ""), code);
});

test("README.md: its two commands are those of xtask", () => {
  const [commands] = examples("README.md", "sh");
  const usage = readFileSync(new URL("../../xtask/src/main.rs", import.meta.url), "utf8");
  for (const [, name] of commands?.matchAll(/^cargo xtask (\w+)/gm) ?? []) {
    assert.match(usage, new RegExp(`^  ${name} `, "m"));
  }
});
