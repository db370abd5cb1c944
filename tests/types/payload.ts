// What is a payload to the type checker, and what is none.

import { expectTypeOf } from "expect-type";
import type { Audience, Channel, Identity, NotifyPayload } from "notify-preflight";

const message = { type: "text", value: "Hello {name}" } as const;

export const payloads = [
  { channel: "ivr", message, identities: [{ email: "a@b.co", parameters: { name: "Ada" } }] },
  { channel: "ivr", webhookInstanceName: "w", message, identities: [{ email: "a@b.co" }] },
  { channel: "hangouts", content: message, identities: [{ spaceId: "AAQAPWixxxx", customMessage: "" }] },
  { channel: "whatsapp", userIdentityType: "resolve", message, identities: [{ phoneNumber: "+49" }] },
  { channel: "ivr", message: { type: "template", value: { a: [1, null, "{b}"] } }, identities: [] },
  { channel: "ivr", message: { type: "script", value: [true] }, identities: [] },
] satisfies NotifyPayload[];

export const none: NotifyPayload[] = [
  // @ts-expect-error: the field of another channel
  { channel: "ivr", message, identities: [{ phoneNumber: "+49" }] },
  // @ts-expect-error: the field of another channel beside the right one
  { channel: "ivr", message, identities: [{ email: "a@b.co", phoneNumber: "+49" }] },
  // @ts-expect-error: of a channel without webhooks
  { channel: "hangouts", webhookInstanceName: "w", message, identities: [{ spaceId: "A" }] },
  // @ts-expect-error: both
  { channel: "ivr", message, content: message, identities: [] },
  // @ts-expect-error: neither
  { channel: "ivr", identities: [] },
  // @ts-expect-error: a channel that is not supported
  { channel: "slack", message, identities: [] },
  // @ts-expect-error: an unknown type of message
  { channel: "ivr", message: { type: "html", value: "" }, identities: [] },
  // @ts-expect-error: a number is no message
  { channel: "ivr", message: { type: "text", value: 1 }, identities: [] },
  // @ts-expect-error: an unknown field
  { channel: "ivr", message, identities: [], priority: 1 },
  // @ts-expect-error: parameters are strings
  { channel: "ivr", message, identities: [{ email: "a@b.co", parameters: { n: 1 } }] },
  // @ts-expect-error: no recipients
  { channel: "ivr", message },
];

expectTypeOf<NotifyPayload["channel"]>().toEqualTypeOf<Channel>();
expectTypeOf<Extract<NotifyPayload, { channel: "ivr" }>["identities"][number]["email"]>().toEqualTypeOf<string>();

declare const audience: Audience<"whatsapp">;
expectTypeOf(audience.identities[0]!.phoneNumber).toEqualTypeOf<string>();
expectTypeOf<Audience["identities"][number]>().toEqualTypeOf<Identity>();
expectTypeOf({ channel: "whatsapp", message, identities: audience.identities } as const).toExtend<NotifyPayload>();
