/** What the core says of the document, as signals; and what it is asked about. */
import { batch, computed, effect, signal } from "@preact/signals";
import { type Code, type Diagnostic, limits, type Reading, type Report, type Severity } from "notify-preflight";
import { afterwards } from "./controls/later";
import type { AtOnce } from "./core/at-once";
import { Client } from "./core/client";
import type { Answer, Survey, View } from "./core/protocol";
import { follow, revision, text } from "./document";
import { sameEntries, sameItems, steady } from "./steady";

export const reading = signal<Reading>("substitute");

/** The rows of the list of recipients that are on screen. */
export const rowsOnScreen = signal({ from: 0, to: 0 });

/** The recipient that the author chose last; there may be fewer by now. */
export const chosen = signal(0);

/** The parameter that the what-if leaves out. */
export const without = signal<string | undefined>(undefined);

/** The latest answer; while the author types it may be one of a moment ago. */
export const answer = signal<Answer | undefined>(undefined);

/** What the latest look at every recipient found. */
export const survey = signal<Survey | undefined>(undefined);

/** The revision that this look was at: most find what the one before did. */
export const surveyed = signal<number | undefined>(undefined);

/** The parameter names that the audience has, those of the most recipients first. */
export const parameterNames = steady(() => survey.value?.parameters ?? [], sameItems);

/** Why the core does not run; undefined while it does. */
export const trouble = signal<string | undefined>(undefined);

const NOTHING: Report = {
  valid: false,
  diagnostics: [],
  totals: { error: 0, warning: 0, info: 0 },
  codes: {},
  truncated: false,
};

export const report = computed(() => answer.value?.report ?? NOTHING);
export const summary = computed(() => answer.value?.summary);

/** How many the notification goes to. */
export const recipientCount = computed(() => summary.value?.recipients ?? 0);

/** The error that sending settles by itself: what is too much for one request goes out in several. */
export const SETTLED: Code = "too-many-identities";

/** Errors that stand in the way of sending. */
export const errorsInTheWay = computed(() => report.value.totals.error - (report.value.codes[SETTLED] ?? 0));

/** How many requests the recipients take. */
export const requestCount = computed(() => Math.ceil(recipientCount.value / limits.identities));

/** Whether what is said holds for the text as it stands: only then may a place in it be edited. */
export const isCurrent = computed(
  () => answer.value?.revision === revision.value && answer.value.reading === reading.value && !trouble.value,
);

/** The diagnostic that says where the text stops being JSON. */
export const unreadable = computed<Diagnostic | undefined>(() =>
  report.value.diagnostics.find((diagnostic) => diagnostic.code === "json-syntax"),
);

let client: Client | undefined;
let atOnce: AtOnce | undefined;

const written = (names: readonly string[]) => JSON.stringify(names);

function foundTheSame(one: Survey | undefined, other: Survey): boolean {
  return (
    one !== undefined &&
    sameItems(one.marks, other.marks) &&
    sameItems(one.open, other.open) &&
    sameItems(one.openKeys.map(written), other.openKeys.map(written)) &&
    sameItems(one.parameters, other.parameters)
  );
}

/** Start the core's worker, and keep it told of the document and of what is on screen. */
export function connect(module: WebAssembly.Module): void {
  const view = (): View => ({
    reading: reading.peek(),
    rows: rowsOnScreen.peek(),
    chosen: chosen.peek(),
    without: without.peek(),
  });
  const answersItself = () => atOnce?.isReady ?? false;
  const source = { text: () => text.peek(), revision: () => revision.peek(), view };
  client = new Client(module, source, {
    answersItself,
    answered(next) {
      // What the page has answered itself is newer.
      if (!answersItself()) answer.value = next;
      if (next.revision === revision.peek()) void atOnce?.takeOver();
    },
    surveyed: (next) =>
      batch(() => {
        surveyed.value = next.revision;
        if (!foundTheSame(survey.peek(), next)) survey.value = next;
      }),
    troubled: (reason) => (trouble.value = reason),
  });
  afterwards(async () => {
    const here = await import("./core/at-once");
    atOnce = new here.AtOnce(source, (next) => (answer.value = next));
    if (isCurrent.peek()) await atOnce.takeOver();
  });
  follow((edits) => {
    atOnce?.edited(edits);
    client?.edited(edits);
  });
  effect(() => {
    void [reading.value, rowsOnScreen.value, chosen.value, without.value];
    atOnce?.refresh();
    client?.refresh();
  });
}

/** Try again after the core has stopped. */
export function restart(): void {
  trouble.value = undefined;
  client?.start();
}

/** Resolves once the core has spoken about the text as it stands, or cannot. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!isCurrent.value && trouble.value === undefined) return;
      resolve();
      // The effect may run before it has a name to be stopped by.
      queueMicrotask(() => stop());
    });
  });
}

/** The index of the recipient that a pointer leads into. */
export function recipientOf(pointer: string): number | undefined {
  const match = /^\/identities\/(\d+)(\/|$)/.exec(pointer);
  return match ? Number(match[1]) : undefined;
}

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

/** The worst problem of each recipient that has one of its own. */
export const ownProblems = steady(() => {
  const worst = new Map<number, Severity>();
  for (const diagnostic of report.value.diagnostics) {
    const index = recipientOf(diagnostic.pointer);
    if (index === undefined) continue;
    const known = worst.get(index);
    if (!known || RANK[diagnostic.severity] > RANK[known]) worst.set(index, diagnostic.severity);
  }
  return worst;
}, sameEntries);

const errors = steady(() => {
  const first = new Map<string, string>();
  for (const { severity, pointer, message } of report.value.diagnostics) {
    if (severity === "error" && !first.has(pointer)) first.set(pointer, message);
  }
  return first;
}, sameEntries);

/** What is wrong at one place of the payload, for the control that shows it. */
export function errorAt(pointer: string): string | undefined {
  return errors.value.get(pointer);
}
