/** One cell of the table: its value, its problems, and the field that edits it. */
import type { Diagnostic } from "notify-preflight";
import { useLayoutEffect, useRef } from "preact/hooks";
import { shown, typed } from "../controls/field";
import { SeverityIcon } from "../controls/mark";
import { plain, sentence } from "../controls/words";
import { enterCell } from "./changes";
import { cellOf, type Column, lackAt, problemsAt } from "./columns";
import { type Editing, editing } from "./position";

/** As much of a value as a cell can show. */
const LONGEST = 160;

interface Props {
  id: string;
  index: number;
  column: Column;
  columnIndex: number;
  isActive: boolean;
  /** Editing is over: give the focus back, and go on by so many rows and columns. */
  onLeave: (rows: number, columns: number) => void;
  onPick: (edit: boolean) => void;
}

/** The worst of a cell's problems; those that are only good to know are no mark. */
export function worstOf(problems: readonly Diagnostic[]): Diagnostic | undefined {
  return problems.find(({ severity }) => severity === "error") ?? problems.find(({ severity }) => severity === "warning");
}

function Editor({ now, column, onLeave }: { now: Editing; column: Column; onLeave: Props["onLeave"] }) {
  const input = useRef<HTMLTextAreaElement>(null);
  const before = cellOf(now.index, column).value;
  const over = useRef(false);
  useLayoutEffect(() => {
    input.current?.focus();
    if (now.whole) input.current?.select();
    else input.current?.setSelectionRange(-1, -1);
  }, []);

  const finish = (keep: boolean) => {
    if (over.current || !input.current) return false;
    over.current = true;
    if (keep) enterCell(now.index, column, typed(input.current.value, before));
    editing.value = undefined;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      if (finish(false)) onLeave(0, 0);
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (finish(true)) onLeave(1, 0);
    } else if (event.key === "Tab") {
      event.preventDefault();
      if (finish(true)) onLeave(0, event.shiftKey ? -1 : 1);
    }
  };

  return (
    <textarea
      ref={input}
      class="cell-editor"
      rows={column.kind === "customMessage" || before.includes("\n") ? 4 : 1}
      aria-label={`${column.title} of recipient ${now.index + 1}`}
      spellcheck={column.kind === "customMessage"}
      autocomplete="off"
      defaultValue={shown(now.first ?? before)}
      onKeyDown={onKeyDown}
      onBlur={() => finish(true)}
    />
  );
}

function Value({ index, column }: { index: number; column: Column }) {
  const { present, value, isText } = cellOf(index, column);
  if (!present) return null;
  if (value === "") return <span class="faint">empty</span>;
  const words = value.slice(0, LONGEST).replace(/\s+/g, " ");
  return isText ? <>{words}</> : <code>{words}</code>;
}

export function Cell({ id, index, column, columnIndex, isActive, onLeave, onPick }: Props) {
  const now = editing.value;
  const isEdited = now?.index === index && now.column === column.id;
  const problem = worstOf(problemsAt(index, column));
  const words = problem ? plain(sentence(problem.message)) : lackAt(index, column);
  const severity = problem?.severity ?? (words ? "warning" : undefined);
  return (
    <div
      id={id}
      role="gridcell"
      aria-colindex={columnIndex + 2}
      aria-selected={isActive}
      aria-invalid={severity === "error" ? true : undefined}
      class={`cell cell-${column.kind}${isActive ? " cell-active" : ""}${severity ? ` cell-${severity}` : ""}`}
      title={words}
      onClick={() => !isEdited && onPick(false)}
      onDblClick={() => !isEdited && onPick(true)}
    >
      {isEdited ? (
        <Editor now={now} column={column} onLeave={onLeave} />
      ) : (
        <>
          <span class="cell-value">
            <Value index={index} column={column} />
          </span>
          {severity && <SeverityIcon severity={severity} />}
          {words && <span class="visually-hidden">{words}</span>}
        </>
      )}
    </div>
  );
}
