import { FaultsStrip } from "../faults/strip";
import { Sentence } from "../controls/words";
import { done, isForgetting } from "./changes";
import { type Connection, connection } from "./live";
import { isEmpty, shown, trouble } from "./messages";
import { PageLink } from "./page-link";

const WORDS: Record<Connection, string> = {
  connecting: "Connecting…",
  live: "Live",
  lost: "Not connected; trying again",
};

function Connected() {
  const state = connection.value;
  return (
    <p class={`connection connection-${state}`} role="status">
      <span class="dot" />
      {WORDS[state]}
    </p>
  );
}

/** What the latest click has come to. */
function Said() {
  return (
    <>
      <div role="status">
        {done.value && (
          <p class="strip strip-note said">
            {done.value}
            <button type="button" class="link" onClick={() => (done.value = "")}>
              Dismiss
            </button>
          </p>
        )}
      </div>
      <div role="alert">
        {trouble.value && shown.value && (
          <p class="strip strip-error">
            <Sentence of={trouble.value} />
          </p>
        )}
      </div>
    </>
  );
}

export function InboxHeader() {
  return (
    <header class="header">
      <div class="header-main">
        <img class="logo" src="/icon.svg" alt="" width="28" height="28" />
        <div class="title">
          <h1>Inbox</h1>
          <p>What the sandbox’s recipients get. Nothing leaves this computer.</p>
        </div>
        <Connected />
        <div class="tools">
          <PageLink class="button">Write a message</PageLink>
          <button type="button" class="button" disabled={isEmpty.value} onClick={() => (isForgetting.value = true)}>
            Forget all…
          </button>
        </div>
      </div>
      <FaultsStrip way={{ href: "#faults", target: "_self" }} />
      <Said />
    </header>
  );
}

