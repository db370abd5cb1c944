/** A labelled field for a text with placeholders, or for JSON with such texts in it. */
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { shown, typed } from "../controls/field";
import { FieldEditor, type Settings } from "../editor/field";
import type { Language } from "../editor/placeholders";
import { editable } from "../outline";

interface Props {
  id?: string;
  label: string;
  /** Where the label stands elsewhere on the page. */
  hideLabel?: boolean;
  value: string;
  onInput: (value: string) => void;
  language?: Language;
  rows: number;
  mono?: boolean;
  help?: string;
  problem?: string | undefined;
}

export function TextField(props: Props) {
  const { label, value, rows, help, problem, language = "text", mono = language === "json" } = props;
  const own = useId();
  const id = props.id ?? own;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<FieldEditor>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const disabled = !editable.value;
  const invalid = problem !== undefined;
  const description = problem ?? help;
  const settings: Settings = { label, description, language, disabled, invalid, mono };

  useLayoutEffect(() => {
    if (!host.current) return;
    const field = new FieldEditor(host.current, shown(value), settings, (next) => {
      latest.current.onInput(typed(next, latest.current.value));
    });
    editor.current = field;
    return () => field.destroy();
  }, []);

  useEffect(() => editor.current?.configure(settings), [label, description, language, disabled, invalid, mono]);
  useLayoutEffect(() => editor.current?.show(shown(value)), [value]);

  return (
    <div class="field">
      {!props.hideLabel && (
        <span class="label" aria-hidden="true" onClick={() => editor.current?.focus()}>
          {label}
        </span>
      )}
      <div
        ref={host}
        id={id}
        class={`text-field${disabled ? " text-field-disabled" : ""}${invalid ? " text-field-invalid" : ""}`}
        style={{ minHeight: `calc(${rows} * 1.5em + 14px)` }}
        onMouseDown={(event) => {
          // The space beneath a short text belongs to the field too.
          if (event.target !== event.currentTarget || event.composedPath()[0] !== event.currentTarget) return;
          event.preventDefault();
          editor.current?.focus();
        }}
      />
      {description && <p class={problem ? "problem-note" : "help"}>{description}</p>}
    </div>
  );
}
