/** What stands in the way of sending: shown when the author asks to send all the same. */
import { signal } from "@preact/signals";
import { errorsInTheWay, report, SETTLED } from "../analysis";
import { count, Sentence } from "../controls/words";
import { placeOf, show } from "./place";

const MOST = 10;

/** Set by an attempt to send with errors. */
const asked = signal(false);

const TITLE = "error-summary-title";

export function showErrorSummary(): void {
  asked.value = true;
  requestAnimationFrame(() => {
    const box = document.getElementById(TITLE)?.parentElement;
    box?.focus();
    box?.scrollIntoView({ block: "nearest" });
  });
}

export function ErrorSummary() {
  const total = errorsInTheWay.value;
  if (!asked.value || total === 0) return null;
  const errors = report.value.diagnostics.filter(({ severity, code }) => severity === "error" && code !== SETTLED).slice(0, MOST);
  return (
    <div class="error-summary" role="group" tabIndex={-1} aria-labelledby={TITLE}>
      <h3 id={TITLE}>{count(total, "error")} to correct before this can be sent</h3>
      <ul>
        {errors.map((diagnostic, index) => (
          <li key={index}>
            <a
              href="#problems-title"
              onClick={(event) => {
                event.preventDefault();
                show(diagnostic);
              }}
            >
              {placeOf(diagnostic) && `${placeOf(diagnostic)}: `}
              <Sentence of={diagnostic.message} />
            </a>
          </li>
        ))}
      </ul>
      {total > errors.length && <p class="help">{count(total - errors.length, "more error")} under Problems.</p>}
    </div>
  );
}
