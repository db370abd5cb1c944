/**
 * Entry for tests, which look inside. It has all that the others have: what only some entries
 * share is one file more for each of them to load.
 */

export { instanceMemory, reserve } from "./bindings.js";
export * from "./face.js";
export { call } from "./instance.js";
