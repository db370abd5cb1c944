/** Misuse of the package (never a bad payload). */
export type PreflightErrorCode =
  | "not-ready"
  /** The core failed, for want of memory say, and was started anew: the next call works. */
  | "internal"
  | "bad-argument"
  /** A Composer, Backoff or Pace was used after `free()`. */
  | "freed"
  /** A splice of a range that the text has not. */
  | "out-of-text"
  /** A message was set where the payload has none. */
  | "no-message"
  /** A payload whose recipients cannot be read, where they are needed. */
  | "unreadable-payload"
  /** The texts of all recipients together would be too long to be handed over at once. */
  | "too-large"
  /** A house rule that is none; the message names it and the place in its pattern. */
  | "invalid-rule"
  | "invalid-host"
  | "invalid-stream-id"
  | "invalid-job-id"
  | "invalid-jwt";
