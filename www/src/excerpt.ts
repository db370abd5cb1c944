/** The payload's own text with other recipients: one alone, or none. All else stays as the author wrote it. */
import { end, member, written } from "./json/tree";
import { editable, identityNode, snapshot } from "./outline";

function withIdentities(identities: (text: string) => string): string | undefined {
  const current = snapshot.peek();
  const list = member(current?.root, "identities");
  if (!current || !list || !editable.peek()) return undefined;
  return current.text.slice(0, list.offset) + identities(current.text) + current.text.slice(end(list));
}

/** Undefined where there is no such recipient. */
export function onlyRecipient(index: number): string | undefined {
  const identity = identityNode(index);
  return identity && withIdentities((text) => `[${written(text, identity)}]`);
}

/** Undefined where the text cannot be read, so that nothing can be left out of it. */
export function withoutRecipients(): string | undefined {
  return withIdentities(() => "[]");
}
