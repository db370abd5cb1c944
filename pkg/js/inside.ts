/** Entry for tests: what is inside of the package, beside what it offers in Node. */

export * from "./face.js";
export { instanceMemory, reserve } from "./bindings.js";
export { call } from "./instance.js";
