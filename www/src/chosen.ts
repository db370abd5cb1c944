/** Which recipient the form and the preview show, and the way from one with a problem to the next. */
import { computed } from "@preact/signals";
import type { Severity } from "notify-preflight";
import { answer, chosen, ownProblems, recipientCount, survey } from "./analysis";
import { Mark } from "./core/protocol";
import { identityCount } from "./outline";
import { sameItems, steady } from "./steady";

/** How many recipients there are to choose from: the form knows of a new one before the core does. */
const choices = computed(() => Math.max(identityCount.value, recipientCount.value));

/** The recipient that the form and the preview both show. */
export const selected = computed(() => Math.max(0, Math.min(chosen.value, choices.value - 1)));

export function choose(index: number): void {
  chosen.value = index;
}

/** The chosen recipient's message, as the core last made it. */
export const recipient = computed(() => answer.value?.chosen);

/** Whose message that is. */
export const previewed = computed(() => recipient.value?.index);

/** The placeholders in it that nothing fills. */
export const unfilled = steady<readonly string[]>(() => {
  const open = recipient.value?.placeholders.filter(({ filled }) => !filled) ?? [];
  return [...new Set(open.map(({ key }) => key))];
}, sameItems);

export function markedWith(index: number, mark: keyof typeof Mark): boolean {
  return ((survey.value?.marks[index] ?? 0) & Mark[mark]) !== 0;
}

/** The names of the placeholders that a recipient's text still has. */
export function openKeysOf(index: number): readonly string[] {
  const now = survey.value;
  return now?.openKeys[(now.open[index] ?? 0) - 1] ?? [];
}

const WARNED = Mark.unresolved | Mark.empty;

function worstOf(own: Severity | undefined, marks: number): Severity | undefined {
  if (own === "error" || own === "warning") return own;
  return marks & WARNED ? "warning" : own;
}

/** The worst problem of a recipient, be it its own or one that the shared message brings. */
export function problemOf(index: number): Severity | undefined {
  return worstOf(ownProblems.value.get(index), survey.value?.marks[index] ?? 0);
}

const isProblem = (severity: Severity | undefined) => severity === "error" || severity === "warning";

/** The nearest recipient with a problem in a direction, past the end from the other side; undefined where none is. */
export function nextProblem(step: 1 | -1): number | undefined {
  const total = choices.peek();
  for (let turn = 1; turn <= total; turn += 1) {
    const index = (((selected.peek() + step * turn) % total) + total) % total;
    if (isProblem(problemOf(index))) return index;
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
  const [total, own, marks] = [choices.value, ownProblems.value, survey.value?.marks];
  let number = 0;
  for (let index = 0; index < total; index += 1) if (isProblem(worstOf(own.get(index), marks?.[index] ?? 0))) number += 1;
  return number;
});
