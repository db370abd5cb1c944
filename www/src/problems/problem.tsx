import type { Diagnostic } from "notify-preflight";
import { SeverityIcon } from "../controls/mark";
import { Sentence, Words } from "../controls/words";
import { fixAll } from "./fixes";
import { placeOf, show } from "./place";

/** One problem: a click leads to its place, the button mends it. */
export function Problem({ diagnostic }: { diagnostic: Diagnostic }) {
  const { fix, hint } = diagnostic;
  return (
    <li class={`problem problem-${diagnostic.severity}`}>
      <button type="button" class="problem-go" onClick={() => show(diagnostic)}>
        <SeverityIcon severity={diagnostic.severity} />
        <span class="problem-words">
          <span>
            <Sentence of={diagnostic.message} />
          </span>
          {hint && (
            <span class="problem-hint">
              <Sentence of={hint} />
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
