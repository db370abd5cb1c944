/** What a CSV has in it: its columns, its problems, and what putting it in would do. */
import type { Column, Problem } from "notify-preflight";
import { useState } from "preact/hooks";
import { Choice } from "../controls/choice";
import { SeverityIcon } from "../controls/mark";
import { count, figures, Sentence } from "../controls/words";
import type { Imported } from "../core/questions";
import { cancelImport, finishImport } from "./importing";

const AT_FIRST = 8;
const MORE = 100;

function useOf({ use, field, header }: Column): string {
  if (use === "identity") return "who it goes to";
  if (use === "customMessage") return "the custom message";
  return use === "parameter" ? `fills {${field ?? header}}` : "not used";
}

/** The cell as a spreadsheet names it. */
function cellName({ row, column }: Problem): string {
  if (row !== undefined) return column ? `${column}${row}` : `Row ${figures(row)}`;
  return column ? `Column ${column}` : "File";
}

function Problems({ of, total }: { of: readonly Problem[]; total: number }) {
  const [limit, setLimit] = useState(AT_FIRST);
  if (total === 0) return <p class="help">No problem found in its columns and rows.</p>;
  const rest = total - Math.min(limit, of.length);
  return (
    <>
      <h3>{count(total, "remark")}</h3>
      <ul class="import-problems" aria-label="Remarks on the file" tabIndex={0}>
        {of.slice(0, limit).map((problem, index) => (
          <li key={index} class={`import-problem import-problem-${problem.severity}`}>
            <SeverityIcon severity={problem.severity} />
            <span class="import-cell">{cellName(problem)}</span>
            <span>
              <Sentence of={problem.message} />
              {problem.hint && (
                <span class="faint">
                  {" "}
                  <Sentence of={problem.hint} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {limit < of.length ? (
        <button type="button" class="link" onClick={() => setLimit(limit + MORE)}>
          Show more of the other {figures(rest)}
        </button>
      ) : (
        rest > 0 && <p class="help">{figures(rest)} more are not listed.</p>
      )}
    </>
  );
}

function Columns({ of }: { of: readonly Column[] }) {
  return (
    <ul class="import-columns" aria-label="Columns" tabIndex={0}>
      {of.map((column) => (
        <li key={column.column} class={column.use === "ignored" ? "faint" : undefined}>
          <span class="import-cell">{column.column}</span> <code>{column.header || "no header"}</code> {useOf(column)}
        </li>
      ))}
    </ul>
  );
}

const recipients = (number: number) => count(number, "recipient");

function outcome(place: "append" | "replace", present: number): string {
  if (place === "append") return "Those that are there stay as they are, and the file’s come after them.";
  if (present === 1) return "The one that is there now goes. Undo brings it back.";
  return `The ${figures(present)} that are there now go. Undo brings them back.`;
}

function goWords(place: "append" | "replace", incoming: number, present: number): string {
  if (present === 0) return `Import ${recipients(incoming)}`;
  return place === "append" ? `Add ${recipients(incoming)}` : `Replace with ${recipients(incoming)}`;
}

interface Props {
  imported: Imported;
  present: number;
}

export function ImportSummary({ imported, present }: Props) {
  const [place, setPlace] = useState<"append" | "replace">("replace");
  const { totals, problems, columns } = imported;
  const incoming = imported.recipients;
  return (
    <>
      <div class="import-found">
        {columns.length > 0 && <Columns of={columns} />}
        <Problems of={problems} total={totals.error + totals.warning + totals.info} />
      </div>
      {incoming > 0 && present > 0 && (
        <>
          <Choice
            label={`There ${present === 1 ? "is" : "are"} ${recipients(present)} already`}
            name="import-place"
            value={place}
            options={[
              { value: "replace", label: "Replace" },
              { value: "append", label: "Add" },
            ]}
            onChange={setPlace}
          />
          <p class="help">{outcome(place, present)}</p>
        </>
      )}
      {incoming === 0 && <p class="note-box note-box-error">There is nobody in it to import. Nothing has been changed.</p>}
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={cancelImport}>
          {incoming > 0 ? "Cancel" : "Close"}
        </button>
        {incoming > 0 && (
          <button type="button" class="button primary" onClick={() => finishImport(place)}>
            {goWords(place, incoming, present)}
          </button>
        )}
      </div>
    </>
  );
}
