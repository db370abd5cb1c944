/** What the JSON editor can do. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { effect } from "@preact/signals";
import { dress } from "../document";
import { wrapUnlessLong } from "./long-lines";
import { skills } from "./skills";
import { typingOverSelection } from "./typing";
import { theme } from "./theme";

const learned = new Compartment();

// Tab is left to the page: it leads on to the next control, as everywhere else.
export const extensions = [
  lineNumbers(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  typingOverSelection,
  indentOnInput(),
  indentUnit.of("  "),
  bracketMatching(),
  EditorState.tabSize.of(2),
  wrapUnlessLong,
  EditorView.contentAttributes.of({ "aria-label": "Notification as JSON", spellcheck: "false", tabindex: "0" }),
  keymap.of([...defaultKeymap, ...historyKeymap]),
  learned.of([]),
  theme,
];

/** Give the editor its skills once they are there, and keep the report's underlines in it. */
export function learn(): void {
  effect(() => {
    const all = skills.value;
    if (!all) return;
    dress(() => ({ effects: learned.reconfigure(all.forPayload()) }));
    all.followReport();
  });
}
