import { limits } from "notify-preflight";
import { errorAt } from "../analysis";
import { previewed, unfilled } from "../chosen";
import { Sentence } from "../controls/words";
import { CrossIcon, PlusIcon } from "../controls/icons";
import { entries, member, stepOf } from "../json/tree";
import { identityNode } from "../outline";
import { CONTROL } from "./locate";
import { addParameter, fieldOf, removeParameter, setParameterKey, setParameterValue } from "../payload";

interface RowProps {
  index: number;
  position: number;
  name: string;
  value: string;
}

function ParameterRow({ index, position, name, value }: RowProps) {
  const problem = errorAt(`/identities/${index}/parameters/${stepOf(name)}`);
  const common = {
    id: CONTROL.parameterValue(position),
    "aria-label": `Value of ${name || "the unnamed placeholder"}`,
    "aria-invalid": problem ? true : undefined,
    "aria-describedby": problem ? `${CONTROL.parameterValue(position)}-problem` : undefined,
    autocomplete: "off" as const,
    value,
    onInput: (event: { currentTarget: { value: string } }) =>
      setParameterValue(index, position, event.currentTarget.value),
  };
  return (
    <li class="parameter">
      <input
        type="text"
        id={CONTROL.parameterName(position)}
        class="mono"
        aria-label={`Name of placeholder ${position + 1}`}
        placeholder="name"
        autocomplete="off"
        spellcheck={false}
        value={name}
        onInput={(event) => setParameterKey(index, position, event.currentTarget.value)}
      />
      {value.includes("\n") ? <textarea rows={2} {...common} /> : <input type="text" placeholder="value" {...common} />}
      <button
        type="button"
        class="icon-button"
        aria-label={`Remove ${name || "the unnamed placeholder"}`}
        onClick={() => removeParameter(index, position)}
      >
        <CrossIcon />
      </button>
      {problem && (
        <p id={`${CONTROL.parameterValue(position)}-problem`} class="problem-note">
          <Sentence of={problem} />
        </p>
      )}
    </li>
  );
}

/** Placeholders of this recipient's text that nothing fills. */
function missingKeys(index: number, present: readonly string[]): string[] {
  return previewed.value === index ? unfilled.value.filter((key) => !present.includes(key)) : [];
}

/** Add a value, and lead the author to what is to be filled in: the value, or first its name. */
function add(index: number, key: string): void {
  const position = entries(member(identityNode(index), "parameters")).length;
  addParameter(index, key);
  requestAnimationFrame(() => {
    document.getElementById(key ? CONTROL.parameterValue(position) : CONTROL.parameterName(position))?.focus();
  });
}

/** The values that fill this recipient's placeholders. */
export function Parameters({ index }: { index: number }) {
  const parameters = entries(member(identityNode(index), "parameters"));
  const missing = missingKeys(
    index,
    parameters.map((parameter) => parameter.key),
  );
  return (
    <fieldset class="parameters">
      <legend class="label">Values for placeholders</legend>
      {parameters.length > 0 && (
        <ul>
          {parameters.map((parameter, position) => (
            <ParameterRow
              key={position}
              index={index}
              position={position}
              name={parameter.key}
              value={fieldOf(parameter.value).value}
            />
          ))}
        </ul>
      )}
      <div class="chips">
        {missing.slice(0, limits.parameters).map((key) => (
          <button
            key={key}
            type="button"
            class="chip"
            aria-label={`Add a value for {${key}}`}
            onClick={() => add(index, key)}
          >
            <PlusIcon />
            {`{${key}}`}
          </button>
        ))}
        <button type="button" class="link" onClick={() => add(index, "")}>
          Add a value
        </button>
      </div>
    </fieldset>
  );
}
