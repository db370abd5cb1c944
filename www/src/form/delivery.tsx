import { computed, useComputed } from "@preact/signals";
import { CHANNELS } from "../channels";
import { Choice } from "../controls/choice";
import { Field } from "../controls/field";
import { member } from "../json/tree";
import { CONTROL } from "./locate";
import { channel, fieldOf, root, setChannel, setOptionalText } from "../payload";

const OPTIONS = CHANNELS.map((words) => ({ value: words.channel, label: words.name }));

function OptionalText(props: {
  id: string;
  field: "webhookInstanceName" | "userIdentityType";
  label: string;
  placeholder: string;
}) {
  const value = useComputed(() => fieldOf(member(root.value, props.field)).value);
  return (
    <Field
      id={props.id}
      label={props.label}
      placeholder={props.placeholder}
      value={value.value}
      onInput={(value) => setOptionalText(props.field, value)}
    />
  );
}

const isNamed = computed(() => member(root.value, "webhookInstanceName") !== undefined);

/** Where the notification goes. */
export function DeliverySection() {
  const current = channel.value;
  const known = OPTIONS.some((option) => option.value === current.value);
  return (
    <div class="section">
      <Choice label="Channel" name={CONTROL.channel} value={current.value} options={OPTIONS} onChange={setChannel} />
      {current.present && !known && (
        <p class="problem-note">
          The JSON says <code>{current.value}</code>, which is none of these.
        </p>
      )}
      <div class="pair">
        {(current.value === "ivr" || isNamed.value) && (
          <OptionalText
            id={CONTROL.webhookInstanceName}
            field="webhookInstanceName"
            label="Webhook instance"
            placeholder="none"
          />
        )}
        <OptionalText
          id={CONTROL.userIdentityType}
          field="userIdentityType"
          label="User identity type"
          placeholder="for example resolve"
        />
      </div>
    </div>
  );
}
