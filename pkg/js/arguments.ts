/**
 * Arguments as the core takes them. All code of the caller's runs here, before anything is
 * written, and before a view of bytes is taken: it may take them away.
 */

import { asPreflightError, PreflightError } from "./error.js";
import type { Options, PayloadInput } from "./types.js";

/** A payload as text or bytes. Bytes come as a view that has no code of the caller's. */
export function payloadOf(payload: PayloadInput): string | Uint8Array {
  if (typeof payload === "string") return payload;
  if (isBytes(payload)) return plain(payload);
  if (typeof payload !== "object" || payload === null) {
    throw new PreflightError("bad-argument", "the payload must be a string, bytes or an object");
  }
  return jsonOf(payload, "the payload");
}

/** A payload as text. */
export function payloadText(payload: unknown): string {
  if (typeof payload === "string") return payload;
  if (typeof payload !== "object" || payload === null || isBytes(payload)) {
    throw new PreflightError("bad-argument", "the payload must be a string or an object");
  }
  return jsonOf(payload, "the payload");
}

/** A value as JSON text. */
export function jsonOf(value: unknown, what: string): string {
  return written(value, what);
}

/**
 * A small object as JSON text; empty where there is none.
 *
 * What JSON does not have is not left to it: a function would be no value, NaN be null,
 * and half of a surrogate pair an escape that no text has.
 */
function smallObject(value: unknown, what: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") {
    throw new PreflightError("bad-argument", `${what} must be an object`);
  }
  return written(value, what, (_key, part: unknown) => {
    if (typeof part === "string") return part.toWellFormed();
    if (typeof part === "function" || typeof part === "symbol") {
      throw new PreflightError("bad-argument", `${what} must not hold a ${typeof part}`);
    }
    // More than any number is as much as a number can be.
    if (part === Infinity) return Number.MAX_VALUE;
    return typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  });
}

/** The fields of a small object, with nothing in them that is not JSON; none where there is none. */
export function fields(value: unknown, what: string): Readonly<Record<string, unknown>> {
  const text = smallObject(value, what);
  const read: unknown = text === "" ? {} : JSON.parse(text);
  if (typeof read === "object" && read !== null && !Array.isArray(read)) return { ...read };
  throw new PreflightError("bad-argument", `${what} must be an object`);
}

/** How to look at a payload: the reading, the rules as JSON text, and how many diagnostics at most. */
export function optionsOf(options: Options | undefined): readonly [string, string, number | undefined] {
  if (options === undefined || options === null) return ["", "", undefined];
  const { reading, rules, maxDiagnostics } = fields(options, "options");
  return [
    isAbsent(reading) ? "" : string(reading, "`reading`"),
    isAbsent(rules) ? "" : JSON.stringify(rules),
    isAbsent(maxDiagnostics) ? undefined : wholeNumber(maxDiagnostics, "`maxDiagnostics`"),
  ];
}

/** `null` is no value: callers leave out what they do not know in that way too. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** The names and the values of an object of strings, one after the other. */
export function pairsOf(strings: unknown, what: string): string[] {
  const pairs = Object.entries(fields(strings, what)).flat();
  if (pairs.every((part) => typeof part === "string")) return pairs;
  throw new PreflightError("bad-argument", `${what} must be an object of strings`);
}

/** A string, and nothing else. */
export function string(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new PreflightError("bad-argument", `${what} must be a string`);
}

/** An offset or a count; more than the core can have is as much as it can have. */
export function wholeNumber(value: unknown, what: string): number {
  const isWhole = Number.isInteger(value) || value === Infinity;
  if (isWhole && (value as number) >= 0) return Math.min(value as number, 0xffff_ffff);
  throw new PreflightError("bad-argument", `${what} must be a whole number from 0`);
}

/** Any number from nought on. */
export function amount(value: unknown, what: string): number {
  if (typeof value === "number" && value >= 0) return value;
  throw new PreflightError("bad-argument", `${what} must be a number from 0`);
}

/** Whether it is a `Uint8Array`, of this or of another window. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** The same bytes, whatever the array's class does when asked for them. */
export function plain(bytes: ArrayBufferView): Uint8Array {
  try {
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (thrown) {
    throw asPreflightError(thrown, "bad-argument", "the bytes cannot be read");
  }
}

function written(
  value: unknown,
  what: string,
  replacer?: (key: string, value: unknown) => unknown,
): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, replacer);
  } catch (thrown) {
    throw asPreflightError(thrown, "bad-argument", `${what} cannot be written as JSON`);
  }
  if (text === undefined) {
    throw new PreflightError("bad-argument", `${what} cannot be written as JSON`);
  }
  return text;
}
