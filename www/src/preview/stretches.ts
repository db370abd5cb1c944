/** Where in a filled text the values stand: the core fills the author's text once more, and says. */
import { fill, type FilledPlaceholder } from "notify-preflight";
import { asText, entries, member, type Node } from "../json/tree";

export type Parameters = Record<string, string>;

export function parametersOf(identity: Node | undefined): Parameters {
  const own = entries(member(identity, "parameters"));
  return Object.fromEntries(own.flatMap(({ key, value }) => (value?.type === "string" ? [[key, String(value.value)]] : [])));
}

/**
 * The placeholders of `text`, which was made from the author's `source`, with these parameters or without any. Where
 * the document has moved on since, whatever still reads as a placeholder.
 */
export function stretchesOf(text: string, source: Node | undefined, parameters: Parameters): readonly FilledPlaceholder[] {
  const template = asText(source);
  for (const values of template === undefined ? [] : [parameters, {}]) {
    const filled = fill(template ?? "", values);
    if (filled.text === text) return filled.placeholders;
  }
  return fill(text, {}).placeholders;
}
