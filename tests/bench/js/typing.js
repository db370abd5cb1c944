// @ts-check
/**
 * The page in use: how long until it can be, how long from a key to the picture, and what keeps the main thread for
 * longer than a frame or two.
 *
 *   NOTIFY_PREFLIGHT_BIN=target/release/notify-preflight node tests/bench/js/typing.js [--profile]
 *
 * A debug build will do: what is measured is the page. `--profile` says which functions long tasks are spent in.
 */
import { field, pasteJson, startApp } from "../../browser/harness.js";
import { median } from "./measure.js";

/** @typedef {import("playwright-core").Page} Page */

const RECIPIENTS = 1000;
const KEYS = 60;
const VISITS = 5;
/** A fast typist; each key gets an answer before the next. */
const PAUSE_MS = 80;

const payload = {
  channel: "whatsapp",
  message: { type: "text", value: "Hi {name}, your order {order} is on its way." },
  identities: Array.from({ length: RECIPIENTS }, (_, index) => ({
    phoneNumber: `+1415555${String(index).padStart(4, "0")}`,
    parameters: { name: `Person ${index}`, order: `A-${index}`, place: "Harbour Street" },
  })),
};

const DOCUMENTS = {
  "one line a property": JSON.stringify(payload, null, 2),
  "one line a recipient": JSON.stringify({ ...payload, identities: [] }).replace(
    "[]",
    `[\n${payload.identities.map((identity) => JSON.stringify(identity)).join(",\n")}\n]`,
  ),
  "all in one line": JSON.stringify(payload),
};

/** How long a first visit takes from the address to the form, with nothing kept from before. */
async function firstView() {
  const { page, close } = await app.open({
    before: (fresh) =>
      fresh.addInitScript(() => {
        const watching = new MutationObserver(() => {
          if (!document.getElementById("form-title")) return;
          watching.disconnect();
          requestAnimationFrame(() => setTimeout(() => performance.mark("usable")));
        });
        watching.observe(document, { childList: true, subtree: true });
      }),
  });
  await page.waitForFunction(() => performance.getEntriesByName("usable").length > 0);
  const time = await page.evaluate(() => performance.getEntriesByName("usable")[0]?.startTime ?? 0);
  await close();
  return time;
}

/** Take the time from each key to the picture after it. @param {Page} page */
function watch(page) {
  return page.evaluate(() => {
    const seen = { keys: /** @type {number[]} */ ([]) };
    Object.assign(globalThis, { seen });
    const after = new MessageChannel();
    /** @type {number[]} */
    const waiting = [];
    after.port1.onmessage = () => {
      for (const start of waiting.splice(0)) seen.keys.push(performance.now() - start);
    };
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        waiting.push(timeStamp);
        // The frame that the key brings about, and the moment after it.
        requestAnimationFrame(() => after.port2.postMessage(undefined));
      },
      { capture: true },
    );
  });
}

/**
 * How long each task of the page's main thread took: by the clock, and of the processor, which other programs do not
 * lengthen.
 *
 * @param {Buffer} trace
 */
function tasksIn(trace) {
  /** @typedef {{ name: string, pid: number, tid: number, dur?: number, tdur?: number, args?: { name?: string } }} Event */
  const { traceEvents } = /** @type {{ traceEvents: Event[] }} */ (JSON.parse(trace.toString()));
  const isMain = (/** @type {Event} */ { name, args }) => name === "thread_name" && args?.name === "CrRendererMain";
  const threads = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  return traceEvents
    .filter(({ name, pid, tid }) => name.endsWith("RunTask") && threads.has(`${pid} ${tid}`))
    .map(({ dur = 0, tdur = 0 }) => ({ clock: dur / 1000, processor: tdur / 1000 }));
}

/** Where time went, by function. @param {import("playwright-core").CDPSession} session */
async function hottest(session) {
  const { profile } = await session.send("Profiler.stop");
  /** @type {Map<string, number>} */
  const time = new Map();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const frame = nodes.get(id)?.callFrame;
    const name = `${frame?.functionName || "(anonymous)"} ${frame?.url.split("/").pop() ?? ""}:${frame?.columnNumber}`;
    time.set(name, (time.get(name) ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1000);
  }
  return [...time].sort((one, other) => other[1] - one[1]).slice(0, 15);
}

const app = await startApp();
const isProfiling = process.argv.includes("--profile");
/** @type {number[]} */
const views = [];
for (let visit = 0; visit < VISITS; visit += 1) views.push(await firstView());
console.log(`a first visit can use the page after ${median(views).toFixed(0)} ms (median of ${VISITS})\n`);
console.log(`${RECIPIENTS} recipients, ${KEYS} keys typed into the message\n`);
console.log("| JSON | key to picture, median ms | 95th percentile | tasks over 50 ms by the clock (of the processor) | longest, processor ms |");
console.log("| --- | --- | --- | --- | --- |");
for (const [name, text] of Object.entries(DOCUMENTS)) {
  const { page, close } = await app.open();
  await pasteJson(page, text);
  await page.locator(".preview-panel .panel-head").getByText("1,000 recipients").waitFor();
  await page.waitForTimeout(1500);
  await field(page, "Message").press("ControlOrMeta+End");
  const session = await page.context().newCDPSession(page);
  if (isProfiling) await session.send("Profiler.enable");
  if (isProfiling) await session.send("Profiler.start");
  await watch(page);
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  await page.keyboard.type("x".repeat(KEYS), { delay: PAUSE_MS });
  await page.waitForTimeout(500);
  const tasks = tasksIn((await browser?.stopTracing()) ?? Buffer.from('{"traceEvents":[]}'));
  const seen = await page.evaluate(
    () => /** @type {{ seen: { keys: number[] } }} */ (/** @type {unknown} */ (globalThis)).seen,
  );
  const keys = seen.keys.sort((one, other) => one - other);
  const late = keys[Math.floor(keys.length * 0.95)] ?? 0;
  const longest = tasks.reduce((most, { processor }) => Math.max(most, processor), 0);
  const long = `${tasks.filter(({ clock }) => clock > 50).length} (${tasks.filter(({ processor }) => processor > 50).length})`;
  const cells = [name, median(keys).toFixed(1), late.toFixed(1), long, longest.toFixed(0)];
  console.log(`| ${cells.join(" | ")} |`);
  if (isProfiling) for (const [where, ms] of await hottest(session)) console.log(`    ${ms.toFixed(0)} ms ${where}`);
  await close();
}
await app.stop();
