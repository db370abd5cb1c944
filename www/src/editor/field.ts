/**
 * A field of the form that knows placeholders. It keeps no history: its changes are changes of the document, which has
 * the only one.
 */
import { defaultKeymap } from "@codemirror/commands";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { effect } from "@preact/signals";
import { parameterNames } from "../analysis";
import { differenceOf } from "../json/string-edit";
import { type Language, namesChanged, placeholderChips } from "./placeholders";
import { skills } from "./skills";
import { fieldTheme } from "./theme";
import { typingOverSelection } from "./typing";

export interface Settings {
  label: string;
  description: string | undefined;
  language: Language;
  disabled: boolean;
  invalid: boolean;
  mono: boolean;
}

/** An editor that has not been measured yet lays out all of a long line: it gets a long text only afterwards. */
const LONG = 20_000;

/** Marks a change that comes from the document, and need not go back there. */
const fromDocument = Annotation.define<true>();

function attributes({ label, description, disabled, invalid, language }: Settings): Record<string, string> {
  return {
    "aria-label": label,
    role: "textbox",
    "aria-multiline": "true",
    tabindex: "0",
    spellcheck: language === "text" ? "true" : "false",
    ...(description ? { "aria-description": description } : {}),
    ...(disabled ? { "aria-disabled": "true" } : {}),
    ...(invalid ? { "aria-invalid": "true" } : {}),
  };
}

function configuration(settings: Settings): Extension {
  return [
    EditorView.editable.of(!settings.disabled),
    EditorView.contentAttributes.of(attributes(settings)),
    EditorView.editorAttributes.of({ class: settings.mono ? "cm-mono" : "" }),
    placeholderChips(settings.language),
    skills.value?.forField(settings.language) ?? [],
  ];
}

export class FieldEditor {
  readonly #view: EditorView;
  readonly #settings = new Compartment();
  #now: Settings;
  readonly #stop: () => void;

  constructor(host: HTMLElement, value: string, settings: Settings, onInput: (value: string) => void) {
    this.#now = settings;
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const isLong = value.length > LONG;
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: isLong ? "" : value,
        extensions: [
          drawSelection(),
          typingOverSelection,
          EditorView.lineWrapping,
          EditorState.tabSize.of(2),
          keymap.of(defaultKeymap),
          this.#settings.of(configuration(settings)),
          EditorView.updateListener.of(({ docChanged, state, transactions }) => {
            const own = transactions.some((transaction) => !transaction.annotation(fromDocument));
            if (docChanged && own) onInput(state.doc.toString());
          }),
          fieldTheme,
        ],
      }),
    });
    const stops = [
      effect(() => {
        void parameterNames.value;
        this.#view.dispatch({ effects: namesChanged.of(undefined) });
      }),
      effect(() => {
        if (!skills.value) return;
        this.configure(this.#now);
        // For whoever was faster than what completes.
        if (this.#view.hasFocus) skills.value.startCompletion(this.#view);
      }),
    ];
    this.#stop = () => stops.forEach((stop) => stop());
    if (isLong) this.#view.requestMeasure({ read: () => {}, write: () => queueMicrotask(() => this.show(value)) });
  }

  configure(settings: Settings): void {
    this.#now = settings;
    this.#view.dispatch({ effects: this.#settings.reconfigure(configuration(settings)) });
  }

  /** Follow the document. The caret stays where it is in the text. */
  show(value: string): void {
    const before = this.#view.state.doc.toString();
    if (before === value) return;
    const { start, end, text } = differenceOf(before, value);
    this.#view.dispatch({ changes: { from: start, to: end, insert: text }, annotations: fromDocument.of(true) });
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#stop();
    this.#view.destroy();
  }
}
