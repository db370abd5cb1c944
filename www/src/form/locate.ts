/** Which control of the form a place in the payload belongs to. */
import { entries, member, pathOf } from "../json/tree";
import { editable, identityNode } from "../outline";

/** Ids of the form's controls. Those of a recipient are there for the chosen one alone. */
export const CONTROL = {
  channel: "channel",
  webhookInstanceName: "webhook-instance",
  userIdentityType: "identity-type",
  message: "message",
  messageType: "message-type",
  identity: "identity",
  customMessage: "custom-message",
  parameterName: (position: number) => `parameter-name-${position}`,
  parameterValue: (position: number) => `parameter-value-${position}`,
  recipients: "recipients-title",
} as const;

function ofRecipient(index: number, [field, key]: readonly string[]): string | undefined {
  const identity = identityNode(index);
  if (field === "customMessage") return CONTROL.customMessage;
  if (field === "parameters") {
    const parameters = entries(member(identity, "parameters"));
    const position = Math.max(0, parameters.findLastIndex((parameter) => parameter.key === key));
    return parameters.length > 0 ? CONTROL.parameterValue(position) : undefined;
  }
  // A problem of the recipient as a whole is mostly the identity that is missing.
  return field === undefined || /^(email|spaceId|phoneNumber)$/.test(field) ? CONTROL.identity : undefined;
}

function controlOf(pointer: string): string | undefined {
  const [field = "", ...rest] = pathOf(pointer);
  switch (field) {
    case "channel":
      return CONTROL.channel;
    case "webhookInstanceName":
      return CONTROL.webhookInstanceName;
    case "userIdentityType":
      return CONTROL.userIdentityType;
    case "message":
    case "content":
      return rest[0] === "type" ? CONTROL.messageType : CONTROL.message;
    case "identities":
      return rest[0] === undefined ? CONTROL.recipients : ofRecipient(Number(rest[0]), rest.slice(1));
    default:
      return undefined;
  }
}

/** What takes the focus for a control: itself, the chosen one of a group, or the editor inside it. */
function focusTarget(element: HTMLElement): HTMLElement {
  const inner = element.shadowRoot?.querySelector<HTMLElement>(".cm-content");
  const option = element.querySelector<HTMLElement>("input:checked") ?? element.querySelector<HTMLElement>("input");
  return inner ?? (element.matches("fieldset") ? (option ?? element) : element);
}

/** Puts the focus into the control for a place in the payload; false where the form has none. */
export function focusControl(pointer: string): boolean {
  const id = controlOf(pointer);
  const element = id === undefined || !editable.peek() ? null : document.getElementById(id);
  if (!element) return false;
  const target = focusTarget(element);
  target.focus();
  target.scrollIntoView({ block: "nearest" });
  return true;
}
