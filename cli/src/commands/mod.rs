//! The commands, one file each: its arguments and what it does with them.

pub mod check;
pub mod preview;
pub mod send;
pub mod serve;
pub mod status;

use std::error::Error;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use notify_preflight::Reading;

use crate::output::Verdict;

/// What a command ends with: a verdict, or why it could not run.
pub type Outcome = Result<Verdict, Box<dyn Error>>;

/// Reads `--reading`, and lists both readings in the help.
fn reading() -> impl TypedValueParser<Value = Reading> {
    PossibleValuesParser::new(["substitute", "ignore"]).try_map(|name| name.parse::<Reading>())
}
