/** Starting the core from wherever its WebAssembly comes. */

import { plain } from "./arguments.js";
import { asPreflightError } from "./error.js";
import { start } from "./instance.js";

/** A class of the platform's, where its types are known: not every project has the DOM's. */
type Platform<Name extends string> = typeof globalThis extends Record<
  Name,
  { prototype: infer Instance }
>
  ? Instance
  : never;
type WasmModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Instance } };
}
  ? Instance
  : never;

/** Where the WebAssembly comes from: an address, an answer to a request, bytes, or compiled. */
export type InitInput =
  | string
  | Platform<"URL">
  | Platform<"Response">
  | Promise<Platform<"Response">>
  | ArrayBuffer
  | ArrayBufferView
  | WasmModule;

let starting: Promise<void> | undefined;

/** Starts the core once. After a failure the next call tries anew. */
export function startFrom(source: () => InitInput): Promise<void> {
  starting ??= load(source).catch((thrown: unknown) => {
    starting = undefined;
    throw asPreflightError(thrown, "not-ready", "the WebAssembly could not be started");
  });
  return starting;
}

async function load(source: () => InitInput): Promise<void> {
  start(await moduleOf(await source()));
}

/**
 * Bytes are compiled aside: a page's own thread may not do that to so many at once. Nothing of
 * `fetch` is asked for where nobody needs it: Node takes longer to load that than all of this.
 */
async function moduleOf(input: Awaited<InitInput>): Promise<WebAssembly.Module> {
  if (input instanceof WebAssembly.Module) return input;
  if (ArrayBuffer.isView(input)) return compileBytes(plain(input));
  if (input instanceof ArrayBuffer) return compileBytes(input);
  const isAddress = typeof input === "string" || input instanceof URL;
  const found: unknown = isAddress ? await fetch(input) : input;
  return found instanceof Response ? compile(found) : compileBytes(found);
}

function compileBytes(found: unknown): Promise<WebAssembly.Module> {
  return WebAssembly.compile(found as BufferSource);
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) {
    throw new Error(`the WebAssembly file was answered with ${response.status}`);
  }
  // Streaming needs the right content type and nothing with it, which not every server knows.
  const isTyped = response.headers.get("content-type") === "application/wasm";
  return isTyped
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
