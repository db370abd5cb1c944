import { Field } from "../controls/field";
import { member } from "../json/tree";
import { identityNode } from "../outline";
import { channelWords, fieldOf, removeRecipient, setRecipientText } from "../payload";
import { CustomMessage } from "./custom-message";
import { CONTROL } from "./locate";
import { Parameters } from "./parameters";

/** Everything about the chosen recipient. */
export function RecipientDetails({ index }: { index: number }) {
  const node = identityNode(index);
  const number = index + 1;
  return (
    <div class="details" role="group" aria-label={`Recipient ${number}`}>
      <div class="details-head">
        <h4>Recipient {number}</h4>
        <button type="button" class="link danger" onClick={() => removeRecipient(index)}>
          Remove recipient
        </button>
      </div>
      {node?.type === "object" ? (
        <>
          <Identity index={index} />
          <Parameters index={index} />
          <CustomMessage index={index} />
        </>
      ) : (
        <p class="problem-note">In the JSON this recipient is not an object with fields. Edit it there, or remove it.</p>
      )}
    </div>
  );
}

function Identity({ index }: { index: number }) {
  const words = channelWords.value;
  if (!words) return <p class="faint">Choose a channel to edit the identity.</p>;
  const node = identityNode(index);
  return (
    <Field
      id={CONTROL.identity}
      label={words.identityLabel}
      placeholder={words.identityExample}
      value={fieldOf(member(node, words.identityField)).value}
      onInput={(value) => setRecipientText(index, words.identityField, value)}
    />
  );
}
