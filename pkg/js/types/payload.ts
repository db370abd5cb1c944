/** A payload: what the API takes. */

/** Where a notification goes. Webhook is `ivr` with `webhookInstanceName`; Google Chat is `hangouts`. */
export type Channel = "ivr" | "hangouts" | "whatsapp";

/** How the platform treats the message. */
export type MessageType = "text" | "template" | "script";

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The message: its type, and text or a JSON value of the channel's own shape. */
export interface Message {
  type: MessageType;
  value: string | { [key: string]: Json } | Json[];
}

/** What any recipient may carry beside the identity field. */
export interface Personal {
  /** Replaces the message for this recipient, even when empty. */
  customMessage?: string;
  /** At most 20 values of at most 200 characters (Unicode code points). */
  parameters?: Record<string, string>;
}

export interface IvrIdentity extends Personal {
  email: string;
  spaceId?: never;
  phoneNumber?: never;
}

export interface HangoutsIdentity extends Personal {
  spaceId: string;
  email?: never;
  phoneNumber?: never;
}

export interface WhatsappIdentity extends Personal {
  phoneNumber: string;
  email?: never;
  spaceId?: never;
}

export interface IdentityOf extends Record<Channel, Identity> {
  ivr: IvrIdentity;
  hangouts: HangoutsIdentity;
  whatsapp: WhatsappIdentity;
}

export type Identity = IvrIdentity | HangoutsIdentity | WhatsappIdentity;

interface Common {
  /** For example `resolve`. */
  userIdentityType?: string;
}

/** `message`, or `content` as some of the API's samples say; never both. */
type WithMessage = { message: Message; content?: never } | { content: Message; message?: never };

type ByChannel =
  | { channel: "ivr"; webhookInstanceName?: string; identities: IvrIdentity[] }
  | { channel: "hangouts"; webhookInstanceName?: never; identities: HangoutsIdentity[] }
  | { channel: "whatsapp"; webhookInstanceName?: never; identities: WhatsappIdentity[] };

/** The body of a notification request. */
export type NotifyPayload = Common & WithMessage & ByChannel;

/** A payload as JSON text, as UTF-8 bytes of JSON text, or as an object. Only text and bytes have spans. */
export type PayloadInput = string | Uint8Array | NotifyPayload;
