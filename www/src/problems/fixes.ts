/** Applying what the core offers as fixes. */
import type { Diagnostic, Edit } from "notify-preflight";
import { isCurrent } from "../analysis";
import { edit } from "../document";

export function fixable(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.fix);
}

/** Apply all fixes in one step of undo. A fix that touches what another one changes is left for the next time. */
export function fixAll(diagnostics: readonly Diagnostic[]): void {
  // Places in a text that has changed since are no places any more; the core's next word is a moment away.
  if (!isCurrent.peek()) return;
  const taken: Edit[] = [];
  for (const { fix } of diagnostics) {
    if (fix && fix.edits.every((next) => !taken.some((other) => overlap(next, other)))) taken.push(...fix.edits);
  }
  edit(taken.sort((one, other) => one.start - other.start), "step");
}

function overlap(one: Edit, other: Edit): boolean {
  if (one.start === other.start && one.end === other.end) return true;
  return one.start < other.end && other.start < one.end;
}
