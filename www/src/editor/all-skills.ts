/** JSON's grammar, completion of placeholders, and underlines. */
import { json } from "@codemirror/lang-json";
import type { Extension } from "@codemirror/state";
import { placeholderCompletion } from "./completion";
import type { Language } from "./placeholders";

export { followReport } from "./diagnostics";

export function forPayload(): Extension {
  return [placeholderCompletion("json", "payload"), json()];
}

export function forField(language: Language): Extension {
  return [placeholderCompletion(language, "message"), language === "json" ? json() : []];
}
