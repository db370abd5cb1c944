/**
 * A payload in Monaco: problems as markers, their fixes as quick fixes (Ctrl+. or the bulb).
 *
 * npm install && npm run dev
 */

import { editor, languages, MarkerSeverity, Range } from "monaco-editor/editor";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import "monaco-editor/features/register.all";
import { jsonDefaults } from "monaco-editor/languages/features/json/register";
import init, { check, type Diagnostic, type Span } from "notify-preflight";

import { payload } from "./payload";

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
// Colours alone: what is wrong is said by the package, in one place.
jsonDefaults.setModeConfiguration({ tokens: true });

const SEVERITY = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info };

const diagnosticsOf = (model: editor.ITextModel): Diagnostic[] =>
  check(model.getValue(), { maxDiagnostics: 200 }).diagnostics;

/** Offsets are UTF-16 code units on both sides. */
function rangeOf(model: editor.ITextModel, { start, end }: Pick<Span, "start" | "end">): Range {
  return Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}

function marker(model: editor.ITextModel, { severity, code, message, hint, span }: Diagnostic): editor.IMarkerData {
  return {
    ...rangeOf(model, span ?? { start: 0, end: 0 }),
    severity: SEVERITY[severity],
    code,
    message: hint ? `${message}\n${hint}` : message,
    source: "notify-preflight",
  };
}

function quickFix(model: editor.ITextModel, diagnostic: Diagnostic): languages.CodeAction[] {
  const { fix } = diagnostic;
  if (!fix) return [];
  const edits = fix.edits.map((edit) => ({
    resource: model.uri,
    versionId: model.getVersionId(),
    textEdit: { range: rangeOf(model, edit), text: edit.text },
  }));
  return [{ title: fix.title, kind: "quickfix", diagnostics: [marker(model, diagnostic)], edit: { edits } }];
}

await init();
const parent = document.getElementById("editor");
if (!parent) throw new Error("the page has no #editor");
const model = editor.createModel(payload, "json");
const mark = () =>
  editor.setModelMarkers(model, "notify-preflight", diagnosticsOf(model).map((diagnostic) => marker(model, diagnostic)));

languages.registerCodeActionProvider("json", {
  provideCodeActions(model, range) {
    const here = ({ span }: Diagnostic) => span && Range.areIntersectingOrTouching(rangeOf(model, span), range);
    const actions = diagnosticsOf(model).filter(here).flatMap((diagnostic) => quickFix(model, diagnostic));
    return { actions, dispose() {} };
  },
});
model.onDidChangeContent(mark);
editor.create(parent, { model, ariaLabel: "Payload", automaticLayout: true, minimap: { enabled: false } });
mark();
