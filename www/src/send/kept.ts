/**
 * The last sending of this tab, kept over a reload. Without the JWT: that is asked for again.
 *
 * What tells a tab's sending from another's is short and stands in the session's storage; the texts, which may be long,
 * in the browser's database.
 */
import { get, set } from "idb-keyval";
import { type Job, sendOutcome, type Target } from "notify-preflight";
import type { Part } from "./part";
import { KEPT, type Sending, sentAs } from "./sending";

export type Where = Omit<Target, "jwt">;

interface Kept extends Where {
  id: string;
  jobs: { part: number; job: Job }[];
  next: number;
  /** A request is on its way: if the page goes now, nobody hears what became of it. */
  isPosting: boolean;
  test?: string | undefined;
}

interface Texts {
  text: string;
  parts: readonly Part[];
}

const NO_TEXTS: Texts = { text: "", parts: [] };

let id = "";

/** Keep the texts of a sending that begins. */
export async function keepTexts(text: string, parts: readonly Part[]): Promise<void> {
  id = crypto.randomUUID();
  try {
    await set(KEPT, { id, text, parts });
  } catch {
    // Without the database a reload loses who got what, but not the jobs.
  }
}

/** Keep how far a sending is. */
export function keepSteps({ host, streamId }: Where, { parts, sent, next, step, test }: Sending): void {
  const jobs = sent.map(({ part, job }) => ({ part: parts.indexOf(part), job }));
  const kept: Kept = { id, host, streamId, jobs, next, isPosting: step === "posting", test };
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Where storage is switched off a reload loses the jobs, and nothing else.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isKept(value: unknown): value is Kept {
  if (!isRecord(value) || !Array.isArray(value["jobs"])) return false;
  const areJobs = value["jobs"].every((one) => isRecord(one) && isRecord(one["job"]) && typeof one["job"]["_id"] === "string");
  return areJobs && typeof value["host"] === "string" && typeof value["streamId"] === "string" && typeof value["id"] === "string";
}

function readSteps(): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    return isKept(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

async function readTexts(wanted: string): Promise<Texts> {
  try {
    const kept = await get<Texts & { id: string }>(KEPT);
    return kept?.id === wanted ? kept : NO_TEXTS;
  } catch {
    return NO_TEXTS;
  }
}

/** A part whose text is lost, because another tab has sent since. */
function lostPart(job: Job): Part {
  return { text: "", from: 0, recipients: job.store?.identitiesCount ?? 0, bytes: 0, sha256: "" };
}

/** What this tab had sent, and where to. */
export async function recalled(): Promise<{ where: Where; sending: Sending } | undefined> {
  const kept = readSteps();
  if (!kept || (kept.jobs.length === 0 && !kept.isPosting)) return undefined;
  id = kept.id;
  const { text, parts } = await readTexts(kept.id);
  const sent = kept.jobs.map(({ part, job }) => sentAs(parts[part] ?? lostPart(job), job, { statusLogs: [] }));
  const lost = kept.isPosting ? sendOutcome("lost") : undefined;
  const sending: Sending = {
    text,
    step: lost ? "unknown" : "stopped",
    parts: parts.length > 0 ? parts : sent.map(({ part }) => part),
    next: kept.next,
    sent,
    test: kept.test,
    failure: lost && lost.outcome !== "accepted" ? lost : undefined,
  };
  return { where: { host: kept.host, streamId: kept.streamId }, sending };
}
