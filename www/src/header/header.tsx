import { errorsInTheWay, reading, report } from "../analysis";
import { Choice } from "../controls/choice";
import { CheckIcon, ErrorIcon, InboxIcon, RedoIcon, UndoIcon, WarningIcon } from "../controls/icons";
import { canRedo, canUndo, redo, text, undo } from "../document";
import { draftTrouble } from "../draft";
import { FaultsStrip } from "../faults/strip";
import { FileButtons, OpenedStrip } from "../files/menu";
import { TABS } from "../inbox/page-link";
import { focusProblems, verdict } from "../problems/panel";
import { BLANK } from "../samples";
import { environment } from "../send/environment";
import { TourButton, TourOffer } from "../tour/offer";
import { load, SampleMenu } from "./samples";

function Verdict() {
  // Nobody has made a mistake yet.
  if (text.value === BLANK) return <span class="verdict verdict-blank">Nothing written yet</span>;
  const { warning } = report.value.totals;
  const state = errorsInTheWay.value > 0 ? "error" : warning > 0 ? "warning" : "ok";
  return (
    <button type="button" class={`verdict verdict-${state}`} onClick={focusProblems}>
      {state === "error" ? <ErrorIcon /> : state === "warning" ? <WarningIcon /> : <CheckIcon />}
      {verdict()}
    </button>
  );
}

function ReadingStrip() {
  return (
    <div class="reading-strip">
      <span class="reading-question" aria-hidden="true">
        Fill placeholders?
      </span>
      <Choice
        label="Where a recipient has values but no custom message, fill placeholders?"
        compact
        name="reading"
        value={reading.value}
        options={[
          { value: "substitute", label: "Substitute" },
          { value: "ignore", label: "Ignore" },
        ]}
        onChange={(value) => {
          reading.value = value;
        }}
      />
      <p>
        Where a recipient has values but no custom message, the API documents contradict themselves: the field table
        says the values are ignored, the samples fill them in.
      </p>
    </div>
  );
}

/** What the sandbox's recipients get, and what it does to senders. */
function SandboxLinks() {
  if (environment.value.mode !== "sandbox") return null;
  return (
    <nav class="sandbox-links" aria-label="Sandbox">
      <a href="/inbox" target={TABS.inbox}>
        <InboxIcon />
        Inbox
      </a>
      <a href="/inbox#faults" target={TABS.inbox}>
        Faults
      </a>
    </nav>
  );
}

export function Header() {
  return (
    <header class="header">
      <div class="header-main">
        <img class="logo" src="/icon.svg" alt="" width="28" height="28" />
        <div class="title">
          <h1>notify-preflight</h1>
          <p>See what every recipient gets, before you send.</p>
        </div>
        <Verdict />
        <SandboxLinks />
        <div class="tools">
          <SampleMenu />
          <button type="button" class="button" onClick={() => load(BLANK)}>
            New
          </button>
          <FileButtons />
          <TourButton />
          <span class="history">
            <button type="button" class="icon-button" aria-label="Undo" title="Undo" disabled={!canUndo.value} onClick={undo}>
              <UndoIcon />
            </button>
            <button type="button" class="icon-button" aria-label="Redo" title="Redo" disabled={!canRedo.value} onClick={redo}>
              <RedoIcon />
            </button>
          </span>
        </div>
      </div>
      <FaultsStrip way={{ href: "/inbox#faults", target: TABS.inbox }} />
      <TourOffer />
      <ReadingStrip />
      <OpenedStrip />
      {draftTrouble.value && (
        <p class="strip strip-warning" role="status">
          {draftTrouble.value}
        </p>
      )}
    </header>
  );
}
