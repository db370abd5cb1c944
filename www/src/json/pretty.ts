/** JSON text with one member a line. Values stay as they are written: digits, escapes, order, repeated keys. */
import { skipBlank, valueEnd } from "./scan";

const STEP = "  ";

/** Only for text that is JSON. */
export function pretty(text: string): string {
  const parts: string[] = [];
  let line = "\n";
  let position = skipBlank(text, 0);
  while (position < text.length) {
    const first = text.charAt(position);
    const next = skipBlank(text, position + 1);
    let end = position + 1;
    if ((first === "{" && text[next] === "}") || (first === "[" && text[next] === "]")) {
      parts.push(first, text.charAt(next));
      end = next + 1;
    } else if (first === "{" || first === "[") {
      line += STEP;
      parts.push(first, line);
    } else if (first === "}" || first === "]") {
      line = line.slice(0, -STEP.length);
      parts.push(line, first);
    } else if (first === ",") {
      parts.push(first, line);
    } else if (first === ":") {
      parts.push(": ");
    } else {
      end = valueEnd(text, position);
      parts.push(text.slice(position, end));
    }
    position = skipBlank(text, end);
  }
  return parts.join("");
}
