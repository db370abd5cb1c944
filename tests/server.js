// @ts-check
/** The command `serve`, for tests and benchmarks. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How long to wait for the link; a busy machine gets its time. */
const WAITS_MS = 20_000;

/**
 * The command `serve`, on a free port.
 * @param {readonly string[]} kind
 */
export async function startServer(kind) {
  const program = process.env["NOTIFY_PREFLIGHT_BIN"];
  assert.ok(program, "NOTIFY_PREFLIGHT_BIN must name the built `notify-preflight` (cargo xtask test sets it)");
  const server = spawn(program, ["serve", "--port", "0", ...kind], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Its log of calls is of interest only if it does not start.
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text) => (log += text));
  const gone = new Promise((resolve) => server.once("exit", resolve));
  const stop = async () => {
    server.kill("SIGTERM");
    await gone;
  };
  try {
    return { link: await linkFrom(server), log: () => log, stop };
  } catch (error) {
    await stop();
    throw new Error(`the server did not start: ${log}`, { cause: error });
  }
}

/**
 * The link that the server prints once it listens.
 * @param {import("node:child_process").ChildProcess & { stdout: import("node:stream").Readable }} server
 * @returns {Promise<string>}
 */
export function linkFrom(server) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the server printed no link")), WAITS_MS);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: server.stdout }).on("line", (line) => {
      const link = /^open (http:\/\/\S+)/.exec(line)?.[1];
      if (!link) return;
      clearTimeout(timer);
      resolve(link);
    });
  });
}

/**
 * Where the server is, and the token of its sandbox.
 * @param {string} link
 */
export function partsOf(link) {
  const { origin, hash } = new URL(link);
  const fragment = new URLSearchParams(hash.slice(1));
  return { origin, stream: fragment.get("stream") ?? "", token: fragment.get("token") ?? "" };
}
