//! How payloads are looked at: what `check` and `preview` are both told.

use clap::Args;
use notify_preflight::{Options, Reading, limits};

use crate::commands;
use crate::input::Input;
use crate::rules::{RulesArgument, RulesError};

/// The core's options, as arguments.
#[derive(Debug, Args)]
pub struct OptionArguments {
    /// How parameters without a `customMessage` are read: the documents contradict themselves
    #[arg(long, default_value_t, value_parser = commands::reading())]
    pub reading: Reading,

    #[command(flatten)]
    rules: RulesArgument,

    /// How many diagnostics of a payload are listed at most; all are counted
    #[arg(long, value_name = "N", default_value_t = limits::DIAGNOSTICS)]
    max_diagnostics: usize,
}

impl OptionArguments {
    /// The options, with the house rules read. The payloads are looked at by name only.
    pub fn read<'a>(
        &self,
        payloads: impl IntoIterator<Item = &'a Input>,
    ) -> Result<Options, RulesError> {
        let rules = self.rules.read(payloads)?;
        Ok(Options { reading: self.reading, max_diagnostics: self.max_diagnostics, rules })
    }
}
