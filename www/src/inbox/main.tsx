import { render } from "preact";
import { effect } from "@preact/signals";
import { figures } from "../controls/words";
import { askFaults, followFaults } from "../faults/faults";
import { followForm } from "../faults/form";
import { askServer, environment } from "../send/environment";
import { CannotStart, startCore } from "../start";
import "../styles/index.css";
import "../styles/inbox.css";
import "../styles/faults.css";
import { InboxApp } from "./app";
import { listen } from "./live";
import { arrived, catchUp, follow, load, refresh } from "./messages";
import { close, moved, opened } from "./opened";
import { TABS } from "./page-link";

/** Who looks at another tab sees that something has come. */
function keepTitle(): void {
  const title = document.title;
  effect(() => {
    document.title = arrived.value > 0 ? `(${figures(arrived.value)}) ${title}` : title;
  });
}

function followSandbox(): void {
  followForm();
  followFaults();
  follow();
  keepTitle();
  listen({
    onOpen: () => {
      catchUp();
      refresh();
      askFaults();
      const now = opened.peek();
      if (now) moved(now.message.job);
    },
    onMessages: catchUp,
    onStatuses: (job) => {
      refresh();
      moved(job);
    },
    onReset: () => {
      close();
      void load();
    },
    onFaults: askFaults,
  });
}

async function start(page: HTMLElement): Promise<void> {
  window.name = TABS.inbox;
  try {
    await Promise.all([startCore(), askServer()]);
  } catch (error) {
    page.replaceChildren();
    render(<CannotStart error={error} />, page);
    return;
  }
  if (environment.value.mode !== "relay") {
    await load();
    followSandbox();
  }
  page.replaceChildren();
  render(<InboxApp />, page);
  // What a link's fragment names was not there when the browser looked for it.
  if (location.hash.length > 1) document.getElementById(location.hash.slice(1))?.focus();
}

const page = document.getElementById("app");
if (page) void start(page);
