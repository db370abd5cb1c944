//! `--rules`: the organisation's own patterns, from a file.

use clap::Args;
use notify_preflight::Rules;
use notify_preflight::rules::RuleError;

use crate::input::{Input, InputError};
use crate::terminal::printable;

/// Where the house rules come from.
#[derive(Debug, Args)]
pub struct RulesArgument {
    /// House rules: a JSON file, an array of `{ "name", "pattern", "on", "must", "severity",
    /// "message" }`
    #[arg(long, value_name = "FILE")]
    rules: Option<Input>,
}

/// Why the house rules cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    #[error(transparent)]
    Unreadable(#[from] InputError),
    #[error("`{0}`: the text is not UTF-8")]
    NotText(Input),
    #[error("`{0}`: {rule}", rule = printable(&.1.to_string()))]
    Bad(Input, RuleError),
    #[error("standard input cannot be both a payload and the house rules: give one as a file")]
    StandardInputTwice,
}

impl RulesArgument {
    /// The rules, none where no file is named. The payloads are looked at by name only.
    pub fn read<'a>(
        &self,
        payloads: impl IntoIterator<Item = &'a Input>,
    ) -> Result<Rules, RulesError> {
        let Some(file) = &self.rules else { return Ok(Rules::default()) };
        if file.is_standard() && payloads.into_iter().any(Input::is_standard) {
            return Err(RulesError::StandardInputTwice);
        }
        let text =
            String::from_utf8(file.read()?).map_err(|_| RulesError::NotText(file.clone()))?;
        Rules::parse(&text).map_err(|error| RulesError::Bad(file.clone(), error))
    }
}
