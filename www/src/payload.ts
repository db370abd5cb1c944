/** The form's view of the document, and the form's changes to it as text edits. */
import { batch, computed } from "@preact/signals";
import type { Channel, Json, MessageType } from "notify-preflight";
import { choose } from "./chosen";
import { IDENTITY_FIELDS, wordsFor } from "./channels";
import { edit, text } from "./document";
import { addItem, removeItem, removeProperty, removePropertyAt, setProperty } from "./json/edits";
import { stringEdit, type TextEdit } from "./json/string-edit";
import { asText, entries, items, member, type Node, property, written } from "./json/tree";
import { editable, identityCount, identityNode, snapshot, vouchFor } from "./outline";
import { messageKeyIn, messageTypeIn, messageValueIn } from "./parts";
import { steady } from "./steady";

export const PAYLOAD_ORDER = ["channel", "webhookInstanceName", "userIdentityType", "message", "content", "identities"];
export const IDENTITY_ORDER = [...IDENTITY_FIELDS, "customMessage", "parameters"];

/** What stands in a field: its text, or the JSON of something that is not text. */
export interface Field {
  present: boolean;
  value: string;
  isText: boolean;
}

export function fieldOf(node: Node | undefined): Field {
  const value = asText(node);
  if (value !== undefined) return { present: true, value, isText: true };
  if (!node) return { present: false, value: "", isText: true };
  return { present: true, value: written(snapshot.value?.text ?? "", node), isText: false };
}

function sameField(one: Field, other: Field): boolean {
  return one.present === other.present && one.value === other.value && one.isText === other.isText;
}

export const root = computed(() => snapshot.value?.root);
export const channel = steady(() => fieldOf(member(root.value, "channel")), sameField);
export const channelWords = computed(() => wordsFor(channel.value.value));

export const messageKey = computed(() => messageKeyIn(root.value));
export const messageType = steady(() => fieldOf(messageTypeIn(root.value)), sameField);
export const messageValue = computed(() => messageValueIn(root.value));

/** The identity of a recipient, whichever channel's field it stands in. */
export function identityAt(index: number): string {
  const node = identityNode(index);
  for (const field of [channelWords.value?.identityField, ...IDENTITY_FIELDS]) {
    const identity = field && asText(member(node, field));
    if (identity) return identity;
  }
  return "";
}

type Change = (text: string, root: Node) => TextEdit[];

export function change(kind: "typing" | "step", make: Change): void {
  const current = snapshot.peek();
  if (!current || !editable.peek()) return;
  batch(() => {
    edit(make(current.text, current.root), kind);
    vouchFor(text.peek());
  });
}

/** Set one text: a small edit inside the string where there is one. */
export function setText(text: string, parent: Node, key: string, value: string, order: readonly string[]): TextEdit[] {
  const existing = member(parent, key);
  return existing ? stringEdit(text, existing, value) : setProperty(text, parent, key, value, order);
}

export function setOptionalText(key: "webhookInstanceName" | "userIdentityType", value: string): void {
  change("typing", (text, payload) =>
    value === "" ? removeProperty(payload, key) : setText(text, payload, key, value, PAYLOAD_ORDER),
  );
}

/** Rename the identity field of one recipient, unless the right one is there. */
function renameIdentity(identity: Node, field: string): TextEdit[] {
  if (member(identity, field)) return [];
  for (const other of IDENTITY_FIELDS) {
    const name = property(identity, other)?.children?.[0];
    if (name) return [{ start: name.offset, end: name.offset + name.length, text: JSON.stringify(field) }];
  }
  return [];
}

/** Choose the channel; each recipient's identity keeps its value under the new channel's field. */
export function setChannel(next: Channel): void {
  const field = wordsFor(next)?.identityField;
  change("step", (text, payload) => [
    ...setText(text, payload, "channel", next, PAYLOAD_ORDER),
    ...(field ? items(member(payload, "identities")).flatMap((identity) => renameIdentity(identity, field)) : []),
  ]);
}

function setMessage(
  kind: "typing" | "step",
  make: (text: string, message: Node) => TextEdit[],
  fresh: (written: string) => Json,
): void {
  change(kind, (text, payload) => {
    const message = member(payload, messageKey.peek());
    if (message?.type === "object") return make(text, message);
    // What the form cannot show it must not replace: the problem is listed, and mended in the JSON.
    if (message && message.type !== "string") return [];
    return setProperty(text, payload, messageKey.peek(), fresh(asText(message) ?? ""), PAYLOAD_ORDER);
  });
}

export function setMessageType(type: MessageType): void {
  setMessage("step", (text, message) => setText(text, message, "type", type, ["type", "value"]), (written) => ({
    type,
    value: written,
  }));
}

export function setMessageText(value: string): void {
  setMessage("typing", (text, message) => setText(text, message, "value", value, ["type", "value"]), () => ({
    type: "text",
    value,
  }));
}

export function setMessageJson(value: Json): void {
  setMessage("step", (text, message) => setProperty(text, message, "value", value, ["type", "value"]), () => ({
    type: "template",
    value,
  }));
}

/** Put JSON text as it was typed in the place of the message's value. */
export function setMessageWritten(json: string): void {
  change("typing", () => {
    const value = messageValue.peek();
    return value ? [{ start: value.offset, end: value.offset + value.length, text: json }] : [];
  });
}

export function changeRecipient(index: number, kind: "typing" | "step", make: Change): void {
  change(kind, (text) => {
    const identity = identityNode(index);
    return identity?.type === "object" ? make(text, identity) : [];
  });
}

/** One recipient without the list around it becomes the first of a list. */
function wrapWith(only: Node, next: Json): TextEdit[] {
  const end = only.offset + only.length;
  return [
    { start: only.offset, end: only.offset, text: "[" },
    { start: end, end, text: `, ${JSON.stringify(next)}]` },
  ];
}

export function addRecipient(): void {
  const count = identityCount.peek();
  const recipient = { [channelWords.peek()?.identityField ?? "email"]: "" };
  batch(() => {
    change("step", (text, payload) => {
      const list = member(payload, "identities");
      if (list?.type === "array") return addItem(text, list, recipient);
      if (list?.type === "object") return wrapWith(list, recipient);
      return list ? [] : setProperty(text, payload, "identities", [recipient], PAYLOAD_ORDER);
    });
    choose(count);
  });
}

export function removeRecipient(index: number): void {
  change("step", (_text, payload) => {
    const list = member(payload, "identities");
    return list ? removeItem(list, index) : [];
  });
}

export function setRecipientText(index: number, key: string, value: string): void {
  changeRecipient(index, "typing", (text, identity) => setText(text, identity, key, value, IDENTITY_ORDER));
}

export function addCustomMessage(index: number): void {
  changeRecipient(index, "step", (text, identity) =>
    setProperty(text, identity, "customMessage", "", IDENTITY_ORDER),
  );
}

/** Give several recipients the same message of their own, in one step. */
export function setCustomMessages(indexes: readonly number[], value: string): void {
  change("step", (text) =>
    indexes.flatMap((index) => {
      const identity = identityNode(index);
      return identity?.type === "object" ? setText(text, identity, "customMessage", value, IDENTITY_ORDER) : [];
    }),
  );
}

export function removeCustomMessage(index: number): void {
  changeRecipient(index, "step", (_text, identity) => removeProperty(identity, "customMessage"));
}

export function addParameter(index: number, key: string): void {
  changeRecipient(index, "step", (text, identity) => {
    const parameters = member(identity, "parameters");
    if (member(parameters, key)) return [];
    if (parameters?.type === "object") return setProperty(text, parameters, key, "");
    return parameters ? [] : setProperty(text, identity, "parameters", { [key]: "" }, IDENTITY_ORDER);
  });
}

export function setParameterValue(index: number, position: number, value: string): void {
  changeRecipient(index, "typing", (text, identity) => {
    const entry = entries(member(identity, "parameters"))[position];
    return entry?.value ? stringEdit(text, entry.value, value) : [];
  });
}

export function setParameterKey(index: number, position: number, key: string): void {
  changeRecipient(index, "typing", (text, identity) => {
    const entry = entries(member(identity, "parameters"))[position];
    return entry ? stringEdit(text, entry.name, key) : [];
  });
}

/** Remove one parameter; the last one takes the empty `parameters` with it. */
export function removeParameter(index: number, position: number): void {
  changeRecipient(index, "step", (_text, identity) => {
    const parameters = member(identity, "parameters");
    if (!parameters) return [];
    const last = entries(parameters).length === 1;
    return last ? removeProperty(identity, "parameters") : removePropertyAt(parameters, position);
  });
}
