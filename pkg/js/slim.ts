/** Entry that does not look for the WebAssembly file: whoever bundles it gives it to `init`. */

import { PreflightError } from "./error.js";
import { type InitInput, startFrom } from "./loading.js";

export * from "./face.js";
export type { InitInput } from "./loading.js";

/** Makes the package ready. May be called again at any time; after a failure it tries anew. */
export default function init(input: InitInput): Promise<void> {
  if (input === undefined || input === null) {
    const message = "`init` needs the WebAssembly: an address, a `Response`, bytes or a module";
    return Promise.reject(new PreflightError("bad-argument", message));
  }
  return startFrom(() => input);
}
