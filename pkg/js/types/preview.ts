/** What recipients get. */

import type { Json } from "./payload.js";
import type { Report } from "./report.js";

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

/** The keys of the placeholders in a text that is known when types are checked. */
export type Placeholder<Text extends string> = string extends Text
  ? string
  : Text extends `${string}{${infer Rest}`
    ? Rest extends `${infer Key}}${infer After}`
      ? Key extends `${string}{${infer Inner}`
        ? // Of two opening braces the later one begins the placeholder.
          Placeholder<`{${Inner}}${After}`>
        : Exclude<Key, "" | `${string}${"\n" | "\r"}${string}`> | Placeholder<After>
      : never
    : never;

/** Values by key: those that the text has placeholders for, and any others. */
export type ParametersOf<Text extends string = string> = Record<string, string> & {
  // What every object has of itself would not fit: it is no text.
  [Key in Exclude<Placeholder<Text>, keyof Object>]?: string;
};

export interface FilledPlaceholder<Key extends string = string> {
  key: Key;
  /** Where the value (or the unfilled placeholder) stands in `text`, in UTF-16 code units. */
  start: number;
  end: number;
  filled: boolean;
}

export interface Filled<Key extends string = string> {
  text: string;
  placeholders: FilledPlaceholder<Key>[];
}

/** Some recipients: how many, and the first few. */
export interface Selection {
  count: number;
  /** Their indexes, at most ten. */
  first: number[];
}

/** Recipients of one and the same text, or of texts of one length. */
export interface Group {
  /** The text's length in characters (Unicode code points); of a JSON value that of its strings. */
  characters: number;
  recipients: Selection;
}

/** Counts over the texts of all recipients. */
export interface Summary {
  recipients: number;
  /** How many different texts they get. */
  distinct: number;
  /** Recipients of the same text, the most first, at most 20 groups. */
  groups: Group[];
  /** Those whose text still has a placeholder; none for a `script`. */
  unresolved: Selection;
  /** Those whose text differs between the two readings. */
  readingDependent: Selection;
  /** Those whose text is empty or white space. */
  empty: Selection;
  /** Absent where there is no recipient. */
  longest?: Group;
  shortest?: Group;
}

/** What recipients would get were a parameter missing. */
export interface WhatIf {
  key: string;
  /** Those whose text would be another one. */
  changed: Selection;
  /** Those asked for, as they would be. */
  recipients: Recipient[];
}
