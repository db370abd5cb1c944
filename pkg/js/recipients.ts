/** Recipients, from the rows in which the core hands them over (`pkg/src/recipients.rs`). */

import type { FilledMessage, Recipient, RecipientPlaceholder } from "./types.js";

type Row = [
  index: number,
  identity: string,
  hasOwn: boolean,
  filled: FilledMessage,
  otherReading: FilledMessage | null,
  unusedParameters: string[],
  /** Of each placeholder its key's place, 1 where it is filled, where it starts and ends. */
  numbers: (number | null)[],
];

/** The keys of all placeholders, and a row for each recipient. */
export type Rows = [keys: string[], ...Row[]];

export function recipientsOf(rows: Rows): Recipient[] {
  const [keys] = rows;
  return rows.slice(1).map((row) => recipientOf(row as Row, keys));
}

// By index, as neither iterators nor copies of objects are fast.
function recipientOf(row: Row, keys: string[]): Recipient {
  const recipient: Recipient = {
    index: row[0],
    identity: row[1],
    source: row[2] ? "customMessage" : "message",
    filled: row[3],
    placeholders: placeholdersOf(row[6], keys),
    unusedParameters: row[5],
  };
  if (row[4] !== null) recipient.otherReading = row[4];
  return recipient;
}

function placeholdersOf(numbers: (number | null)[], keys: string[]): RecipientPlaceholder[] {
  const placeholders: RecipientPlaceholder[] = [];
  for (let at = 0; at < numbers.length; at += 4) {
    const key = keys[numbers[at] ?? 0] ?? "";
    const filled = numbers[at + 1] === 1;
    const start = numbers[at + 2] ?? null;
    const end = numbers[at + 3] ?? null;
    placeholders.push(start === null || end === null ? { key, filled } : { key, filled, start, end });
  }
  return placeholders;
}
