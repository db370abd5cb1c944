/**
 * The document: its JSON text, and nothing beside it. The form is read from this text, and every change, from the form
 * or the JSON, is a transaction on it; so there is one undo history.
 */
import { isolateHistory, redo as redoCommand, redoDepth, undo as undoCommand, undoDepth } from "@codemirror/commands";
import { type ChangeSet, EditorState, type Extension, type Transaction, type TransactionSpec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { batch, signal } from "@preact/signals";
import type { Change } from "./json/node";
import type { TextEdit } from "./json/string-edit";
import { LateView } from "./late-view";

/** The JSON text as it stands. */
export const text = signal("");
/** Counts the texts: what is said of one revision need not hold for the next. */
export const revision = signal(0);
export const canUndo = signal(false);
export const canRedo = signal(false);

/**
 * Holds the editor. A shadow root, because the editor's styles then go into adopted style sheets, which
 * `style-src 'self'` allows.
 */
export const host = document.createElement("div");

let view: LateView | undefined;

/** What the latest change was a change of. */
let latest: { before: string; change: Change } | undefined;

/** The one stretch that all of the latest change lies in, where it came right after `before`. */
export function changeSince(before: string): Change | undefined {
  return latest?.before === before ? latest.change : undefined;
}

/** Told of every change, as edits to be made one after the other. */
let follower: (edits: readonly TextEdit[]) => void = () => {};

export function follow(next: (edits: readonly TextEdit[]) => void): void {
  follower = next;
}

function editsOf(changes: ChangeSet): TextEdit[] {
  const edits: TextEdit[] = [];
  // A change's place in the new text is its place once those before it are made.
  changes.iterChanges((fromA, toA, fromB, _toB, inserted) => {
    edits.push({ start: fromB, end: fromB + toA - fromA, text: inserted.toString() });
  });
  return edits;
}

function stretchOf(changes: ChangeSet): Change {
  let [start, end] = [changes.length, 0];
  changes.iterChangedRanges((fromA, toA) => {
    start = Math.min(start, fromA);
    end = Math.max(end, toA);
  });
  return { start, end, inserted: end - start + changes.newLength - changes.length };
}

/** The text after edits. Putting all the lines of a long text together is what a keystroke would notice. */
function edited(before: string, edits: readonly TextEdit[], state: EditorState): string {
  const [edit, another] = edits;
  if (!edit || another) return state.doc.toString();
  return before.slice(0, edit.start) + edit.text + before.slice(edit.end);
}

function publish(next: string, history: { canUndo: boolean; canRedo: boolean }): void {
  batch(() => {
    revision.value += 1;
    text.value = next;
    canUndo.value = history.canUndo;
    canRedo.value = history.canRedo;
  });
}

const historyOf = (state: EditorState) => ({ canUndo: undoDepth(state) > 0, canRedo: redoDepth(state) > 0 });

/** Tell of what transactions have changed. */
function tell(transactions: readonly Transaction[], state: EditorState): void {
  if (!transactions.some((transaction) => transaction.docChanged)) return;
  const changes = transactions.map((transaction) => transaction.changes).reduce((all, next) => all.compose(next));
  const [before, edits] = [text.peek(), editsOf(changes)];
  latest = { before, change: stretchOf(changes) };
  batch(() => {
    publish(edited(before, edits, state), historyOf(state));
    follower(edits);
  });
}

export function open(initial: string, extensions: Extension): void {
  const root = host.attachShadow({ mode: "open" });
  view = new LateView(host, {
    state: EditorState.create({ doc: initial, extensions }),
    root,
    parent: root,
    dispatchTransactions(transactions, editor) {
      editor.update(transactions);
      tell(transactions, editor.state);
    },
  });
  publish(view.state.doc.toString(), historyOf(view.state));
}

/** The form shows what is typed into it: the text has it at once, the editor a frame later. */
function typeLater(editor: LateView, { start, end, text: inserted }: TextEdit): void {
  const before = text.peek();
  latest = { before, change: { start, end, inserted: inserted.length } };
  editor.dispatchLater({ changes: { from: start, to: end, insert: inserted }, userEvent: "input.type.form" });
  batch(() => {
    publish(before.slice(0, start) + inserted + before.slice(end), { canUndo: true, canRedo: false });
    follower([{ start, end, text: inserted }]);
  });
}

/** `typing` joins with the typing just before it into one step of undo; `step` stands alone. */
export function edit(edits: readonly TextEdit[], kind: "typing" | "step"): void {
  const [first, another] = edits;
  if (!view || !first) return;
  // An editor's line breaks are all of one kind.
  if (kind === "typing" && !another && !first.text.includes("\r")) return typeLater(view, first);
  view.dispatch({
    changes: edits.map((change) => ({ from: change.start, to: change.end, insert: change.text })),
    userEvent: kind === "typing" ? "input.type.form" : "input.form",
    annotations: kind === "step" ? isolateHistory.of("full") : [],
  });
}

/** Put another text in the place of this one; undo brings the old one back. */
export function replaceText(next: string): void {
  edit([{ start: 0, end: text.peek().length, text: next }], "step");
  view?.dispatch({ selection: { anchor: 0 } });
  // Not by the editor's own way, which would scroll the page too.
  view?.scrollDOM.scrollTo(0, 0);
}

export function undo(): void {
  view?.catchUp();
  if (view) undoCommand(view);
}

export function redo(): void {
  view?.catchUp();
  if (view) redoCommand(view);
}

/** Show a stretch of the text and select it. */
export function select(start: number, end: number): void {
  if (!view) return;
  view.catchUp();
  const limit = view.state.doc.length;
  const from = Math.min(start, limit);
  const to = Math.min(end, limit);
  view.dispatch({
    selection: { anchor: from, head: to },
    effects: EditorView.scrollIntoView(from, { y: "center" }),
  });
}

export function focusEditor(): void {
  view?.focus();
}

/** Change what the editor shows beside its text, or what it can do. */
export function dress(make: (state: EditorState) => TransactionSpec): void {
  view?.catchUp();
  view?.dispatch(make(view.state));
}

/** Where the first line of a stretch ends: what spans many lines is underlined on its first alone. */
export function firstLineEnd(start: number, end: number): number {
  if (!view) return end;
  view.catchUp();
  const { doc } = view.state;
  const line = doc.lineAt(Math.min(start, doc.length));
  return Math.min(end, line.to);
}
