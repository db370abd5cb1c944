/** Strings from bytes of the core's memory. */

/** Decodes so many bytes of UTF-16, or of ASCII. */
export type Decode = (memory: Uint8Array, start: number, length: number, isWide: boolean) => string;

export let decoded: Decode = byTextDecoder;

/** Has all strings decoded in another way from now on. */
export function decodeBy(decode: Decode): void {
  decoded = decode;
}

type Encoding = "utf-8" | "utf-16le";

/** Safari's decoders fail after 2 GiB. */
const MOST_DECODED = 2 ** 30;
const decoders = new Map<Encoding, { decoder: TextDecoder; bytes: number }>();

function byTextDecoder(memory: Uint8Array, start: number, length: number, isWide: boolean): string {
  const encoding = isWide ? "utf-16le" : "utf-8";
  let known = decoders.get(encoding);
  if (known === undefined || known.bytes + length > MOST_DECODED) {
    // A byte order mark may be what a text begins with.
    known = { decoder: new TextDecoder(encoding, { ignoreBOM: true }), bytes: 0 };
    decoders.set(encoding, known);
  }
  known.bytes += length;
  return known.decoder.decode(memory.subarray(start, start + length));
}
