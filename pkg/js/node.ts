/** Entry for Node: ready at import. */

import { readFileSync } from "node:fs";

import { start } from "./instance.js";
import type { InitInput } from "./loading.js";

export * from "./face.js";
export type { InitInput } from "./loading.js";

start(readFileSync(new URL("./notify-preflight.wasm", import.meta.url)));

/** Resolves at once: in Node the package is ready at import. */
export default function init(_input?: InitInput): Promise<void> {
  return Promise.resolve();
}
