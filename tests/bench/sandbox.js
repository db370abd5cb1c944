// @ts-check
/**
 * How many sends the sandbox accepts in a minute, each of 100 recipients, its store on disk: `node
 * tests/bench/sandbox.js [--seconds 60] [--senders 16] [--folder FOLDER]`. The binary is the one that
 * NOTIFY_PREFLIGHT_BIN names; measure a release build. The folder is where the store lies, by default the system's for
 * temporary files: where that is in memory, name one on a disk.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { Agent, request } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { linkFrom, partsOf } from "../server.js";

const GOAL = 2000;
const RECIPIENTS = 100;
const UNLIMITED = { rateLimit: { perMinute: 10_000_000, perHour: 10_000_000 } };

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    senders: { type: "string", default: "16" },
    folder: { type: "string", default: tmpdir() },
  },
});
const seconds = Number(values.seconds);
const senders = Number(values.senders);
const program = process.env["NOTIFY_PREFLIGHT_BIN"];
assert.ok(program, "NOTIFY_PREFLIGHT_BIN must name the built `notify-preflight`");

const agent = new Agent({ keepAlive: true });
const folder = await mkdtemp(join(values.folder, "sandbox-bench-"));
const data = join(folder, "sandbox.sqlite");
const server = spawn(program, ["serve", "--port", "0", "--data", data], { stdio: ["ignore", "pipe", "ignore"] });
try {
  const { origin, token } = partsOf(await linkFrom(server));
  await call("PUT", `${origin}/sandbox/faults`, {}, JSON.stringify(UNLIMITED));
  const times = await load(origin, token);
  const { total } = JSON.parse(await call("GET", `${origin}/sandbox/inbox?limit=1`));
  assert.equal(total, times.length * RECIPIENTS, "what was accepted is what is there");
  await report(times);
} finally {
  server.kill();
  await new Promise((resolve) => server.once("exit", resolve));
  await rm(folder, { recursive: true });
}

/**
 * How long each send took, in milliseconds, all senders sending one after another.
 * @param {string} origin
 * @param {string} token
 */
async function load(origin, token) {
  const body = JSON.stringify(payload());
  const url = `${origin}/api/public/bot/st-bench/notifyV2`;
  /** @type {number[]} */
  const times = [];
  const end = performance.now() + seconds * 1000;
  const sender = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      await call("POST", url, { auth: token }, body);
      times.push(performance.now() - start);
    }
  };
  const progress = setInterval(() => process.stderr.write(`\r${times.length} accepted`), 1000);
  await Promise.all(Array.from({ length: senders }, sender));
  clearInterval(progress);
  process.stderr.write("\n");
  return times;
}

function payload() {
  return {
    channel: "whatsapp",
    message: { type: "text", value: "Hello {name}, your order {order} arrives on {day}" },
    identities: Array.from({ length: RECIPIENTS }, (_, index) => ({
      phoneNumber: `+49155500${String(index).padStart(5, "0")}`,
      parameters: { name: `Ada ${index}`, order: `A-${100_000 + index}`, day: "Monday" },
    })),
  };
}

/** @param {number[]} times */
async function report(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1);
  const minute = Math.round((times.length * 60) / seconds);
  const size = (await stat(data)).size / 2 ** 20;
  console.log(`${cpus().length} cores (${cpus()[0]?.model}), ${senders} senders, ${seconds} s, store in ${values.folder}`);
  console.log(`accepted in a minute: ${minute} of ${RECIPIENTS} recipients (goal ${GOAL}: ${minute >= GOAL ? "met" : "missed"})`);
  console.log(`answer within: ${at(0.5)} ms (half), ${at(0.99)} ms (99 %), ${at(1)} ms (all); file ${size.toFixed(0)} MiB`);
}

/**
 * The body of an answer that must be a success.
 * @param {string} method
 * @param {string} url
 * @param {Record<string, string>} [headers]
 * @param {string} [body]
 * @returns {Promise<string>}
 */
function call(method, url, headers = {}, body) {
  const type = body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: { ...headers, ...type } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece) => (text += piece));
      answer.on("error", reject).on("end", () => {
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`${method} ${url}: ${answer.statusCode} ${text}`));
      });
    });
    sent.on("error", reject).end(body);
  });
}
