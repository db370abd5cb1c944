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
const KEYS = 100;
const VISITS = 5;
/** A fast typist; each key gets an answer before the next. */
const PAUSE_MS = 80;
/** Keys that kept step with the frames would all wait as long: each comes a little later between two of them. */
const FRAME_MS = 17;
const STEP_MS = 5;

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

/**
 * Take the time from each key to the frame that shows its letter, and to the frame that shows the preview and the count
 * of characters with it.
 *
 * A frame is asked as it begins what it is going to paint, since by its end the page may have moved on; its time is
 * taken once it has been laid out, painted and handed over. What a frame's own callbacks still change counts for the
 * next one: that makes figures worse, never better.
 *
 * @param {Page} page
 */
function watch(page) {
  return page.evaluate(() => {
    /** @typedef {{ start: number, length: number, letter?: number, preview?: number }} Key */
    const seen = { keys: /** @type {Key[]} */ ([]) };
    Object.assign(globalThis, { seen });
    const field = document.getElementById("message")?.shadowRoot?.querySelector(".cm-content");
    const lengthOf = (/** @type {Element | null | undefined} */ element) => element?.textContent?.length ?? 0;
    const shown = () => document.querySelector(".chosen .message-text");
    const counted = () => Number.parseInt(document.querySelector(".chosen .notes li")?.textContent ?? "", 10);
    const inRow = () => lengthOf(document.querySelector(".preview-list [aria-selected=true] .row-snippet"));
    const before = { field: lengthOf(field), shown: lengthOf(shown()), counted: counted(), row: inRow() };
    const isInPreview = (/** @type {number} */ length) =>
      lengthOf(shown()) - before.shown >= length &&
      counted() - before.counted >= length &&
      inRow() - before.row >= Math.min(length, 160 - before.row);

    /** @type {(() => void)[]} */
    const painted = [];
    const after = new MessageChannel();
    after.port1.onmessage = () => painted.splice(0).forEach((note) => note());
    const look = () => {
      for (const key of seen.keys) {
        if (key.letter === undefined && lengthOf(field) - before.field >= key.length) {
          key.letter = Infinity;
          painted.push(() => (key.letter = performance.now() - key.start));
        }
        if (key.preview === undefined && isInPreview(key.length)) {
          key.preview = Infinity;
          painted.push(() => (key.preview = performance.now() - key.start));
        }
      }
      if (painted.length > 0) after.port2.postMessage(undefined);
      if (seen.keys.some(({ preview }) => preview === undefined)) requestAnimationFrame(look);
    };
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        const isLooking = seen.keys.some(({ preview }) => preview === undefined);
        seen.keys.push({ start: timeStamp, length: seen.keys.length + 1 });
        if (!isLooking) requestAnimationFrame(look);
      },
      { capture: true },
    );
  });
}

/**
 * The times that were taken, rising; a key that was never shown took for ever.
 * @param {Page} page
 */
async function taken(page) {
  /** @typedef {{ seen: { keys: { letter?: number, preview?: number }[] } }} Watched */
  const keys = await page.evaluate(() => /** @type {Watched} */ (/** @type {unknown} */ (globalThis)).seen.keys);
  const rising = (/** @type {"letter" | "preview"} */ what) =>
    keys.map((key) => key[what] ?? Infinity).sort((one, other) => one - other);
  return { letter: rising("letter"), preview: rising("preview") };
}

/** Keys at all moments between two frames of the screen, as a typist's are. @param {Page} page */
async function type(page) {
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press("x");
    await page.waitForTimeout(PAUSE_MS + (key * STEP_MS) % FRAME_MS);
  }
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

/** Types once more, with a trace. @param {Page} page */
async function traced(page) {
  const browser = page.context().browser();
  const session = await page.context().newCDPSession(page);
  if (isProfiling) await session.send("Profiler.enable");
  if (isProfiling) await session.send("Profiler.start");
  await browser?.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  await type(page);
  await page.waitForTimeout(500);
  const tasks = tasksIn((await browser?.stopTracing()) ?? Buffer.from('{"traceEvents":[]}'));
  if (isProfiling) for (const [where, ms] of await hottest(session)) console.log(`    ${ms.toFixed(0)} ms ${where}`);
  const longest = tasks.reduce((most, { processor }) => Math.max(most, processor), 0);
  const long = `${tasks.filter(({ clock }) => clock > 50).length} (${tasks.filter(({ processor }) => processor > 50).length})`;
  return [long, longest.toFixed(0)];
}

/** The time that 95 of 100 keep within. @param {readonly number[]} rising */
const late = (rising) => rising[Math.floor(rising.length * 0.95)] ?? NaN;

const app = await startApp();
const isProfiling = process.argv.includes("--profile");
/** @type {number[]} */
const views = [];
for (let visit = 0; visit < VISITS; visit += 1) views.push(await firstView());
console.log(`a first visit can use the page after ${median(views).toFixed(0)} ms (median of ${VISITS})\n`);
console.log(`${RECIPIENTS} recipients, ${KEYS} keys typed into the message\n`);
console.log("| JSON | key to letter, median ms | 95th percentile | key to preview and count, median ms | 95th percentile |");
console.log("| --- | --- | --- | --- | --- |");
/** @type {string[]} */
const tasksOf = [];
for (const [name, text] of Object.entries(DOCUMENTS)) {
  const { page, close } = await app.open();
  await pasteJson(page, text);
  await page.locator(".preview-panel .panel-head").getByText("1,000 recipients").waitFor();
  await page.waitForTimeout(1500);
  await field(page, "Message").press("ControlOrMeta+End");
  await watch(page);
  await type(page);
  await page.waitForTimeout(500);
  const { letter, preview } = await taken(page);
  const figures = [letter, preview].flatMap((times) => [median(times), late(times)]);
  console.log(`| ${[name, ...figures.map((ms) => ms.toFixed(1))].join(" | ")} |`);
  // Once more for the tasks: a trace and a profile make everything slower.
  tasksOf.push(`| ${[name, ...(await traced(page))].join(" | ")} |`);
  await close();
}
console.log("\n| JSON, traced | tasks over 50 ms by the clock (of the processor) | longest, processor ms |");
console.log(`| --- | --- | --- |\n${tasksOf.join("\n")}`);
await app.stop();
