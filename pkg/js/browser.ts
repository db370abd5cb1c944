/** Entry for browsers and bundlers: `init()` fetches the WebAssembly file once. */

import { asPreflightError } from "./error.js";
import { start } from "./instance.js";

export * from "./face.js";

/** Where the WebAssembly comes from, when not from beside this file. */
export type InitInput =
  | string
  | URL
  | Response
  | Promise<Response>
  | BufferSource
  | WebAssembly.Module;

let starting: Promise<void> | undefined;

/** Makes the package ready. May be called again at any time; after a failure it tries anew. */
export default function init(input?: InitInput): Promise<void> {
  starting ??= load(input).catch((thrown: unknown) => {
    starting = undefined;
    throw asPreflightError(thrown, "not-ready", "the WebAssembly file could not be started");
  });
  return starting;
}

async function load(input: InitInput | undefined): Promise<void> {
  const source = await (input ?? new URL("./notify-preflight.wasm", import.meta.url));
  const isAddress = typeof source === "string" || source instanceof URL;
  const found = isAddress ? await fetch(source) : source;
  start(found instanceof Response ? await compile(found) : found);
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) {
    throw new Error(`the WebAssembly file was answered with ${response.status}`);
  }
  // Streaming needs the right content type, which not every server knows.
  const isTyped = response.headers.get("content-type")?.startsWith("application/wasm") ?? false;
  return isTyped
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
