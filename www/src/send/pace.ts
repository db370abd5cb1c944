/** How long to wait between status calls: well below the platform's 600 a minute, and gentler with time. */

const FIRST_MS = 700;
const SLOWEST_MS = 5_000;
const LONGEST_RETRY_MS = 30_000;

/** Most small jobs are done within the first few turns; long ones are asked about less and less often. */
export function nextDelay(turn: number): number {
  return Math.min(SLOWEST_MS, FIRST_MS * 1.12 ** Math.max(0, turn - 5));
}

/** After a failure: double each time, with jitter, and never sooner than the server asks for. */
export function retryDelay(failures: number, retryAfter: string | null): number {
  const seconds = Number(retryAfter);
  const asked = retryAfter !== null && Number.isFinite(seconds) ? seconds * 1000 : 0;
  const grown = Math.min(LONGEST_RETRY_MS, 1000 * 2 ** (failures - 1));
  return Math.max(asked, grown * (0.75 + Math.random() / 2));
}

/** Resolves after the delay, or at once when stopped. */
export function pause(delay: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, delay);
    stop.addEventListener("abort", done);
  });
}
