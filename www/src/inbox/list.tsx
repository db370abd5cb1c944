/** The messages, newest first, by job. */
import { useEffect } from "preact/hooks";
import { nextIndex, useRows } from "../controls/rows";
import { count, figures } from "../controls/words";
import { snippet } from "../core/snippet";
import { ChannelIcon, channelName } from "./channel";
import type { Message } from "./calls";
import { Matched } from "./matched";
import { filter, isAtTop, isFiltered, loadMore, onScreen, shown, turn } from "./messages";
import { chosenRow, type Row, rows } from "./rows";
import { open } from "./opened";
import { LIST, showOpened } from "./places";
import { StatusMark } from "./status";
import { Time } from "./time";
import { valueOf } from "./value";

const ROW_HEIGHT = 52;

/** How near to its end the list is gone on with. */
const NEAR = 20;

/** As far as this from the top still is the top. */
const TOP_PX = 8;

/** Unfiltered, a job's newest message is that of its last recipient: it tells how many there are, listed yet or not. */
function sizeOf({ message, count: listed }: Row): string {
  return isFiltered.value ? `${figures(listed)} found` : count(message.index + 1, "message");
}

function JobRow(row: Row) {
  const { message } = row;
  return (
    <>
      <ChannelIcon channel={message.channel} />
      <span class="row-main">
        <span class="row-title job-title">
          {channelName(message.channel)} <span class="faint">{sizeOf(row)}</span>
        </span>
        <span class="row-snippet mono">{message.job}</span>
      </span>
      <span class="row-end">
        <Time at={message.createdOn} />
      </span>
    </>
  );
}

function snippetOf(message: Message): string {
  return snippet(valueOf(message)) || "(empty message)";
}

function MessageRow({ message }: Row) {
  return (
    <>
      <StatusMark status={message.status} />
      <span class="row-main">
        <span class="row-title">{message.identity ? <Matched text={message.identity} /> : <span class="faint">no identity</span>}</span>
        <span class="row-snippet">
          <Matched text={filter.value.search === "" ? snippetOf(message) : message.text} />
        </span>
      </span>
    </>
  );
}

export function MessageList() {
  const all = rows.value;
  const selected = chosenRow.value;
  const { scroller, rows: layout } = useRows(all.length, ROW_HEIGHT);
  const items = layout.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = (items.at(-1)?.index ?? -1) + 1;
  const newest = all[from]?.message.id ?? 0;
  const oldest = all[to - 1]?.message.id ?? 0;

  useEffect(() => {
    onScreen.value = { newest, oldest };
  }, [newest, oldest]);
  useEffect(() => {
    if (to > all.length - NEAR && shown.peek()?.more) void loadMore();
  }, [to, all.length]);
  useEffect(() => {
    layout.scrollToOffset(0);
    isAtTop.value = true;
  }, [layout, turn.value]);

  /** The row that was chosen comes into view; with rows that arrive above it, it stays where it is. */
  const choose = (index: number) => {
    const row = all[index];
    if (!row) return Promise.resolve();
    layout.scrollToIndex(index, { align: "auto" });
    return open({ kind: row.kind, message: row.message });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.key === "Enter" && selected === -1 ? 0 : nextIndex(event.key, selected, all.length);
    if (next === undefined) return;
    event.preventDefault();
    void choose(next);
  };

  return (
    <div class="inbox-list">
      <div
        ref={scroller}
        id={LIST}
        class="list"
        role="listbox"
        tabIndex={0}
        aria-label="Messages, newest first"
        aria-activedescendant={selected >= 0 ? `inbox-${selected}` : undefined}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          isAtTop.value = event.currentTarget.scrollTop < TOP_PX;
        }}
      >
        <div class="list-all" role="presentation" style={{ height: `${layout.getTotalSize()}px` }}>
          {items.map((item) => {
            const row = all[item.index];
            if (!row) return null;
            return (
              <div
                key={row.kind === "job" ? row.message.job : row.message.id}
                id={`inbox-${item.index}`}
                class={`list-row inbox-${row.kind}`}
                role="option"
                aria-selected={item.index === selected}
                aria-setsize={all.length}
                aria-posinset={item.index + 1}
                style={{ height: `${item.size}px`, transform: `translateY(${item.start}px)` }}
                onClick={() => void choose(item.index).then(showOpened)}
              >
                {row.kind === "job" ? <JobRow {...row} /> : <MessageRow {...row} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
