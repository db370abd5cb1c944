// The examples, copied out of the installed tarball as a user does: compiled, built, used.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import * as vite from "vite";

import { install } from "./installed.js";
import { launch } from "../chromium.js";
import { visit } from "./pages.js";

const { folder, remove } = install();
const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const run = promisify(execFile);

/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
  remove();
});

/**
 * What an example asks for beside the package itself, from the packages that the lock file names.
 * @param {string} root
 */
function linkPackages(root) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const place = join(root, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    const isOurs = name === "notify-preflight";
    symlinkSync(isOurs ? join(folder, "node_modules", name) : join(modules, name), place);
  }
}

/**
 * The example's page, built.
 * @param {string} name
 * @param {(tab: import("playwright-core").Page) => Promise<void>} use
 */
async function withExample(name, use) {
  const root = join(folder, name);
  cpSync(join(folder, "node_modules/notify-preflight/examples", name), root, { recursive: true });
  linkPackages(root);
  const compiled = await run(join(modules, ".bin/tsc"), [], { cwd: root }).catch((error) => error);
  assert.equal(compiled.stdout, "");
  await vite.build({ root, configFile: false, logLevel: "error" });
  const server = await vite.preview({ root, configFile: false, logLevel: "error", preview: { port: 0, host: "127.0.0.1" } });
  try {
    await visit(browser, server.resolvedUrls?.local[0] ?? "", use);
  } finally {
    await server.close();
  }
}

describe("an example, built from the installed tarball", () => {
  test("in CodeMirror shows a problem, mends it, and shows what recipients get", async () => {
    await withExample("codemirror", async (tab) => {
      await tab.locator(".cm-lintRange-error", { hasText: "customMesage" }).hover();
      const problem = tab.locator(".cm-tooltip .cm-diagnostic", { hasText: "`customMesage`" });
      await problem.getByRole("button").click();
      await tab.locator(".cm-line", { hasText: '"customMessage"' }).waitFor();
      await tab.locator("dd", { hasText: /^Hello Cy$/ }).waitFor();
      // Several changes at once are followed too: each line indented.
      await tab.locator(".cm-content").focus();
      await tab.keyboard.press("ControlOrMeta+a");
      await tab.keyboard.press("ControlOrMeta+]");
      await tab.locator(".cm-line", { hasText: "Hello {name}" }).click();
      await tab.keyboard.press("End");
      await tab.keyboard.press("ArrowLeft");
      await tab.keyboard.type("!");
      await tab.locator("dd", { hasText: "Hello Ada, your order A-17 is on its way!" }).waitFor();
    });
  });

  test("in Monaco shows a problem and mends it", async () => {
    await withExample("monaco", async (tab) => {
      const line = (/** @type {string} */ text) => tab.locator(".view-line", { hasText: text });
      await tab.locator(".squiggly-error").first().waitFor();
      await line('"customMesage"').getByText('"customMesage"').click();
      await tab.keyboard.press("ControlOrMeta+.");
      await tab.locator(".action-widget .monaco-list-row", { hasText: "`customMessage`" }).waitFor();
      await tab.keyboard.press("Enter");
      await line('"customMessage"').waitFor();
    });
  });
});
