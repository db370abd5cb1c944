/** The message under the reading in force and, where it differs, beside it the other one. */
import type { FilledMessage, Reading, Recipient } from "notify-preflight";
import { answer } from "../analysis";
import { snapshot } from "../outline";
import { channel } from "../payload";
import { ChannelMessage } from "./message";
import type { Stretch } from "./text";

/** What the API documents say for each reading. They contradict each other. */
export const READINGS: Record<Reading, { name: string; documents: string }> = {
  substitute: {
    name: "Substitute",
    documents: "The parameterized and template samples of the API fill the placeholders.",
  },
  ignore: {
    name: "Ignore",
    documents: "The field table of the API says: values without a custom message are ignored.",
  },
};

function stretchesOf({ placeholders }: Recipient): Stretch[] | undefined {
  const placed = placeholders.flatMap(({ key, filled, start, end }) =>
    start === undefined || end === undefined ? [] : [{ key, filled, start, end }],
  );
  if (placed.length < placeholders.length) return undefined;
  return placed.sort((one, other) => one.start - other.start);
}

interface Props {
  recipient: Recipient;
}

export function RecipientMessage({ recipient }: Props) {
  return (
    <ChannelMessage
      channel={channel.value.value}
      payload={snapshot.value}
      own={recipient.source === "customMessage"}
      index={recipient.index}
      message={recipient.filled}
      stretches={typeof recipient.filled === "string" ? stretchesOf(recipient) : undefined}
    />
  );
}

function Other({ recipient, message }: Props & { message: FilledMessage }) {
  return (
    <ChannelMessage
      channel={channel.value.value}
      payload={snapshot.value}
      own={false}
      index={recipient.index}
      message={message}
    />
  );
}

export function Readings({ recipient }: Props) {
  if (recipient.otherReading === undefined) return <RecipientMessage recipient={recipient} />;
  const reading = answer.value?.reading ?? "substitute";
  const inForce = READINGS[reading];
  const other = READINGS[reading === "substitute" ? "ignore" : "substitute"];
  return (
    <div class="readings">
      <figure class="reading">
        <figcaption>
          <strong>{inForce.name}</strong> <span class="tag">chosen</span>
        </figcaption>
        <RecipientMessage recipient={recipient} />
        <p class="reading-means">{inForce.documents}</p>
      </figure>
      <figure class="reading reading-other">
        <figcaption>
          <strong>{other.name}</strong>
        </figcaption>
        <Other recipient={recipient} message={recipient.otherReading} />
        <p class="reading-means">{other.documents}</p>
      </figure>
    </div>
  );
}
