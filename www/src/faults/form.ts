/** The faults as a form: everything as it is typed, until the sandbox has taken it. */
import { computed, effect, signal } from "@preact/signals";
import { reasonOf, Refused } from "../sandbox/call";
import { clearFaults, type Faults, faults, putFaults } from "./faults";

/** The kinds of fault that can be on or off. */
export type Kind = "refuse" | "drop" | "delay" | "failing" | "rateLimit";

/** What the fields hold; a field by the name that the sandbox gives it. */
export interface Draft {
  on: Record<Kind, boolean>;
  fields: Record<FieldName, string>;
}

/** What stands in the fields of a fault that is turned on. Probabilities are in percent. */
const TYPICAL = {
  seed: "0",
  "refuse.status": "503",
  "refuse.probability": "30",
  "drop.probability": "10",
  "delay.least": "200",
  "delay.most": "2000",
  failing: "",
  "rateLimit.perMinute": "10",
  "rateLimit.perHour": "100",
};

export type FieldName = keyof typeof TYPICAL;

function draftOf({ seed, refuse, drop, delay, failing, rateLimit }: Faults): Draft {
  const given: Partial<Record<FieldName, string | number>> = {
    seed,
    ...(refuse && { "refuse.status": refuse.status, "refuse.probability": asPercent(refuse.probability) }),
    ...(drop && { "drop.probability": asPercent(drop.probability) }),
    ...(delay && { "delay.least": delay.least, "delay.most": delay.most }),
    ...(failing !== null && { failing }),
    ...(rateLimit && { "rateLimit.perMinute": rateLimit.perMinute, "rateLimit.perHour": rateLimit.perHour }),
  };
  const fields = Object.entries(TYPICAL).map(([name, typical]) => [name, String(given[name as FieldName] ?? typical)]);
  return {
    on: {
      refuse: refuse !== null,
      drop: drop !== null,
      delay: delay !== null,
      failing: failing !== null,
      rateLimit: rateLimit !== null,
    },
    fields: Object.fromEntries(fields) as Draft["fields"],
  };
}

const asPercent = (probability: number) => Math.round(probability * 1000) / 10;

/** A number, or what was typed in its place, for the sandbox to say what is wrong with it. */
function numberIn(typed: string): number | string {
  const number = Number(typed);
  return typed.trim() === "" || !Number.isFinite(number) ? typed : number;
}

function faultsFrom({ on, fields }: Draft): unknown {
  const number = (name: FieldName) => numberIn(fields[name]);
  const probability = (name: FieldName) => Number(fields[name]) / 100;
  return {
    seed: number("seed"),
    refuse: on.refuse ? { status: number("refuse.status"), probability: probability("refuse.probability") } : null,
    drop: on.drop ? { probability: probability("drop.probability") } : null,
    delay: on.delay ? { least: number("delay.least"), most: number("delay.most") } : null,
    failing: on.failing ? fields.failing : null,
    rateLimit: on.rateLimit
      ? { perMinute: number("rateLimit.perMinute"), perHour: number("rateLimit.perHour") }
      : null,
  };
}

export const draft = signal<Draft | undefined>(undefined);

/** What the sandbox would not take; of no field where it names none. */
export const problem = signal<{ field: FieldName | undefined; message: string } | undefined>(undefined);

/** What the fields held when the sandbox last agreed. */
const agreed = signal<Draft | undefined>(undefined);

export const isChanged = computed(() => JSON.stringify(draft.value) !== JSON.stringify(agreed.value));

/** Show what is in force, unless the reader is at something else. */
export function followForm(): void {
  effect(() => {
    if (!faults.value) return;
    const next = draftOf(faults.value);
    if (!isChanged.peek()) draft.value = next;
    agreed.value = next;
  });
}

export function turn(kind: Kind, on: boolean): void {
  const now = draft.peek();
  if (now) draft.value = { ...now, on: { ...now.on, [kind]: on } };
}

export function type(name: FieldName, value: string): void {
  const now = draft.peek();
  if (now) draft.value = { ...now, fields: { ...now.fields, [name]: value } };
  if (problem.peek()?.field === name) problem.value = undefined;
}

const isField = (name: string | undefined): name is FieldName => name !== undefined && Object.hasOwn(TYPICAL, name);

/** The sandbox names the field first of all. */
function problemOf(error: unknown): { field: FieldName | undefined; message: string } {
  const message = reasonOf(error);
  const name = error instanceof Refused ? /^`([\w.]+)` /.exec(message)?.[1] : undefined;
  return { field: isField(name) ? name : undefined, message };
}

async function change(call: Promise<void>): Promise<void> {
  try {
    await call;
    draft.value = agreed.peek();
    problem.value = undefined;
  } catch (error) {
    problem.value = problemOf(error);
  }
}

export async function apply(): Promise<void> {
  const now = draft.peek();
  if (now) await change(putFaults(faultsFrom(now)));
}

export const undo = (): void => {
  draft.value = agreed.peek();
  problem.value = undefined;
};

/** Other faults than those in force, at once; drawn from the same seed. */
export const put = (next: Partial<Faults>): Promise<void> => change(putFaults({ seed: faults.peek()?.seed ?? 0, ...next }));

export const clear = (): Promise<void> => change(clearFaults());
