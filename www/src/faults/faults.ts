/** The faults that the sandbox makes on request: which are in force, and what they come to in words. */
import { computed, signal } from "@preact/signals";
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

async function take(answer: Promise<Response>): Promise<void> {
  faults.value = (await (await answer).json()) as Faults;
}

export const askFaults = (): Promise<void> => take(call("GET", PATH));
/** What is not a number goes as it was typed: the sandbox says what it takes. */
export const putFaults = (next: unknown): Promise<void> => take(call("PUT", PATH, next));
export const clearFaults = (): Promise<void> => take(call("DELETE", PATH));

/** Why the faults could not be turned off. */
export const trouble = signal("");

/** One click back to none. */
export async function turnOff(): Promise<void> {
  try {
    await clearFaults();
    trouble.value = "";
  } catch (error) {
    trouble.value = reasonOf(error);
  }
}

/** Ask now, and whenever the reader comes back: a script or another tab may have set others. */
export function followFaults(): void {
  const ask = () => void askFaults().catch(() => {});
  ask();
  addEventListener("focus", ask);
  document.addEventListener("visibilitychange", ask);
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
