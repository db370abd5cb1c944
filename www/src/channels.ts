/** The channels in words. Which property holds a channel's identities stands in the schema. */
import { type Channel, schema } from "notify-preflight";

export type IdentityField = "email" | "spaceId" | "phoneNumber";

export interface ChannelWords {
  channel: Channel;
  name: string;
  /** The property that holds a recipient's identity. */
  identityField: IdentityField;
  identityLabel: string;
  identityExample: string;
}

/** What the schema says of each channel: where `channel` is this, identities are like that. */
interface PayloadSchema {
  allOf: readonly {
    if: { properties: { channel: { const?: Channel } } };
    then?: { properties: { identities: { items: { $ref: string } } } };
  }[];
  $defs: Record<string, { required?: readonly IdentityField[] }>;
}

const { allOf, $defs } = schema as PayloadSchema;

function identityFieldOf(channel: Channel): IdentityField {
  const rule = allOf.find((candidate) => candidate.if.properties.channel.const === channel);
  const field = $defs[rule?.then?.properties.identities.items.$ref.split("/").pop() ?? ""]?.required?.[0];
  if (!field) throw new Error(`the schema names no identity field for ${channel}`);
  return field;
}

function words(channel: Channel, name: string, identityLabel: string, identityExample: string): ChannelWords {
  return { channel, name, identityField: identityFieldOf(channel), identityLabel, identityExample };
}

export const CHANNELS: readonly ChannelWords[] = [
  words("ivr", "Voice & webhook", "Email", "ana@example.com"),
  words("hangouts", "Google Chat", "Space ID", "AAQAPWi7xYk"),
  words("whatsapp", "WhatsApp", "Phone number", "+14155550123"),
];

export const IDENTITY_FIELDS = CHANNELS.map((channel) => channel.identityField);

export function wordsFor(channel: string | undefined): ChannelWords | undefined {
  return CHANNELS.find((candidate) => candidate.channel === channel);
}
