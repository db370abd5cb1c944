/** What the package offers: the core's answers, converted and nothing else. */

import { asPreflightError, PreflightError } from "./error.js";
import { call, write, writeTwo } from "./instance.js";
import type {
  ApiRequest,
  Filled,
  Job,
  NotifyPayload,
  Options,
  PayloadInput,
  Preview,
  Progress,
  Report,
  StatusReport,
  Target,
} from "./types.js";

export * from "./types.js";
export { PreflightError } from "./error.js";
export { limits, schema } from "./contract.js";

/**
 * Says everything that is wrong with a payload, and everything worth a look.
 *
 * A payload that cannot be read gets a report with `json-syntax`; only misuse throws.
 */
export function check(payload: PayloadInput, options?: Options): Report {
  return ask("check", payload, options) as Report;
}

/**
 * What `check` says, and what every recipient gets.
 *
 * Throws `too-large` where all texts together have more than 64 MiB.
 */
export function preview(payload: PayloadInput, options?: Options): Preview {
  return ask("preview", payload, options) as Preview;
}

function ask(what: "check" | "preview", payload: PayloadInput, options?: Options): unknown {
  // Both may run the caller's code, which may call us: before anything is written.
  const input = textOf(payload);
  const { rules, ...others } = copy(options, "options");
  const written = rules === undefined || rules === null ? undefined : jsonOf(rules, "the rules");
  const asked = { ...others, rules: written, spans: input === payload };
  return JSON.parse(
    call((core) => {
      const length = write(input);
      return core[what](length, asked);
    }),
  );
}

/** Fills the placeholders of one text, in one pass. */
export function fill(template: string, parameters?: Record<string, string>): Filled {
  if (typeof template !== "string") {
    throw new PreflightError("bad-argument", "the template must be a string");
  }
  const values = copy(parameters, "parameters");
  return call((core) => core.fill(write(template), values) as Filled);
}

/** The call that sends a payload, for `fetch(request.url, request)`. Text goes out as it is. */
export function sendRequest(target: Target, payload: string | NotifyPayload): ApiRequest {
  const body = textOf(payload);
  if (typeof body !== "string") {
    throw new PreflightError("bad-argument", "the payload must be a string or an object");
  }
  const where = copy(target, "the target");
  return { ...call((core) => core.sendRequest(where) as ApiRequest), body };
}

/** The call that asks how far a job is. */
export function statusRequest(target: Target, jobId: string): ApiRequest {
  const where = copy(target, "the target");
  return call((core) => core.statusRequest(where, jobId) as ApiRequest);
}

/** How far a job is, from the answer to the request and the latest status answer. */
export function progress(job: Job, report: StatusReport): Progress {
  const [first, second] = [jsonOf(job, "the job"), jsonOf(report, "the status answer")];
  return call((core) => {
    const [end, length] = writeTwo(first, second);
    return core.progress(end, length) as Progress;
  });
}

function textOf(payload: PayloadInput): string | Uint8Array {
  if (typeof payload === "string" || payload instanceof Uint8Array) return payload;
  if (typeof payload !== "object" || payload === null) {
    throw new PreflightError("bad-argument", "the payload must be a string, bytes or an object");
  }
  return jsonOf(payload, "the payload");
}

function jsonOf(value: unknown, what: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (thrown) {
    throw asPreflightError(thrown, "bad-argument", `${what} cannot be written as JSON`);
  }
  if (text === undefined) {
    throw new PreflightError("bad-argument", `${what} cannot be written as JSON`);
  }
  return text;
}

/** A plain copy of an object of the caller's, so that none of its code runs later. */
function copy<T extends object>(given: T | undefined, what: string): Partial<T> {
  if (given === undefined || given === null) return {};
  if (typeof given !== "object") {
    throw new PreflightError("bad-argument", `${what} must be an object`);
  }
  try {
    return { ...given };
  } catch (thrown) {
    throw asPreflightError(thrown, "bad-argument", `${what} cannot be read`);
  }
}
