/** All that the core has to say about the document, in words. */
import { signal } from "@preact/signals";
import { type Diagnostic, type Severity } from "notify-preflight";
import { analysis, choose, recipientOf, report } from "./analysis";
import { SeverityIcon } from "./controls/mark";
import { count, Sentence, Words } from "./controls/words";
import { edit, select } from "./document";

const GROUPS: readonly { severity: Severity; title: string; one: string }[] = [
  { severity: "error", title: "Errors", one: "error" },
  { severity: "warning", title: "Warnings", one: "warning" },
  { severity: "info", title: "Good to know", one: "note" },
];

const AT_FIRST = 50;
const shown = signal<Partial<Record<Severity, number>>>({});

/** The counts as words: "2 errors, 1 warning", or "Ready to send". */
export function verdict(): string {
  const { error, warning } = report.value.totals;
  const parts = [];
  if (error > 0) parts.push(count(error, "error"));
  if (warning > 0) parts.push(count(warning, "warning"));
  return parts.length > 0 ? parts.join(", ") : "Ready to send";
}

/** Lead the author to the problems: the first error, or the heading where there is none. */
export function focusProblems(): void {
  const target = document.querySelector<HTMLElement>(".problems .problem-go") ?? document.getElementById("problems-title");
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

function place(diagnostic: Diagnostic): string {
  const index = recipientOf(diagnostic.pointer);
  const parts = [];
  if (index !== undefined) parts.push(`Recipient ${index + 1}`);
  else if (/^\/(message|content)(\/|$)/.test(diagnostic.pointer)) parts.push("Message");
  if (diagnostic.span) parts.push(`line ${diagnostic.span.line}`);
  const words = parts.join(", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function show(diagnostic: Diagnostic): void {
  const index = recipientOf(diagnostic.pointer);
  if (index !== undefined) choose(index);
  if (diagnostic.span) select(diagnostic.span.start, diagnostic.span.end);
}

function Problem({ diagnostic }: { diagnostic: Diagnostic }) {
  const { fix } = diagnostic;
  return (
    <li class={`problem problem-${diagnostic.severity}`}>
      <button type="button" class="problem-go" onClick={() => show(diagnostic)}>
        <SeverityIcon severity={diagnostic.severity} />
        <span class="problem-words">
          <span>
            <Sentence of={diagnostic.message} />
          </span>
          {diagnostic.hint && (
            <span class="problem-hint">
              <Sentence of={diagnostic.hint} />
            </span>
          )}
          <span class="problem-place">{place(diagnostic)}</span>
        </span>
      </button>
      {fix && (
        <button type="button" class="button small" onClick={() => edit(fix.edits, "step")}>
          Fix: <Words of={fix.title} />
        </button>
      )}
    </li>
  );
}

function Group({ severity, title, one }: (typeof GROUPS)[number]) {
  const all = report.value.diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  const total = report.value.totals[severity];
  if (total === 0) return null;
  const limit = shown.value[severity] ?? AT_FIRST;
  const listed = all.slice(0, limit);
  return (
    <section class="problem-group" aria-label={title}>
      <h3>
        {title} <span class="faint">{total.toLocaleString("en")}</span>
      </h3>
      <ul>
        {listed.map((diagnostic, index) => (
          <Problem key={index} diagnostic={diagnostic} />
        ))}
      </ul>
      {listed.length < all.length && (
        <button
          type="button"
          class="link more"
          onClick={() => {
            shown.value = { ...shown.value, [severity]: limit + AT_FIRST };
          }}
        >
          Show more of these {count(total, one)}
        </button>
      )}
      {listed.length === all.length && all.length < total && (
        <p class="help more">{count(total - all.length, `further ${one}`)} not listed.</p>
      )}
    </section>
  );
}

export function ProblemsPanel() {
  const { error, warning, info } = report.value.totals;
  const { failure } = analysis.value;
  return (
    <section class="panel problems" aria-labelledby="problems-title">
      <header class="panel-head">
        <h2 id="problems-title" tabIndex={-1}>
          Problems
        </h2>
        <p class="aside" aria-live="polite">
          {failure ? "not checked" : verdict()}
        </p>
      </header>
      <div class="problems-body">
        {failure && (
          <p class="strip strip-error" role="alert">
            The checker has stopped ({failure}). Your text is kept: reload the page to go on.
          </p>
        )}
        {!failure && error + warning + info === 0 && <p class="empty">No problems found. No problem found, by the documented rules.</p>}
        {GROUPS.map((group) => (
          <Group key={group.severity} {...group} />
        ))}
      </div>
    </section>
  );
}
