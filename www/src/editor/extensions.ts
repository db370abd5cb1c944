/** What the JSON editor can do. */
import { completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { placeholderCompletion } from "./placeholders";
import { typingOverSelection } from "./typing";
import { theme } from "./theme";

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
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ "aria-label": "Notification as JSON", spellcheck: "false", tabindex: "0" }),
  placeholderCompletion("json", "payload"),
  keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
  json(),
  theme,
];
