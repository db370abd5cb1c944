/** The editor's look. Colours are the page's custom properties, which reach into the shadow root. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const wave = (colour: string) => ({
  backgroundImage: "none",
  paddingBottom: "0",
  textDecoration: `underline wavy var(${colour})`,
  textDecorationThickness: "1.5px",
  textUnderlineOffset: "3px",
  textDecorationSkipInk: "none",
});

/** What the JSON editor and the fields of the form have in common. */
const common = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "@media (prefers-reduced-motion: reduce)": { ".cm-cursorLayer": { animation: "none !important" } },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line)",
    borderRadius: "8px",
    boxShadow: "var(--shadow)",
    maxWidth: "26rem",
    fontFamily: "var(--sans)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", padding: "4px", maxHeight: "12em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", borderRadius: "5px", lineHeight: "1.5" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--accent-ink)",
  },
  ".cm-chip": {
    padding: "1px 3px",
    margin: "0 -1px",
    borderRadius: "5px",
    backgroundColor: "var(--accent-soft)",
    boxShadow: "inset 0 0 0 1px var(--accent)",
    color: "var(--accent-strong)",
  },
  ".cm-chip-unknown": {
    backgroundColor: "var(--warning-soft)",
    boxShadow: "inset 0 0 0 1px var(--warning-line)",
    color: "var(--warning)",
  },
});

const systemColours = EditorView.theme({
  // Backgrounds are gone there; outlines are not.
  "@media (forced-colors: active)": {
    ".cm-chip": { outline: "1px solid" },
    ".cm-chip-unknown": { outline: "2px dashed" },
  },
});

const fieldLook = EditorView.theme({
  "&": { fontSize: "var(--text)" },
  "&.cm-mono": { fontSize: "var(--text-note)" },
  "&.cm-mono .cm-scroller": { fontFamily: "var(--mono)" },
  ".cm-scroller": { fontFamily: "var(--sans)", lineHeight: "1.5", maxHeight: "18em", overflow: "auto" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 10px" },
});

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "var(--text-note)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "12px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 16px 0 8px" },
  // Lines that are not wrapped pass beneath.
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-3)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 12px", minWidth: "40px" },
  // See-through: the selection is drawn beneath.
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ink) 5%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)", outline: "none" },
  ".cm-lintRange-error": wave("--error"),
  ".cm-lintRange-warning": wave("--warning-line"),
  ".cm-lintRange-info": { backgroundImage: "none", borderBottom: "1px dotted var(--info)", paddingBottom: "0" },
  ".cm-lintRange-active": { backgroundColor: "var(--hover)" },
  ".cm-diagnostic": { padding: "8px 12px", marginLeft: "0", borderLeft: "none", whiteSpace: "normal" },
  ".cm-diagnostic + .cm-diagnostic": { borderTop: "1px solid var(--line)" },
  ".cm-diagnostic-error .said": { color: "var(--error)" },
  ".cm-diagnostic-warning .said": { color: "var(--warning)" },
  ".cm-diagnostic .said": { fontWeight: "600" },
  ".cm-diagnostic .hint": { color: "var(--ink-2)", marginTop: "2px" },
  ".cm-diagnosticAction": {
    margin: "6px 0 0",
    padding: "3px 10px",
    borderRadius: "6px",
    color: "var(--accent-ink)",
    backgroundColor: "var(--accent)",
    font: "inherit",
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--json-key)" },
  { tag: tags.string, color: "var(--json-text)" },
  { tag: tags.number, color: "var(--json-number)" },
  { tag: [tags.bool, tags.null], color: "var(--json-word)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace, tags.punctuation], color: "var(--ink-2)" },
]);

export const theme = [common, look, syntaxHighlighting(colours)];
export const fieldTheme = [common, systemColours, fieldLook, syntaxHighlighting(colours)];
