import type { FilledMessage, Recipient } from "notify-preflight";
import { useEffect } from "preact/hooks";
import { recipientCount, unreadable } from "../analysis";
import { choose, goToProblem, problemCount, recipient } from "../chosen";
import { NextIcon, PreviousIcon } from "../controls/icons";
import { count } from "../controls/words";
import { SampleButtons } from "../header/samples";
import { RecipientList } from "./list";
import { Readings } from "./readings";
import { DistinctTexts } from "./texts";
import { WhatIf } from "./what-if";

/** Unicode code points, as the API counts; of a JSON message those of its texts. */
function characters(message: FilledMessage): number {
  if (typeof message !== "string") return Object.values(message).reduce<number>((sum, value) => sum + ofValue(value), 0);
  let number = 0;
  for (const _ of message) number += 1;
  return number;
}

function ofValue(value: unknown): number {
  return typeof value === "string" || (typeof value === "object" && value !== null) ? characters(value as FilledMessage) : 0;
}

function Notes({ recipient }: { recipient: Recipient }) {
  const unfilled = recipient.placeholders.filter((placeholder) => !placeholder.filled).map(({ key }) => `{${key}}`);
  const { unusedParameters } = recipient;
  return (
    <ul class="notes">
      <li class="faint">{count(characters(recipient.filled), "character")}</li>
      {recipient.source === "customMessage" && <li>A custom message, in place of the shared one.</li>}
      {unfilled.length > 0 && (
        <li class="note-warning">
          {unfilled.length === 1 ? "No value for " : "No values for "}
          {[...new Set(unfilled)].join(", ")}: the recipient sees the braces.
        </li>
      )}
      {unusedParameters.length > 0 && <li>Not used in this text: {unusedParameters.join(", ")}.</li>}
    </ul>
  );
}

function Empty() {
  if (unreadable.value) return <p class="empty">The preview is back as soon as the JSON is readable again.</p>;
  return (
    <div class="empty">
      <p>Here you will see what each recipient gets. Write a message and add a recipient, or start from a sample:</p>
      <SampleButtons />
    </div>
  );
}

function Chosen({ recipient, total }: { recipient: Recipient; total: number }) {
  return (
    <div class="chosen" tabIndex={0} role="region" aria-labelledby="chosen-title">
      <div class="chosen-head">
        <h3 id="chosen-title">
          {recipient.identity || "No identity"} <span class="faint">{`${recipient.index + 1} of ${total.toLocaleString("en")}`}</span>
        </h3>
        <button
          type="button"
          class="icon-button"
          aria-label="Previous recipient"
          disabled={recipient.index === 0}
          onClick={() => choose(recipient.index - 1)}
        >
          <PreviousIcon />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Next recipient"
          disabled={recipient.index >= total - 1}
          onClick={() => choose(recipient.index + 1)}
        >
          <NextIcon />
        </button>
      </div>
      <Readings recipient={recipient} />
      <Notes recipient={recipient} />
      <WhatIf />
    </div>
  );
}

/** F8 leads to the next recipient with a problem, as in editors; with Shift to the one before. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== "F8" || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  goToProblem(event.shiftKey ? -1 : 1);
}

function ProblemSteps() {
  const number = problemCount.value;
  if (number === 0) return null;
  return (
    <div class="problem-steps">
      <span>{number.toLocaleString("en")} with problems</span>
      <button
        type="button"
        class="icon-button"
        aria-label="Previous problem"
        aria-keyshortcuts="Shift+F8"
        title="Previous problem (Shift+F8)"
        onClick={() => goToProblem(-1)}
      >
        <PreviousIcon />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Next problem"
        aria-keyshortcuts="F8"
        title="Next problem (F8)"
        onClick={() => goToProblem(1)}
      >
        <NextIcon />
      </button>
    </div>
  );
}

/** What each recipient will get. */
export function PreviewPanel() {
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  const total = recipientCount.value;
  return (
    <section class="panel preview-panel" aria-labelledby="preview-title">
      <header class="panel-head">
        <h2 id="preview-title">Preview</h2>
        <p class="aside">{total > 0 ? count(total, "recipient") : ""}</p>
        <ProblemSteps />
      </header>
      {total === 0 && <Empty />}
      {total > 0 && <RecipientList />}
      {total > 0 && <DistinctTexts />}
      {recipient.value && <Chosen recipient={recipient.value} total={total} />}
    </section>
  );
}
