/** A long list of which only the rows on screen are in the page. */
import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";

/** One turn of a wheel. Rows that it brings into view are there; more would be drawn with each change for nobody. */
const WHEEL_PX = 120;

type Rows = Virtualizer<HTMLDivElement, HTMLDivElement>;

interface Extent {
  /** A row that is in the page even when it is scrolled away: the one that has the focus. */
  always?: number | undefined;
  /** The height of a head that stays in view above the rows. */
  head?: number;
}

export function useRows(count: number, rowHeight: number, { always, head = 0 }: Extent = {}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((turn: number, _: undefined) => turn + 1, 0);
  const options: VirtualizerOptions<HTMLDivElement, HTMLDivElement> = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
    overscan: Math.ceil(WHEEL_PX / rowHeight),
    paddingStart: head,
    scrollPaddingStart: head,
    rangeExtractor(range) {
      const shown = defaultRangeExtractor(range);
      if (always === undefined || always >= count || shown.includes(always)) return shown;
      return [...shown, always].sort((one, other) => one - other);
    },
  };
  const [rows] = useState<Rows>(() => new Virtualizer(options));
  rows.setOptions(options);
  useLayoutEffect(() => rows._didMount(), [rows]);
  useLayoutEffect(() => rows._willUpdate());
  return { scroller, rows };
}

interface Common {
  id: string;
  label: string;
  count: number;
  rowHeight: number;
  row: (index: number) => ComponentChildren;
}

interface Choosing extends Common {
  selected: number;
  onSelect: (index: number) => void;
  /** Told which rows are in the page: from, up to and not including, to. */
  onRows?: (from: number, to: number) => void;
}

/** Rows to choose one from, by pointer or arrow keys. */
export function ChoiceList(props: Choosing) {
  const { id, label, count, rowHeight, row, selected, onSelect, onRows } = props;
  const { scroller, rows } = useRows(count, rowHeight);
  const shown = rows.getVirtualItems();
  const from = shown[0]?.index ?? 0;
  const to = (shown.at(-1)?.index ?? -1) + 1;

  useEffect(() => onRows?.(from, to), [from, to, onRows]);

  const height = rows.scrollRect?.height;
  useEffect(() => {
    if (selected < count) rows.scrollToIndex(selected, { align: "auto" });
  }, [rows, selected, count, height]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, selected, count);
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next);
  };

  return (
    <div
      ref={scroller}
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={count > 0 ? `${id}-${selected}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div class="list-all" role="presentation" style={{ height: `${rows.getTotalSize()}px` }}>
        {shown.map((item) => (
          <div
            key={item.key}
            id={`${id}-${item.index}`}
            class="list-row"
            role="option"
            aria-selected={item.index === selected}
            aria-setsize={count}
            aria-posinset={item.index + 1}
            style={{ height: `${item.size}px`, transform: `translateY(${item.start}px)` }}
            onClick={() => onSelect(item.index)}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Where a key leads in a list. */
export function nextIndex(key: string, selected: number, count: number): number | undefined {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  const step = steps[key];
  if (step !== undefined) return Math.max(0, Math.min(count - 1, selected + step));
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}

/** Rows to read. */
export function ReadingList({ label, count, rowHeight, row }: Omit<Common, "id">) {
  const { scroller, rows } = useRows(count, rowHeight);
  return (
    <div ref={scroller} class="list" role="list" tabIndex={0} aria-label={label}>
      <div class="list-all" role="presentation" style={{ height: `${rows.getTotalSize()}px` }}>
        {rows.getVirtualItems().map((item) => (
          <div
            key={item.key}
            class="list-row"
            role="listitem"
            aria-setsize={count}
            aria-posinset={item.index + 1}
            style={{ height: `${item.size}px`, transform: `translateY(${item.start}px)` }}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
