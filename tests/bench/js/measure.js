// Contenders against each other: one process, all warm, a sample of each in turn, so that what disturbs
// the machine disturbs all alike.

/** @typedef {Record<string, () => unknown>} Contenders */

const SAMPLES = 21;
/** A clock of a browser's ticks coarsely: a sample takes many of its ticks. */
const SAMPLE_MS = 10;
const WARM_MS = 150;

/** What was answered last: an answer that nobody keeps could be left out by the compiler. */
export let kept = /** @type {unknown} */ (undefined);

/**
 * The median time of one call of each, in milliseconds.
 *
 * @param {Contenders} contenders
 * @returns {Promise<Record<string, number>>}
 */
export async function measure(contenders) {
  const entries = Object.entries(contenders).map(([name, run]) => ({ name, run, calls: warm(run), times: times() }));
  for (let round = 0; round < SAMPLES; round += 1) {
    await otherTasks();
    for (let turn = 0; turn < entries.length; turn += 1) {
      // Each follows each other one as often: what one leaves to collect is not always the same one's burden.
      const entry = entries[(round + turn) % entries.length];
      entry?.times.push(time(entry.run, entry.calls) / entry.calls);
    }
  }
  return Object.fromEntries(entries.map(({ name, times }) => [name, median(times)]));
}

/** @returns {number[]} */
const times = () => [];

/** Runs until it is warm, and says how many calls fill a sample. @param {() => unknown} run */
function warm(run) {
  let calls = 1;
  for (let spent = 0; spent < WARM_MS; ) {
    const taken = time(run, calls);
    spent += taken;
    calls = Math.max(1, Math.min(calls * 4, Math.round((calls * SAMPLE_MS) / Math.max(taken, 0.01))));
  }
  return calls;
}

/** @param {() => unknown} run @param {number} calls */
function time(run, calls) {
  const start = performance.now();
  for (let call = 0; call < calls; call += 1) kept = run();
  return performance.now() - start;
}

/** Lets the engine collect, and the page breathe. */
const otherTasks = () => new Promise((resolve) => setTimeout(resolve));

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [below = NaN, above = NaN] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (below + above) / 2;
}
