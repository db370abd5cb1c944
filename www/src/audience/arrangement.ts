/**
 * Which recipients the table shows, and in what order.
 *
 * An order is taken when it is asked for and stays while cells are edited: a row must not leave from under the author's
 * hands because a fix took it out of the filter.
 */
import { computed, effect, signal } from "@preact/signals";
import { isCurrent, surveyed, trouble } from "../analysis";
import { choose, markedWith, problemOf, selected } from "../chosen";
import { ask } from "../core/asking";
import type { Sort } from "../core/questions";
import { revision, text } from "../document";
import { editable, identityCount } from "../outline";

export type Only = "all" | "problems" | "unresolved" | "readingDependent";

export const search = signal("");
export const only = signal<Only>("all");
export const sort = signal<Sort | undefined>(undefined);

/** What stands in the field; it is searched for once the author pauses. */
export const written = signal("");
const PAUSE_MS = 150;
let pause: ReturnType<typeof setTimeout> | undefined;

export function searchFor(words: string): void {
  written.value = words;
  clearTimeout(pause);
  pause = setTimeout(() => {
    search.value = words;
  }, PAUSE_MS);
}

export function showEverybody(): void {
  clearTimeout(pause);
  written.value = "";
  search.value = "";
  only.value = "all";
  sort.value = undefined;
}

interface Order {
  /** Of how many recipients, in which revision of the text. */
  of: number;
  revision: number;
  indexes: Uint32Array;
}

/** Undefined where all are shown as they stand. */
export const order = signal<Order | undefined>(undefined);
/** Why the table could not be arranged. */
export const arrangeTrouble = signal<string | undefined>(undefined);

export const isArranged = computed(() => search.value.trim() !== "" || only.value !== "all" || sort.value !== undefined);

/** Whether the rows on screen are those that were asked for: until then nothing is to be removed by position. */
export const isSettled = computed(() => !isArranged.value || (order.value?.of === identityCount.value && !arranging.value));

export const shownCount = computed(() => order.value?.indexes.length ?? identityCount.value);

/** Whether the table has been edited since it was arranged. */
export const isOutdated = computed(() => order.value !== undefined && order.value.revision !== revision.value);

const arranging = signal(false);

export function indexAt(position: number): number {
  return order.value ? (order.value.indexes[position] ?? -1) : position;
}

/** Where the chosen recipient stands in the table; -1 where it is not shown. */
export const chosenPosition = computed(() =>
  order.value ? order.value.indexes.indexOf(selected.value) : Math.min(selected.value, identityCount.value - 1),
);

export function shownIndexes(): Uint32Array {
  return order.peek()?.indexes ?? Uint32Array.from({ length: identityCount.peek() }, (_, index) => index);
}

/** Resolves once the marks hold for the text as it stands. */
function marksHold(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const holds = isCurrent.value && surveyed.value === revision.value;
      if (!holds && trouble.value === undefined) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

function passes(index: number, filter: Only): boolean {
  if (filter === "all") return true;
  if (filter !== "problems") return markedWith(index, filter);
  const severity = problemOf(index);
  return severity === "error" || severity === "warning";
}

let turn = 0;
/** After a removal: the place in the table that the author was at. */
let wanted: number | undefined;

export function stayAt(position: number): void {
  wanted = position;
  if (!isArranged.peek()) goBack();
}

function goBack(): void {
  if (wanted !== undefined && shownCount.peek() > 0) choose(indexAt(Math.min(wanted, shownCount.peek() - 1)));
  wanted = undefined;
}

/** Find and sort anew. */
export async function arrange(): Promise<void> {
  const mine = ++turn;
  if (!isArranged.peek()) {
    order.value = undefined;
    arranging.value = false;
    arrangeTrouble.value = undefined;
    return;
  }
  arranging.value = true;
  try {
    if (only.peek() !== "all") await marksHold();
    const [of, now] = [identityCount.peek(), revision.peek()];
    if (mine !== turn || !editable.peek()) return;
    const question = { kind: "arrange", payload: text.peek(), search: search.peek(), sort: sort.peek() } as const;
    const asIs = question.search.trim() === "" && !question.sort;
    const found = asIs ? Uint32Array.from({ length: of }, (_, index) => index) : await ask(question);
    if (mine !== turn) return;
    const filter = only.peek();
    order.value = { of, revision: now, indexes: found.filter((index) => passes(index, filter)) };
    arrangeTrouble.value = undefined;
    goBack();
  } catch (error) {
    if (mine === turn) arrangeTrouble.value = error instanceof Error ? error.message : String(error);
  } finally {
    if (mine === turn) arranging.value = false;
  }
}

effect(() => {
  void [search.value, only.value, sort.value, identityCount.value, editable.value];
  // Not as part of the effect: what it reads besides must not bring it about again.
  queueMicrotask(() => void arrange());
});
