/** An audience from CSV. */

import type { Channel, IdentityOf } from "./payload.js";
import type { Severity } from "./report.js";

export interface Audience<C extends Channel = Channel> {
  /**
   * One for each row below the header that is not empty, in order. A row without an identity
   * gives one without that field, and a problem `missing-identity`.
   */
  identities: IdentityOf[C][];
  /** The row of each identity, as a spreadsheet numbers it. */
  rows: number[];
  /** What each column of the header was read as. */
  columns: Column[];
  /** What stands between cells; a comma where nothing tells. */
  delimiter: string;
  /** Those of the file, then of the columns, then of the rows; at most 1000. */
  problems: Problem[];
  /** Exact, whatever is listed. */
  totals: Record<Severity, number>;
  /** Whether problems were left out of the list. */
  truncated: boolean;
}

export interface Column {
  /** The letters that a spreadsheet shows: `A`, `B`, … `AA`. */
  column: string;
  /** As written, white space around it left out. */
  header: string;
  /** What its cells become; why a column is ignored, a problem says. */
  use: "identity" | "customMessage" | "parameter" | "ignored";
  /** The name in the payload: an identity's property, or the parameter's key. */
  field?: string;
}

/** What a problem of an audience is about. Stable. */
export type ProblemKind =
  | "not-utf8"
  | "empty-file"
  | "unclosed-quote"
  | "no-identity-column"
  | "no-rows"
  | "empty-rows"
  | "wrong-identity-column"
  | "other-identity-column"
  | "duplicate-field"
  | "duplicate-header"
  | "empty-header"
  | "header-too-long"
  | "unusable-header"
  | "near-miss-header"
  | "near-miss-parameter"
  | "missing-identity"
  | "implausible-identity"
  | "duplicate-identity"
  | "too-many-parameters"
  | "parameter-too-long"
  | "too-many-cells";

export interface Problem {
  severity: Severity;
  kind: ProblemKind;
  /** One plain sentence, the author's own input in backticks. */
  message: string;
  /** Absent where it is about a column or the file. */
  row?: number;
  /** The column's letters; absent where it is about a row or the file. */
  column?: string;
  hint?: string;
}
