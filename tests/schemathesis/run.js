// @ts-check
/**
 * Calls the sandbox as its OpenAPI document says, and as it says not to, with requests that schemathesis makes up, and
 * holds every answer to the document.
 *
 * `node tests/schemathesis/run.js [ARGS]`: with `schemathesis` on the path (PyPI), or `uvx`, which fetches it. ARGS go
 * to `schemathesis run`: `--max-examples 1000`, `--seed 7`.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { partsOf, startServer } from "../server.js";

/** What puts the server in another state, so that the other calls' answers are not those of the document. */
const UPSETTING = ["faults", "setFaults", "clearFaults", "reset"];
const FIRST = UPSETTING.flatMap((id) => ["--exclude-operation-id", id]);
// No answer of theirs leads to another call, and a run that is to follow some would miss them.
const LAST = [...UPSETTING.flatMap((id) => ["--include-operation-id", id]), "--phases", "coverage,fuzzing"];

const server = await startServer(["--data", ":memory:", "--pace", "50"]);
const folder = await mkdtemp(join(tmpdir(), "schemathesis-"));
try {
  const { origin, token } = partsOf(server.link);
  // As many calls as it likes.
  const answer = await fetch(`${origin}/sandbox/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ rateLimit: { perMinute: 10_000_000, perHour: 10_000_000 } }),
  });
  assert.ok(answer.ok, await answer.text());
  for (const which of [FIRST, LAST]) {
    await schemathesis([`${origin}/openapi.yaml`, "--header", `auth: ${token}`, ...which, ...process.argv.slice(2)]);
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}

/** @param {string[]} options */
async function schemathesis(options) {
  const [tool, ...words] = spawnSync("schemathesis", ["--version"]).error
    ? ["uvx", "schemathesis"]
    : ["schemathesis"];
  assert.ok(tool);
  const config = join(dirname(fileURLToPath(import.meta.url)), "schemathesis.toml");
  const run = spawn(tool, [...words, "--config-file", config, "run", ...options], {
    stdio: "inherit",
    // It leaves what it has learnt in the folder where it runs.
    cwd: folder,
  });
  const [code] = await once(run, "exit");
  assert.equal(code, 0, "schemathesis found something");
}
