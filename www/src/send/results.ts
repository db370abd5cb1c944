/** What became of each recipient, of all jobs together: to be shown, filtered and exported. */
import { computed, signal } from "@preact/signals";
import { type Failures, failures as failuresOf, type Json, type ProgressByRecipient } from "notify-preflight";
import { csv } from "../files/csv";
import { saveFile } from "../files/save";
import { type Sending, sending, type Sent } from "./sending";

export interface Result {
  /** The place among all recipients of the payload, from 0; absent for a log that is joined to none. */
  index?: number;
  identity: string;
  /** Null where there is no log yet, or where it cannot be told which one. */
  status: string | null;
  comment: string;
  /** When it was told, as the platform writes it; empty where it does not say. */
  time: string;
  isAmbiguous: boolean;
  /** A log of nobody in the payload, where the payload is known. */
  isUnmatched: boolean;
  job: string;
}

function asWords(value: Json | undefined): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}

function isByRecipient(progress: Sent["progress"]): progress is ProgressByRecipient {
  return "recipients" in progress;
}

function fromLog(log: { [field: string]: unknown }, job: string, isUnmatched: boolean): Result {
  const said = (field: string) => asWords(log[field] as Json | undefined);
  return {
    identity: said("originalId"),
    status: said("status") || null,
    comment: said("comments"),
    time: said("createdOn"),
    isAmbiguous: false,
    isUnmatched,
    job,
  };
}

function resultsOf({ part, job, report, progress }: Sent): Result[] {
  if (!isByRecipient(progress)) return report.statusLogs.map((log) => fromLog(log, job._id, false));
  const known = progress.recipients.map(({ index, identity, status, comment, createdOn, ambiguous }) => ({
    index: part.from + index,
    identity,
    status,
    comment: comment ?? "",
    time: createdOn ?? "",
    isAmbiguous: ambiguous,
    isUnmatched: false,
    job: job._id,
  }));
  return [...known, ...progress.unmatched.map((log) => fromLog(log, job._id, true))];
}

interface PartResults {
  results: readonly Result[];
  kinds: ReadonlyMap<string, number>;
}

/** A part's results are made anew only when it is told something new: there may be a hundred parts. */
const made = new WeakMap<Sent, PartResults>();

function partResults(sent: Sent): PartResults {
  const known = made.get(sent);
  if (known) return known;
  const results = resultsOf(sent);
  const kinds = new Map<string, number>();
  for (const kind of results.flatMap(kindsOf)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const fresh = { results, kinds };
  made.set(sent, fresh);
  return fresh;
}

const parts = computed(() => (sending.value?.sent ?? []).map(partResults));

export const results = computed<readonly Result[]>(() => parts.value.flatMap((part) => part.results));

/** Kinds of results beside the statuses: these have no status, or several. */
export const WAITING = "\0waiting";
export const AMBIGUOUS = "\0ambiguous";
export const UNMATCHED = "\0unmatched";

function kindsOf(result: Result): string[] {
  const kinds = result.status === null ? [] : [result.status];
  if (result.isAmbiguous) kinds.push(AMBIGUOUS);
  else if (result.status === null) kinds.push(WAITING);
  if (result.isUnmatched) kinds.push(UNMATCHED);
  return kinds;
}

/** How many results there are of each kind. */
export const kinds = computed(() => {
  const counts = new Map<string, number>();
  for (const part of parts.value) {
    for (const [kind, number] of part.kinds) counts.set(kind, (counts.get(kind) ?? 0) + number);
  }
  return counts;
});

/** The kind that the author wants to see; undefined for all. */
export const filter = signal<string | undefined>(undefined);

export const filtered = computed(() => {
  const wanted = filter.value;
  if (wanted === undefined || !kinds.value.has(wanted)) return results.value;
  return results.value.filter((result) => kindsOf(result).includes(wanted));
});

export function noteOn(result: Result): string {
  if (result.isAmbiguous) return "The logs do not say which of the recipients with this identity is meant";
  return result.isUnmatched ? "A log of nobody in the payload" : "";
}

export function exportResults(): void {
  const head = ["recipient", "identity", "status", "comment", "note", "time", "job"];
  const rows = results.value.map((result) => [
    result.index === undefined ? "" : String(result.index + 1),
    result.identity,
    result.status ?? "",
    result.comment,
    noteOn(result),
    result.time,
    result.job,
  ]);
  saveFile("notification-results.csv", csv([head, ...rows]), "text/csv");
}

/** Who failed, and the payload once more for them. The whole text that was sent is cut, whatever parts it went out in. */
export function failures({ sent, text }: Sending): Failures {
  return failuresOf(text, { statusLogs: sent.flatMap(({ report }) => report.statusLogs) });
}
