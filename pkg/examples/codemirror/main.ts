/**
 * A payload in CodeMirror 6: problems underlined, their fixes a click away, and what the
 * first recipients get, all from one `Composer` that follows the editor.
 *
 * npm install && npm run dev
 */

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic as Mark, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { EditorView, keymap, lineNumbers, type ViewUpdate } from "@codemirror/view";
import init, { Composer, type Diagnostic } from "notify-preflight";

import { payload } from "./payload";

await init();
const composer = new Composer(payload, { maxDiagnostics: 200 });

/** Makes the editor's changes in the composer too. */
function follow({ docChanged, changes }: ViewUpdate) {
  if (!docChanged) return;
  // Each change where it stands once those before it have been made.
  changes.iterChanges((from, to, start, _end, inserted) => {
    composer.splice(start, start + (to - from), inserted.toString());
  });
  showRecipients();
}

/** The composer follows the editor, and the editor shows what the composer finds. */
const preflight = [
  EditorView.updateListener.of(follow),
  linter((view) => composer.report().diagnostics.map((diagnostic) => mark(diagnostic, view)), { delay: 100 }),
  lintGutter(),
];

/** What CodeMirror shows of a diagnostic; offsets are UTF-16 code units on both sides. */
function mark({ severity, message, hint, span, fix }: Diagnostic, view: EditorView): Mark {
  const { doc } = view.state;
  const apply = () => {
    // The edits are of the text that was checked. If that has changed, new ones are on their way.
    if (view.state.doc !== doc || !fix) return;
    view.dispatch({ changes: fix.edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text })) });
  };
  return {
    from: span?.start ?? 0,
    to: span?.end ?? 0,
    severity,
    message: hint ? `${message}\n${hint}` : message,
    actions: fix ? [{ name: fix.title, apply }] : [],
  };
}

function showRecipients() {
  const { recipients, unresolved } = composer.summary();
  element("summary").textContent = `${recipients} recipients, ${unresolved.count} with a placeholder left`;
  const cells = composer.window(0, 10).flatMap(({ identity, filled }) => [
    cell("dt", identity),
    cell("dd", typeof filled === "string" ? filled : JSON.stringify(filled, null, 2)),
  ]);
  element("recipients").replaceChildren(...cells);
}

function cell(name: "dt" | "dd", text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

new EditorView({
  parent: element("editor"),
  doc: payload,
  extensions: [
    lineNumbers(),
    history(),
    keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
    json(),
    syntaxHighlighting(defaultHighlightStyle),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": "Payload" }),
    preflight,
  ],
});
showRecipients();
