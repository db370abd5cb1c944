/** Finding one's way in a tree of JSON. */
import { Node } from "./node";

export { Node };

/** One step down: a key of an object, or an index of an array. */
export type Path = readonly (string | number)[];

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The text as a tree; undefined where it is no JSON. */
export function readTree(text: string): Node | undefined {
  return isJson(text) ? Node.root(text) : undefined;
}

function keyOf(property: Node): string {
  return String(property.child(0)?.value);
}

export function properties(node: Node | undefined): readonly Node[] {
  return node?.type === "object" ? node.children : [];
}

/** How many items an array has; what is no array has none. */
export function itemCount(node: Node | undefined): number {
  return node?.type === "array" ? node.size : 0;
}

export function item(node: Node | undefined, index: number): Node | undefined {
  return node?.type === "array" ? node.child(index) : undefined;
}

/** All items: there may be very many. */
export function items(node: Node | undefined): readonly Node[] {
  return node?.type === "array" ? node.children : [];
}

/** The property `key`, with its name; where a key stands twice the last one counts. */
export function property(node: Node | undefined, key: string): Node | undefined {
  return properties(node).findLast((candidate) => keyOf(candidate) === key);
}

/** The value of the property `key`. */
export function member(node: Node | undefined, key: string): Node | undefined {
  return property(node, key)?.child(1);
}

export function at(root: Node | undefined, path: Path): Node | undefined {
  let node = root;
  for (const step of path) {
    node = typeof step === "number" ? item(node, step) : member(node, step);
  }
  return node;
}

/** Keys and values in the order of the text. */
export function entries(node: Node | undefined): { key: string; name: Node; value: Node | undefined }[] {
  return properties(node).flatMap((candidate) => {
    const name = candidate.child(0);
    return name ? [{ key: keyOf(candidate), name, value: candidate.child(1) }] : [];
  });
}

export function asText(node: Node | undefined): string | undefined {
  return node?.type === "string" ? String(node.value) : undefined;
}

export function end(node: { offset: number; length: number }): number {
  return node.offset + node.length;
}

/** The node as the author wrote it. */
export function written(text: string, node: Node): string {
  return text.slice(node.offset, end(node));
}

/** The path that a pointer (RFC 6901) takes through the tree. */
export function pathOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A key as one step of a pointer. */
export function stepOf(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
