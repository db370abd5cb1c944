/** What the package offers: the core's answers, converted and nothing else. */

export * from "./calls.js";
export * from "./composer.js";
export * from "./jobs.js";
export * from "./preflight.js";
export type * from "./types.js";
export { PreflightError } from "./error.js";
export { limits, schema } from "./contract.js";
