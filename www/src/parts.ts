/** The parts of a payload by name, in the tree of its text. */
import { item, itemCount, member, type Node } from "./json/tree";

/** A text together with its tree: offsets of the one hold in the other. */
export interface Snapshot {
  text: string;
  root: Node;
}

/** `message`, or `content` where the author says so. */
export function messageKeyIn(root: Node | undefined): "message" | "content" {
  return member(root, "content") && !member(root, "message") ? "content" : "message";
}

export function messageTypeIn(root: Node | undefined): Node | undefined {
  return member(member(root, messageKeyIn(root)), "type");
}

/** The message itself; a message that is a text where an object is due is that text. */
export function messageValueIn(root: Node | undefined): Node | undefined {
  const message = member(root, messageKeyIn(root));
  return message?.type === "string" ? message : member(message, "value");
}

export function identityCountIn(root: Node | undefined): number {
  return itemCount(member(root, "identities"));
}

export function identityIn(root: Node | undefined, index: number): Node | undefined {
  return item(member(root, "identities"), index);
}
