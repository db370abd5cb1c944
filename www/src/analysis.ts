/** What the core says of the document: the report, what each recipient gets, and the text as a tree for the form. */
import { computed, signal } from "@preact/signals";
import {
  check,
  type Diagnostic,
  PreflightError,
  preview,
  type Preview,
  type Reading,
  type Severity,
} from "notify-preflight";
import { text } from "./document";
import { items, member, type Node, readTree } from "./json/tree";

export const reading = signal<Reading>("substitute");

interface Analysis extends Preview {
  /** Set when the core itself stopped; the text is safe all the same. */
  failure?: string;
  /** The text is checked, but all recipients' messages together are too much to show. */
  tooLarge?: boolean;
}

const NOTHING: Preview = {
  report: {
    valid: false,
    diagnostics: [],
    totals: { error: 0, warning: 0, info: 0 },
    codes: {},
    truncated: false,
  },
  recipients: [],
};

export const analysis = computed<Analysis>(() => {
  const options = { reading: reading.value };
  try {
    return preview(text.value, options);
  } catch (error) {
    if (error instanceof PreflightError && error.code === "too-large") {
      return { report: check(text.value, options), recipients: [], tooLarge: true };
    }
    return { ...NOTHING, failure: error instanceof Error ? error.message : String(error) };
  }
});

export const report = computed(() => analysis.value.report);
export const recipients = computed(() => analysis.value.recipients);

/** The diagnostic that says where the text stops being JSON. */
export const unreadable = computed<Diagnostic | undefined>(() =>
  report.value.diagnostics.find((diagnostic) => diagnostic.code === "json-syntax"),
);

/** A text together with its tree: offsets of the one hold in the other. */
export interface Snapshot {
  text: string;
  root: Node;
}

let lastReadable: Snapshot | undefined;

/** The last text that could be read as an object: what the form shows. */
export const snapshot = computed<Snapshot | undefined>(() => {
  const current = text.value;
  if (!unreadable.value && !analysis.value.failure) {
    const root = readTree(current);
    if (root?.type === "object") lastReadable = { text: current, root };
  }
  return lastReadable;
});

/** Whether the form shows the present text, and so may change it. */
export const editable = computed(() => snapshot.value?.text === text.value);

export const identities = computed(() => items(member(snapshot.value?.root, "identities")));

/** How many the notification goes to, shown or not. */
export const recipientCount = computed(() => Math.max(identities.value.length, recipients.value.length));

const chosen = signal(0);

/** The recipient that the form and the preview both show. */
export const selected = computed(() => Math.max(0, Math.min(chosen.value, recipientCount.value - 1)));

export function choose(index: number): void {
  chosen.value = index;
}

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

/** The index of the recipient that a pointer leads into. */
export function recipientOf(pointer: string): number | undefined {
  const match = /^\/identities\/(\d+)(\/|$)/.exec(pointer);
  return match ? Number(match[1]) : undefined;
}

/** The worst problem of each recipient that has one. */
const ownProblems = computed(() => {
  const worst = new Map<number, Severity>();
  for (const diagnostic of report.value.diagnostics) {
    const index = recipientOf(diagnostic.pointer);
    if (index === undefined) continue;
    const known = worst.get(index);
    if (!known || RANK[diagnostic.severity] > RANK[known]) worst.set(index, diagnostic.severity);
  }
  return worst;
});

export function problemOf(index: number): Severity | undefined {
  const own = ownProblems.value.get(index);
  if (own === "error" || own === "warning") return own;
  return hasUnresolved(index) ? "warning" : own;
}

function hasUnresolved(index: number): boolean {
  const script = report.value.codes["script-not-run"] !== undefined;
  const recipient = recipients.value[index];
  if (!recipient || script) return false;
  return recipient.placeholders.some((placeholder) => !placeholder.filled);
}
