/** What is opened: a message or a job, with its request. */
import { batch, computed, signal } from "@preact/signals";
import { isJson, Node } from "../json/tree";
import { identityCountIn, type Snapshot } from "../parts";
import { reasonOf } from "../sandbox/call";
import { askMessages, askRequest, EVERYTHING, type Message } from "./calls";
import { coalesced } from "./coalesced";
import { isReading, isUnderWay, trouble } from "./messages";
import { pretty } from "../json/pretty";

export interface Request {
  job: string;
  /** The body exactly as it came. */
  raw: string;
  /** The body as it is shown. */
  text: string;
  /** As a tree of the text that is shown; undefined where it is no JSON. */
  payload: Snapshot | undefined;
  /** Why there is none. */
  trouble?: string;
}

export interface Choice {
  kind: "message" | "job";
  /** The message, or for a job one of its messages. */
  message: Message;
}

export interface Opened extends Choice {
  request: Request;
}

/** What the list marks: there at once, the request behind it a moment later. */
export const chosen = signal<Choice | undefined>(undefined);
export const opened = signal<Opened | undefined>(undefined);

/** All messages of the opened job, once they are there. */
export const ofJob = signal<{ job: string; messages: readonly Message[] } | undefined>(undefined);

function requestFrom(job: string, raw: string): Request {
  if (!isJson(raw)) return { job, raw, text: raw, payload: undefined };
  const text = pretty(raw);
  return { job, raw, text, payload: { text, root: Node.root(text) } };
}

async function requestOf(job: string): Promise<Request> {
  const known = opened.peek()?.request;
  if (known?.job === job) return known;
  try {
    return requestFrom(job, await askRequest(job));
  } catch (error) {
    return { job, raw: "", text: "", payload: undefined, trouble: reasonOf(error) };
  }
}

export async function open(choice: Choice): Promise<void> {
  batch(() => {
    chosen.value = choice;
    isReading.value = true;
  });
  const request = await requestOf(choice.message.job);
  if (chosen.peek() !== choice) return;
  batch(() => {
    opened.value = { ...choice, request };
    if (ofJob.peek()?.job !== request.job) ofJob.value = undefined;
  });
  if (choice.kind === "job") followJob();
}

export function close(): void {
  batch(() => {
    chosen.value = undefined;
    opened.value = undefined;
    ofJob.value = undefined;
    isReading.value = false;
  });
}

const MOST = 1000;
const PAUSE_MS = 250;

/** A job's messages stand together: from one of them, all are at most as far away as there are recipients. */
async function messagesOf({ message, request }: Opened): Promise<readonly Message[]> {
  const recipients = identityCountIn(request.payload?.root);
  const found: Message[] = [];
  let before: number | undefined = message.id + Math.max(recipients, 1);
  while (before !== undefined) {
    const page = await askMessages({ filter: EVERYTHING, limit: MOST, before });
    const own = page.messages.filter(({ job }) => job === request.job);
    found.push(...own);
    const last = page.messages.at(-1);
    const goesOn = page.more && (own.length === 0 ? (last?.id ?? 0) > message.id : last?.job === request.job);
    before = goesOn ? last?.id : undefined;
  }
  return found;
}

const followJob = coalesced(async () => {
  const now = opened.peek();
  if (now?.kind !== "job") return;
  try {
    const messages = await messagesOf(now);
    if (opened.peek() === now) ofJob.value = { job: now.request.job, messages };
  } catch (error) {
    trouble.value = reasonOf(error);
  }
}, PAUSE_MS);

const followMessage = coalesced(async () => {
  const now = opened.peek();
  if (now?.kind !== "message" || !isUnderWay(now.message)) return;
  try {
    const page = await askMessages({ filter: EVERYTHING, limit: 1, before: now.message.id + 1 });
    const [message] = page.messages;
    if (opened.peek() === now && message?.id === now.message.id) opened.value = { ...now, message };
  } catch (error) {
    trouble.value = reasonOf(error);
  }
}, PAUSE_MS);

/** A job moved on. */
export function moved(job: string): void {
  const now = opened.peek();
  if (now?.message.job !== job) return;
  if (now.kind === "job") followJob();
  else followMessage();
}

/** How many messages have each status, in the order of the texts. */
export const tally = computed<ReadonlyMap<string, number>>(() => {
  const counts = new Map<string, number>();
  for (const { status } of ofJob.value?.messages ?? []) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
});
