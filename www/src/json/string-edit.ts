/** Changing a string inside JSON text, leaving every character that stays as the author wrote it. */
import { asText, end, type Node } from "./tree";

/** Replace the text from `start` to `end` by `text`. Offsets in UTF-16 code units. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** Where each character of the decoded string starts in the literal, and where the last one ends. */
function literalOffsets(literal: string): number[] {
  const offsets: number[] = [];
  let position = 1;
  while (position < literal.length - 1) {
    offsets.push(position);
    if (literal[position] !== "\\") position += 1;
    else position += literal[position + 1] === "u" ? 6 : 2;
  }
  offsets.push(literal.length - 1);
  return offsets;
}

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;

function commonStart(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let length = 0;
  while (length < most && before[length] === after[length]) length += 1;
  // Never part the halves of a surrogate pair.
  return length > 0 && isHigh(before.charCodeAt(length - 1)) ? length - 1 : length;
}

function commonEnd(before: string, after: string, start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let length = 0;
  while (length < most && before[before.length - 1 - length] === after[after.length - 1 - length]) length += 1;
  return length > 0 && isLow(before.charCodeAt(before.length - length)) ? length - 1 : length;
}

/** The smallest edit that makes one text another. */
export function differenceOf(before: string, after: string): TextEdit {
  const start = commonStart(before, after);
  const tail = commonEnd(before, after, start);
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

/** The smallest edit that makes the string literal at `node` mean `after`. */
export function stringEdit(text: string, node: Node, after: string): TextEdit[] {
  const before = asText(node);
  if (before === after) return [];
  if (before === undefined) return [{ start: node.offset, end: end(node), text: JSON.stringify(after) }];
  const offsets = literalOffsets(text.slice(node.offset, end(node)));
  const difference = differenceOf(before, after);
  const from = offsets[difference.start];
  const to = offsets[difference.end];
  if (from === undefined || to === undefined) {
    return [{ start: node.offset, end: end(node), text: JSON.stringify(after) }];
  }
  const middle = JSON.stringify(difference.text).slice(1, -1);
  return [{ start: node.offset + from, end: node.offset + to, text: middle }];
}
