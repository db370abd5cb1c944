/** A request to read: the JSON editor's look, with one recipient's part marked. */
import { json } from "@codemirror/lang-json";
import { EditorState, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { defaultKeymap } from "@codemirror/commands";
import { theme } from "../editor/theme";

export interface Stretch {
  from: number;
  to: number;
}

const marking = StateEffect.define<Stretch | undefined>();

function linesOf(text: Text, stretch: Stretch | undefined): DecorationSet {
  if (!stretch) return Decoration.none;
  const first = text.lineAt(Math.min(stretch.from, text.length)).number;
  const last = text.lineAt(Math.min(stretch.to, text.length)).number;
  const lines = Array.from({ length: last - first + 1 }, (_, index) => text.line(first + index).from);
  return Decoration.set(lines.map((from) => Decoration.line({ class: "cm-marked" }).range(from)));
}

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    const effect = transaction.effects.find((candidate) => candidate.is(marking));
    return effect ? linesOf(transaction.newDoc, effect.value) : lines.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const look = EditorView.theme({
  "&": { fontSize: "var(--text-small)" },
  ".cm-content": { padding: "8px 0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "28px", padding: "0 4px 0 8px" },
  ".cm-marked": { backgroundColor: "var(--accent-soft)", boxShadow: "inset 3px 0 0 var(--accent)" },
  "@media (forced-colors: active)": { ".cm-marked": { borderLeft: "3px solid Highlight" } },
});

const extensions = [
  lineNumbers(),
  highlightSpecialChars(),
  EditorState.readOnly.of(true),
  EditorState.tabSize.of(2),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ "aria-label": "Request as JSON", "aria-readonly": "true", tabindex: "0" }),
  keymap.of(defaultKeymap),
  json(),
  marked,
  theme,
  look,
];

export class RequestEditor {
  readonly #view: EditorView;

  constructor(host: HTMLElement) {
    // Its styles go into adopted style sheets then, which the policy allows.
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    this.#view = new EditorView({ root, parent: root, state: EditorState.create({ extensions }) });
  }

  /** Step by step: an editor that has not been measured yet lays out all of a long line, and scrolls nowhere. */
  show(text: string, stretch: Stretch | undefined): void {
    this.#measured(() => {
      this.#write(text, stretch);
      this.#measured(() => this.#scrollTo(stretch));
    });
  }

  #measured(then: () => void): void {
    this.#view.requestMeasure({ read: () => {}, write: () => queueMicrotask(then) });
  }

  #write(text: string, stretch: Stretch | undefined): void {
    const before = this.#view.state.doc;
    const changes = before.toString() === text ? [] : [{ from: 0, to: before.length, insert: text }];
    this.#view.dispatch({ changes, effects: marking.of(stretch) });
  }

  #scrollTo(stretch: Stretch | undefined): void {
    const effect = EditorView.scrollIntoView(stretch?.from ?? 0, { y: stretch ? "center" : "start" });
    this.#view.dispatch({ effects: effect });
  }

  destroy(): void {
    this.#view.destroy();
  }
}
