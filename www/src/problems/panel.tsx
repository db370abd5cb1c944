/** All that the core has to say about the document, in words, by kind. */
import { signal } from "@preact/signals";
import { errorsInTheWay, report, requestCount, restart, trouble } from "../analysis";
import { count, figures } from "../controls/words";
import { fixable, fixAll } from "./fixes";
import { type Kind, kindsOf } from "./kinds";
import { Problem } from "./problem";

/** The first few of a kind say what it is about; the others are a click away. */
const AT_FIRST = 5;
const MORE = 50;
const shown = signal<Record<string, number>>({});

/** The counts as words: "2 errors, 1 warning", or "Ready to send". */
export function verdict(): string {
  if (trouble.value !== undefined) return "Not checked";
  const { warning } = report.value.totals;
  const error = errorsInTheWay.value;
  const parts = [];
  if (error > 0) parts.push(count(error, "error"));
  if (warning > 0) parts.push(count(warning, "warning"));
  const ready = requestCount.value > 1 ? `Ready to send in ${requestCount.value} requests` : "Ready to send";
  return parts.length > 0 ? parts.join(", ") : ready;
}

/** Lead the author to the problems: the first one, or the heading where there is none. */
export function focusProblems(): void {
  const target = document.querySelector<HTMLElement>(".problems .problem-go") ?? document.getElementById("problems-title");
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

function KindOfProblem({ kind }: { kind: Kind }) {
  const { code, severity, heading, listed, total } = kind;
  const key = `${severity} ${code}`;
  const limit = shown.value[key] ?? AT_FIRST;
  const fixes = fixable(listed);
  const rest = total - Math.min(limit, listed.length);
  return (
    <section class={`problem-group problem-group-${severity}`} aria-label={heading}>
      <div class="problem-group-head">
        <h3>
          {heading} <span class="faint">{figures(total)}</span>
        </h3>
        {fixes.length > 1 && (
          <button type="button" class="button small" onClick={() => fixAll(fixes)}>
            Fix all {figures(fixes.length)}
          </button>
        )}
      </div>
      <ul>
        {listed.slice(0, limit).map((diagnostic, index) => (
          <Problem key={index} diagnostic={diagnostic} />
        ))}
      </ul>
      {limit < listed.length ? (
        <button
          type="button"
          class="link more"
          onClick={() => {
            shown.value = { ...shown.value, [key]: limit + MORE };
          }}
        >
          Show more of the other {figures(rest)}
        </button>
      ) : (
        rest > 0 && <p class="help more">{figures(rest)} more are not listed.</p>
      )}
    </section>
  );
}

function Stopped({ reason }: { reason: string }) {
  return (
    <div class="strip strip-error" role="alert">
      <p>The checker has stopped ({reason}). Your text is kept.</p>
      <button type="button" class="button small" onClick={restart}>
        Start it again
      </button>
    </div>
  );
}

export function ProblemsPanel() {
  const kinds = kindsOf(report.value);
  return (
    <section class="panel problems" aria-labelledby="problems-title">
      <header class="panel-head">
        <h2 id="problems-title" tabIndex={-1}>
          Problems
        </h2>
        <p class="aside" aria-live="polite">
          {verdict()}
        </p>
      </header>
      <div class="problems-body">
        {trouble.value !== undefined && <Stopped reason={trouble.value} />}
        {trouble.value === undefined && kinds.length === 0 && <p class="empty">No problem found, by the documented rules.</p>}
        {kinds.map((kind) => (
          <KindOfProblem key={`${kind.severity} ${kind.code}`} kind={kind} />
        ))}
      </div>
    </section>
  );
}
