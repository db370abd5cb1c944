/** One of a few, side by side: radio buttons in the shape of a bar. */
interface Props<Value extends string> {
  label: string;
  name: string;
  value: string;
  options: readonly { value: Value; label: string }[];
  disabled?: boolean;
  /** Small, with the label for screen readers alone: something beside it says what it is. */
  compact?: boolean;
  onChange: (value: Value) => void;
}

export function Choice<Value extends string>(props: Props<Value>) {
  const { label, name, value, options, disabled = false, compact = false, onChange } = props;
  return (
    <fieldset class="choice" id={name} disabled={disabled}>
      <legend class={compact ? "visually-hidden" : "label"}>{label}</legend>
      <div class={compact ? "choice-bar compact" : "choice-bar"}>
        {options.map((option) => (
          <label key={option.value} class="choice-option">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
