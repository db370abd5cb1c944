/** The inbox: what to look for, and the messages. */
import { useEffect, useRef } from "preact/hooks";
import { CHANNELS } from "../channels";
import { count, figures } from "../controls/words";
import { NothingFound, Unreachable } from "./empty";
import { MessageList } from "./list";
import { arrived, filter, isEmpty, isFiltered, isSlow, load, narrow, shown, trouble } from "./messages";
import { close } from "./opened";

/** How long typing has to pause before it is searched for. */
const TYPING_MS = 200;

function Search() {
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label class="search">
      <span class="visually-hidden">Search recipients and texts</span>
      <input
        type="search"
        placeholder="Search"
        autocomplete="off"
        spellcheck={false}
        value={filter.value.search}
        onInput={(event) => {
          const search = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = window.setTimeout(() => narrow({ search }), TYPING_MS);
        }}
      />
    </label>
  );
}

function ChannelFilter() {
  return (
    <label>
      <span class="visually-hidden">Channel</span>
      <select value={filter.value.channel} onChange={(event) => narrow({ channel: event.currentTarget.value })}>
        <option value="">All channels</option>
        {CHANNELS.map(({ channel, name }) => (
          <option key={channel} value={channel}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Contents() {
  const page = shown.value;
  if (!page) return trouble.value ? <Unreachable /> : <p class="empty">Loading…</p>;
  if (page.messages.length > 0) return <MessageList />;
  return isFiltered.value ? <NothingFound /> : <p class="empty">What recipients get appears here as it is sent.</p>;
}

/** In the head, where there is room for it: nothing moves when something arrives. */
function NewMessages() {
  const number = arrived.value;
  return (
    <div class="new-messages" role="status">
      {number > 0 && (
        <button
          type="button"
          class="button small primary"
          onClick={() => {
            close();
            void load();
          }}
        >
          {count(number, "new message")}
        </button>
      )}
    </div>
  );
}

function countWords(): string {
  const total = shown.value?.total;
  if (isSlow.value) return "Searching…";
  if (total === undefined) return "";
  return isFiltered.value ? `${figures(total)} found` : count(total, "message");
}

export function InboxPanel() {
  return (
    <section class={isEmpty.value ? "panel inbox-panel inbox-none" : "panel inbox-panel"} aria-labelledby="messages-title">
      <header class="panel-head">
        <h2 id="messages-title">Messages</h2>
        <p class="aside" role="status">
          {countWords()}
        </p>
        <NewMessages />
      </header>
      <div class="inbox-tools">
        <Search />
        <ChannelFilter />
      </div>
      <Contents />
    </section>
  );
}
