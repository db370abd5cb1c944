/** One message in the look of its channel. */
import type { FilledMessage } from "notify-preflight";
import type { ComponentChildren } from "preact";
import { PictureIcon } from "../controls/icons";
import { type Picture, pictureIn } from "../core/snippet";
import { at, member, type Node } from "../json/tree";
import { identityNode } from "../outline";
import { fieldOf, messageKey, messageType, messageValue, root } from "../payload";
import { parametersOf, stretchesOf } from "./stretches";
import { MarkedText, type Stretch } from "./text";
import { JsonMessage } from "./value";
import { Voice } from "./voice";

export interface Shown {
  message: FilledMessage;
  /** The recipient's position in the payload. */
  index: number;
  /** Whether it is the recipient's own message, not the shared one. */
  own: boolean;
  /** Where the placeholders stand, where the core has said. */
  stretches?: readonly Stretch[] | undefined;
}

/** What the author wrote, of which the message is the filled form. */
function sourceOf({ index, own }: Shown): Node | undefined {
  return own ? member(identityNode(index), "customMessage") : messageValue.value;
}

export function Words(shown: Shown) {
  const { message, index } = shown;
  const source = sourceOf(shown);
  if (typeof message !== "string") return <JsonMessage value={message} source={source} parameters={parametersOf(index)} />;
  if (message.trim() === "") return <span class="faint">(empty message)</span>;
  return <MarkedText text={message} stretches={shown.stretches ?? stretchesOf(message, source, parametersOf(index))} />;
}

function Caption({ text, shown }: { text: string; shown: Shown }) {
  const source = at(sourceOf(shown), ["image", "caption"]);
  return <MarkedText text={text} stretches={stretchesOf(text, source, parametersOf(shown.index))} />;
}

const isWeb = (link: string) => /^https?:\/\/\S+$/i.test(link);

/** Pictures from elsewhere are not loaded into the page: that would tell their host who previews them. */
function PictureFrame({ picture }: { picture: Picture }) {
  return (
    <figure class="picture">
      <PictureIcon />
      <figcaption>{picture.link || "no picture address"}</figcaption>
      {isWeb(picture.link) && (
        <a href={picture.link} target="_blank" rel="noopener noreferrer">
          Open the picture
        </a>
      )}
    </figure>
  );
}

function WhatsApp(shown: Shown) {
  const picture = pictureIn(shown.message);
  return (
    <div class="stage stage-whatsapp">
      <div class="bubble">
        {picture && <PictureFrame picture={picture} />}
        <div class="message-text">
          {picture ? <Caption text={picture.caption} shown={shown} /> : <Words {...shown} />}
        </div>
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

/** `ivr` with a name is a webhook: programs read it, so it is shown as JSON, by the payload's own names. */
function Webhook({ name, ...shown }: Shown & { name: string }) {
  const { message, index, own } = shown;
  const value = own ? { customMessage: message } : { type: messageType.value.value, value: message };
  const source = own ? identityNode(index) : member(root.value, messageKey.value);
  return (
    <div class="stage stage-plain">
      <p class="stage-head">Webhook “{name}”</p>
      <div class="message-text">
        <JsonMessage value={value} source={source} parameters={parametersOf(index)} />
      </div>
    </div>
  );
}

function VoiceOrWebhook(shown: Shown) {
  const name = fieldOf(member(root.value, "webhookInstanceName")).value;
  return name ? <Webhook {...shown} name={name} /> : <Voice {...shown} />;
}

function Script(shown: Shown) {
  return (
    <div class="stage stage-plain">
      <p class="stage-head">A script: the platform runs it, this page only shows its source.</p>
      <div class="message-text message-data">
        <Words {...shown} />
      </div>
    </div>
  );
}

function Plain(shown: Shown) {
  return (
    <div class="stage stage-plain">
      <div class="message-text">
        <Words {...shown} />
      </div>
    </div>
  );
}

/** A map: of an object, `constructor` would be a look too. */
const LOOKS = new Map<string, (shown: Shown) => ComponentChildren>([
  ["whatsapp", WhatsApp],
  ["hangouts", GoogleChat],
  ["ivr", VoiceOrWebhook],
]);

export function ChannelMessage({ channel, ...shown }: Shown & { channel: string }) {
  if (messageType.value.value === "script" && !shown.own) return <Script {...shown} />;
  const Look = LOOKS.get(channel) ?? Plain;
  return <Look {...shown} />;
}
