/** The document as a tree, for the form: its fields, where they stand, and whether the form may change them. */
import { computed } from "@preact/signals";
import { text } from "./document";
import { isJson, items, member, Node } from "./json/tree";

/** A text together with its tree: offsets of the one hold in the other. */
export interface Snapshot {
  text: string;
  root: Node;
}

let lastReadable: Snapshot | undefined;
let known: string | undefined;

/** Take a text for JSON unread: the form made it from one that is. At megabytes a keystroke notices. */
export function vouchFor(text: string): void {
  known = text;
}

/** The last text that could be read as an object: what the form shows. */
export const snapshot = computed<Snapshot | undefined>(() => {
  const root = known === text.value || isJson(text.value) ? Node.root(text.value) : undefined;
  if (root?.type === "object") lastReadable = { text: text.value, root };
  return lastReadable;
});

/** Whether the form shows the present text, and so may change it. */
export const editable = computed(() => snapshot.value?.text === text.value);

export const identities = computed(() => items(member(snapshot.value?.root, "identities")));
