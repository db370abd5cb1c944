/** A message in one line, for a list. */
import type { FilledMessage, Json } from "notify-preflight";

const LONGEST = 160;

/** The image template that the API's own sample shows. */
export interface Picture {
  link: string;
  caption: string;
}

export function pictureIn(message: FilledMessage): Picture | undefined {
  if (typeof message === "string" || Array.isArray(message)) return undefined;
  const image: Json | undefined = message["image"];
  if (message["type"] !== "image" || image === null || typeof image !== "object" || Array.isArray(image)) return undefined;
  const { link, caption } = image;
  return { link: typeof link === "string" ? link : "", caption: typeof caption === "string" ? caption : "" };
}

export function snippet(message: FilledMessage): string {
  const text = typeof message === "string" ? message : (pictureIn(message)?.caption ?? JSON.stringify(message));
  return text.slice(0, LONGEST).replace(/\s+/g, " ").trim();
}
