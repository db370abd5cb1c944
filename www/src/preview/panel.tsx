import type { Reading, Recipient } from "notify-preflight";
import { analysis, choose, problemOf, reading, recipients, selected, unreadable } from "../analysis";
import { NextIcon, PreviousIcon } from "../controls/icons";
import { ChoiceList } from "../controls/list";
import { Mark } from "../controls/mark";
import { count } from "../controls/words";
import { SampleButtons } from "../header/samples";
import { channel } from "../payload";
import { ChannelMessage, snippet } from "./message";

const ROW_HEIGHT = 48;

const READINGS: Record<Reading, { name: string; means: string }> = {
  substitute: { name: "Substitute", means: "values fill the placeholders" },
  ignore: { name: "Ignore", means: "values are ignored" },
};

function Row({ index }: { index: number }) {
  const recipient = recipients.value[index];
  if (!recipient) return null;
  const text = snippet(recipient.filled);
  return (
    <>
      <span class="row-number">{recipient.index + 1}</span>
      <span class="row-main">
        <span class="row-title">{recipient.identity || <span class="faint">no identity</span>}</span>
        <span class="row-snippet">{text || "(empty message)"}</span>
      </span>
      <span class="row-end">
        <Mark severity={problemOf(index)} />
      </span>
    </>
  );
}

/** The message under the reading in force and, where it differs, under the other one. */
function Readings({ recipient }: { recipient: Recipient }) {
  const own = recipient.source === "customMessage";
  const present = (
    <ChannelMessage
      channel={channel.value.value}
      own={own}
      index={recipient.index}
      message={recipient.filled}
      placeholders={recipient.placeholders}
    />
  );
  if (recipient.otherReading === undefined) return present;
  const inForce = READINGS[reading.value];
  const other = READINGS[reading.value === "substitute" ? "ignore" : "substitute"];
  return (
    <div class="readings">
      <figure class="reading">
        <figcaption>
          <strong>{inForce.name}</strong> <span class="tag">chosen</span>
          <span class="reading-means">{inForce.means}</span>
        </figcaption>
        {present}
      </figure>
      <figure class="reading reading-other">
        <figcaption>
          <strong>{other.name}</strong>
          <span class="reading-means">{other.means}</span>
        </figcaption>
        <ChannelMessage
          channel={channel.value.value}
          own={own}
          index={recipient.index}
          message={recipient.otherReading}
        />
      </figure>
    </div>
  );
}

function Notes({ recipient }: { recipient: Recipient }) {
  const unfilled = recipient.placeholders.filter((placeholder) => !placeholder.filled).map(({ key }) => `{${key}}`);
  const { unusedParameters } = recipient;
  return (
    <ul class="notes">
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
  if (analysis.value.tooLarge) {
    return (
      <p class="empty">
        All messages together are too long to be shown here. They are checked all the same, and can be sent. A shorter
        message, or fewer recipients, brings the preview back.
      </p>
    );
  }
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
    <div class="chosen">
      <div class="chosen-head">
        <h3>
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
    </div>
  );
}

/** What each recipient will get. */
export function PreviewPanel() {
  const total = recipients.value.length;
  const recipient = recipients.value[selected.value];
  return (
    <section class="panel preview-panel" aria-labelledby="preview-title">
      <header class="panel-head">
        <h2 id="preview-title">Preview</h2>
        <p class="aside">{total > 0 ? count(total, "recipient") : ""}</p>
      </header>
      {total === 0 && <Empty />}
      {total > 0 && (
        <div
          class="preview-list"
          style={{ height: `${Math.min(total, 4) * ROW_HEIGHT}px`, minHeight: `${Math.min(total, 2) * ROW_HEIGHT}px` }}
        >
          <ChoiceList
            id="preview"
            label="Recipients to preview"
            count={total}
            rowHeight={ROW_HEIGHT}
            selected={selected.value}
            onSelect={choose}
            row={(index) => <Row index={index} />}
          />
        </div>
      )}
      {recipient && <Chosen recipient={recipient} total={total} />}
    </section>
  );
}
