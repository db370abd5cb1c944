/** What is said of a payload, and how to look at it. */

/** Which text a recipient with `parameters` and no `customMessage` gets: the message filled, or as it stands. */
export type Reading = "substitute" | "ignore";

export interface Options {
  /** Default `substitute`. */
  reading?: Reading;
  /** How many diagnostics a report lists; its totals count all. Default 1000. */
  maxDiagnostics?: number;
  /** What your organisation asks of its messages; default none, at most 100. A bad rule throws `invalid-rule`. */
  rules?: Rule[];
}

export type Severity = "error" | "warning" | "info";

/** A house rule: a pattern that something must, or must not, match. A breach is a `house-rule`. */
export interface Rule {
  /** What reports call the rule, each rule another: 1 to 100 characters. */
  name: string;
  /**
   * A regular expression of 1 to 1000 characters, as a string: Rust's syntax, without look-around,
   * back-references and `\p{…}`. Matches anywhere, in time proportional to the text. `\d`, `\s`,
   * `\w`, `\b` and `(?i)` know ASCII only.
   */
  pattern: string;
  /** Each text that a recipient gets, each parameter value, or each identity. */
  on: "text" | "parameter" | "identity";
  /** Default `match`. */
  must?: "match" | "not-match";
  /** Of the diagnostic. Default `warning`; with `error` the payload is not valid. */
  severity?: Severity;
  /** What is said of a breach, 1 to 500 characters; without it a sentence about the pattern. */
  message?: string;
}

/** What a diagnostic is about. Stable. */
export type Code =
  | "json-syntax"
  | "type-mismatch"
  | "missing-field"
  | "unknown-field"
  | "both-message-and-content"
  | "unsupported-channel"
  | "unknown-message-type"
  | "wrong-identity-field"
  | "too-few-identities"
  | "too-many-identities"
  | "too-many-parameters"
  | "parameter-too-long"
  | "duplicate-key"
  | "reading-dependent"
  | "unresolved-placeholder"
  | "unused-parameter"
  | "near-miss-placeholder"
  | "webhook-instance-not-applicable"
  | "duplicate-identity"
  | "implausible-identity"
  | "empty-message"
  | "house-rule"
  | "content-alias"
  | "script-not-run";

/** A stretch of the payload text. Offsets and column in UTF-16 code units; line and column count from 1. */
export interface Span {
  start: number;
  end: number;
  line: number;
  column: number;
}

/** Replace the text from `start` to `end` (UTF-16 code units) by `text`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Fix {
  title: string;
  edits: Edit[];
}

export interface Diagnostic {
  severity: Severity;
  code: Code;
  /** One plain sentence, the author's own input in backticks. */
  message: string;
  /** RFC 6901 pointer into the payload; empty for the whole of it. */
  pointer: "" | `/${string}`;
  /** Where in the text; absent for a payload that came as an object. */
  span?: Span;
  hint?: string;
  fix?: Fix;
}

export interface Report {
  /** No errors: the API accepts the payload. */
  valid: boolean;
  /** In document order, at most `maxDiagnostics`. */
  diagnostics: Diagnostic[];
  /** Exact, whatever is listed, for the first 100,000 recipients. */
  totals: Record<Severity, number>;
  /** How many of each code there are; exact, only codes that occur. */
  codes: Partial<Record<Code, number>>;
  /** Whether diagnostics were left out of the list. */
  truncated: boolean;
}
