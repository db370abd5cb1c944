/** Sending: one POST for each part, made once, and the status calls that follow it before the next part goes out. */
import { signal } from "@preact/signals";
import { type ApiRequest, Backoff, type SendOutcome, sendOutcome, sendRequest, statusOutcome, statusRequest, type Target } from "notify-preflight";
import { call, pause } from "./calls";
import { keepSteps, keepTexts, recalled, type Where } from "./kept";
import { bytesOf, type Part } from "./part";
import { counted, isBusy, type Sending, sending, type Sent, sentAs, update } from "./sending";
import { host, problemFrom, streamId } from "./target";

/** The text that was sent last, unless it was refused: sending the same again deserves a word. */
export const sentText = signal<string | undefined>(undefined);

const POST_LIMIT_MS = 60_000;
const STATUS_LIMIT_MS = 15_000;

/** Most small jobs are done within the first few turns; long ones are asked about less and less often. */
const FIRST_MS = 700;
const SLOWEST_MS = 5_000;
const patience = (turn: number) => Math.min(SLOWEST_MS, FIRST_MS * 1.12 ** Math.max(0, turn - 5));

let where: Where | undefined;
let stop = new AbortController();

/** Leaving the page while the request is on its way would leave nobody to hear what became of it. */
addEventListener("beforeunload", (event) => {
  if (sending.peek()?.step === "posting") event.preventDefault();
});

/** Send, once; a second call while one is under way does nothing. */
export async function send(target: Target, text: string, parts: readonly Part[], test?: string): Promise<void> {
  if (isBusy()) return;
  sending.value = { step: "posting", text, parts, next: 0, sent: [], test };
  await keepTexts(text, parts);
  where = { host: target.host, streamId: target.streamId };
  await run(target, true);
  const { sent, step } = sending.peek() ?? {};
  if (test === undefined && (step === "unknown" || (sent && sent.length > 0))) sentText.value = text;
}

/** Go on with the parts that have not gone out; the first of them may be one whose answer was lost. */
export async function sendRest(target: Target): Promise<void> {
  const now = sending.peek();
  if (!now || isBusy()) return;
  where = { host: target.host, streamId: target.streamId };
  update({ step: "posting" });
  await run(target, true);
}

/** Leave alone the part whose answer was lost. */
export function giveUp(): void {
  const now = sending.peek();
  if (now?.step !== "unknown") return;
  const next = now.next + 1;
  update({ step: now.sent.length > 0 || next < now.parts.length ? "stopped" : "finished", next, failure: undefined });
  keep();
}

function keep(): void {
  const now = sending.peek();
  if (where && now) keepSteps(where, now);
}

/** `maySend` is the author's yes to the parts that have not gone out. */
async function run(target: Target, maySend: boolean): Promise<void> {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  const now = sending.peek();
  if (now) update({ failure: undefined, trouble: undefined, measured: { since: performance.now(), done: counted(now).done } });
  let goesOn = true;
  while (goesOn && !signal.aborted) goesOn = await nextStep(target, maySend, signal);
}

/** Follow the job that is under way; else hand over the next part. Resolves to whether there is more to do. */
async function nextStep(target: Target, maySend: boolean, signal: AbortSignal): Promise<boolean> {
  const now = sending.peek();
  if (!now) return false;
  const latest = now.sent.at(-1);
  if (latest && !latest.progress.finished) return follow(target, latest, signal);
  const part = now.parts[now.next];
  if (part && maySend) return post(target, part, signal);
  update({ step: part ? "stopped" : "finished" });
  return false;
}

/** Hand a part over; where it surely was not accepted, and the core says so, again after a pause. */
async function post(target: Target, part: Part, signal: AbortSignal): Promise<boolean> {
  using backoff = new Backoff();
  for (;;) {
    const outcome = await handOver(target, part);
    if (outcome.outcome === "accepted") return true;
    const offline = outcome.status === undefined && !navigator.onLine;
    if (outcome.outcome === "unknown" || !outcome.retry) {
      update({ step: outcome.outcome, failure: outcome, offline });
      keep();
      return false;
    }
    const delay = backoff.nextDelay(outcome.retryAfter);
    update({ step: "waiting", failure: outcome, offline, again: Date.now() + delay });
    keep();
    await pause(delay, signal);
    if (signal.aborted) return false;
  }
}

async function handOver(target: Target, part: Part): Promise<SendOutcome> {
  update({ step: "posting", failure: undefined });
  keep();
  // The bytes that the digest on the page is of.
  const request = { ...sendRequest(target, part.text), body: bytesOf(part.text) };
  // Nothing stops a request that may be on its way.
  const outcome = sendOutcome(await call(request, POST_LIMIT_MS, new AbortController().signal));
  if (outcome.outcome === "accepted") {
    const { sent, next } = sending.peek() as Sending;
    const accepted = sentAs(part, outcome.job, { statusLogs: [] });
    update({ step: "following", sent: [...sent, accepted], next: next + 1 });
    keep();
  }
  return outcome;
}

/** Leave it at the refusal. */
export function stopWaiting(): void {
  if (sending.peek()?.step !== "waiting") return;
  stop.abort();
  update({ step: "refused" });
}

/** Undefined where the server gave its job a name that no address can hold: then the author is told. */
function questionAbout(target: Target, sent: Sent): ApiRequest | undefined {
  try {
    return statusRequest(target, sent.job._id);
  } catch (error) {
    const hint = "the payload was accepted, but the page cannot ask what becomes of it";
    update({ step: "stopped", trouble: { message: problemFrom(error).message, hint, retry: false } });
    return undefined;
  }
}

async function follow(target: Target, sent: Sent, signal: AbortSignal): Promise<boolean> {
  using backoff = new Backoff();
  const request = questionAbout(target, sent);
  if (!request) return false;
  update({ step: "following" });
  for (let turn = 0; !signal.aborted; turn += 1) {
    const outcome = statusOutcome(await call(request, STATUS_LIMIT_MS, signal));
    if (signal.aborted) return false;
    if (outcome.outcome === "answered") {
      backoff.reset();
      const latest = sentAs(sent.part, sent.job, outcome.report);
      replaceLatest(latest);
      if (latest.progress.finished) return true;
      await pause(patience(turn), signal);
      continue;
    }
    // Where asking again does not help, the author must do something first.
    update({ step: outcome.retry ? "following" : "stopped", trouble: outcome });
    if (!outcome.retry) return false;
    await pause(backoff.nextDelay(outcome.retryAfter), signal);
  }
  return false;
}

function replaceLatest(latest: Sent): void {
  const { sent } = sending.peek() as Sending;
  update({ sent: [...sent.slice(0, -1), latest], trouble: undefined });
}

/** Stop asking. What was sent stays sent; parts not sent yet stay so. */
export function stopFollowing(): void {
  if (sending.peek()?.step !== "following") return;
  stop.abort();
  update({ step: "stopped" });
}

/** Ask again about the same job, with the JWT that is in the field by now. What is left waits for another yes. */
export function resume(jwt: string): void {
  if (!where || sending.peek()?.step !== "stopped") return;
  update({ step: "following" });
  void run({ ...where, jwt }, false);
}

/** After a reload: this tab's sending, to be followed again once there is a JWT. */
export async function recallSending(): Promise<void> {
  const kept = await recalled();
  if (!kept) return;
  where = kept.where;
  sending.value = kept.sending;
  if (streamId.peek() !== "") return;
  host.value = where.host;
  streamId.value = where.streamId;
}
