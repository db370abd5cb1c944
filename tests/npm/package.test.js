// The packed tarball: what is in it, how it resolves, what bundlers leave out, its types.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { rollup } from "rollup";
import { build as viteBuild } from "vite";

import { install } from "./installed.js";

const { folder, packed, tarball, remove } = install();
const tools = fileURLToPath(new URL("../../node_modules/.bin/", import.meta.url));
const run = promisify(execFile);

after(remove);

describe("the tarball", { concurrency: true }, () => {
  test("holds one wasm file, the types, the sources, the examples and the licences, and nothing else", () => {
    assert.equal(packed.filter((path) => path.endsWith(".wasm")).length, 1);
    for (const path of [
      "dist/node.js",
      "dist/node.cjs",
      "dist/node.d.cts",
      "dist/browser.js",
      "dist/browser.d.ts",
      "dist/node-slim.js",
      "dist/slim.js",
      "dist/slim.cjs",
      "dist/schema/job.schema.json",
      "js/face.ts",
      "examples/codemirror/main.ts",
      "examples/monaco/main.ts",
      "README.md",
      "LICENSE-MIT",
      "LICENSE-APACHE",
    ]) {
      assert.ok(packed.includes(path), path);
    }
    const expected = /^(dist\/|js\/|examples\/\w+\/[\w.]+\.(html|json|ts)$|LICENSE-\w+$|README\.md$|package\.json$)/;
    const ofTests = /^dist\/((bindings|instance)\.js$|inside\.)/;
    const stray = packed.filter((path) => !expected.test(path) || ofTests.test(path));
    assert.deepEqual(stray, []);
  });

  test("says nothing of the machine that it was built on", () => {
    const wasm = readFileSync(join(folder, "node_modules/notify-preflight/dist/notify-preflight.wasm"), "latin1");
    const paths = wasm.match(/(?:\/(?:home|root|Users|work|tmp)\/|[A-Z]:\\|\.cargo|registry\/src|rustup)[ -~]{0,60}/g);
    assert.equal(paths, null);
  });

  test("leaves publint nothing to say", async () => {
    const pkgDir = join(folder, "node_modules/notify-preflight");
    const { messages, pkg } = await publint({ pkgDir, strict: true });
    assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
  });

  test("resolves to the right types, as Are The Types Wrong sees it", async () => {
    const { stdout } = await run(join(tools, "attw"), [tarball, "--no-definitely-typed", "--no-emoji", "--format", "ascii"]);
    assert.match(stdout, /No problems found/);
  });

  test("gives the schemas as files", async () => {
    const program = 'console.log(require("notify-preflight/schema/job.schema.json").title)';
    const { stdout } = await run("node", ["--input-type=commonjs", "--eval", program], { cwd: folder });
    assert.equal(stdout.trim(), "Job");
  });
});

describe("importing the limits alone bundles no WebAssembly", { concurrency: true }, () => {
  const program = (entry = "") => `import { limits } from "notify-preflight${entry}"; console.log(limits.identities);`;
  const input = join(folder, "limits.js");
  writeFileSync(input, program());

  /** @param {string} code */
  function isSmall(code) {
    assert.match(code, /identities/);
    assert.doesNotMatch(code, /wasm|TextDecoder|json-schema/i);
    assert.ok(code.length < 400, code);
  }

  test("with esbuild", async () => {
    const { outputFiles } = await esbuild({ entryPoints: [input], bundle: true, format: "esm", write: false });
    assert.equal(outputFiles.length, 1);
    isSmall(outputFiles[0]?.text ?? "");
  });

  test("with Rollup", async () => {
    const bundle = await rollup({ input, plugins: [nodeResolve({ browser: true })] });
    const { output } = await bundle.generate({ format: "es" });
    assert.equal(output.length, 1);
    isSmall(output[0].code);
  });

  test("with Vite, from the slim entry", async () => {
    const entry = join(folder, "slim-limits.js");
    writeFileSync(entry, program("/slim"));
    const outDir = join(folder, "slim-dist");
    await viteBuild({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: { outDir, lib: { entry, formats: ["es"], fileName: "limits" } },
    });
    assert.deepEqual(readdirSync(outDir), ["limits.js"]);
  });
});

const CONSUMER = `
  import init, { Composer, check, type Code, type InitInput, type NotifyPayload } from "notify-preflight";
  import slim, { limits } from "notify-preflight/slim";
  const payload: NotifyPayload = {
    channel: "whatsapp",
    message: { type: "text", value: "Hello" },
    identities: [{ phoneNumber: "+4915550000001" }],
  };
  const codes: Code[] = check(payload).diagnostics.map(({ code }) => code);
  const most: 1000 = limits.identities;
  export async function main(bytes: Uint8Array) {
    await init();
    await slim(bytes satisfies InitInput);
    const composer = new Composer("{}");
    composer[Symbol.dispose]();
    return [codes, most];
  }
  // @ts-expect-error: an address of that channel's
  export const wrong: NotifyPayload = { ...payload, identities: [{ email: "a@b.co" }] };
`;

describe("a strict consumer compiles, types of libraries checked", { concurrency: true }, () => {
  for (const [name, file, options] of /** @type {const} */ ([
    ["as an ES module of Node's", "consumer.mts", ["--module", "nodenext", "--lib", "es2022,dom"]],
    ["as CommonJS of Node's", "consumer.cts", ["--module", "nodenext", "--lib", "es2022,dom"]],
    ["for a bundler", "consumer.ts", ["--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom"]],
    ["in a worker", "worker.ts", ["--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,webworker"]],
    ["where neither a page nor Node is known", "pure.ts", ["--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022"]],
  ])) {
    test(name, async () => {
      writeFileSync(join(folder, file), CONSUMER);
      const strict = ["--ignoreConfig", "--strict", "--exactOptionalPropertyTypes", "--noEmit", "--skipLibCheck", "false", "--target", "es2022", "--types", ""];
      const compiled = await run(join(tools, "tsc"), [...strict, ...options, file], { cwd: folder }).catch((error) => error);
      assert.equal(compiled.stdout, "");
    });
  }
});
