/** The one WebAssembly instance, and the way in and out of it. */

import * as bindings from "./bindings.js";
import { PreflightError } from "./error.js";
import type { PreflightErrorCode } from "./types.js";

type Exports = typeof bindings;

let ready = false;
const encoder = new TextEncoder();

/** Starts the instance; a second start changes nothing. */
export function start(module: WebAssembly.Module | BufferSource): void {
  if (ready) return;
  bindings.initSync({ module });
  ready = true;
}

/** Calls into the core. What it throws is a code and a sentence. */
export function call<T>(run: (exports: Exports) => T): T {
  if (!ready) {
    throw new PreflightError("not-ready", "call and await `init()` before anything else");
  }
  try {
    return run(bindings);
  } catch (thrown) {
    throw said(thrown);
  }
}

function said(thrown: unknown): PreflightError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return new PreflightError(thrown.code as PreflightErrorCode, String(thrown.message));
  }
  // A trap (out of memory, say) leaves the instance in pieces: the next call gets a new one.
  bindings.__wbg_reset_state();
  return new PreflightError("internal", "the core failed and was started anew", { cause: thrown });
}

/**
 * Puts text where the core reads it and returns its length in bytes.
 *
 * `encodeInto` fills the core's own buffer at once; a string handed to
 * wasm-bindgen would be walked a character at a time.
 */
export function write(input: string | Uint8Array): number {
  return typeof input === "string" ? writeText(input, 0) : writeBytes(input);
}

/** The same for two texts, one behind the other: the end of the first, and of both. */
export function writeTwo(first: string, second: string): [number, number] {
  const end = writeText(first, 0);
  return [end, writeText(second, end)];
}

function writeBytes(bytes: Uint8Array): number {
  room(0, bytes.length).set(bytes);
  return bytes.length;
}

function writeText(text: string, offset: number): number {
  let at = offset;
  let rest = text;
  // ASCII takes as many bytes as units. Whatever else there is gets room for the
  // worst case; encodeInto never reads half of a surrogate pair.
  for (let capacity = text.length; rest.length > 0; capacity = rest.length * 3) {
    const { read, written } = encoder.encodeInto(rest, room(at, capacity));
    at += written;
    rest = rest.slice(read);
  }
  return at;
}

/** A view of `length` bytes of the core's buffer. The buffer keeps what is before it. */
function room(offset: number, length: number): Uint8Array {
  return call((exports) => {
    const start = exports.reserve(offset + length) >>> 0;
    return new Uint8Array(exports.instanceMemory().buffer, start + offset, length);
  });
}
