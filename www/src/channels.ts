/** The channels in words. */
import type { Channel } from "notify-preflight";

export interface ChannelWords {
  channel: Channel;
  name: string;
  /** The property that holds a recipient's identity. */
  identityField: "email" | "spaceId" | "phoneNumber";
  identityLabel: string;
  identityExample: string;
}

export const CHANNELS: readonly ChannelWords[] = [
  {
    channel: "ivr",
    name: "Voice & webhook",
    identityField: "email",
    identityLabel: "Email",
    identityExample: "ana@example.com",
  },
  {
    channel: "hangouts",
    name: "Google Chat",
    identityField: "spaceId",
    identityLabel: "Space ID",
    identityExample: "AAQAPWi7xYk",
  },
  {
    channel: "whatsapp",
    name: "WhatsApp",
    identityField: "phoneNumber",
    identityLabel: "Phone number",
    identityExample: "+14155550123",
  },
];

export const IDENTITY_FIELDS = CHANNELS.map((words) => words.identityField);

export function wordsFor(channel: string | undefined): ChannelWords | undefined {
  return CHANNELS.find((words) => words.channel === channel);
}
