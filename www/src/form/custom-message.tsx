/** A recipient's own message in place of the shared one, and the same for others. */
import { useState } from "preact/hooks";
import { CrossIcon } from "../controls/icons";
import { Field } from "../controls/field";
import { count } from "../controls/words";
import { member } from "../json/tree";
import { identityCount, identityNode } from "../outline";
import { addCustomMessage, fieldOf, removeCustomMessage, setCustomMessages, setRecipientText } from "../payload";
import { CONTROL, focusControl } from "./locate";
import { readRanges } from "./ranges";
import { TextField } from "./text-field";

const OTHERS = "custom-message-others";

function ForOthers({ message }: { message: string }) {
  const [open, setOpen] = useState(false);
  const [written, setWritten] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [done, setDone] = useState("");
  const total = identityCount.value;

  const ask = () => {
    setOpen(true);
    requestAnimationFrame(() => document.getElementById(OTHERS)?.focus());
  };
  const apply = () => {
    const ranges = readRanges(written, total);
    if ("problem" in ranges) return setProblem(ranges.problem);
    setCustomMessages(ranges.indexes, message);
    setDone(`${count(ranges.indexes.length, "recipient")} now ${ranges.indexes.length === 1 ? "has" : "have"} this message.`);
    setOpen(false);
  };

  if (total < 2) return null;
  return (
    <div class="for-others">
      {open ? (
        <>
          <Field
            id={OTHERS}
            label="Give the same message to recipients"
            placeholder="for example 2, 5-9, or all"
            value={written}
            problem={problem}
            onInput={(value) => {
              setWritten(value);
              setProblem(undefined);
            }}
          />
          <button type="button" class="button small" disabled={written.trim() === ""} onClick={apply}>
            Give it to them
          </button>
        </>
      ) : (
        <button type="button" class="link" onClick={ask}>
          Give it to other recipients too
        </button>
      )}
      <p class="help" role="status">
        {done}
      </p>
    </div>
  );
}

/** The button goes, and what was asked for comes in its place. */
function add(index: number): void {
  addCustomMessage(index);
  requestAnimationFrame(() => focusControl(`/identities/${index}/customMessage`));
}

export function CustomMessage({ index }: { index: number }) {
  const custom = member(identityNode(index), "customMessage");
  if (!custom) {
    return (
      <div>
        <button type="button" class="link" onClick={() => add(index)}>
          Write a custom message
        </button>
      </div>
    );
  }
  const { value } = fieldOf(custom);
  return (
    <div>
      <div class="with-remove">
        <TextField
          id={CONTROL.customMessage}
          label="Custom message, instead of the one above"
          rows={3}
          value={value}
          onInput={(next) => setRecipientText(index, "customMessage", next)}
        />
        <button
          type="button"
          class="icon-button"
          aria-label="Remove the custom message"
          onClick={() => removeCustomMessage(index)}
        >
          <CrossIcon />
        </button>
      </div>
      <ForOthers message={value} />
    </div>
  );
}
