/** The types of the package's face. Shapes are those of the Rust core's serde forms. */

/** Where a notification goes. Webhook is `ivr` with `webhookInstanceName`; Google Chat is `hangouts`. */
export type Channel = "ivr" | "hangouts" | "whatsapp";

/** How the platform treats the message. */
export type MessageType = "text" | "template" | "script";

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The message: its type, and text or a JSON value of the channel's own shape. */
export interface Message {
  type: MessageType;
  value: string | { [key: string]: Json } | Json[];
}

/** What any recipient may carry beside the identity field. */
export interface Personal {
  /** Replaces the message for this recipient, even when empty. */
  customMessage?: string;
  /** At most 20 values of at most 200 characters (Unicode code points). */
  parameters?: Record<string, string>;
}

export interface IvrIdentity extends Personal {
  email: string;
  spaceId?: never;
  phoneNumber?: never;
}

export interface HangoutsIdentity extends Personal {
  spaceId: string;
  email?: never;
  phoneNumber?: never;
}

export interface WhatsappIdentity extends Personal {
  phoneNumber: string;
  email?: never;
  spaceId?: never;
}

export type Identity = IvrIdentity | HangoutsIdentity | WhatsappIdentity;

interface Common {
  /** For example `resolve`. */
  userIdentityType?: string;
}

/** `message`, or `content` as some of the API's samples say; never both. */
type WithMessage = { message: Message; content?: never } | { content: Message; message?: never };

type ByChannel =
  | { channel: "ivr"; webhookInstanceName?: string; identities: IvrIdentity[] }
  | { channel: "hangouts"; identities: HangoutsIdentity[] }
  | { channel: "whatsapp"; identities: WhatsappIdentity[] };

/** The body of a notification request. */
export type NotifyPayload = Common & WithMessage & ByChannel;

/** A payload as JSON text, as UTF-8 bytes of JSON text, or as an object. Only text and bytes have spans. */
export type PayloadInput = string | Uint8Array | NotifyPayload;

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
  /** RFC 6901 pointer into the payload. */
  pointer: string;
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
  /** Exact, whatever is listed. */
  totals: Record<Severity, number>;
  /** How many of each code there are; exact, only codes that occur. */
  codes: Partial<Record<Code, number>>;
  /** Whether diagnostics were left out of the list. */
  truncated: boolean;
}

/** A filled text, or a filled JSON value. */
export type FilledMessage = string | { [key: string]: Json } | Json[];

export interface RecipientPlaceholder {
  key: string;
  filled: boolean;
  /** Where it stands in `filled` (UTF-16 code units); absent when `filled` is a JSON value. */
  start?: number;
  end?: number;
}

export interface Recipient {
  /** Position in `identities`, from 0. */
  index: number;
  /** The identity as written; empty where there is none. */
  identity: string;
  /** Where the text comes from. */
  source: "message" | "customMessage";
  /** What the recipient gets under the reading in force. */
  filled: FilledMessage;
  placeholders: RecipientPlaceholder[];
  unusedParameters: string[];
  /** What the recipient gets under the other reading; only where it differs. */
  otherReading?: FilledMessage;
}

export interface Preview {
  report: Report;
  recipients: Recipient[];
}

export interface FilledPlaceholder {
  key: string;
  /** Where the value (or the unfilled placeholder) stands in `text`, in UTF-16 code units. */
  start: number;
  end: number;
  filled: boolean;
}

export interface Filled {
  text: string;
  placeholders: FilledPlaceholder[];
}

export interface Target {
  /** With or without a scheme; plain `http` for a loopback host only. */
  host: string;
  streamId: string;
  jwt: string;
}

/** A call as data, ready for `fetch(request.url, request)`. */
export interface ApiRequest {
  method: "POST" | "GET";
  url: string;
  headers: Record<string, string>;
  /** Absent for GET. */
  body?: string;
}

/** The answer to an accepted request. Other fields may be there; they are kept. */
export interface Job {
  _id: string;
  status: string;
  percentageComplete?: number;
  store?: { identitiesCount?: number; [field: string]: unknown };
  [field: string]: unknown;
}

/** What became of one recipient's message. */
export interface StatusLog {
  originalId?: string;
  status?: string;
  comments?: string;
  createdOn?: string;
  [field: string]: unknown;
}

/** The answer to the status call. Other fields may be there; they are kept. */
export interface StatusReport {
  statusLogs: StatusLog[];
  status?: string;
  count?: number;
  [field: string]: unknown;
}

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

/** Misuse of the package (never a bad payload). */
export type PreflightErrorCode =
  | "not-ready"
  | "internal"
  | "bad-argument"
  /** The texts of all recipients together are too long to be handed over at once. */
  | "too-large"
  /** A house rule that is none; the message names it and the place in its pattern. */
  | "invalid-rule"
  | "invalid-host"
  | "invalid-stream-id"
  | "invalid-job-id"
  | "invalid-jwt";
