// Every example of the READMEs that is not Rust (rustdoc runs those) is run as it stands.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/**
 * @param {string} file
 * @param {string} language
 */
function examples(file, language) {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  const blocks = text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"));
  return [...blocks].map(([, code]) => code ?? "");
}

for (const file of ["README.md", "pkg/README.md"]) {
  test(`${file}: the JavaScript prints what its comments say`, () => {
    // One program: later blocks go on where the first one ends.
    const code = examples(file, "js").join("\n");
    const expected = [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
    const out = execFileSync("node", ["--input-type=module", "--eval", code], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      encoding: "utf8",
    });
    assert.ok(expected.length >= 2);
    assert.deepEqual(out.trim().split("\n"), expected);
  });
}

test("README.md: the command line examples run, one after another", () => {
  const binary = process.env["NOTIFY_PREFLIGHT_BIN"];
  assert.ok(binary, "NOTIFY_PREFLIGHT_BIN names the command");
  const blocks = examples("README.md", "sh").filter((block) => block.includes("notify-preflight check"));
  assert.ok(blocks.length >= 2);
  const folder = mkdtempSync(join(tmpdir(), "notify-preflight-"));
  try {
    writeFileSync(join(folder, "example.sh"), blocks.join("\n"));
    const path = [dirname(binary), process.env["PATH"]].join(delimiter);
    const out = execFileSync("sh", ["-eu", "example.sh"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, PATH: path },
    });
    assert.match(out, /"filled":"Hello Ada"/);
    assert.equal(out.match(/^payload\.json: ready to send/gm)?.length, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("README.md: its two commands are those of xtask", () => {
  const [commands] = examples("README.md", "sh");
  const usage = readFileSync(new URL("../../xtask/src/main.rs", import.meta.url), "utf8");
  for (const [, name] of commands?.matchAll(/^cargo xtask (\w+)/gm) ?? []) {
    assert.match(usage, new RegExp(`^  ${name} `, "m"));
  }
});
