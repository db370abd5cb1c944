/** Which stretches of a filled text inside a JSON message were filled: the core gives positions for plain texts alone. */
import { fill, type FilledPlaceholder } from "notify-preflight";
import { identities } from "../analysis";
import { asText, at, entries, member, type Path } from "../json/tree";
import { messageValue } from "../payload";

function parametersOf(index: number): Record<string, string> {
  const own = entries(member(identities.value[index], "parameters"));
  return Object.fromEntries(own.flatMap(({ key, value }) => (value?.type === "string" ? [[key, String(value.value)]] : [])));
}

/** Found by filling the author's text again; given up where that does not come to the text the core gave. */
export function stretchesWithin(path: Path, text: string, index: number): FilledPlaceholder[] | undefined {
  const template = asText(at(messageValue.value, path));
  if (template === undefined) return undefined;
  const filled = fill(template, parametersOf(index));
  return filled.text === text ? filled.placeholders : undefined;
}
