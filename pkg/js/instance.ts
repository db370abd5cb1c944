/** The one WebAssembly instance, and the way in and out of it. */

import * as bindings from "./bindings.js";
import { PreflightError } from "./error.js";
import type { PreflightErrorCode } from "./types.js";

/** Which instance it is; none before the start. What lived in another one is gone. */
let number = 0;
let isBroken = false;
const encoder = new TextEncoder();

/** Starts the instance; a second start changes nothing. */
export function start(module: WebAssembly.Module | BufferSource): void {
  if (number > 0) return;
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module);
  // The bindings keep what they were given first, even where it cannot be started.
  if (!WebAssembly.Module.exports(compiled).some(({ name }) => name === "__wbindgen_start")) {
    throw new PreflightError("not-ready", "the WebAssembly is not this package's");
  }
  bindings.initSync({ module: compiled });
  number = 1;
}

/** Tells instances apart. */
export function instanceNumber(): number {
  return number;
}

/** Calls into the core. What it throws is a code and a sentence, as JSON text. */
export function call<T>(run: () => T): T {
  if (number === 0) {
    throw new PreflightError("not-ready", "call and await `init()` before anything else");
  }
  if (isBroken) renew();
  try {
    return run();
  } catch (thrown) {
    throw said(thrown);
  }
}

function said(thrown: unknown): PreflightError {
  if (thrown instanceof PreflightError) return thrown;
  if (typeof thrown === "string") {
    const { code, message } = JSON.parse(thrown) as { code: PreflightErrorCode; message: string };
    return new PreflightError(code, message);
  }
  // A trap (out of memory, say) leaves the instance in pieces.
  isBroken = true;
  renew();
  return new PreflightError("internal", "the core failed and was started anew", { cause: thrown });
}

function renew(): void {
  try {
    bindings.__wbg_reset_state();
    [bytes, words] = [new Uint8Array(), new Uint32Array()];
    number += 1;
    isBroken = false;
  } catch (thrown) {
    // The next call tries again.
    throw new PreflightError("internal", "the core could not be started anew", { cause: thrown });
  }
}

/**
 * Puts texts where the core reads them, one behind the other, and returns where each ends.
 *
 * `encodeInto` fills the core's own buffer at once; a string handed to
 * wasm-bindgen would be walked a character at a time.
 */
export function write<T extends readonly (string | Uint8Array)[]>(
  ...texts: T
): { [Text in keyof T]: number } {
  return written(texts) as { [Text in keyof T]: number };
}

/** `write` of any number of texts, and where each ends as the core takes a list. */
export function ends(texts: readonly string[]): Uint32Array {
  return Uint32Array.from(written(texts));
}

function written(texts: readonly (string | Uint8Array)[]): number[] {
  let end = 0;
  const put = (text: string | Uint8Array) =>
    (end = typeof text === "string" ? writeText(text, end) : writeBytes(text, end));
  return texts.map(put);
}

/** How many bytes a code unit may take. */
const WIDEST = 3;
/** How many characters of a text are looked at to tell what the others may be. */
const LOOKS = 32;

function writeBytes(bytes: Uint8Array, offset: number): number {
  roomFor(offset, bytes.length).set(bytes);
  return offset + bytes.length;
}

function writeText(text: string, offset: number): number {
  let at = offset;
  let rest = text;
  // ASCII takes as many bytes as units. Whatever else there is gets room for the
  // worst case; encodeInto never reads half of a surrogate pair.
  const capacity = text.length * (seemsAscii(text) ? 1 : WIDEST);
  for (let room = capacity; rest.length > 0; room = rest.length * WIDEST) {
    const { read, written } = encoder.encodeInto(rest, roomFor(at, room));
    at += written;
    rest = rest.slice(read);
  }
  return at;
}

/** A wrong guess costs a second call, and a copy of what is left for it. */
function seemsAscii(text: string): boolean {
  const step = Math.ceil(text.length / LOOKS);
  for (let at = 0; at < text.length; at += step) {
    if (text.charCodeAt(at) > 0x7f) return false;
  }
  return true;
}

/** A view of `length` bytes of the core's buffer. The buffer keeps what is before it. */
function roomFor(offset: number, length: number): Uint8Array {
  const start = bindings.reserve(offset + length) >>> 0;
  return new Uint8Array(memory().buffer, start + offset, length);
}

// Kept, as to make a view takes longer than most reads of it. Growing empties both.
let bytes = new Uint8Array();
let words = new Uint32Array();

/** The core's memory, until the next call. */
export function memory(): Uint8Array {
  if (bytes.length === 0) bytes = new Uint8Array(bindings.instanceMemory().buffer);
  return bytes;
}

/** The core's memory as numbers, until the next call. */
export function numbers(): Uint32Array {
  if (words.length === 0) words = new Uint32Array(bindings.instanceMemory().buffer);
  return words;
}
