/** The API's two calls as data, what their answers mean, and when to call again. */

import { amount, payloadText, smallObject, string } from "./arguments.js";
import { PreflightError } from "./error.js";
import { call, write } from "./instance.js";
import { Kept } from "./kept.js";
import type * as bindings from "./bindings.js";
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
  const where = smallObject(target, "the target");
  return { ...(call((core) => core.sendRequest(...write(where))) as ApiRequest), body };
}

/** The call that asks how far a job is. */
export function statusRequest(target: Target, jobId: string): ApiRequest {
  const where = smallObject(target, "the target");
  const job = string(jobId, "the job id");
  return call((core) => core.statusRequest(...write(where, job))) as ApiRequest;
}

/**
 * A call as a `curl` command for a POSIX shell.
 *
 * The JWT is left out: the command takes it from the environment variable `NOTIFY_JWT`.
 */
export function curl(request: ApiRequest): string {
  const written = smallObject(request, "the request");
  return call((core) => core.curl(...write(written)));
}

/** Until when a JWT says that it holds, in seconds since 1970. Nothing is verified. */
export function expiresAt(jwt: string): number | undefined {
  const text = string(jwt, "the JWT");
  return call((core) => core.expiresAt(...write(text)));
}

/** What became of a payload that was sent. Only where it surely was not accepted may it go again by itself. */
export function sendOutcome(answer: Answer): SendOutcome {
  const written = answerText(answer);
  return JSON.parse(call((core) => core.sendOutcome(...write(written))));
}

/** What became of the question how far a job is. */
export function statusOutcome(answer: Answer): StatusOutcome {
  const written = answerText(answer);
  return JSON.parse(call((core) => core.statusOutcome(...write(written))));
}

function answerText(answer: Answer): string {
  return smallObject(typeof answer === "string" ? { silence: answer } : answer, "the answer");
}

/**
 * Waits that grow, from one to sixty seconds, and never fall into step with another
 * client's: each is drawn between a second and three times the one before.
 */
export class Backoff {
  readonly #kept: Kept<bindings.Backoff>;

  /** The same seed, any number, gives the same waits. */
  constructor(seed: number = Math.random()) {
    if (typeof seed !== "number") {
      throw new PreflightError("bad-argument", "the seed must be a number");
    }
    this.#kept = new Kept("Backoff", (core) => core.Backoff.open(seed));
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
  readonly #kept: Kept<bindings.Pace> = new Kept("Pace", (core) => core.Pace.open());

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
