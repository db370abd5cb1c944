/** Reading JSON text as a tree of nodes that know where they stand in the text. */
import { type Node, parseTree } from "jsonc-parser";

export type { Node };

/** One step down: a key of an object, or an index of an array. */
export type Path = readonly (string | number)[];

/** The text as a tree; only for text that the core could read. */
export function readTree(text: string): Node | undefined {
  return parseTree(text, [], { disallowComments: true });
}

function keyOf(property: Node): string {
  return String(property.children?.[0]?.value);
}

export function properties(node: Node | undefined): readonly Node[] {
  return node?.type === "object" ? (node.children ?? []) : [];
}

export function items(node: Node | undefined): readonly Node[] {
  return node?.type === "array" ? (node.children ?? []) : [];
}

/** The property `key`, with its name; where a key stands twice the last one counts. */
export function property(node: Node | undefined, key: string): Node | undefined {
  return properties(node).findLast((candidate) => keyOf(candidate) === key);
}

/** The value of the property `key`. */
export function member(node: Node | undefined, key: string): Node | undefined {
  return property(node, key)?.children?.[1];
}

export function at(root: Node | undefined, path: Path): Node | undefined {
  let node = root;
  for (const step of path) {
    node = typeof step === "number" ? items(node)[step] : member(node, step);
  }
  return node;
}

/** Keys and values in the order of the text. */
export function entries(node: Node | undefined): { key: string; name: Node; value: Node | undefined }[] {
  return properties(node).flatMap((candidate) => {
    const name = candidate.children?.[0];
    return name ? [{ key: keyOf(candidate), name, value: candidate.children?.[1] }] : [];
  });
}

export function asText(node: Node | undefined): string | undefined {
  return node?.type === "string" ? String(node.value) : undefined;
}

export function end(node: Node): number {
  return node.offset + node.length;
}

/** The node as the author wrote it. */
export function written(text: string, node: Node): string {
  return text.slice(node.offset, end(node));
}
