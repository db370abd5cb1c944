/** What the chosen recipient would get were one of the parameters missing. */
import { answer, recipientCount, survey, without } from "../analysis";
import { count, figures } from "../controls/words";
import { RecipientMessage } from "./readings";

function Outcome() {
  const whatIf = answer.value?.whatIf;
  if (!whatIf) return null;
  const { changed, recipients } = whatIf;
  const [recipient] = recipients;
  return (
    <div class="what-if-outcome" role="status">
      <p class="help">
        {changed.count === 0
          ? "Every text would stay as it is."
          : `${count(changed.count, "recipient")} of ${figures(recipientCount.value)} would get another text.`}
      </p>
      {recipient && changed.count > 0 && <RecipientMessage recipient={recipient} />}
    </div>
  );
}

export function WhatIf() {
  const names = survey.value?.parameters ?? [];
  if (names.length === 0) return null;
  return (
    <div class="what-if">
      <label>
        <span class="label">What if a value is missing?</span>
        <select
          value={without.value ?? ""}
          onChange={(event) => {
            without.value = event.currentTarget.value || undefined;
          }}
        >
          <option value="">Nothing is missing</option>
          {names.map((name) => (
            <option key={name} value={name}>{`Without {${name}}`}</option>
          ))}
        </select>
      </label>
      {without.value !== undefined && <Outcome />}
    </div>
  );
}
