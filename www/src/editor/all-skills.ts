/** JSON's grammar, completion of placeholders, and underlines. */
import { json } from "@codemirror/lang-json";
import type { Extension } from "@codemirror/state";
import { placeholderCompletion } from "./completion";
import type { Language } from "./placeholders";

export { startCompletion } from "@codemirror/autocomplete";
export { followReport } from "./diagnostics";

export function forPayload(): Extension {
  return [placeholderCompletion("json", "payload"), json()];
}

/** The same ones whenever a field is configured anew: what it offers just then stays. */
const FIELD: Record<Language, Extension> = {
  text: placeholderCompletion("text", "message"),
  json: [placeholderCompletion("json", "message"), json()],
};

export function forField(language: Language): Extension {
  return FIELD[language];
}
