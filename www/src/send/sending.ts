/** The sending that is under way, or was the last: its requests, their jobs, and how far they are. */
import { signal } from "@preact/signals";
import { type Failure, type Job, progress, type Progress, type ProgressByRecipient, type StatusReport } from "notify-preflight";
import type { Part } from "./part";

/** A part that was accepted. */
export interface Sent {
  part: Part;
  job: Job;
  report: StatusReport;
  /** By recipient, unless the part's text is lost. */
  progress: Progress | ProgressByRecipient;
}

export interface Sending {
  /** The whole payload; empty where it was lost over a reload. */
  text: string;
  step: "posting" | "waiting" | "following" | "stopped" | "finished" | "refused" | "unknown";
  /** All of them, in the order in which they go out. */
  parts: readonly Part[];
  /** Which of the parts goes out next; those before it are sent, or given up. */
  next: number;
  sent: readonly Sent[];
  /** The one recipient of a test. */
  test?: string | undefined;
  /** Why the part that went out last was not accepted, or may not have been. */
  failure?: Failure | undefined;
  /** When the part that was refused goes out again by itself, in milliseconds since 1970. */
  again?: number | undefined;
  /** Whether the browser says that it has no network. */
  offline?: boolean | undefined;
  /** Why the last status call failed; the next one clears it. */
  trouble?: Failure | undefined;
  /** What was done when the page began to measure the pace. */
  measured?: { since: number; done: number } | undefined;
}

export const sending = signal<Sending | undefined>(undefined);

/** The id of what shows it. */
export const OUTCOME = "outcome";

/** The button that was pressed is gone: whoever goes by keyboard or ear goes on where the news is. */
export function focusOutcome(): void {
  requestAnimationFrame(() => document.getElementById(OUTCOME)?.focus());
}

/** What this tab keeps of it over a reload stands in the session's storage under this key. */
export const KEPT = "notify-preflight.sending";

/** Whether this tab has sent something before a reload. */
export function hasKept(): boolean {
  try {
    return sessionStorage.getItem(KEPT) !== null;
  } catch {
    return false;
  }
}

export function isBusy(): boolean {
  const step = sending.value?.step;
  return step === "posting" || step === "waiting" || step === "following";
}

export function update(changes: Partial<Sending>): void {
  const now = sending.peek();
  if (now) sending.value = { ...now, ...changes };
}

/** A part together with what is known of its job. */
export function sentAs(part: Part, job: Job, report: StatusReport): Sent {
  // A part whose text is lost has logs all the same, but nobody to join them to.
  const joined = part.text === "" ? progress(job, report) : progress(job, report, part.text);
  return { part, job, report, progress: joined };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

export interface Counts {
  done: number;
  total: number;
  byStatus: ReadonlyMap<string, number>;
}

/** The counts of all jobs together. */
export function counted({ sent, parts }: Sending): Counts {
  const byStatus = new Map<string, number>();
  for (const { progress } of sent) {
    for (const [status, number] of Object.entries(progress.byStatus)) {
      byStatus.set(status, (byStatus.get(status) ?? 0) + number);
    }
  }
  return {
    done: sum(sent.map(({ progress }) => progress.done)),
    // What a job says of its size counts, once there is a job.
    total: sum(parts.map((part) => sent.find((one) => one.part === part)?.progress.total ?? part.recipients)),
    byStatus,
  };
}

export function failed({ byStatus }: Counts): number {
  return byStatus.get("FAILURE") ?? 0;
}

/** Recipients whose request has not gone out. */
export function notSent({ parts, next }: Sending): number {
  return sum(parts.slice(next).map(({ recipients }) => recipients));
}
