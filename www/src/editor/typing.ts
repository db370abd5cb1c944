/**
 * Typing over a selection, by the editor itself. A browser that does it keeps the look of what was there in a `style`
 * attribute, which `style-src 'self'` refuses.
 */
import { EditorView } from "@codemirror/view";

export const typingOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.data === null || view.composing) return false;
    // What the browser has selected: the editor may not have heard of it yet.
    const selected = getSelection();
    if (!selected?.rangeCount || selected.isCollapsed) return false;
    const { startContainer, startOffset, endContainer, endOffset } = selected.getRangeAt(0);
    const from = view.posAtDOM(startContainer, startOffset);
    const to = view.posAtDOM(endContainer, endOffset);
    const insert = view.state.toText(event.data);
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.type",
      scrollIntoView: true,
    });
    return true;
  },
});
