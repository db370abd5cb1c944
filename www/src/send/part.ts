/** What one request carries: all of a payload, or one of the parts that it is cut into. */
import { limits } from "notify-preflight";
import { ask } from "../core/asking";

export interface Part {
  text: string;
  /** The place of its first recipient among all, from 0. */
  from: number;
  recipients: number;
  /** How long the body is, and its SHA-256 in hexadecimal digits. */
  bytes: number;
  sha256: string;
}

const encoder = new TextEncoder();

/** The very bytes of a request's body. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function partOf(text: string, from: number, recipients: number): Promise<Part> {
  const bytes = bytesOf(text);
  return { text, from, recipients, bytes: bytes.length, sha256: await sha256(bytes) };
}

/**
 * The payload as the requests that it takes, cut in a worker of its own: one of 100,000 recipients has megabytes.
 * Its own text where one is enough.
 */
export async function partsOf(text: string, recipients: number): Promise<Part[]> {
  const most = limits.identities;
  const texts = recipients > most ? await ask({ kind: "split", payload: text }) : [text];
  return Promise.all(
    texts.map((part, index) => partOf(part, index * most, Math.min(most, recipients - index * most))),
  );
}

/** A payload cut to one of its recipients, which is at `index`. */
export async function partFor(text: string, index: number): Promise<Part> {
  return { ...(await partOf(text, 0, 1)), from: index };
}
