/** The next payload, for those whose message failed. */
import { computed } from "@preact/signals";
import type { Ambiguity } from "notify-preflight";
import { choose } from "../chosen";
import { count } from "../controls/words";
import { replaceText, text } from "../document";
import { failures } from "./results";
import { focusOutcome, sending } from "./sending";

const found = computed(() => {
  const now = sending.value;
  if (!now || (now.step !== "finished" && now.step !== "stopped")) return undefined;
  // Where the text was lost over a reload, nothing can be cut from it.
  return now.text === "" ? undefined : failures(now);
});

const BEFORE = "Puts the payload with only these recipients in the place of the draft; undo brings the draft back.";

function doneWords(recipients: number): string {
  const whom = count(recipients, "recipient");
  return `The draft now holds the ${whom} whose message failed: correct it, and send. Undo brings the whole list back.`;
}

const MOST_NAMED = 3;

function leftOutWords(ambiguous: readonly Ambiguity[]): string {
  const named = ambiguous.slice(0, MOST_NAMED).map(({ identity }) => identity);
  const more = ambiguous.length > MOST_NAMED ? " and more" : "";
  return `Left out: ${named.join(", ")}${more}. Something failed, but the logs do not say for which recipient.`;
}

export function Retry() {
  const failed = found.value;
  if (!failed) return null;
  const { payload, recipients, ambiguous } = failed;
  if (payload === null && ambiguous.length === 0) return null;
  const isDone = payload !== null && payload === text.value;
  return (
    <div class="retry">
      {payload !== null && !isDone && (
        <button
          type="button"
          class="button"
          onClick={() => {
            replaceText(payload);
            choose(0);
            focusOutcome();
          }}
        >
          Retry {count(recipients.length, "failure")}
        </button>
      )}
      <p class="help" role="status">
        {payload !== null && (isDone ? doneWords(recipients.length) : BEFORE)}
        {ambiguous.length > 0 && ` ${leftOutWords(ambiguous)}`}
      </p>
    </div>
  );
}
