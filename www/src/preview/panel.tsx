import { useEffect } from "preact/hooks";
import { recipientCount, unreadable } from "../analysis";
import { goToProblem, isSurveyed, problemCount, recipient } from "../chosen";
import { NextIcon, PreviousIcon } from "../controls/icons";
import { later } from "../controls/later";
import { count, figures } from "../controls/words";
import { SampleButtons } from "../header/samples";
import { RecipientList } from "./list";

export const DistinctTexts = later(async () => (await import("./texts")).DistinctTexts);
export const Chosen = later(async () => (await import("./chosen")).Chosen);

function Empty() {
  if (unreadable.value) return <p class="empty">The preview is back as soon as the JSON is readable again.</p>;
  return (
    <div class="empty">
      <p>Here you will see what each recipient gets. Write a message and add a recipient, or start from a sample:</p>
      <SampleButtons />
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
      <span>{isSurveyed.value ? `${figures(number)} with problems` : "Counting problems…"}</span>
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

/** Apart from the panel, which need not be drawn again with each message. */
function ChosenRecipient() {
  const shown = recipient.value;
  return shown ? <Chosen recipient={shown} total={recipientCount.value} /> : null;
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
      <ChosenRecipient />
    </section>
  );
}
