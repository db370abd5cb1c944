import { wordsFor } from "../channels";
import { BubbleIcon, ChatIcon, VoiceIcon } from "../controls/icons";

const ICONS = new Map([
  ["ivr", VoiceIcon],
  ["hangouts", ChatIcon],
  ["whatsapp", BubbleIcon],
]);

export function channelName(channel: string): string {
  return wordsFor(channel)?.name ?? (channel || "No channel");
}

/** Beside its name, which is what is read out. */
export function ChannelIcon({ channel }: { channel: string }) {
  const Icon = ICONS.get(channel) ?? ChatIcon;
  return (
    <span class="channel-icon">
      <Icon />
    </span>
  );
}
