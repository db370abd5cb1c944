/** One message in the look of its channel. */
import type { FilledMessage, Json, RecipientPlaceholder } from "notify-preflight";
import type { ComponentChildren } from "preact";
import { PictureIcon, VoiceIcon } from "../controls/icons";
import { fieldOf, messageType, messageValue, root } from "../payload";
import { member } from "../json/tree";
import { stretchesWithin } from "./caption";
import { FilledText, PlainText } from "./text";
import { JsonMessage } from "./value";

interface Shown {
  message: FilledMessage;
  /** The recipient's position in the payload. */
  index: number;
  /** Known for the reading in force alone. */
  placeholders?: readonly RecipientPlaceholder[];
}

interface Picture {
  link: string;
  caption: string;
}

/** The image template that the API's own sample shows. */
function pictureIn(message: FilledMessage): Picture | undefined {
  if (typeof message === "string" || Array.isArray(message)) return undefined;
  const image: Json | undefined = message["image"];
  if (message["type"] !== "image" || image === null || typeof image !== "object" || Array.isArray(image)) return undefined;
  const { link, caption } = image;
  return { link: typeof link === "string" ? link : "", caption: typeof caption === "string" ? caption : "" };
}

function Words({ message, placeholders }: Shown) {
  if (typeof message !== "string") return <JsonMessage value={message} source={messageValue.value} />;
  if (message.trim() === "") return <span class="faint">(empty message)</span>;
  return placeholders ? <FilledText text={message} placeholders={placeholders} /> : <PlainText text={message} />;
}

function Caption({ text, index }: { text: string; index: number }) {
  const placeholders = stretchesWithin(["image", "caption"], text, index);
  return placeholders ? <FilledText text={text} placeholders={placeholders} /> : <PlainText text={text} />;
}

function WhatsApp(shown: Shown) {
  const picture = pictureIn(shown.message);
  return (
    <div class="stage stage-whatsapp">
      <div class="bubble">
        {picture ? (
          <>
            <figure class="picture">
              <PictureIcon />
              <figcaption>{picture.link || "no picture address"}</figcaption>
            </figure>
            <p class="message-text">
              <Caption text={picture.caption} index={shown.index} />
            </p>
          </>
        ) : (
          <div class="message-text">
            <Words {...shown} />
          </div>
        )}
      </div>
    </div>
  );
}

function GoogleChat(shown: Shown) {
  return (
    <div class="stage stage-chat">
      <span class="avatar" aria-hidden="true" />
      <div class="chat">
        <p class="chat-from">
          Your bot <span class="tag">App</span>
        </p>
        <div class="message-text">
          <Words {...shown} />
        </div>
      </div>
    </div>
  );
}

function Voice(shown: Shown) {
  const webhook = fieldOf(member(root.value, "webhookInstanceName")).value;
  return (
    <div class="stage stage-voice">
      <p class="voice-head">
        <VoiceIcon />
        {webhook ? `Voice or webhook “${webhook}”` : "Voice"}
      </p>
      <div class="message-text">
        <Words {...shown} />
      </div>
    </div>
  );
}

function Script({ message }: Shown) {
  return (
    <div class="stage stage-script">
      <p class="voice-head">A script. The platform runs it; this page only shows it.</p>
      {typeof message === "string" ? <pre class="json-message">{message}</pre> : <JsonMessage value={message} source={messageValue.value} />}
    </div>
  );
}

function Plain(shown: Shown) {
  return (
    <div class="stage stage-voice">
      <div class="message-text">
        <Words {...shown} />
      </div>
    </div>
  );
}

const LOOKS: Record<string, (shown: Shown) => ComponentChildren> = {
  whatsapp: WhatsApp,
  hangouts: GoogleChat,
  ivr: Voice,
};

export function ChannelMessage(props: Shown & { channel: string; own: boolean }) {
  const { channel, own, ...shown } = props;
  if (messageType.value.value === "script" && !own) return <Script {...shown} />;
  const Look = LOOKS[channel] ?? Plain;
  return <Look {...shown} />;
}

/** The message in one line, for a list. */
export function snippet(message: FilledMessage): string {
  const picture = pictureIn(message);
  const text = typeof message === "string" ? message : picture ? picture.caption : JSON.stringify(message);
  return text.slice(0, 160).replace(/\s+/g, " ").trim();
}
