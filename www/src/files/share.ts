/**
 * A draft as a link: packed into the fragment, which browsers send to no server.
 *
 * Nothing but the payload's text goes in: not the host, nor the stream, nor the JWT.
 */
import { openText, opened } from "./open";

const NAME = "draft";

/** Mail and chat programs cut longer links. */
export const LONGEST_LINK = 8_000;

/** A short link can unpack to very much: what is longer was not made here. */
const LONGEST_TEXT = 4 << 20;

function through(bytes: Uint8Array<ArrayBuffer>, step: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(step);
}

async function collect(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > most) throw new Error("too long");
    chunks.push(next.value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Base64 as addresses can have it (RFC 4648, section 5). */
function written(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function read(letters: string): Uint8Array<ArrayBuffer> {
  const binary = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** `path` is where the page is that opens it. */
export async function linkTo(text: string, path = location.pathname): Promise<string> {
  const packed = through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const bytes = await collect(packed, Number.POSITIVE_INFINITY);
  return `${location.origin}${path}#${NAME}=${written(bytes)}`;
}

async function textIn(letters: string): Promise<string> {
  const unpacked = through(read(letters), new DecompressionStream("deflate-raw"));
  return new TextDecoder("utf-8", { fatal: true }).decode(await collect(unpacked, LONGEST_TEXT));
}

/** Open the draft that the address has, if it has one, and take it out of the address. */
export async function openShared(): Promise<void> {
  const letters = new URLSearchParams(location.hash.slice(1)).get(NAME);
  if (letters === null) return;
  history.replaceState(null, "", location.pathname + location.search);
  try {
    openText(await textIn(letters), "the draft in the link");
  } catch {
    opened.value = { words: "The link has no readable draft: it may have been cut. Your draft is as it was.", isTrouble: true };
  }
}
