// A fresh Node process: importing the package and checking a first payload, against importing nothing.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { median } from "./measure.js";
import { payload, SIZES } from "./payloads.js";

const PROCESSES = 31;
const require = createRequire(import.meta.url);

/**
 * Times of whole processes in milliseconds, less that of the empty one.
 *
 * @param {string} folder where the package is installed
 * @param {(line: string) => void} tell
 * @returns {import("./suite.js").Times}
 */
export function cold(folder, tell) {
  const schema = readFileSync(new URL("../../../schema/notify-request.schema.json", import.meta.url), "utf8");
  const text = JSON.stringify(JSON.stringify(payload(SIZES["10x3"])));
  const ajv = pathToFileURL(require.resolve("ajv/dist/2020.js"));
  const programs = Object.entries({
    empty: 'import "./nothing.js";',
    "import and check": `import { check } from "notify-preflight"; if (!check(${text}).valid) throw new Error("invalid");`,
    "import Ajv, compile and validate": `import { Ajv2020 } from "${ajv}";
      const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
      if (!ajv.compile(${schema})(JSON.parse(${text}))) throw new Error("invalid");`,
  }).map(([name, program], index) => ({ name, file: written(folder, `cold-${index}.js`, program) }));
  written(folder, "nothing.js", "export {};");

  tell("start");
  /** @type {Map<string, number[]>} */
  const times = new Map(programs.map(({ name }) => [name, []]));
  // The first process of each finds nothing in the system's caches.
  for (let round = -1; round < PROCESSES; round += 1) {
    for (const { name, file } of programs) {
      const taken = lifetime(file);
      if (round >= 0) times.get(name)?.push(taken);
    }
  }
  const medians = [...times].map(([name, taken]) => /** @type {const} */ ([name, median(taken)]));
  const [[, empty] = ["", 0], ...rest] = medians;
  return { start: Object.fromEntries(rest.map(([name, taken]) => [name, taken - empty])) };
}

/** @param {string} folder @param {string} name @param {string} program */
function written(folder, name, program) {
  const file = join(folder, name);
  writeFileSync(file, program);
  return file;
}

/** @param {string} file */
function lifetime(file) {
  const start = performance.now();
  execFileSync(process.execPath, [file], { stdio: ["ignore", "ignore", "inherit"] });
  return performance.now() - start;
}
