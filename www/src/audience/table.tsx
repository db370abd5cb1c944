/** The table of recipients with all around it: fetched later than the rest of the page. */
import { limits } from "notify-preflight";
import { useLayoutEffect } from "preact/hooks";
import { isCurrent, report, requestCount } from "../analysis";
import { count, figures, Sentence } from "../controls/words";
import { editable, identityCount } from "../outline";
import { fixAll } from "../problems/fixes";
import { arrangeTrouble, indexAt } from "./arrangement";
import { columns, hiddenParameters, lackAt, problemsAt } from "./columns";
import { Grid } from "./grid";
import { claimFocus, column, HEAD, row } from "./position";
import { Toolbar } from "./toolbar";

/** What is wrong at the cell that the author is at, and with its row. */
function Here() {
  const at = row.value;
  const current = columns.value[column.value];
  const index = indexAt(at);
  const problems = at === HEAD || !current ? [] : [...problemsAt(index, current), ...problemsAt(index, undefined)];
  const lack = at === HEAD ? undefined : lackAt(index, current);
  return (
    <div class="audience-here" aria-live="polite">
      {lack && <p class="here here-warning">{lack}</p>}
      {problems.map((diagnostic, place) => (
        <p key={place} class={`here here-${diagnostic.severity}`}>
          <Sentence of={diagnostic.message} />{" "}
          {diagnostic.fix && isCurrent.value && (
            <button type="button" class="link" onClick={() => fixAll([diagnostic])}>
              {diagnostic.fix.title}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}

function Notes() {
  return (
    <>
      {requestCount.value > 1 && (
        <p class="strip strip-note" role="status">
          {figures(identityCount.value)} recipients are more than one request takes (
          {figures(limits.identities)}). Send makes {requestCount.value} requests of them, one after another.
        </p>
      )}
      {report.value.truncated && (
        <p class="strip">
          Only the first {figures(report.value.diagnostics.length)} problems are marked on their cells.
        </p>
      )}
      {arrangeTrouble.value !== undefined && (
        <p class="strip strip-error" role="alert">
          The table could not be arranged ({arrangeTrouble.value}).
        </p>
      )}
      {hiddenParameters.value > 0 && (
        <p class="strip">
          {count(hiddenParameters.value, "more value")} per recipient have no column here. Edit them in the form or the JSON.
        </p>
      )}
    </>
  );
}

export function Table() {
  useLayoutEffect(() => {
    if (!claimFocus()) return;
    const grid = document.querySelector<HTMLElement>(".grid");
    grid?.focus();
    grid?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <fieldset class="audience-body" disabled={!editable.value}>
      <legend class="visually-hidden">Table of recipients</legend>
      <Toolbar />
      <Notes />
      {identityCount.value === 0 ? (
        <p class="empty">Nobody yet. Import a CSV file, paste rows from a spreadsheet, or add the first row by hand.</p>
      ) : (
        <>
          <Grid />
          <Here />
          <p id="audience-keys" class="help audience-keys">
            Arrow keys move, Enter edits, Escape leaves, Delete empties a cell, Ctrl+D duplicates a row, Ctrl+Delete removes it.
          </p>
        </>
      )}
    </fieldset>
  );
}
