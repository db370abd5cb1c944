//! `cargo xtask serve`: from a fresh clone to a link that opens.

use crate::run::{cargo, heading, run, timed};
use crate::{Failure, build};

/// Builds all there is, then runs the server in the foreground.
pub fn serve(arguments: &[&str]) -> Result<(), Failure> {
    build()?;
    timed("server", || run(cargo(&["build", "--release", "--package", "notify-preflight-cli"])))?;
    heading("serving; Ctrl-C ends it\n");
    let command =
        ["run", "--quiet", "--release", "--package", "notify-preflight-cli", "--", "serve"];
    run(cargo(&[&command[..], arguments].concat()))
}
