/** The faults that the sandbox makes on request: which are in force, and what they come to in words. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { figures } from "../controls/words";
import { call, reasonOf } from "../sandbox/call";

/** As `/sandbox/faults` gives and takes them. */
export interface Faults {
  /** What happens is drawn from this. */
  seed: number;
  refuse: { status: number; probability: number } | null;
  /** In milliseconds. */
  delay: { least: number; most: number } | null;
  drop: { probability: number } | null;
  failing: string | null;
  rateLimit: { perMinute: number; perHour: number } | null;
}

/** As the sandbox last said; undefined where it has not. */
export const faults = signal<Faults | undefined>(undefined);

const PATH = "/sandbox/faults";

/** Why the faults could not be turned off. */
export const trouble = signal("");

/** How many changes this page has made. */
let changes = 0;

async function take(answer: Response | Promise<Response>): Promise<void> {
  const asked = changes;
  const said = (await (await answer).json()) as Faults;
  // What the sandbox said before a change is out of date, however late it comes.
  if (asked !== changes) return;
  faults.value = said;
  trouble.value = "";
}

async function change(method: "PUT" | "DELETE", next?: unknown): Promise<void> {
  const answer = await call(method, PATH, next);
  changes += 1;
  await take(answer);
}

/** What is not a number goes as it was typed: the sandbox says what it takes. */
export const putFaults = (next: unknown): Promise<void> => change("PUT", next);
export const clearFaults = (): Promise<void> => change("DELETE");

/** One click back to none. */
export async function turnOff(): Promise<void> {
  try {
    await clearFaults();
  } catch (error) {
    trouble.value = reasonOf(error);
  }
}

/** Ask which are in force: a script or another tab may have set others. */
export const askFaults = (): void => void take(call("GET", PATH)).catch(() => {});

/** Ask now, whenever the reader comes back, and whenever this changes. */
export function followFaults(sign?: ReadonlySignal<unknown>): void {
  effect(() => {
    void sign?.value;
    askFaults();
  });
  addEventListener("focus", askFaults);
  document.addEventListener("visibilitychange", askFaults);
}

export function percent(probability: number): string {
  return `${(probability * 100).toLocaleString("en", { maximumFractionDigits: 1 })} %`;
}

function delayWords({ least, most }: NonNullable<Faults["delay"]>): string {
  return least === most ? `${figures(least)} ms` : `${figures(least)} to ${figures(most)} ms`;
}

function inWords({ refuse, delay, drop, failing, rateLimit }: Faults): string[] {
  const words: string[] = [];
  if (refuse) words.push(`${percent(refuse.probability)} of sends are refused with ${refuse.status}`);
  if (drop) words.push(`${percent(drop.probability)} of answers are lost`);
  if (delay) words.push(`answers come ${delayWords(delay)} late`);
  if (failing !== null) words.push(`recipients that match \`${failing}\` fail`);
  if (rateLimit) words.push(`${figures(rateLimit.perMinute)} calls a minute and ${figures(rateLimit.perHour)} an hour are allowed`);
  return words;
}

/** What is in force, a phrase for each fault. */
export const inForce = computed<readonly string[]>(() => (faults.value ? inWords(faults.value) : []));
