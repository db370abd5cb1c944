/** Completing placeholders from the parameter names that the audience has. */
import { type Completion, type CompletionContext, type CompletionResult, autocompletion } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";
import { fill } from "notify-preflight";
import { parameterNames } from "../analysis";
import type { Language } from "./placeholders";

/** Whether a name can stand in a placeholder; the core knows what one is. */
function fits(name: string): boolean {
  const [only, another] = fill(`{${name}}`, {}).placeholders;
  return only?.key === name && another === undefined;
}

const MESSAGE_FIELDS = new Set(["message", "content", "customMessage"]);

/** Whether a place in the payload's JSON is inside a text that placeholders are filled in. */
function inMessage(state: EditorState, position: number): boolean {
  let node: ReturnType<typeof nodeAt> | null = nodeAt(state, position);
  if (node.name !== "String") return false;
  for (; node; node = node.parent) {
    const name = node.name === "Property" ? node.getChild("PropertyName") : null;
    if (name && MESSAGE_FIELDS.has(state.sliceDoc(name.from + 1, name.to - 1))) return true;
  }
  return false;
}

function nodeAt(state: EditorState, position: number) {
  return syntaxTree(state).resolveInner(position, -1);
}

function option(name: string, language: Language): Completion {
  const written = language === "json" ? JSON.stringify(name).slice(1, -1) : name;
  return {
    label: name,
    type: "variable",
    apply(view, _completion, from, to) {
      const closed = view.state.sliceDoc(to, to + 1) === "}";
      view.dispatch({
        changes: { from, to, insert: closed ? written : `${written}}` },
        selection: { anchor: from + written.length + 1 },
        userEvent: "input.complete",
      });
    },
  };
}

/** Offers the audience's parameter names behind an opening brace. */
export function placeholderCompletion(language: Language, where: "message" | "payload"): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const open = context.matchBefore(/\{[^{}"\r\n]*/);
    if (!open || (where === "payload" && !inMessage(context.state, context.pos))) return null;
    const options = parameterNames.peek().filter(fits).map((name) => option(name, language));
    return options.length > 0 ? { from: open.from + 1, options, validFor: /^[^{}"\r\n]*$/ } : null;
  };
  return autocompletion({ override: [source], icons: false });
}
