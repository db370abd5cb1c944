/** What is to be sent, checked and in bytes, waiting for the author's yes. */
import { signal } from "@preact/signals";
import { type ApiRequest, check, type Report, sendRequest, type Target } from "notify-preflight";
import { errorsInTheWay, reading, recipientCount, report, settled, trouble } from "../analysis";
import { selected } from "../chosen";
import { text as draft } from "../document";
import { onlyRecipient } from "../excerpt";
import { identityAt } from "../payload";
import { focusProblems } from "../problems/panel";
import { showErrorSummary } from "../problems/summary";
import { type Part, partFor, partsOf } from "./part";
import { routed } from "./route";
import { isBusy, sending } from "./sending";
import { host, jwt, problemFrom, streamId } from "./target";
import { focusTargetProblem } from "./target-fields";

/** It holds the very text that was previewed. */
export interface Ready {
  target: Target;
  url: string;
  text: string;
  parts: readonly Part[];
  recipients: number;
  /** What the core says of this very text. */
  report: Report;
  /** The one recipient of a test. */
  test?: string | undefined;
  /** Whether these are the parts that a sending on the page has left, rather than a new sending. */
  isRest: boolean;
}

export const asking = signal<Ready | undefined>(undefined);

/** Whether the payload as it stands may go out; where it may not, the author is led to why. */
async function isSendable(): Promise<boolean> {
  // What is asked about must be what the core has checked.
  await settled();
  if (trouble.peek() !== undefined) focusProblems();
  else if (errorsInTheWay.peek() > 0) showErrorSummary();
  else return true;
  return false;
}

/** Where to, if the three fields say so and the browser allows it; else the author is led to the field. */
function reachable(): { target: Target; request: ApiRequest } | undefined {
  const target = { host: host.peek(), streamId: streamId.peek(), jwt: jwt.peek() };
  try {
    const request = sendRequest(target, "{}");
    if (routed(request)) return { target, request };
    focusTargetProblem("other");
  } catch (error) {
    focusTargetProblem(problemFrom(error).code);
  }
  return undefined;
}

type Choice = Pick<Ready, "parts" | "isRest" | "text" | "test">;

function ask({ parts, isRest, text, test }: Choice): void {
  const to = reachable();
  if (!to || isBusy()) return;
  const recipients = parts.reduce((all, part) => all + part.recipients, 0);
  const isDraft = text === draft.peek();
  const found = isDraft ? report.peek() : check(text, { reading: reading.peek() });
  asking.value = { target: to.target, url: to.request.url, text, parts, recipients, report: found, test, isRest };
}

/** The whole payload. */
export async function askToSend(): Promise<void> {
  if (isBusy() || !(await isSendable()) || !reachable()) return;
  const whole = draft.peek();
  ask({ text: whole, parts: await partsOf(whole, recipientCount.peek()), isRest: false });
}

/** The chosen recipient alone. */
export async function askToTest(): Promise<void> {
  if (isBusy() || !(await isSendable()) || !reachable()) return;
  const index = selected.peek();
  const cut = onlyRecipient(index);
  if (cut === undefined) return;
  ask({ text: cut, parts: [await partFor(cut, index)], isRest: false, test: identityAt(index) || `recipient ${index + 1}` });
}

/** What the sending on the page has left. */
export function askToSendRest(): void {
  const now = sending.peek();
  if (!now) return;
  const parts = now.parts.slice(now.next);
  ask({ text: now.text, parts, isRest: true, test: now.test });
}

/** The payload's requests, for a command; undefined where it may not go out. */
export async function requestsFor(): Promise<ApiRequest[] | undefined> {
  if (!(await isSendable())) return undefined;
  try {
    // The command takes the JWT from the environment, so the field may be empty.
    const target = { host: host.peek(), streamId: streamId.peek(), jwt: "left-out" };
    const parts = await partsOf(draft.peek(), recipientCount.peek());
    return parts.map((part) => sendRequest(target, part.text));
  } catch (error) {
    focusTargetProblem(problemFrom(error).code);
    return undefined;
  }
}
