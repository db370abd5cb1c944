/** Finding where values of JSON text start and end, without reading them. Only for text that is JSON. */

export type Type = "object" | "array" | "string" | "number" | "boolean" | "null";

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

/** The first place from `from` on that is no white space. */
export function skipBlank(text: string, from: number): number {
  return text.charCodeAt(from) > 32 ? from : matchEnd(BLANK, text, from);
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

/** Where the colon stands of a property whose name starts at `start`. */
export function propertyColon(text: string, start: number): number {
  return skipBlank(text, stringEnd(text, start));
}

/** Where the value that starts at `start` ends. */
export function valueEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return stringEnd(text, start);
  if (first !== OPEN_LIST && first !== OPEN_OBJECT) return matchEnd(WORD, text, start);
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

export function typeAt(text: string, start: number): Type {
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

/** The last of some rising places that lies before `position`; -1 where none does. */
export function childStarting(starts: Int32Array, position: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
