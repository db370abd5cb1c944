/** The report's diagnostics as underlines in the editor, with message, hint and fix on hover. */
import { type Diagnostic as Mark, diagnosticCount, setDiagnostics } from "@codemirror/lint";
import { effect } from "@preact/signals";
import type { Diagnostic } from "notify-preflight";
import { isCurrent, report, SETTLED } from "../analysis";
import { plain, sentence } from "../controls/words";
import { dress, firstLineEnd, text } from "../document";
import { afterFrame } from "../moments";
import { fixAll } from "../problems/fixes";

function line(className: string, words: string): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  element.textContent = words;
  return element;
}

function render(diagnostic: Diagnostic): Node {
  const box = document.createElement("div");
  box.append(line("said", plain(sentence(diagnostic.message))));
  if (diagnostic.hint) box.append(line("hint", plain(sentence(diagnostic.hint))));
  return box;
}

function mark(diagnostic: Diagnostic): Mark[] {
  const { span, fix } = diagnostic;
  if (!span) return [];
  const limit = text.peek().length;
  const from = Math.min(span.start, limit);
  return [
    {
      from,
      to: firstLineEnd(from, Math.min(span.end, limit)),
      severity: diagnostic.code === SETTLED ? "info" : diagnostic.severity,
      message: plain(sentence(diagnostic.message)),
      renderMessage: () => render(diagnostic),
      actions: fix ? [{ name: plain(fix.title), apply: () => fixAll([diagnostic]) }] : [],
    },
  ];
}

/**
 * Keep the underlines in step with the report. They move with the text: new ones are set once the core has spoken about
 * the text as it stands, and the frame that shows it is done.
 */
export function followReport(): void {
  let isDue = false;
  const underline = () => {
    isDue = false;
    if (!isCurrent.peek()) return;
    const marks = report.peek().diagnostics.flatMap(mark);
    dress((state) => (marks.length > 0 || diagnosticCount(state) > 0 ? setDiagnostics(state, marks) : {}));
  };
  effect(() => {
    void report.value;
    if (!isCurrent.value || isDue) return;
    isDue = true;
    afterFrame(underline);
  });
}
