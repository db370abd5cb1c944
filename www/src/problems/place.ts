/** Where a problem is, in words, and the way there: its stretch of the JSON and its control in the form. */
import type { Diagnostic } from "notify-preflight";
import { recipientOf } from "../analysis";
import { choose } from "../chosen";
import { figures } from "../controls/words";
import { focusEditor, select } from "../document";
import { focusControl } from "../form/locate";

export function placeOf(diagnostic: Diagnostic): string {
  const index = recipientOf(diagnostic.pointer);
  const parts = [];
  if (index !== undefined) parts.push(`Recipient ${figures(index + 1)}`);
  else if (/^\/(message|content)(\/|$)/.test(diagnostic.pointer)) parts.push("Message");
  if (diagnostic.span) parts.push(`line ${figures(diagnostic.span.line)}`);
  const words = parts.join(", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Show the problem in both views. The caret goes into the form's control, or into the JSON where there is none. */
export function show(diagnostic: Diagnostic): void {
  const index = recipientOf(diagnostic.pointer);
  if (index !== undefined) choose(index);
  if (diagnostic.span) select(diagnostic.span.start, diagnostic.span.end);
  // A control of another recipient is in the page once it has been drawn again.
  requestAnimationFrame(() => {
    if (!focusControl(diagnostic.pointer)) focusEditor();
  });
}
