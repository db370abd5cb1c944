/** One sending: the POST, made once, and the status calls that follow it. */
import { signal } from "@preact/signals";
import {
  type ApiRequest,
  Backoff,
  type Failure,
  type Job,
  progress,
  type Progress,
  sendOutcome,
  type StatusLog,
  statusOutcome,
  statusRequest,
  type Target,
} from "notify-preflight";
import { call, pause } from "./calls";
import { forgetJob, keepJob, keptJob } from "./job";

export interface Following {
  step: "following" | "stopped" | "finished";
  job: Job;
  progress: Progress;
  logs: readonly StatusLog[];
  /** Why the last status call failed; the next one clears it. */
  trouble?: Failure;
}

export type Delivery =
  | { step: "posting" }
  | { step: "refused"; failure: Failure }
  | { step: "unknown"; failure: Failure }
  | Following;

export const delivery = signal<Delivery | undefined>(undefined);

/** The text that was sent last, unless it was refused: sending the same again deserves a word. */
export const sentText = signal<string | undefined>(undefined);

const POST_LIMIT_MS = 60_000;
const STATUS_LIMIT_MS = 15_000;

/** Most small jobs are done within the first few turns; long ones are asked about less and less often. */
const FIRST_MS = 700;
const SLOWEST_MS = 5_000;
const patience = (turn: number) => Math.min(SLOWEST_MS, FIRST_MS * 1.12 ** Math.max(0, turn - 5));

let current: { target: Omit<Target, "jwt">; stop: AbortController } | undefined;

export function isBusy(): boolean {
  const step = delivery.peek()?.step;
  return step === "posting" || step === "following";
}

/** Leaving the page while the request is on its way would leave nobody to hear what became of it. */
addEventListener("beforeunload", (event) => {
  if (delivery.peek()?.step === "posting") event.preventDefault();
});

/** Send, once; a second call while one is under way does nothing. */
export async function send(target: Target, request: ApiRequest, text: string): Promise<void> {
  if (isBusy()) return;
  current?.stop.abort();
  forgetJob();
  delivery.value = { step: "posting" };
  // Nothing stops a request that may be on its way.
  const outcome = sendOutcome(await call(request, POST_LIMIT_MS, new AbortController().signal));
  if (outcome.outcome !== "refused") sentText.value = text;
  if (outcome.outcome !== "accepted") {
    delivery.value = { step: outcome.outcome, failure: outcome };
    return;
  }
  const { job } = outcome;
  const { jwt, ...where } = target;
  keepJob({ ...where, job });
  delivery.value = { step: "following", job, progress: progress(job, { statusLogs: [] }), logs: [] };
  await follow(where, jwt, job);
}

async function follow(where: Omit<Target, "jwt">, jwt: string, job: Job): Promise<void> {
  const stop = new AbortController();
  current = { target: where, stop };
  using backoff = new Backoff();
  for (let turn = 0; !stop.signal.aborted; turn += 1) {
    const answer = await call(statusRequest({ ...where, jwt }, job._id), STATUS_LIMIT_MS, stop.signal);
    const before = delivery.peek();
    if (stop.signal.aborted || before === undefined || !("job" in before)) return;
    const outcome = statusOutcome(answer);
    if (outcome.outcome === "answered") {
      backoff.reset();
      const now = progress(job, outcome.report);
      const step = now.finished ? "finished" : "following";
      delivery.value = { step, job, progress: now, logs: outcome.report.statusLogs };
      if (now.finished) return;
      await pause(patience(turn), stop.signal);
      continue;
    }
    // Where asking again does not help, the author must do something first.
    delivery.value = { ...before, step: outcome.retry ? "following" : "stopped", trouble: outcome };
    if (!outcome.retry) return;
    await pause(backoff.nextDelay(outcome.retryAfter), stop.signal);
  }
}

/** Stop asking. What was sent stays sent. */
export function stopFollowing(): void {
  current?.stop.abort();
  const now = delivery.peek();
  if (now?.step === "following") delivery.value = { ...now, step: "stopped" };
}

/** Ask again about the same job, with the JWT that is in the field by now. */
export function resumeFollowing(jwt: string): void {
  const now = delivery.peek();
  if (!current || now?.step !== "stopped") return;
  const { trouble: _, ...rest } = now;
  delivery.value = { ...rest, step: "following" };
  void follow(current.target, jwt, now.job);
}

/** After a reload: the job of this tab, to be followed again once there is a JWT. */
export function recallJob(): void {
  const kept = keptJob();
  if (!kept) return;
  const { job, ...target } = kept;
  current = { target, stop: new AbortController() };
  delivery.value = { step: "stopped", job, progress: progress(job, { statusLogs: [] }), logs: [] };
}
