/** Making the API's calls from the page: within the bot's pace, and with what came back as data. */
import { type Answer, type ApiRequest, Pace } from "notify-preflight";
import { routed } from "./route";

/** A call whose body may be bytes already. */
type Call = Omit<ApiRequest, "body"> & { body?: BodyInit };

let pace: Pace | undefined;

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

/** A browser does not tell a call that never left from one whose answer was lost: both are `lost`. */
export async function call(request: Call, limitMs: number, stop: AbortSignal): Promise<Answer> {
  pace ??= new Pace();
  await pause(pace.wait(), stop);
  pace.record();
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(limitMs)]);
    const { url, ...rest } = routed(request) ?? request;
    const response = await fetch(url, { ...rest, cache: "no-store", signal });
    return {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      body: await response.text(),
    };
  } catch {
    return "lost";
  }
}
