/** A labelled line or box of text. */
import { useId } from "preact/hooks";

interface Props {
  /** Absent where a label stands elsewhere on the page. */
  label?: string;
  value: string;
  onInput: (value: string) => void;
  disabled?: boolean;
  placeholder?: string;
  help?: string;
  /** What is wrong with the value; said beneath it and tied to it. */
  problem?: string | undefined;
  rows?: number;
  mono?: boolean;
  id?: string;
}

/** What a text control shows: it knows no line ends but `\n`. */
export const shown = (value: string) => value.replace(/\r\n?/g, "\n");

/** What was typed, with the line ends that the text had before. */
export const typed = (value: string, before: string) => (before.includes("\r\n") ? value.replaceAll("\n", "\r\n") : value);

export function Field(props: Props) {
  const { label, value, onInput, disabled, placeholder, help, problem, rows, mono } = props;
  const own = useId();
  const id = props.id ?? own;
  const about = help || problem ? `${id}-about` : undefined;
  const common = {
    id,
    disabled: disabled ?? false,
    placeholder: placeholder ?? "",
    spellcheck: !mono,
    autocomplete: "off" as const,
    "aria-describedby": about,
    "aria-invalid": problem ? true : undefined,
    class: mono ? "mono" : undefined,
  };
  return (
    <div class="field">
      {label && (
        <label class="label" for={id}>
          {label}
        </label>
      )}
      {rows ? (
        <textarea
          {...common}
          rows={rows}
          value={shown(value)}
          onInput={(event) => onInput(typed(event.currentTarget.value, value))}
        />
      ) : (
        <input {...common} type="text" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      {about && (
        <p id={about} class={problem ? "problem-note" : "help"}>
          {problem ?? help}
        </p>
      )}
    </div>
  );
}
