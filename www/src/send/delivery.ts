/** One sending: the POST, made once, and the status calls that follow it. */
import { signal } from "@preact/signals";
import {
  type ApiRequest,
  type Job,
  progress,
  type Progress,
  type StatusLog,
  type StatusReport,
  statusRequest,
  type Target,
} from "notify-preflight";
import { type Failure, LOST, NO_JOB, refusal, statusTrouble } from "./failure";
import { nextDelay, pause, retryDelay } from "./pace";

export interface Following {
  step: "following" | "stopped" | "finished";
  job: Job;
  progress: Progress;
  logs: readonly StatusLog[];
  /** Why the last status call failed; the next one clears it. */
  trouble?: string;
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

let current: { target: Target; stop: AbortController } | undefined;

export function isBusy(): boolean {
  const step = delivery.peek()?.step;
  return step === "posting" || step === "following";
}

function call(request: ApiRequest, limit: number, stop?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(limit);
  return fetch(request.url, { ...request, cache: "no-store", signal: stop ? AbortSignal.any([stop, timeout]) : timeout });
}

function isJob(answer: unknown): answer is Job {
  return typeof answer === "object" && answer !== null && "_id" in answer && typeof answer._id === "string";
}

function isStatusReport(answer: unknown): answer is StatusReport {
  return (
    typeof answer === "object" && answer !== null && "statusLogs" in answer && Array.isArray(answer.statusLogs)
  );
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** Leaving the page while the request is on its way would leave nobody to hear what became of it. */
addEventListener("beforeunload", (event) => {
  if (delivery.peek()?.step === "posting") event.preventDefault();
});

/** Send, once; a second call while one is under way does nothing. */
export async function send(target: Target, request: ApiRequest, text: string): Promise<void> {
  if (isBusy()) return;
  current?.stop.abort();
  delivery.value = { step: "posting" };
  let response: Response;
  let answer: unknown;
  try {
    response = await call(request, POST_LIMIT_MS);
    if (!response.ok) {
      const { certain, failure } = refusal(response.status, await response.text());
      if (!certain) sentText.value = text;
      delivery.value = { step: certain ? "refused" : "unknown", failure };
      return;
    }
    answer = await jsonOf(response);
  } catch {
    sentText.value = text;
    delivery.value = { step: "unknown", failure: LOST };
    return;
  }
  sentText.value = text;
  if (!isJob(answer)) {
    delivery.value = { step: "unknown", failure: NO_JOB };
    return;
  }
  const job = answer;
  delivery.value = { step: "following", job, progress: progress(job, { statusLogs: [] }), logs: [] };
  await follow(target, job);
}

type Answer = { report: StatusReport } | { status: number | undefined; retryAfter: string | null };

async function askStatus(target: Target, job: Job, stop: AbortSignal): Promise<Answer> {
  try {
    const response = await call(statusRequest(target, job._id), STATUS_LIMIT_MS, stop);
    const answer = response.ok ? await jsonOf(response) : undefined;
    if (isStatusReport(answer)) return { report: answer };
    return { status: response.ok ? undefined : response.status, retryAfter: response.headers.get("retry-after") };
  } catch {
    return { status: undefined, retryAfter: null };
  }
}

/** Asking again does not help against these: the author must do something first. */
const FINAL = new Set([400, 401, 403, 404, 410]);

async function follow(target: Target, job: Job): Promise<void> {
  const stop = new AbortController();
  current = { target, stop };
  let failures = 0;
  for (let turn = 0; !stop.signal.aborted; turn += 1) {
    const answer = await askStatus(target, job, stop.signal);
    const before = delivery.peek();
    if (stop.signal.aborted || before === undefined || !("job" in before)) return;
    if ("report" in answer) {
      failures = 0;
      const now = progress(job, answer.report);
      const step = now.finished ? "finished" : "following";
      delivery.value = { step, job, progress: now, logs: answer.report.statusLogs };
      if (now.finished) return;
      await pause(nextDelay(turn), stop.signal);
      continue;
    }
    failures += 1;
    const trouble = statusTrouble(answer.status);
    const final = answer.status !== undefined && FINAL.has(answer.status);
    delivery.value = { ...before, step: final ? "stopped" : "following", trouble };
    if (final) return;
    await pause(retryDelay(failures, answer.retryAfter), stop.signal);
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
  void follow({ ...current.target, jwt }, now.job);
}
