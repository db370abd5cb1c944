// The npm package's benchmarks: `node tests/bench/js/run.js [node] [chromium] [cold] [--only GROUP] [--out FILE]`.
// Without a place, all of them; `--only` leaves out groups without those letters in their names. A cold start's
// group is `start`.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

import * as face from "notify-preflight";

import { install } from "../../npm/installed.js";
import { suite } from "./suite.js";

/** @typedef {import("./suite.js").Times} Times */

const PLACES = ["node", "chromium", "cold"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, out: { type: "string" } },
});
const unknown = positionals.find((place) => !PLACES.includes(place));
if (unknown !== undefined) {
  console.error(`\`${unknown}\` is no place to measure in: there are ${PLACES.join(", ")}`);
  process.exit(2);
}
const places = positionals.length > 0 ? positionals : PLACES;

const versions = { node: process.versions.node, ajv: createRequire(import.meta.url)("ajv/package.json").version };
/** @type {Record<string, Times>} */
const measured = {};

if (places.includes("node")) measured["Node"] = await suite(face, tell("Node"), values.only);
if (places.includes("chromium") || places.includes("cold")) {
  const { folder, remove } = install();
  try {
    await installed(folder);
  } finally {
    remove();
  }
}
if (Object.values(measured).every((times) => Object.keys(times).length === 0)) {
  console.error(`no group that is measured there has \`${values.only}\` in its name`);
  process.exit(2);
}
show(measured);
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify({ versions, figures: figures(measured) }));

/** @param {string} folder */
async function installed(folder) {
  if (places.includes("cold") && "start".includes(values.only ?? "")) {
    const { cold } = await import("./cold.js");
    measured["Node"] = { ...measured["Node"], ...cold(folder, tell("Node")) };
  }
  if (places.includes("chromium")) {
    const { inChromium } = await import("./chromium.js");
    const { version, times } = await inChromium(folder, tell("Chromium"), values.only);
    Object.assign(versions, { chromium: version });
    measured["Chromium"] = times;
  }
}

/** Each with its place, group, name and milliseconds, in the order of the tables. @param {Record<string, Times>} measured */
function figures(measured) {
  return Object.entries(measured).flatMap(([place, times]) =>
    Object.entries(times).flatMap(([group, medians]) =>
      Object.entries(medians).map(([name, ms]) => [place, group, name, ms]),
    ),
  );
}

/** Says what begins. @param {string} place */
function tell(place) {
  return (/** @type {string} */ group) => console.error(`  ${place}: ${group}`);
}

/** Microseconds, for whoever runs this by hand. @param {Record<string, Times>} measured */
function show(measured) {
  for (const [place, times] of Object.entries(measured)) {
    for (const [group, medians] of Object.entries(times)) {
      console.log(`\n${place}: ${group}, µs`);
      for (const [name, ms] of Object.entries(medians)) {
        console.log(`${(ms * 1000).toFixed(1).padStart(12)}  ${name}`);
      }
    }
  }
}
