//! The commands, one file each: its arguments and what it does with them.

pub mod check;
pub mod completions;
pub mod import;
pub mod man;
pub mod preview;
pub mod schema;
pub mod send;
pub mod serve;
pub mod split;
pub mod status;
pub mod token;

use std::error::Error;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use notify_preflight::{Channel, Reading};

use crate::output::Verdict;

/// What a command ends with: a verdict, or why it could not run.
pub type Outcome<T = Verdict> = Result<T, Box<dyn Error>>;

/// Reads `--reading`, and lists both readings in the help.
pub fn reading() -> impl TypedValueParser<Value = Reading> {
    PossibleValuesParser::new(["substitute", "ignore"]).try_map(|name| name.parse::<Reading>())
}

/// Reads `--channel`, and lists all channels in the help.
pub fn channel() -> impl TypedValueParser<Value = Channel> {
    let names = Channel::ALL.map(Channel::name);
    PossibleValuesParser::new(names).try_map(|name| Channel::from_name(&name).ok_or(name))
}
