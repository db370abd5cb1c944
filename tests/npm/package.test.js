// The packed tarball, installed where nothing else is: in Node, and through Vite.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { build } from "vite";

const folder = mkdtempSync(join(tmpdir(), "notify-preflight-"));
/** @type {string[]} */
let packed = [];

before(() => {
  const source = fileURLToPath(new URL("../../pkg", import.meta.url));
  const out = execFileSync("npm", ["pack", source, "--json", "--pack-destination", folder], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [tarball] = JSON.parse(out);
  packed = tarball.files.map((/** @type {{ path: string }} */ file) => file.path);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, tarball.filename)], {
    cwd: folder,
    stdio: "ignore",
  });
});

after(() => rmSync(folder, { recursive: true }));

test("the tarball holds one wasm file, the types, the sources and the licences", () => {
  assert.equal(packed.filter((path) => path.endsWith(".wasm")).length, 1);
  for (const path of ["dist/node.js", "dist/browser.js", "dist/browser.d.ts", "dist/schema/job.schema.json", "js/face.ts", "README.md", "LICENSE-MIT", "LICENSE-APACHE"]) {
    assert.ok(packed.includes(path), path);
  }
  const stray = packed.filter((path) => !/^(dist|js|LICENSE-\w+|README\.md|package\.json)/.test(path));
  assert.deepEqual(stray, []);
});

test("it works in Node from an empty folder", () => {
  const program = `
    import { check, preview } from "notify-preflight";
    import { createRequire } from "node:module";
    const payload = '{"channel":"ivr","message":{"type":"text","value":"Hi {n}"},"identities":[{"email":"a@b.c","parameters":{"n":"Ada"}}]}';
    const schema = createRequire(import.meta.url)("notify-preflight/schema/job.schema.json");
    console.log(check(payload).valid, preview(payload).recipients[0].filled, schema.title);`;
  const out = execFileSync("node", ["--input-type=module", "--eval", program], { cwd: folder, encoding: "utf8" });
  assert.equal(out.trim(), "true Hi Ada Job");
});

test("Vite bundles it with exactly one wasm file", async () => {
  writeFileSync(join(folder, "index.html"), '<script type="module" src="./main.js"></script>');
  writeFileSync(
    join(folder, "main.js"),
    'import init, { check } from "notify-preflight"; await init(); document.title = String(check("{}").valid);',
  );
  await build({ root: folder, logLevel: "error", build: { target: "es2022" } });
  const assets = readdirSync(join(folder, "dist/assets"));
  assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 1, assets.join(" "));
});
