/** What the page and the worker that holds the core say to each other. Everything is tagged with a revision of the text. */
import type { Edit, Group, Reading, Recipient, Report, Summary, WhatIf } from "notify-preflight";
import type { Ask } from "./questions";

/** What is on screen, and so what is asked for. */
export interface View {
  reading: Reading;
  /** The rows of the list of recipients: from, up to and not including, to. */
  rows: { from: number; to: number };
  /** The recipient whose message is shown. */
  chosen: number;
  /** The parameter that the what-if leaves out. */
  without: string | undefined;
}

/** The compiled core, once, before anything else. The lock is held while the worker lives: see `life.ts`. */
export interface Start {
  type: "start";
  module: WebAssembly.Module;
  lock: string;
}

/** The document's changes since the last update: its whole text, or edits to apply one after the other. */
export interface Update {
  type: "update";
  revision: number;
  change: Change;
  view: View;
  /** Whether the page has answered itself: then all that is wanted is the next survey. */
  isAnswered: boolean;
}

export type Change = { text: string } | { edits: readonly Edit[] };

/** One line of the list of recipients. */
export interface Row {
  index: number;
  identity: string;
  /** The start of the text. */
  snippet: string;
}

/** Recipients of one and the same text. */
export interface TextGroup extends Group {
  snippet: string;
}

export interface Answer {
  type: "answer";
  revision: number;
  reading: Reading;
  report: Report;
  summary: Summary;
  /** None where the texts are too long to make so many of them. */
  rows: readonly Row[];
  chosen: Recipient | undefined;
  /** The most common text first. */
  groups: readonly TextGroup[];
  whatIf: WhatIf | undefined;
}

/** What a look at every recipient finds; it follows an answer once the author pauses. */
export interface Survey {
  type: "survey";
  revision: number;
  /** For each recipient the sum of its `Mark`s. */
  marks: Uint8Array;
  /** For each recipient which of `openKeys` its text still has, from 1; 0 where it has none. */
  open: Uint32Array;
  /** The names of placeholders that nothing fills, as they come together. */
  openKeys: readonly (readonly string[])[];
  /** All parameter names, those of the most recipients first. */
  parameters: readonly string[];
}

export const Mark = { unresolved: 1, readingDependent: 2, empty: 4, custom: 8 } as const;

/** An update has been taken that the page answers itself. */
export interface Taken {
  type: "taken";
}

/** The core stopped, or could not take the text: this worker is of no more use. */
export interface Failed {
  type: "failed";
  reason: string;
}

export type ToWorker = Start | Update | Ask;
export type FromWorker = { type: "ready" } | Answer | Taken | Survey | Failed;
