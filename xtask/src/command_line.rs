//! The command `notify-preflight`, with the page built into it.

use std::path::PathBuf;

use crate::run::{cargo, run, timed};
use crate::{Failure, built};

/// Builds the command; the page must have been built before.
///
/// As a part of the workspace: its dependencies then have the features that the
/// tests build them with, and are built once for both.
pub fn build() -> Result<(), Failure> {
    timed("command line", || run(cargo(&["build", "--workspace", "--bin", "notify-preflight"])))
}

/// Where the built command is.
pub fn binary() -> PathBuf {
    built().join("debug/notify-preflight").with_extension(std::env::consts::EXE_EXTENSION)
}
