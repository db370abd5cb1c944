/**
 * JSON text as a tree of nodes that know where they stand in the text.
 *
 * Nodes read their children when asked, and a change of the text leaves alone what it does not touch: a form shows a
 * few fields of a payload of megabytes, and this runs at every keystroke. Only for text that is JSON.
 */
import { childStarting, propertyColon, skipBlank, type Type, typeAt, valueEnd } from "./scan";

/** `inserted` characters stand where those from `start` to `end` stood. */
export interface Change {
  start: number;
  end: number;
  inserted: number;
}

/** Where the children of an object or array start and end. */
interface Places {
  starts: Int32Array;
  ends: Int32Array;
}

export class Node {
  readonly #text: string;
  #places: Places | undefined;
  readonly #made = new Map<number, Node>();

  private constructor(
    text: string,
    readonly parent: Node | undefined,
    readonly type: Type | "property",
    readonly offset: number,
    readonly length: number,
  ) {
    this.#text = text;
  }

  static root(text: string): Node {
    const start = skipBlank(text, 0);
    return new Node(text, undefined, typeAt(text, start), start, text.trimEnd().length - start);
  }

  /** The tree of `text`, which came of one change of the text of `root`. */
  static edited(root: Node, text: string, change: Change): Node {
    const isInside = root.offset < change.start && change.end < root.offset + root.length;
    return (isInside ? root.#edited(text, undefined, change) : undefined) ?? Node.root(text);
  }

  /** Of a property: where its colon stands. */
  get colonOffset(): number | undefined {
    return this.type === "property" ? propertyColon(this.#text, this.offset) : undefined;
  }

  /** Of a string, number, boolean or null. */
  get value(): unknown {
    if (this.type === "object" || this.type === "array" || this.type === "property") return undefined;
    return JSON.parse(this.#text.slice(this.offset, this.offset + this.length));
  }

  /** How many items an array has, or properties an object; a property has its name and its value. */
  get size(): number {
    if (this.type === "property") return 2;
    return this.type === "object" || this.type === "array" ? this.#listed().starts.length : 0;
  }

  child(index: number): Node | undefined {
    const known = this.#made.get(index);
    if (known || index < 0 || index >= this.size) return known;
    const node = this.type === "property" ? this.#part(index) : this.#item(index);
    this.#made.set(index, node);
    return node;
  }

  /** All children: for what is short. */
  get children(): readonly Node[] {
    return Array.from({ length: this.size }, (_, index) => this.child(index)).filter((node) => node !== undefined);
  }

  /** The name or the value of a property. */
  #part(index: number): Node {
    const start = index === 0 ? this.offset : skipBlank(this.#text, propertyColon(this.#text, this.offset) + 1);
    return new Node(this.#text, this, typeAt(this.#text, start), start, valueEnd(this.#text, start) - start);
  }

  #item(index: number): Node {
    const { starts, ends } = this.#listed();
    const start = starts[index] ?? 0;
    const type = this.type === "object" ? "property" : typeAt(this.#text, start);
    return new Node(this.#text, this, type, start, (ends[index] ?? start) - start);
  }

  #listed(): Places {
    if (this.#places) return this.#places;
    const text = this.#text;
    const last = this.offset + this.length - 1;
    const starts: number[] = [];
    const ends: number[] = [];
    let start = skipBlank(text, this.offset + 1);
    while (start < last) {
      const end = this.#childEnd(text, start);
      starts.push(start);
      ends.push(end);
      start = skipBlank(text, skipBlank(text, end) + 1);
    }
    this.#places = { starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
    return this.#places;
  }

  #childEnd(text: string, start: number): number {
    return this.type === "object" ? propertyEnd(text, start) : valueEnd(text, start);
  }

  /**
   * This node after a change inside it; undefined where it may have become another one. Where one child still ends
   * where it should, its siblings are what they were: only their places move.
   */
  #edited(text: string, parent: Node | undefined, change: Change): Node | undefined {
    const grown = change.inserted - (change.end - change.start);
    const node = new Node(text, parent, this.type, this.offset, this.length + grown);
    const index = this.#childAround(change);
    const before = index === undefined ? undefined : this.child(index);
    const child = before && before.#edited(text, node, change);
    if (index !== undefined && child) {
      node.#places = this.#places && moved(this.#places, index, grown);
      if (this.type === "object") this.#bring(node, index, grown);
      node.#made.set(index, child);
      return node;
    }
    const end = this.type === "property" ? propertyEnd(text, this.offset) : valueEnd(text, this.offset);
    return end === node.offset + node.length ? node : undefined;
  }

  /** Give the changed node what was read beside its changed child: a long list is not to be read again for that. */
  #bring(node: Node, changed: number, grown: number): void {
    for (const [index, child] of this.#made) {
      if (index !== changed) node.#made.set(index, child.#moved(node.#text, node, index > changed ? grown : 0));
    }
  }

  /** This node where it stands after a change beside it, with the places that are known in it. */
  #moved(text: string, parent: Node, by: number): Node {
    const node = new Node(text, parent, this.type, this.offset + by, this.length);
    node.#places = this.#places && moved(this.#places, -1, by);
    if (this.type !== "property") return node;
    for (const [index, part] of this.#made) node.#made.set(index, part.#moved(text, node, by));
    return node;
  }

  /** The child that a change is inside of, its first and last character apart; children not yet listed do not count. */
  #childAround(change: Change): number | undefined {
    if (this.type === "property") {
      const value = this.#made.get(1);
      return value && value.offset < change.start && change.end < value.offset + value.length ? 1 : undefined;
    }
    if (!this.#places) return undefined;
    const { starts, ends } = this.#places;
    const index = childStarting(starts, change.start);
    return index >= 0 && change.end < (ends[index] ?? 0) ? index : undefined;
  }
}

function propertyEnd(text: string, start: number): number {
  return valueEnd(text, skipBlank(text, propertyColon(text, start) + 1));
}

/** Places after the child at `index` has grown, or of -1 after something before all of them has. */
function moved({ starts, ends }: Places, index: number, grown: number): Places {
  const places = { starts: starts.slice(), ends: ends.slice() };
  if (grown === 0) return places;
  for (let later = index + 1; later < starts.length; later += 1) places.starts[later] = (starts[later] ?? 0) + grown;
  for (let later = Math.max(index, 0); later < ends.length; later += 1) places.ends[later] = (ends[later] ?? 0) + grown;
  return places;
}
