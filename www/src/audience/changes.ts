/** What the table changes in the document. Each is one step of its history. */
import { batch } from "@preact/signals";
import { choose } from "../chosen";
import type { Imported } from "../core/questions";
import { duplicateItem, lineGap, putItems, removeItems, removeProperty, setProperty } from "../json/edits";
import { stringEdit, type TextEdit } from "../json/string-edit";
import { entries, itemCount, member, type Node } from "../json/tree";
import { snapshot } from "../outline";
import { change, changeRecipient, IDENTITY_ORDER, PAYLOAD_ORDER, setText } from "../payload";
import { type Column, cellOf } from "./columns";

function setParameter(text: string, recipient: Node, name: string, value: string): TextEdit[] {
  const parameters = member(recipient, "parameters");
  const existing = member(parameters, name);
  if (existing) return stringEdit(text, existing, value);
  if (parameters?.type === "object") return setProperty(text, parameters, name, value);
  // What is there and no object is mended in the JSON, not written over.
  return parameters ? [] : setProperty(text, recipient, "parameters", { [name]: value }, IDENTITY_ORDER);
}

function removeParameter(recipient: Node, name: string): TextEdit[] {
  const parameters = member(recipient, "parameters");
  if (!parameters || !member(parameters, name)) return [];
  return entries(parameters).length === 1 ? removeProperty(recipient, "parameters") : removeProperty(parameters, name);
}

/** Write into a cell. An emptied one is no value at all, as in an imported file; but a recipient keeps its identity. */
export function setCell(index: number, { key, kind }: Column, value: string): void {
  changeRecipient(index, "step", (text, recipient) => {
    if ("parameter" in key) {
      return value === "" ? removeParameter(recipient, key.parameter) : setParameter(text, recipient, key.parameter, value);
    }
    if (value === "" && kind !== "identity") return removeProperty(recipient, key.field);
    return setText(text, recipient, key.field, value, IDENTITY_ORDER);
  });
}

/** Write what was typed, unless it is what stands there. */
export function enterCell(index: number, column: Column, value: string): void {
  const before = cellOf(index, column);
  if (value !== before.value) setCell(index, column, value);
}

function changeList(make: (text: string, list: Node) => TextEdit[]): void {
  change("step", (text, payload) => {
    const list = member(payload, "identities");
    return list?.type === "array" ? make(text, list) : [];
  });
}

export function duplicateRecipient(index: number): void {
  batch(() => {
    changeList((text, list) => duplicateItem(text, list, index));
    choose(index + 1);
  });
}

export function removeRecipients(indexes: Iterable<number>): void {
  const rising = [...indexes].sort((one, other) => one - other);
  changeList((_text, list) => removeItems(list, rising));
}

/** What a file's recipients are set off by, so that they stand in the document as its own do. */
export function gapForImport(): string {
  const current = snapshot.peek();
  const list = member(current?.root, "identities") ?? current?.root;
  return current && list ? lineGap(current.text, list) : "\n";
}

/** Put a file's recipients behind those of the document, or in their place. */
export function putImported(imported: Imported, gap: string, place: "append" | "replace"): void {
  change("step", (text, payload) => {
    const list = member(payload, "identities");
    if (list?.type === "array") return putItems(text, list, imported.json, gap, place);
    // A list that is none, or none at all: made first, so that the file's text can go in as it is.
    const whole = `[${gap}${imported.json}${gap}]`;
    if (list) return [{ start: list.offset, end: list.offset + list.length, text: whole }];
    return setProperty(text, payload, "identities", [], PAYLOAD_ORDER).map((edit) => ({
      ...edit,
      text: edit.text.replace("[]", () => whole),
    }));
  });
  if (place === "replace") choose(0);
}

export function listedRecipients(): number {
  return itemCount(member(snapshot.peek()?.root, "identities"));
}
