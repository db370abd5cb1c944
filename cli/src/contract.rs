//! The published contract, as `schema/` holds it: in the binary, so that it can be printed and
//! served anywhere.

/// The answer to a send, as JSON Schema.
pub const JOB: &str = include_str!("../../schema/job.schema.json");

/// The answer to a status call, as JSON Schema.
pub const STATUS_REPORT: &str = include_str!("../../schema/status-report.schema.json");

/// The API's two calls and the sandbox's own routes, as OpenAPI 3.1. It refers to the schemas
/// as files beside it.
pub const OPENAPI: &str = include_str!("../../schema/openapi.yaml");
