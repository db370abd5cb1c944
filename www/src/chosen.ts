/** Which recipient the form and the preview show, and the way from one with a problem to the next. */
import { computed } from "@preact/signals";
import type { Severity } from "notify-preflight";
import { answer, chosen, ownProblems, recipientCount, survey } from "./analysis";
import { Mark } from "./core/protocol";
import { identityCount } from "./outline";

/** How many recipients there are to choose from: the form knows of a new one before the core does. */
const choices = computed(() => Math.max(identityCount.value, recipientCount.value));

/** The recipient that the form and the preview both show. */
export const selected = computed(() => Math.max(0, Math.min(chosen.value, choices.value - 1)));

export function choose(index: number): void {
  chosen.value = index;
}

/** The chosen recipient's message, as the core last made it. */
export const recipient = computed(() => answer.value?.chosen);

export function markedWith(index: number, mark: keyof typeof Mark): boolean {
  return ((survey.value?.marks[index] ?? 0) & Mark[mark]) !== 0;
}

/** The names of the placeholders that a recipient's text still has. */
export function openKeysOf(index: number): readonly string[] {
  const now = survey.value;
  return now?.openKeys[(now.open[index] ?? 0) - 1] ?? [];
}

/** The worst problem of a recipient, be it its own or one that the shared message brings. */
export function problemOf(index: number): Severity | undefined {
  const own = ownProblems.value.get(index);
  if (own === "error" || own === "warning") return own;
  return markedWith(index, "unresolved") || markedWith(index, "empty") ? "warning" : own;
}

function hasProblem(index: number): boolean {
  const severity = problemOf(index);
  return severity === "error" || severity === "warning";
}

/** The nearest recipient with a problem in a direction, past the end from the other side; undefined where none is. */
export function nextProblem(step: 1 | -1): number | undefined {
  const total = choices.peek();
  for (let turn = 1; turn <= total; turn += 1) {
    const index = (((selected.peek() + step * turn) % total) + total) % total;
    if (hasProblem(index)) return index;
  }
  return undefined;
}

export function goToProblem(step: 1 | -1): void {
  const index = nextProblem(step);
  if (index !== undefined) choose(index);
}

/** Whether the last look at every recipient was at those that there are now: at a hundred thousand it takes a while. */
export const isSurveyed = computed(() => survey.value?.marks.length === choices.value);

export const problemCount = computed(() => {
  let number = 0;
  for (let index = 0; index < choices.value; index += 1) if (hasProblem(index)) number += 1;
  return number;
});
