/** The types of the package's face. Shapes are those of the Rust core's serde forms. */

export type * from "./types/audience.js";
export type * from "./types/calls.js";
export type * from "./types/errors.js";
export type * from "./types/jobs.js";
export type * from "./types/payload.js";
export type * from "./types/preview.js";
export type * from "./types/report.js";
