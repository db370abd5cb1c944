/** The job that was sent last, kept over a reload of this tab. Without the JWT: that is asked for again. */
import type { Job } from "notify-preflight";

const KEY = "notify-preflight.job";

export interface KeptJob {
  host: string;
  streamId: string;
  job: Job;
}

export function keepJob(kept: KeptJob): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Where storage is switched off a reload loses the job, and nothing else.
  }
}

export function forgetJob(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing is kept there.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export function keptJob(): KeptJob | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (!isRecord(kept) || !isRecord(kept["job"]) || typeof kept["job"]["_id"] !== "string") return undefined;
    const { host, streamId } = kept;
    if (typeof host !== "string" || typeof streamId !== "string") return undefined;
    return { host, streamId, job: kept["job"] as unknown as Job };
  } catch {
    return undefined;
  }
}
