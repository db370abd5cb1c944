/** The API's two calls as data, what their answers mean, and when to call again. */

import { amount, fields, isAbsent, pairsOf, payloadText, string } from "./arguments.js";
import * as core from "./bindings.js";
import { PreflightError } from "./error.js";
import { call, ends, write } from "./instance.js";
import { Kept } from "./kept.js";
import type {
  Answer,
  ApiRequest,
  NotifyPayload,
  SendOutcome,
  StatusOutcome,
  Target,
} from "./types.js";

/** The call that sends a payload, for `fetch(request.url, request)`. Text goes out as it is. */
export function sendRequest(target: Target, payload: string | NotifyPayload): ApiRequest {
  const body = payloadText(payload);
  const where = targetOf(target);
  return { ...requestOf(call(() => core.sendRequest(...write(...where)))), body };
}

/** The call that asks how far a job is. */
export function statusRequest(target: Target, jobId: string): ApiRequest {
  const where = targetOf(target);
  const job = string(jobId, "the job id");
  return requestOf(call(() => core.statusRequest(...write(...where, job))));
}

function requestOf(parts: [ApiRequest["method"], ApiRequest["url"], ApiRequest["headers"]]): ApiRequest {
  const [method, url, headers] = parts;
  return { method, url, headers };
}

function targetOf(target: Target): [host: string, streamId: string, jwt: string] {
  const { host, streamId, jwt } = fields(target, "the target");
  if (typeof host === "string" && typeof streamId === "string" && typeof jwt === "string") {
    return [host, streamId, jwt];
  }
  const message = "the target must have `host`, `streamId` and `jwt`, all strings";
  throw new PreflightError("bad-argument", message);
}

/**
 * A call as a `curl` command for a POSIX shell.
 *
 * The JWT is left out: the command takes it from the environment variable `NOTIFY_JWT`.
 */
export function curl(request: ApiRequest): string {
  const { method, url, headers, body } = fields(request, "the request");
  const hasBody = !isAbsent(body);
  const isRequest = typeof method === "string" && typeof url === "string" && !isAbsent(headers);
  if (!isRequest || (hasBody && typeof body !== "string")) {
    const message =
      "the request must have `method`, `url` and `headers`, as `sendRequest` gives them";
    throw new PreflightError("bad-argument", message);
  }
  const pairs = pairsOf(headers, "`headers`");
  const texts = [method, url, hasBody ? body : "", ...pairs];
  return call(() => core.curl(ends(texts), hasBody));
}

/** Until when a JWT says that it holds, in seconds since 1970. Nothing is verified. */
export function expiresAt(jwt: string): number | undefined {
  const text = string(jwt, "the JWT");
  return call(() => core.expiresAt(...write(text)));
}

/** What became of a payload that was sent. Only where it surely was not accepted may it go again by itself. */
export function sendOutcome(answer: Answer): SendOutcome {
  const [body, asked, ...came] = answerOf(answer);
  return JSON.parse(call(() => core.sendOutcome(...write(body, asked), ...came)));
}

/** What became of the question how far a job is. */
export function statusOutcome(answer: Answer): StatusOutcome {
  const [body, asked, ...came] = answerOf(answer);
  return JSON.parse(call(() => core.statusOutcome(...write(body, asked), ...came)));
}

/** An answer with what its header `retry-after` asks for, if anything; silence has no status. */
function answerOf(
  answer: Answer,
): [body: string, asked: string, status: number | undefined, isAsked: boolean, isLost: boolean] {
  if (answer === "lost" || answer === "unreached") return ["", "", undefined, false, answer === "lost"];
  const { status, retryAfter, body } = fields(answer, "the answer");
  const isAsked = !isAbsent(retryAfter);
  if (!isStatus(status) || typeof body !== "string" || (isAsked && typeof retryAfter !== "string")) {
    const message = "the answer must be `unreached`, `lost`, or have `status` and `body`";
    throw new PreflightError("bad-argument", message);
  }
  return [body, isAsked ? retryAfter : "", status, isAsked, false];
}

/** HTTP's statuses have three digits, and servers send others too. */
function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 0 && (status as number) <= 0xffff;
}

/**
 * Waits that grow, from one to sixty seconds, and never fall into step with another
 * client's: each is drawn between a second and three times the one before.
 */
export class Backoff {
  readonly #kept: Kept<core.Backoff>;

  /** The same seed, any number, gives the same waits. */
  constructor(seed: number = Math.random()) {
    if (typeof seed !== "number") {
      throw new PreflightError("bad-argument", "the seed must be a number");
    }
    this.#kept = new Kept("Backoff", () => core.Backoff.open(seed));
  }

  /** How long to wait before the next try, in milliseconds; never less than `retryAfter`, in seconds. */
  nextDelay(retryAfter?: number): number {
    const asked = retryAfter === undefined ? undefined : amount(retryAfter, "`retryAfter`");
    return this.#kept.use((backoff) => backoff.nextDelay(asked));
  }

  /** A call went well: the next wait is a short one again. */
  reset(): void {
    this.#kept.use((backoff) => backoff.reset());
  }

  free(): void {
    this.#kept.free();
  }

  [Symbol.dispose](): void {
    this.#kept.free();
  }
}

/**
 * Says how long to wait so that a bot's calls, status calls included, stay below the
 * published limits. Times are milliseconds since any one moment, by default those of
 * `performance.now()`.
 */
export class Pace {
  readonly #kept: Kept<core.Pace> = new Kept("Pace", () => core.Pace.open());

  /** How long a call must wait, in milliseconds; 0 where it may go out at once. */
  wait(now: number = performance.now()): number {
    const time = amount(now, "the time");
    return this.#kept.use((pace) => pace.wait(time));
  }

  /** Counts a call that went out, whatever became of it. */
  record(at: number = performance.now()): void {
    const time = amount(at, "the time");
    this.#kept.use((pace) => pace.record(time));
  }

  free(): void {
    this.#kept.free();
  }

  [Symbol.dispose](): void {
    this.#kept.free();
  }
}
