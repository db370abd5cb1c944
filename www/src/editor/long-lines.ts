/**
 * Lines so long that each keystroke would be felt. All of a line that is near the screen is laid out anew when it
 * changes; where lines are wrapped that is several times as much as where they are not.
 */
import { Compartment, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { signal } from "@preact/signals";

/** In characters. No line that a person wrote is as long. */
const LONGEST_WRAPPED = 5_000;

/** Whether such a line is on screen. */
export const hasLongLine = signal(false);

const wrapping = new Compartment();

const watching = EditorView.updateListener.of(({ view, docChanged }) => {
  const isLong = view.viewportLineBlocks.some(({ length }) => length > LONGEST_WRAPPED);
  // While nothing is edited what has been unwrapped stays so: the text must not jump as it is scrolled.
  if (isLong === hasLongLine.peek() || (!isLong && !docChanged)) return;
  hasLongLine.value = isLong;
  // An editor cannot be changed while it is telling of a change.
  queueMicrotask(() => view.dispatch({ effects: wrapping.reconfigure(isLong ? [] : EditorView.lineWrapping) }));
});

/** Wraps lines, unless they are too long for that. */
export const wrapUnlessLong: Extension = [wrapping.of(EditorView.lineWrapping), watching];
