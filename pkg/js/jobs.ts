/** Payloads on their way: in parts, how far they are, and once more where they failed. */

import { jsonOf, payloadText, wholeNumber } from "./arguments.js";
import * as core from "./bindings.js";
import { limits } from "./contract.js";
import { call, write } from "./instance.js";
import type {
  Failures,
  Job,
  NotifyPayload,
  Progress,
  ProgressByRecipient,
  StatusReport,
} from "./types.js";

/**
 * Splits a payload into parts of at most so many recipients, in order. Numbers that JavaScript
 * has no room for come out rounded, as `JSON.parse` reads them; `splitText` keeps their digits.
 */
export function split(payload: string | NotifyPayload, maxIdentities?: number): NotifyPayload[] {
  return splitText(payload, maxIdentities).map((part) => JSON.parse(part) as NotifyPayload);
}

/** `split`, with each part as text: the author's own, byte for byte, with fewer recipients. */
export function splitText(
  payload: string | NotifyPayload,
  maxIdentities: number = limits.identities,
): string[] {
  const text = payloadText(payload);
  const most = wholeNumber(maxIdentities, "`maxIdentities`");
  return JSON.parse(call(() => core.split(...write(text), most)));
}

/**
 * How far a job is, from the answer to the request and the latest status answer; where
 * the payload is given, what became of each recipient too.
 */
export function progress(job: Job, report: StatusReport): Progress;
export function progress(
  job: Job,
  report: StatusReport,
  payload: string | NotifyPayload,
): ProgressByRecipient;
export function progress(
  job: Job,
  report: StatusReport,
  payload?: string | NotifyPayload,
): Progress | ProgressByRecipient;
export function progress(job: Job, report: StatusReport, payload?: string | NotifyPayload) {
  const [accepted, answered] = [jsonOf(job, "the job"), jsonOf(report, "the status answer")];
  const isKnown = payload !== undefined && payload !== null;
  const sent = isKnown ? payloadText(payload) : "";
  const ask = () => call(() => core.progress(...write(accepted, answered, sent), isKnown));
  return JSON.parse(ask()) as Progress;
}

/** Who failed, who may have, and the payload's text once more for those who did. */
export function failures(payload: string | NotifyPayload, report: StatusReport): Failures {
  const [sent, answered] = [payloadText(payload), jsonOf(report, "the status answer")];
  return JSON.parse(call(() => core.failures(...write(sent, answered))));
}

/**
 * The payload once more, for those whose message surely failed; null where there are none. Its
 * numbers are as `split` has them; `failures` keeps their digits.
 */
export function retryFailures(
  payload: string | NotifyPayload,
  report: StatusReport,
): NotifyPayload | null {
  const { payload: text } = failures(payload, report);
  return text === null ? null : (JSON.parse(text) as NotifyPayload);
}
