// The packed tarball, installed where nothing else is.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A new folder with the package in its `node_modules`, and what `npm pack` says it packed. */
export function install() {
  const folder = mkdtempSync(join(tmpdir(), "notify-preflight-"));
  const source = fileURLToPath(new URL("../../pkg", import.meta.url));
  const out = execFileSync("npm", ["pack", source, "--json", "--pack-destination", folder], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename, files }] = JSON.parse(out);
  const tarball = join(folder, filename);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], {
    cwd: folder,
    stdio: "ignore",
  });
  /** @type {string[]} */
  const packed = files.map((/** @type {{ path: string }} */ file) => file.path);
  return { folder, tarball, packed, remove: () => rmSync(folder, { recursive: true }) };
}
