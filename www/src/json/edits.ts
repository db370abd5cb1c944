/**
 * Structural changes to JSON text as small text edits.
 *
 * New members are written in the manner of their neighbours, so a compact payload stays compact and an indented one
 * stays indented. (jsonc-parser's own `modify` reformats whole lines, and its removal of the last item of a compact
 * array joins that array's numbers.)
 */
import type { Json } from "notify-preflight";
import type { TextEdit } from "./string-edit";
import { end, entries, itemCount, member, type Node, properties, property } from "./tree";

const DEFAULT_UNIT = "  ";

/** White space between the previous comma or bracket and the child. */
function gapBefore(text: string, child: Node): string {
  let start = child.offset;
  while (start > 0 && " \t\r\n".includes(text.charAt(start - 1))) start -= 1;
  return text.slice(start, child.offset);
}

function indentOfLine(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

function indentUnit(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? DEFAULT_UNIT;
}

/** Whether the author puts a space after colons. */
function spacedColons(text: string, node: Node): boolean {
  let root = node;
  while (root.parent) root = root.parent;
  const colon = properties(root)[0]?.colonOffset;
  return colon === undefined || " \t\r\n".includes(text.charAt(colon + 1));
}

/** How a new child is set off and laid out. */
interface Manner {
  before: string;
  after: string;
  write: (value: Json) => string;
  colon: string;
}

function onOneLine(value: Json, spaced: boolean): string {
  return spaced ? JSON.stringify(value, null, 1).replace(/\n\s*/g, " ") : JSON.stringify(value);
}

function onLines(value: Json, unit: string, indent: string): string {
  return JSON.stringify(value, null, unit).replaceAll("\n", `\n${indent}`);
}

function mannerBeside(text: string, siblings: number, sibling: Node): Manner {
  const gap = gapBefore(text, sibling);
  const spaced = spacedColons(text, sibling);
  const flat = !gap.includes("\n");
  const oneLined = flat || (sibling.type === "object" && !text.slice(sibling.offset, end(sibling)).includes("\n"));
  const indent = indentOfLine(text, sibling.offset);
  const before = flat && siblings === 1 ? (spaced ? " " : "") : gap;
  return {
    before,
    after: "",
    write: (value) => (oneLined ? onOneLine(value, spaced) : onLines(value, indentUnit(text), indent)),
    colon: spaced ? ": " : ":",
  };
}

function mannerInside(text: string, parent: Node): Manner {
  const spaced = spacedColons(text, parent);
  const colon = spaced ? ": " : ":";
  if (text.includes("\n") || !text.includes(":")) {
    const outer = indentOfLine(text, parent.offset);
    const inner = outer + indentUnit(text);
    return {
      before: `\n${inner}`,
      after: `\n${outer}`,
      write: (value) => onLines(value, indentUnit(text), inner),
      colon,
    };
  }
  const space = spaced && parent.type === "object" ? " " : "";
  return { before: space, after: space, write: (value) => onOneLine(value, spaced), colon };
}

/** Insert into `parent` so that the new child gets position `index`. */
function insert(
  text: string,
  parent: Node,
  index: number,
  content: (manner: Manner) => string,
): TextEdit[] {
  const sibling = parent.child(Math.max(0, index - 1));
  if (!sibling) {
    const manner = mannerInside(text, parent);
    const whole = `${manner.before}${content(manner)}${manner.after}`;
    return [{ start: parent.offset + 1, end: end(parent) - 1, text: whole }];
  }
  const manner = mannerBeside(text, parent.size, sibling);
  if (index === 0) {
    return [{ start: sibling.offset, end: sibling.offset, text: `${content(manner)},${manner.before}` }];
  }
  return [{ start: end(sibling), end: end(sibling), text: `,${manner.before}${content(manner)}` }];
}

/** Set a property of `parent`; a new one comes after those that `order` names before it. */
export function setProperty(
  text: string,
  parent: Node,
  key: string,
  value: Json,
  order: readonly string[] = [],
): TextEdit[] {
  const existing = member(parent, key);
  if (existing) return replaceNode(text, existing, value);
  const earlier = new Set(order.slice(0, Math.max(0, order.indexOf(key))));
  const names = entries(parent).map((entry) => entry.key);
  const index = order.includes(key) ? names.findLastIndex((name) => earlier.has(name)) + 1 : names.length;
  return insert(
    text,
    parent,
    index,
    (manner) => `${JSON.stringify(key)}${manner.colon}${manner.write(value)}`,
  );
}

/** Put `value` in the place of `node`, laid out as the text is. */
export function replaceNode(text: string, node: Node, value: Json): TextEdit[] {
  const parent = node.parent;
  const flat = !text.includes("\n") || (parent !== undefined && !gapBefore(text, parent).includes("\n"));
  const indent = indentOfLine(text, node.offset);
  const layout = flat ? onOneLine(value, spacedColons(text, node)) : onLines(value, indentUnit(text), indent);
  return [{ start: node.offset, end: end(node), text: layout }];
}

export function addItem(text: string, array: Node, value: Json): TextEdit[] {
  return insert(text, array, itemCount(array), (manner) => manner.write(value));
}

/** Remove the child at `index` of an object or array, with the comma that goes with it. */
function removeChild(parent: Node, index: number): TextEdit[] {
  const child = parent.child(index);
  if (!child) return [];
  const previous = parent.child(index - 1);
  if (previous) return [{ start: end(previous), end: end(child), text: "" }];
  const next = parent.child(index + 1);
  if (next) return [{ start: child.offset, end: next.offset, text: "" }];
  return [{ start: parent.offset + 1, end: end(parent) - 1, text: "" }];
}

export function removeItem(array: Node, index: number): TextEdit[] {
  return removeChild(array, index);
}

/** Remove several items, given by rising indexes: neighbours go in one edit. */
export function removeItems(array: Node, indexes: readonly number[]): TextEdit[] {
  if (indexes.length === array.size) return [{ start: array.offset + 1, end: end(array) - 1, text: "" }];
  const edits: TextEdit[] = [];
  for (let at = 0; at < indexes.length; at += 1) {
    const first = indexes[at] ?? 0;
    while (indexes[at + 1] === (indexes[at] ?? 0) + 1) at += 1;
    const last = indexes[at] ?? first;
    const [start, stop] = [array.child(first), array.child(last)];
    const [previous, next] = [array.child(first - 1), array.child(last + 1)];
    if (previous && stop) edits.push({ start: end(previous), end: end(stop), text: "" });
    else if (start && next) edits.push({ start: start.offset, end: next.offset, text: "" });
  }
  return edits;
}

/** Write an item once more, right after itself. */
export function duplicateItem(text: string, array: Node, index: number): TextEdit[] {
  const item = array.child(index);
  if (!item) return [];
  const gap = gapBefore(text, item);
  // The gap before the first of a flat list is the one after the bracket.
  const before = gap.includes("\n") || array.size > 1 ? gapBefore(text, array.child(Math.max(index, 1)) ?? item) : " ";
  return [{ start: end(item), end: end(item), text: `,${before}${text.slice(item.offset, end(item))}` }];
}

/** The line break and indent in front of items that are to stand on lines of their own. */
export function lineGap(text: string, parent: Node): string {
  return `\n${indentOfLine(text, parent.offset)}${indentUnit(text)}`;
}

/** Put items, written already and set off by `gap`, behind those of an array; or in their place. */
export function putItems(text: string, array: Node, items: string, gap: string, place: "append" | "replace"): TextEdit[] {
  const last = place === "append" ? array.child(array.size - 1) : undefined;
  if (last) return [{ start: end(last), end: end(last), text: `,${gap}${items}` }];
  const close = `\n${indentOfLine(text, array.offset)}`;
  return [{ start: array.offset + 1, end: end(array) - 1, text: `${gap}${items}${close}` }];
}

/** Remove the property at `index`, whatever its name: a key may stand twice. */
export function removePropertyAt(parent: Node, index: number): TextEdit[] {
  return removeChild(parent, index);
}

export function removeProperty(parent: Node, key: string): TextEdit[] {
  const target = property(parent, key);
  return target ? removeChild(parent, properties(parent).indexOf(target)) : [];
}
