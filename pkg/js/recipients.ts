/** Recipients, from the texts and numbers in which the core hands them over (`pkg/src/recipients.rs`). */

import { type Handed, Names } from "./handed.js";
import type { FilledMessage, Recipient, RecipientPlaceholder } from "./types.js";

/** What there is of the text under the other reading. */
const [NONE, SAME_AS_BEFORE] = [0, 1];

export class Rows {
  readonly recipients: Recipient[] = [];
  readonly #names = new Names();
  #otherReading = "";

  take(handed: Handed): void {
    while (handed.hasNumbers()) this.recipients.push(this.#recipient(handed));
  }

  #recipient(handed: Handed): Recipient {
    const index = handed.number();
    const source = handed.number() === 1 ? "customMessage" : "message";
    const isJson = handed.number() === 1;
    const identity = handed.text();
    const filled = message(handed.text(), isJson);
    const unusedParameters: string[] = [];
    for (let count = handed.number(); count > 0; count -= 1) unusedParameters.push(this.#names.next(handed));
    const placeholders: RecipientPlaceholder[] = [];
    for (let count = handed.number(); count > 0; count -= 1) {
      placeholders.push(this.#placeholder(handed, isJson));
    }
    const recipient: Recipient = { index, identity, source, filled, placeholders, unusedParameters };
    const other = handed.number();
    if (other === NONE) return recipient;
    if (other !== SAME_AS_BEFORE) this.#otherReading = handed.text();
    recipient.otherReading = message(this.#otherReading, isJson);
    return recipient;
  }

  #placeholder(handed: Handed, isJson: boolean): RecipientPlaceholder {
    const key = this.#names.next(handed);
    const filled = handed.number() === 1;
    if (isJson) return { key, filled };
    return { key, filled, start: handed.number(), end: handed.number() };
  }
}

function message(text: string, isJson: boolean): FilledMessage {
  return isJson ? (JSON.parse(text) as FilledMessage) : text;
}
