import type { Json, MessageType } from "notify-preflight";
import { Choice } from "../controls/choice";
import { asText, type Node, written } from "../json/tree";
import { snapshot } from "../outline";
import {
  channel,
  fieldOf,
  messageType,
  messageValue,
  setMessageJson,
  setMessageText,
  setMessageType,
} from "../payload";
import { JsonValue } from "./json-value";
import { CONTROL } from "./locate";
import { TextField } from "./text-field";

const TYPES: readonly { value: MessageType; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "template", label: "Template" },
  { value: "script", label: "Script" },
];

const ABOUT = new Map([
  ["template", "Words, or the channel’s own JSON."],
  ["script", "The platform runs it. Here it is shown, never run."],
]);

const HELP = "Write {name} where each recipient’s own value belongs.";

function jsonFor(current: string): Json {
  if (channel.peek().value === "whatsapp") return { type: "image", image: { link: "", caption: current } };
  return { text: current };
}

function textOf(value: Node): string {
  return asText(value) ?? written(snapshot.peek()?.text ?? "", value);
}

/** What everyone gets who has no message of their own. */
export function MessageSection() {
  const type = messageType.value;
  const value = messageValue.value;
  const about = ABOUT.get(type.value);
  const isJson = value?.type === "object" || value?.type === "array";
  return (
    <div class="section">
      <div class="section-head">
        <h3>Message</h3>
        <Choice
          compact
          label="Message type"
          name={CONTROL.messageType}
          value={type.value}
          options={TYPES}
          onChange={setMessageType}
        />
      </div>
      {about && <p class="help">{about}</p>}
      {isJson ? (
        <JsonValue node={value} />
      ) : (
        <TextField
          id={CONTROL.message}
          label="Message"
          hideLabel
          rows={4}
          value={fieldOf(value).value}
          onInput={setMessageText}
          help={HELP}
          mono={type.value === "script"}
        />
      )}
      <div class="under-field">
        {isJson ? (
          <button type="button" class="link" onClick={() => setMessageText(textOf(value))}>
            Make it plain text
          </button>
        ) : (
          <button type="button" class="link" onClick={() => setMessageJson(jsonFor(fieldOf(value).value))}>
            Make it a JSON message
          </button>
        )}
      </div>
    </div>
  );
}
