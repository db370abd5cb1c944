/** The table of what became of each recipient's message. */
import { ReadingList } from "../controls/rows";
import { figures } from "../controls/words";
import { AMBIGUOUS, exportResults, filter, filtered, kinds, noteOn, type Result, results, UNMATCHED, WAITING } from "./results";
import { statusWords, tone } from "./words";

const ROW_HEIGHT = 48;
const MOST_ROWS = 5;

const KIND_WORDS = new Map([
  [WAITING, "No answer yet"],
  [AMBIGUOUS, "Ambiguous"],
  [UNMATCHED, "Of nobody in the payload"],
]);

const kindWords = (kind: string) => KIND_WORDS.get(kind) ?? statusWords(kind);

function statusOf({ status, isAmbiguous }: Result): string {
  if (status !== null) return statusWords(status);
  return isAmbiguous ? "Ambiguous" : "Waiting";
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** The author's own clock; what is no time is shown as it came. */
function Time({ of }: { of: string }) {
  if (of === "") return null;
  const time = new Date(of);
  if (Number.isNaN(time.getTime())) return <span class="log-time">{of}</span>;
  return (
    <time class="log-time" dateTime={time.toISOString()} title={time.toLocaleString()}>
      {clock.format(time)}
    </time>
  );
}

function Row({ result }: { result: Result | undefined }) {
  if (!result) return null;
  // Where all logs of an identity say the same, it does not matter which is whose.
  const note = result.isAmbiguous && result.status !== null ? "" : noteOn(result);
  return (
    <>
      <span class={`log-status log-${tone(result.status)}`}>{statusOf(result)}</span>
      <span class="row-main">
        <span class="log-line">
          <span class="row-title">{result.identity || "(no identity)"}</span>
          <Time of={result.time} />
          {result.index !== undefined && <span class="log-place">{figures(result.index + 1)}</span>}
        </span>
        <span class="row-snippet">{[result.comment, note].filter(Boolean).join(". ")}</span>
      </span>
    </>
  );
}

function Filter() {
  const chosen = filter.value !== undefined && kinds.value.has(filter.value) ? filter.value : "";
  return (
    <label class="log-filter">
      <span class="visually-hidden">Show messages with status</span>
      <select value={chosen} onChange={(event) => (filter.value = event.currentTarget.value || undefined)}>
        <option value="">All ({figures(results.value.length)})</option>
        {[...kinds.value].map(([kind, number]) => (
          <option key={kind} value={kind}>
            {kindWords(kind)} ({figures(number)})
          </option>
        ))}
      </select>
    </label>
  );
}

function AmbiguousNote() {
  const number = kinds.value.get(AMBIGUOUS);
  if (!number) return null;
  return (
    <p class="note-box note-box-warning">
      {figures(number)} recipients share an identity with another. The platform’s logs name the identity and
      not the recipient, so the page cannot tell which log is whose. Where all of them say the same, that is shown.
    </p>
  );
}

export function Log() {
  const rows = filtered.value;
  if (results.value.length === 0) return null;
  return (
    <>
      <AmbiguousNote />
      <div class="log-tools">
        <Filter />
        <button type="button" class="button small" onClick={exportResults}>
          Export as CSV
        </button>
      </div>
      <div class="log-frame" style={{ height: `${Math.min(Math.max(rows.length, 1), MOST_ROWS) * ROW_HEIGHT}px` }}>
        <ReadingList
          label="What became of each message"
          count={rows.length}
          rowHeight={ROW_HEIGHT}
          row={(index) => <Row result={rows[index]} />}
        />
      </div>
    </>
  );
}
