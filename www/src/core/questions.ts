/** What is asked once, of a worker beside the document's: reading a file or sorting 100,000 rows must not hold up typing. */
import type { Audience, Channel } from "notify-preflight";

/** Read a CSV file: its bytes as they are, or text that was pasted. */
export interface ImportQuestion {
  kind: "import";
  csv: string | Uint8Array;
  channel: Channel;
  /** What stands between two recipients in the JSON beside the comma. */
  gap: string;
}

/** What a table may be searched and sorted by: a property of an identity, or a key of its parameters. */
export type ColumnKey = { field: string } | { parameter: string };

export interface Sort {
  by: ColumnKey;
  descending: boolean;
}

/** Find and sort the recipients of a payload. */
export interface ArrangeQuestion {
  kind: "arrange";
  payload: string;
  search: string;
  sort: Sort | undefined;
}

/** Cut a payload into as many requests as it takes. */
export interface SplitQuestion {
  kind: "split";
  payload: string;
}

export type Question = ImportQuestion | ArrangeQuestion | SplitQuestion;

/** What was read, with the recipients as JSON text that is ready for the payload's list. */
export interface Imported extends Omit<Audience, "identities" | "rows"> {
  recipients: number;
  json: string;
}

/** What each kind of question is answered with. */
export interface Answers {
  import: Imported;
  /** Places in `identities`, in the order of the table. */
  arrange: Uint32Array;
  split: string[];
}

export interface Ask {
  type: "ask";
  id: number;
  question: Question;
}

export type Told =
  | { type: "told"; id: number; answer: Answers[keyof Answers] }
  | { type: "refused"; id: number; reason: string };
