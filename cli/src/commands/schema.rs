//! `schema`: the published contract.

use clap::{Args, ValueEnum};
use notify_preflight::REQUEST_SCHEMA;

use super::Outcome;
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
}

/// Prints it.
pub fn run(arguments: &Arguments) -> Outcome {
    output::print(match arguments.document {
        Document::Request => REQUEST_SCHEMA,
        Document::Job => include_str!("../../../schema/job.schema.json"),
        Document::StatusReport => include_str!("../../../schema/status-report.schema.json"),
    })?;
    Ok(Verdict::Valid)
}
