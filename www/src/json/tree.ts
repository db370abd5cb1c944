/**
 * Reading JSON text as a tree of nodes that know where they stand in the text.
 *
 * Nodes read their children when asked: a form shows a few fields of a payload of megabytes, and this runs at every
 * keystroke. Only for text that is JSON.
 */

type Type = "object" | "array" | "property" | "string" | "number" | "boolean" | "null";

/** One step down: a key of an object, or an index of an array. */
export type Path = readonly (string | number)[];

const BLANK = /[ \t\r\n]*/y;
const WORD = /[-+.\w]+/y;
const QUOTE = 34;
const SLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function stringEnd(text: string, start: number): number {
  let quote = start;
  for (;;) {
    quote = text.indexOf('"', quote + 1);
    let slashes = quote;
    while (text.charCodeAt(slashes - 1) === SLASH) slashes -= 1;
    if ((quote - slashes) % 2 === 0) return quote + 1;
  }
}

/** Where the value that starts at `start` ends. */
function valueEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return stringEnd(text, start);
  if (first !== "{" && first !== "[") return matchEnd(WORD, text, start);
  let depth = 0;
  // A payload can have megabytes: codes, not characters, and strings in one leap.
  for (let position = start; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) position = stringEnd(text, position) - 1;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) depth += 1;
    else if ((code === CLOSE_LIST || code === CLOSE_OBJECT) && --depth === 0) return position + 1;
  }
  return text.length;
}

function typeAt(text: string, start: number): Type {
  switch (text[start]) {
    case "{":
      return "object";
    case "[":
      return "array";
    case '"':
      return "string";
    case "t":
    case "f":
      return "boolean";
    case "n":
      return "null";
    default:
      return "number";
  }
}

export class Node {
  readonly #text: string;
  #children: readonly Node[] | undefined;
  /** Of a property: where its colon stands. */
  readonly colonOffset: number | undefined;

  private constructor(
    text: string,
    readonly parent: Node | undefined,
    readonly type: Type,
    readonly offset: number,
    readonly length: number,
    colonOffset?: number,
  ) {
    this.#text = text;
    this.colonOffset = colonOffset;
  }

  static root(text: string): Node {
    const start = matchEnd(BLANK, text, 0);
    return new Node(text, undefined, typeAt(text, start), start, text.trimEnd().length - start);
  }

  static #valueAt(text: string, parent: Node | undefined, start: number): Node {
    return new Node(text, parent, typeAt(text, start), start, valueEnd(text, start) - start);
  }

  static #propertyAt(text: string, parent: Node, start: number): Node {
    const colon = matchEnd(BLANK, text, stringEnd(text, start));
    const value = matchEnd(BLANK, text, colon + 1);
    return new Node(text, parent, "property", start, valueEnd(text, value) - start, colon);
  }

  /** Of a string, number, boolean or null. */
  get value(): unknown {
    return this.children ? undefined : JSON.parse(this.#text.slice(this.offset, end(this)));
  }

  /** The items of an array, the properties of an object, the name and the value of a property. */
  get children(): readonly Node[] | undefined {
    if (this.type === "property") this.#children ??= this.#nameAndValue();
    else if (this.type === "object" || this.type === "array") this.#children ??= this.#list(this.type);
    return this.#children;
  }

  #nameAndValue(): Node[] {
    const name = Node.#valueAt(this.#text, this, this.offset);
    const start = matchEnd(BLANK, this.#text, (this.colonOffset ?? 0) + 1);
    return [name, Node.#valueAt(this.#text, this, start)];
  }

  #list(type: "object" | "array"): Node[] {
    const text = this.#text;
    const last = end(this) - 1;
    const nodes: Node[] = [];
    let start = matchEnd(BLANK, text, this.offset + 1);
    while (start < last) {
      const node = type === "array" ? Node.#valueAt(text, this, start) : Node.#propertyAt(text, this, start);
      nodes.push(node);
      const comma = matchEnd(BLANK, text, end(node));
      start = matchEnd(BLANK, text, comma + 1);
    }
    return nodes;
  }
}

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
