/** The document as a tree, for the form: its fields, where they stand, and whether the form may change them. */
import { computed } from "@preact/signals";
import { changeSince, text } from "./document";
import { isJson, item, itemCount, member, Node, written } from "./json/tree";
import type { Snapshot } from "./parts";

let lastReadable: Snapshot | undefined;
let known: string | undefined;

/** Take a text for JSON unread: the form made it from one that is. At megabytes a keystroke notices. */
export function vouchFor(text: string): void {
  known = text;
}

function treeOf(current: string): Node {
  const change = lastReadable && changeSince(lastReadable.text);
  return lastReadable && change ? Node.edited(lastReadable.root, current, change) : Node.root(current);
}

/** The last text that could be read as an object: what the form shows. */
export const snapshot = computed<Snapshot | undefined>(() => {
  const current = text.value;
  if (known === current || isJson(current)) {
    const root = treeOf(current);
    if (root.type === "object") lastReadable = { text: current, root };
  }
  return lastReadable;
});

/** Whether the form shows the present text, and so may change it. */
export const editable = computed(() => snapshot.value?.text === text.value);

const list = computed(() => member(snapshot.value?.root, "identities"));

export const identityCount = computed(() => itemCount(list.value));

/** What the recipients say. A change elsewhere moves them, and is no reason to draw them again. */
const said = computed(() => list.value && written(snapshot.value?.text ?? "", list.value));

export function identityNode(index: number): Node | undefined {
  void said.value;
  return item(list.peek(), index);
}
