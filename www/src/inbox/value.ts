/** The message as it was sent: a text, or a JSON value. */
import type { FilledMessage } from "notify-preflight";
import type { Message } from "./calls";

export function valueOf({ text, json }: Message): FilledMessage {
  return json ? (JSON.parse(text) as FilledMessage) : text;
}
