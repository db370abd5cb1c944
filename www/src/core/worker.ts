/** The worker: takes updates, answers each at once, looks at all recipients when nothing else is to do; or answers what is asked. */
import init from "notify-preflight/slim";
import { keepAlive } from "./life";
import type { FromWorker, Start, Survey, ToWorker, Update } from "./protocol";
import type { Ask, Told } from "./questions";
import { reply } from "./replies";
import { Session } from "./session";

/** How long the author must pause before all recipients are looked at. */
const PAUSE_MS = 60;

const session = new Session();
let surveying: ReturnType<typeof setTimeout> | undefined;

/** Resolves once the core runs: what is asked right after the start waits for it. */
let started: Promise<void> | undefined;

const say = (message: FromWorker | Told) => postMessage(message);

function fail(error: unknown): void {
  clearTimeout(surveying);
  session.close();
  say({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
}

function update(message: Update): void {
  clearTimeout(surveying);
  const { revision, change, view, isAnswered } = message;
  try {
    session.take(change, view.reading);
    say(isAnswered ? { type: "taken" } : session.answer(revision, view));
  } catch (error) {
    return fail(error);
  }
  surveying = setTimeout(() => continueSurvey(revision, session.survey(revision)), PAUSE_MS);
}

/** One step now, the next after whatever has arrived meanwhile. */
function continueSurvey(revision: number, steps: Generator<undefined, Survey>): void {
  try {
    const { done, value } = steps.next();
    if (done) say(value);
    else surveying = setTimeout(() => continueSurvey(revision, steps));
  } catch (error) {
    fail(error);
  }
}

async function start({ module, lock }: Start): Promise<void> {
  try {
    await init(module);
    await keepAlive(lock);
    say({ type: "ready" });
  } catch (error) {
    fail(error);
  }
}

async function answer({ id, question }: Ask): Promise<void> {
  try {
    await started;
    say({ type: "told", id, answer: reply(question) });
  } catch (error) {
    say({ type: "refused", id, reason: error instanceof Error ? error.message : String(error) });
  }
}

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "update") update(data);
  else if (data.type === "ask") void answer(data);
  else started = start(data);
});
