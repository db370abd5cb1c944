import { CrossIcon } from "../controls/icons";
import { Field } from "../controls/field";
import { member } from "../json/tree";
import { identities } from "../outline";
import {
  addCustomMessage,
  channelWords,
  fieldOf,
  removeCustomMessage,
  removeRecipient,
  setRecipientText,
} from "../payload";
import { CONTROL } from "./locate";
import { TextField } from "./text-field";
import { Parameters } from "./parameters";

/** Everything about the chosen recipient. */
export function RecipientDetails({ index }: { index: number }) {
  const node = identities.value[index];
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
  const node = identities.value[index];
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

function CustomMessage({ index }: { index: number }) {
  const custom = member(identities.value[index], "customMessage");
  if (!custom) {
    return (
      <div>
        <button type="button" class="link" onClick={() => addCustomMessage(index)}>
          Write a custom message
        </button>
      </div>
    );
  }
  return (
    <div class="with-remove">
      <TextField
        id={CONTROL.customMessage}
        label="Custom message, instead of the one above"
        rows={3}
        value={fieldOf(custom).value}
        onInput={(value) => setRecipientText(index, "customMessage", value)}
      />
      <button
        type="button"
        class="icon-button"
        aria-label="Remove the custom message"
        onClick={() => removeCustomMessage(index)}
      >
        <CrossIcon />
      </button>
    </div>
  );
}
