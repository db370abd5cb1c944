/** The audience: who gets the notification, as a table, and from a file. */
import { signal } from "@preact/signals";
import { limits } from "notify-preflight";
import { isCurrent, report } from "../analysis";
import { count, Sentence } from "../controls/words";
import { editable, identityCount } from "../outline";
import { fixAll } from "../problems/fixes";
import { arrangeTrouble, indexAt, isArranged, isSettled, shownCount } from "./arrangement";
import { onCopy, onDrop, onPaste } from "./clipboard";
import { columns, hiddenParameters, problemsAt } from "./columns";
import { Grid } from "./grid";
import { ImportDialog } from "./import-dialog";
import { beginImport, imported } from "./importing";
import { column, HEAD, isOpen, row } from "./position";
import { splitAdvice } from "./requests";
import { Toolbar } from "./toolbar";

/** Show the table and put the focus into it. */
export function openTable(): void {
  isOpen.value = true;
  requestAnimationFrame(() => {
    const grid = document.querySelector<HTMLElement>(".grid");
    grid?.focus();
    grid?.scrollIntoView({ block: "nearest" });
  });
}

/** What is wrong at the cell that the author is at, and with its row. */
function Here() {
  const at = row.value;
  const current = columns.value[column.value];
  const index = indexAt(at);
  const problems = at === HEAD || !current ? [] : [...problemsAt(index, current), ...problemsAt(index, undefined)];
  return (
    <div class="audience-here" aria-live="polite">
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

function shownWords(): string {
  const total = identityCount.value;
  if (!isSettled.value) return "Looking…";
  if (!isArranged.value || shownCount.value === total) return count(total, "row");
  return `${shownCount.value.toLocaleString("en")} of ${count(total, "row")} shown`;
}

function Notes() {
  const advice = splitAdvice.value;
  return (
    <>
      {advice && (
        <p class="strip strip-warning" role="status">
          {identityCount.value.toLocaleString("en")} recipients are more than one request takes ({limits.identities.toLocaleString("en")}).{" "}
          {advice.hint && <Sentence of={advice.hint} />}
        </p>
      )}
      {report.value.truncated && (
        <p class="strip">
          Only the first {report.value.diagnostics.length.toLocaleString("en")} problems are marked on their cells.
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

function Table() {
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

const dragged = signal(false);

export function AudiencePanel() {
  return (
    <section
      class={`panel audience${isOpen.value ? " audience-open" : ""}${dragged.value ? " audience-dragged" : ""}`}
      aria-labelledby="audience-title"
      onCopy={onCopy}
      onPaste={onPaste}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        dragged.value = true;
      }}
      onDragLeave={() => (dragged.value = false)}
      onDrop={(event) => {
        dragged.value = false;
        onDrop(event);
      }}
    >
      <header class="panel-head">
        <h2 id="audience-title">Audience</h2>
        <p class="aside" role="status">
          {shownWords()}
        </p>
        <p class="aside audience-imported" role="status">
          {imported.value}
        </p>
        <span class="audience-buttons">
          <button type="button" class="button small" disabled={!editable.value} onClick={beginImport}>
            Import CSV
          </button>
          <button
            type="button"
            class="button small"
            aria-expanded={isOpen.value}
            onClick={() => (isOpen.value ? (isOpen.value = false) : openTable())}
          >
            {isOpen.value ? "Hide table" : "Show table"}
          </button>
        </span>
      </header>
      {isOpen.value && <Table />}
      <ImportDialog />
    </section>
  );
}
