/** Finding recipients in the table, and adding, copying and removing them. */
import { choose, selected } from "../chosen";
import { PlusIcon } from "../controls/icons";
import { count } from "../controls/words";
import { identityCount } from "../outline";
import { addRecipient } from "../payload";
import {
  arrange,
  chosenPosition,
  isArranged,
  isOutdated,
  isSettled,
  type Only,
  only,
  searchFor,
  showEverybody,
  shownCount,
  shownIndexes,
  written,
} from "./arrangement";
import { removeRecipients } from "./changes";
import { duplicateHere, removeHere } from "./keys";
import { beginEdit, HEAD, moveTo, row } from "./position";

const FILTERS: readonly { value: Only; label: string }[] = [
  { value: "all", label: "Everybody" },
  { value: "problems", label: "With problems" },
  { value: "unresolved", label: "Unresolved placeholders" },
  { value: "readingDependent", label: "Reading-dependent" },
];

/** A new row is empty, and no filter would show it. */
function add(): void {
  showEverybody();
  addRecipient();
  choose(identityCount.peek() - 1);
  moveTo(selected.peek(), 0);
  requestAnimationFrame(() => beginEdit());
}

function removeShown(): void {
  const indexes = shownIndexes();
  showEverybody();
  removeRecipients(indexes);
}

export function Toolbar() {
  const total = identityCount.value;
  const filtered = isArranged.value && shownCount.value < total && shownCount.value > 0;
  // A row is only removed by a button while the author sees which one it is.
  const nowhere = row.value === HEAD || chosenPosition.value < 0 || !isSettled.value;
  return (
    <div class="audience-tools" role="group" aria-label="Table">
      <input
        type="text"
        class="audience-search"
        aria-label="Search recipients"
        placeholder="Search"
        autocomplete="off"
        spellcheck={false}
        value={written.value}
        onInput={(event) => searchFor(event.currentTarget.value)}
      />
      <select
        class="audience-filter"
        aria-label="Show recipients"
        value={only.value}
        onChange={(event) => {
          only.value = event.currentTarget.value as Only;
        }}
      >
        {FILTERS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {isArranged.value && isOutdated.value && (
        <button type="button" class="button small" onClick={() => void arrange()}>
          Apply again
        </button>
      )}
      {isArranged.value && (
        <button type="button" class="link" onClick={showEverybody}>
          Show everybody
        </button>
      )}
      <span class="audience-rows">
        <button type="button" class="button small" onClick={add}>
          <PlusIcon />
          Add row
        </button>
        <button type="button" class="button small" disabled={nowhere} onClick={duplicateHere}>
          Duplicate row
        </button>
        <button type="button" class="button small" disabled={nowhere} onClick={removeHere}>
          Delete row
        </button>
        {filtered && (
          <button type="button" class="button small" disabled={!isSettled.value} onClick={removeShown}>
            Delete the {count(shownCount.value, "row")} shown
          </button>
        )}
      </span>
    </div>
  );
}
