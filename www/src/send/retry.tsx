/** The next payload, for those whose message failed. */
import { computed } from "@preact/signals";
import { choose } from "../chosen";
import { count } from "../controls/words";
import { replaceText, text } from "../document";
import { failures } from "./results";
import { sending } from "./sending";

const found = computed(() => {
  const now = sending.value;
  if (!now || (now.step !== "finished" && now.step !== "stopped")) return undefined;
  // Where the text was lost over a reload, nothing can be cut from it.
  return now.text === "" ? undefined : failures(now);
});

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
          }}
        >
          Retry {count(recipients.length, "failure")}
        </button>
      )}
      <p class="help" role="status">
        {isDone
          ? `The draft now holds the ${count(recipients.length, "recipient")} whose message failed: correct it, and send. Undo brings the whole list back.`
          : payload !== null && "Puts the payload with only these recipients in the place of the draft; undo brings the draft back."}
        {ambiguous.length > 0 &&
          ` Left out: ${ambiguous.map(({ identity }) => identity).slice(0, 3).join(", ")}${ambiguous.length > 3 ? " and more" : ""}: something failed, but the logs do not say for which recipient.`}
      </p>
    </div>
  );
}
