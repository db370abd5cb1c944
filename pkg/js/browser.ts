/** Entry for browsers and bundlers: `init()` fetches the WebAssembly file once. */

import { type InitInput, startFrom } from "./loading.js";

export * from "./face.js";
export type { InitInput } from "./loading.js";

/**
 * Makes the package ready. May be called again at any time; after a failure it tries anew.
 *
 * Without an argument the WebAssembly file comes from beside the code.
 */
export default function init(input?: InitInput): Promise<void> {
  return startFrom(() => input ?? new URL("./notify-preflight.wasm", import.meta.url));
}
