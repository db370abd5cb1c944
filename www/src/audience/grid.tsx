/** The recipients as a grid: only the rows on screen are in the page. The focus stays on the grid itself. */
import { useLayoutEffect } from "preact/hooks";
import { problemOf, selected } from "../chosen";
import { useRows } from "../controls/rows";
import { Mark } from "../controls/mark";
import { figures, plain, sentence } from "../controls/words";
import { chosenPosition, indexAt, isSettled, order, shownCount, sort } from "./arrangement";
import { Cell, worstOf } from "./cell";
import { type Column, columns, problemsAt } from "./columns";
import { onGridKeyDown, sortBy } from "./keys";
import { beginEdit, column, editing, HEAD, moveTo, row } from "./position";

const ROW_HEIGHT = 36;
/** A short table still has room for a long text being edited, and for a scroll bar. */
const LEAST_HEIGHT = 5.5 * ROW_HEIGHT;
const WIDTH: Record<Column["kind"], string> = { identity: "13rem", customMessage: "15rem", parameter: "10rem" };

const headId = (at: number) => `audience-head-${at}`;
const cellId = (index: number, at: number) => `audience-${index}-${at}`;

function sortedAs({ key }: Column): "ascending" | "descending" | "none" {
  if (JSON.stringify(sort.value?.by) !== JSON.stringify(key)) return "none";
  return sort.value?.descending ? "descending" : "ascending";
}

const ARROWS = { ascending: "↑", descending: "↓", none: "" };

function Head() {
  return (
    <div class="grid-row grid-head" role="row" aria-rowindex={1}>
      <div role="columnheader" aria-colindex={1} class="cell cell-number">
        <span class="visually-hidden">Number</span>
      </div>
      {columns.value.map((heading, at) => {
        const sorted = sortedAs(heading);
        const isActive = row.value === HEAD && column.value === at;
        return (
          <div
            key={heading.id}
            id={headId(at)}
            role="columnheader"
            aria-colindex={at + 2}
            aria-sort={sorted}
            class={`cell cell-${heading.kind}${isActive ? " cell-active" : ""}`}
            title={`Sort by ${heading.title}`}
            onClick={() => {
              moveTo(HEAD, at);
              sortBy(heading);
            }}
          >
            <span class={heading.kind === "parameter" ? "cell-value mono" : "cell-value"}>{heading.title}</span>
            <span aria-hidden="true">{ARROWS[sorted]}</span>
          </div>
        );
      })}
    </div>
  );
}

interface RowProps {
  position: number;
  start: number;
  leave: (position: number, at: number, rows: number, columns: number) => void;
}

function Row({ position, start, leave }: RowProps) {
  const index = indexAt(position);
  const isChosen = index === selected.value;
  const about = worstOf(problemsAt(index, undefined));
  const words = about && plain(sentence(about.message));
  return (
    <div
      class={isChosen ? "grid-row grid-chosen" : "grid-row"}
      role="row"
      aria-rowindex={position + 2}
      style={{ height: `${ROW_HEIGHT}px`, transform: `translateY(${start}px)` }}
    >
      <div role="rowheader" aria-colindex={1} class="cell cell-number" title={words} onClick={() => moveTo(position, column.peek())}>
        {figures(index + 1)}
        <Mark severity={problemOf(index)} />
        {words && <span class="visually-hidden">{words}</span>}
      </div>
      {columns.value.map((heading, at) => (
        <Cell
          key={heading.id}
          id={cellId(index, at)}
          index={index}
          column={heading}
          columnIndex={at}
          isActive={row.value === position && column.value === at}
          onLeave={(rows, across) => leave(position, at, rows, across)}
          onPick={(edit) => {
            moveTo(position, at);
            if (edit) beginEdit();
          }}
        />
      ))}
    </div>
  );
}

export function Grid() {
  const total = shownCount.value;
  const at = row.value;
  const { scroller, rows } = useRows(total, ROW_HEIGHT, { always: at === HEAD ? undefined : at, head: ROW_HEIGHT });
  const active = at === HEAD ? headId(column.value) : cellId(indexAt(at), column.value);

  useLayoutEffect(() => {
    if (chosenPosition.value >= 0 && at !== HEAD) rows.scrollToIndex(at, { align: "auto" });
  }, [rows, at, total]);
  // Who sorts from the head wants to see what comes first.
  useLayoutEffect(() => {
    if (at === HEAD) rows.scrollToOffset(0);
  }, [rows, at, order.value]);
  useLayoutEffect(() => {
    document.getElementById(active)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [active]);

  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
  const leave = (position: number, across: number, down: number, sideways: number) => {
    scroller.current?.focus({ preventScroll: true });
    moveTo(Math.min(position + down, total - 1), across + sideways);
  };
  const widths = ["4.75rem", ...columns.value.map(({ kind }) => WIDTH[kind])].join(" ");
  return (
    <div
      ref={scroller}
      class={isSettled.value ? "grid" : "grid grid-waiting"}
      style={{ "--widths": widths, height: `${Math.max(LEAST_HEIGHT, rows.getTotalSize() + 18)}px` }}
      role="grid"
      tabIndex={0}
      aria-label="Recipients"
      aria-describedby="audience-keys"
      aria-rowcount={total + 1}
      aria-colcount={columns.value.length + 1}
      aria-activedescendant={editing.value ? undefined : active}
      aria-busy={!isSettled.value}
      onKeyDown={(event) => onGridKeyDown(event, page)}
    >
      <div class="grid-all" role="presentation" style={{ height: `${rows.getTotalSize()}px` }}>
        <Head />
        {rows.getVirtualItems().map((item) => (
          <Row key={indexAt(item.index)} position={item.index} start={item.start} leave={leave} />
        ))}
      </div>
    </div>
  );
}
