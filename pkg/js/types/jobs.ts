/** How far a job is, and who is to get the message once more. */

import type { StatusLog } from "./calls.js";

export interface Progress {
  /** Recipients that have a log row. */
  done: number;
  /** Recipients of the request. */
  total: number;
  /** The job's status as reported last. */
  status: string;
  /** How many rows have which status. */
  byStatus: Record<string, number>;
  /** Nothing more is to be expected. */
  finished: boolean;
}

/** What became of each recipient, where the payload is known. */
export interface ProgressByRecipient extends Progress {
  /** Every recipient of the payload, in its order. */
  recipients: RecipientStatus[];
  /** How many recipients have no log yet. */
  waiting: number;
  /** Identities whose logs cannot be told apart. */
  ambiguous: Ambiguity[];
  /** Logs of nobody in the payload. */
  unmatched: StatusLog[];
}

export interface RecipientStatus {
  /** The place in `identities`, from 0. */
  index: number;
  /** As the payload writes it; empty where there is none. */
  identity: string;
  /** Null where there is no log yet, and where ambiguous logs do not all say the same. */
  status: string | null;
  /** The log's comment, on the same terms. */
  comment?: string;
  /** When the log was made, as the platform writes it, on the same terms. */
  createdOn?: string;
  /** Whether it cannot be told which logs are this recipient's. */
  ambiguous: boolean;
}

/** An identity that stands several times in the payload, or whose logs contradict each other. */
export interface Ambiguity {
  identity: string;
  /** The recipients that may be meant, as places in `identities`. */
  recipients: number[];
  byStatus: Record<string, number>;
}

/** To whom a payload should go once more. */
export interface Failures {
  /** The payload's text with these recipients only, byte for byte; null where there are none. */
  payload: string | null;
  /** The recipients that surely failed, as places in `identities`, rising. */
  recipients: number[];
  /** Identities of which something failed, but it cannot be told for whom: left out. */
  ambiguous: Ambiguity[];
  /** Failures of nobody in the payload: it may not be the one that was sent. */
  unmatched: StatusLog[];
}
