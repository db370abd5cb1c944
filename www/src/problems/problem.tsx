import type { Diagnostic } from "notify-preflight";
import { requestCount, SETTLED } from "../analysis";
import { SeverityIcon } from "../controls/mark";
import { Sentence, Words } from "../controls/words";
import { fixAll } from "./fixes";
import { placeOf, show } from "./place";

/** One problem: a click leads to its place, the button mends it. */
export function Problem({ diagnostic }: { diagnostic: Diagnostic }) {
  const { code, fix, hint } = diagnostic;
  const isSettled = code === SETTLED;
  const severity = isSettled ? "info" : diagnostic.severity;
  return (
    <li class={`problem problem-${severity}`}>
      <button type="button" class="problem-go" onClick={() => show(diagnostic)}>
        <SeverityIcon severity={severity} />
        <span class="problem-words">
          <span>
            <Sentence of={diagnostic.message} />
          </span>
          {hint && (
            <span class="problem-hint">
              <Sentence of={hint} />
            </span>
          )}
          {isSettled && (
            <span class="problem-settled">
              Nothing to do: Send makes {requestCount.value} requests of it, one after another.
            </span>
          )}
          <span class="problem-place">{placeOf(diagnostic)}</span>
        </span>
      </button>
      {fix && (
        <button type="button" class="button small" onClick={() => fixAll([diagnostic])}>
          Fix: <Words of={fix.title} />
        </button>
      )}
    </li>
  );
}
