/** The chosen recipient's message, and what there is to say of it. */
import type { FilledMessage, Recipient } from "notify-preflight";
import { choose } from "../chosen";
import { NextIcon, PreviousIcon } from "../controls/icons";
import { count, figures } from "../controls/words";
import { Readings } from "./readings";
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

export function Chosen({ recipient, total }: { recipient: Recipient; total: number }) {
  return (
    <div class="chosen" tabIndex={0} role="region" aria-labelledby="chosen-title">
      <div class="chosen-head">
        <h3 id="chosen-title">
          {recipient.identity || "No identity"} <span class="faint">{`${recipient.index + 1} of ${figures(total)}`}</span>
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
