/** The table's columns: the identity, the custom message and the parameters, and what stands in their cells. */
import { computed } from "@preact/signals";
import type { Diagnostic } from "notify-preflight";
import { parameterNames, recipientOf, report } from "../analysis";
import { IDENTITY_FIELDS } from "../channels";
import { openKeysOf, recipient } from "../chosen";
import type { ColumnKey } from "../core/questions";
import { text } from "../document";
import { at, member, type Node, pathOf } from "../json/tree";
import { identityNode } from "../outline";
import { sameItems, steady } from "../steady";
import { channelWords, type Field, fieldOf } from "../payload";

export interface Column {
  id: string;
  title: string;
  kind: "identity" | "customMessage" | "parameter";
  key: ColumnKey;
}

/** More columns than anyone reads make each row slow to draw. */
const MOST_PARAMETERS = 40;

/** Names keep their places while they are in use: a column must not move because of an edit in it. */
let known: readonly string[] = [];

const names = steady<readonly string[]>(() => {
  const wanted = recipient.value?.placeholders.map(({ key }) => key) ?? [];
  // What another recipient's text asks for stays in sight when this one's does not ask for it.
  const asked = known.filter((name) => text.value.includes(`{${name}}`));
  const used = new Set([...parameterNames.value, ...asked, ...wanted]);
  known = [...new Set([...known.filter((name) => used.has(name)), ...used])];
  return known;
}, sameItems);

/** How many parameters have no column of their own. */
export const hiddenParameters = computed(() => Math.max(0, names.value.length - MOST_PARAMETERS));

export const columns = computed<readonly Column[]>(() => [
  {
    id: "identity",
    title: channelWords.value?.identityLabel ?? "Identity",
    kind: "identity",
    key: { field: channelWords.value?.identityField ?? "email" },
  },
  { id: "customMessage", title: "Custom message", kind: "customMessage", key: { field: "customMessage" } },
  ...names.value.slice(0, MOST_PARAMETERS).map(
    (name): Column => ({ id: `parameter ${name}`, title: `{${name}}`, kind: "parameter", key: { parameter: name } }),
  ),
]);

function nodeAt(index: number, { key, kind }: Column): Node | undefined {
  const recipientNode = identityNode(index);
  if ("parameter" in key) return at(recipientNode, ["parameters", key.parameter]);
  const node = member(recipientNode, key.field);
  if (node || kind !== "identity") return node;
  // Under another channel's field it is still what names the recipient; that it is the wrong one, the core says.
  return IDENTITY_FIELDS.map((field) => member(recipientNode, field)).find((other) => other !== undefined);
}

export function cellOf(index: number, column: Column): Field {
  return fieldOf(nodeAt(index, column));
}

/** Which column a problem of a recipient belongs to; undefined where it is about the row. */
function columnOf({ pointer, code }: Diagnostic): string | undefined {
  const [, , field, key] = pathOf(pointer);
  if (field === undefined) return code === "missing-field" ? "identity" : undefined;
  if (field === "parameters") return key === undefined ? undefined : `parameter ${key}`;
  if (field === "customMessage") return field;
  return IDENTITY_FIELDS.some((known) => known === field) ? "identity" : undefined;
}

/** The listed problems of each recipient, by column; those of the row stand under an empty name. */
const byRow = steady(() => {
  const rows = new Map<number, Map<string, Diagnostic[]>>();
  for (const diagnostic of report.value.diagnostics) {
    const index = recipientOf(diagnostic.pointer);
    if (index === undefined) continue;
    const cells = rows.get(index) ?? new Map<string, Diagnostic[]>();
    rows.set(index, cells);
    const id = columnOf(diagnostic) ?? "";
    cells.set(id, [...(cells.get(id) ?? []), diagnostic]);
  }
  return rows;
}, (one, other) => one.size === 0 && other.size === 0);

/** What a cell lacks, in words, where the recipient's text waits for its value. */
export function lackAt(index: number, column: Column | undefined): string | undefined {
  if (!column || !("parameter" in column.key)) return undefined;
  const { parameter } = column.key;
  return openKeysOf(index).includes(parameter) ? `No value for {${parameter}}: the recipient sees the braces.` : undefined;
}

const NONE: readonly Diagnostic[] = [];

export function problemsAt(index: number, column: Column | undefined): readonly Diagnostic[] {
  return byRow.value.get(index)?.get(column?.id ?? "") ?? NONE;
}
