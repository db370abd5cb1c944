/** One message in the look of its channel. */
import type { FilledMessage } from "notify-preflight";
import type { ComponentChildren } from "preact";
import { PictureIcon } from "../controls/icons";
import { type Picture, pictureIn } from "../core/snippet";
import { asText, at, member, type Node } from "../json/tree";
import { identityIn, messageKeyIn, messageTypeIn, messageValueIn, type Snapshot } from "../parts";
import { type Parameters, parametersOf, stretchesOf } from "./stretches";
import { MarkedText, type Stretch } from "./text";
import { JsonMessage } from "./value";
import { Voice } from "./voice";

export interface Shown {
  message: FilledMessage;
  /** What the author wrote; absent where it cannot be read. */
  payload: Snapshot | undefined;
  /** The recipient's position in the payload. */
  index: number;
  /** Whether it is the recipient's own message, not the shared one. */
  own: boolean;
  /** Where the placeholders stand, where the core has said. */
  stretches?: readonly Stretch[] | undefined;
}

/** What the author wrote, of which the message is the filled form. */
function sourceOf({ payload, index, own }: Shown): Node | undefined {
  return own ? member(identityIn(payload?.root, index), "customMessage") : messageValueIn(payload?.root);
}

function valuesOf({ payload, index }: Shown): Parameters {
  return parametersOf(identityIn(payload?.root, index));
}

export function Words(shown: Shown) {
  const { message, payload } = shown;
  const source = sourceOf(shown);
  if (typeof message !== "string") {
    return <JsonMessage value={message} source={source} written={payload?.text} parameters={valuesOf(shown)} />;
  }
  if (message.trim() === "") return <span class="faint">(empty message)</span>;
  return <MarkedText text={message} stretches={shown.stretches ?? stretchesOf(message, source, valuesOf(shown))} />;
}

function Caption({ text, shown }: { text: string; shown: Shown }) {
  const source = at(sourceOf(shown), ["image", "caption"]);
  return <MarkedText text={text} stretches={stretchesOf(text, source, valuesOf(shown))} />;
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
  const { message, payload, index, own } = shown;
  const root = payload?.root;
  const value = own ? { customMessage: message } : { type: asText(messageTypeIn(root)) ?? "", value: message };
  const source = own ? identityIn(root, index) : member(root, messageKeyIn(root));
  return (
    <div class="stage stage-plain">
      <p class="stage-head">Webhook “{name}”</p>
      <div class="message-text">
        <JsonMessage value={value} source={source} written={payload?.text} parameters={valuesOf(shown)} />
      </div>
    </div>
  );
}

function VoiceOrWebhook(shown: Shown) {
  const name = asText(member(shown.payload?.root, "webhookInstanceName"));
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
  if (asText(messageTypeIn(shown.payload?.root)) === "script" && !shown.own) return <Script {...shown} />;
  const Look = LOOKS.get(channel) ?? Plain;
  return <Look {...shown} />;
}
