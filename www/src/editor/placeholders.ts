/** Placeholders in an editor, set apart as chips. */
import { syntaxTree } from "@codemirror/language";
import { type EditorState, type Extension, type Range, StateEffect } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { fill } from "notify-preflight";
import { parameterNames } from "../analysis";

export type Language = "text" | "json";

/** Told when the audience's parameter names are others. */
export const namesChanged = StateEffect.define<undefined>();

const known = Decoration.mark({ class: "cm-chip" });
const unknown = Decoration.mark({ class: "cm-chip cm-chip-unknown", attributes: { title: "no recipient has a value for this" } });

type Stretch = readonly [from: number, to: number];

/** The stretches of a visible range that are text of the message, line by line: no placeholder spans lines. */
function* textsIn(state: EditorState, language: Language, from: number, to: number): Generator<Stretch> {
  if (language === "text") {
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at);
      yield [Math.max(from, line.from), Math.min(to, line.to)];
      at = line.to + 1;
    }
    return;
  }
  const strings: Stretch[] = [];
  syntaxTree(state).iterate({
    from,
    to,
    enter: (node) => {
      if (node.name === "String") strings.push([Math.max(from, node.from), Math.min(to, node.to)]);
    },
  });
  yield* strings;
}

function chips(view: EditorView, language: Language): DecorationSet {
  const names = new Set(parameterNames.peek());
  const marks: Range<Decoration>[] = [];
  for (const range of view.visibleRanges) {
    for (const [from, to] of textsIn(view.state, language, range.from, range.to)) {
      const { placeholders } = fill(view.state.sliceDoc(from, to), {});
      for (const { key, start, end } of placeholders) {
        marks.push((names.size === 0 || names.has(key) ? known : unknown).range(from + start, from + end));
      }
    }
  }
  return Decoration.set(marks, true);
}

/** Chips for the placeholders on screen. */
export function placeholderChips(language: Language): Extension {
  return ViewPlugin.define(
    (view) => ({
      decorations: chips(view, language),
      update(update: ViewUpdate) {
        const renamed = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(namesChanged)));
        const reread = syntaxTree(update.state) !== syntaxTree(update.startState);
        if (update.docChanged || update.viewportChanged || renamed || reread) {
          this.decorations = chips(update.view, language);
        }
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  );
}
