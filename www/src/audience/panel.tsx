/** The audience: who gets the notification, as a table, and from a file. */
import { later } from "../controls/later";
import { count, figures } from "../controls/words";
import { dragged } from "../files/drop";
import { editable, identityCount } from "../outline";
import { isArranged, isSettled, shownCount } from "./arrangement";
import { onCopy, onPaste } from "./clipboard";
import { beginImport, imported, importing } from "./importing";
import { isOpen, openTable } from "./position";

const Table = later(async () => (await import("./table")).Table);
const ImportDialog = later(async () => (await import("./import-dialog")).ImportDialog);

function shownWords(): string {
  const total = identityCount.value;
  if (!isSettled.value) return "Looking…";
  if (!isArranged.value || shownCount.value === total) return count(total, "row");
  return `${figures(shownCount.value)} of ${count(total, "row")} shown`;
}

export function AudiencePanel() {
  return (
    <section
      class={`panel audience${isOpen.value ? " audience-open" : ""}${dragged.value ? " audience-dragged" : ""}`}
      aria-labelledby="audience-title"
      onCopy={onCopy}
      onPaste={onPaste}
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
      {importing.value && <ImportDialog />}
    </section>
  );
}
