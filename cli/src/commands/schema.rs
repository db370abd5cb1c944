//! `schema`: the published contract.

use clap::{Args, ValueEnum};
use notify_preflight::REQUEST_SCHEMA;

use super::Outcome;
use crate::contract;
use crate::output::{self, Verdict};

/// Print the published schema of what goes to the API, or of what comes back
#[derive(Debug, Args)]
pub struct Arguments {
    /// Which one
    #[arg(value_enum, default_value = "request")]
    document: Document,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Document {
    /// A payload, as JSON Schema 2020-12
    Request,
    /// The answer to a send, as JSON Schema 2020-12
    Job,
    /// The answer to a status call, as JSON Schema 2020-12
    StatusReport,
    /// The API's two calls and the sandbox's own routes, as OpenAPI 3.1
    Openapi,
}

/// Prints it.
pub fn run(arguments: &Arguments) -> Outcome {
    output::print(match arguments.document {
        Document::Request => REQUEST_SCHEMA,
        Document::Job => contract::JOB,
        Document::StatusReport => contract::STATUS_REPORT,
        Document::Openapi => contract::OPENAPI,
    })?;
    Ok(Verdict::Valid)
}
