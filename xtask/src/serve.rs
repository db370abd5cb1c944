//! `cargo xtask serve`: from a fresh clone to a link that opens.

use crate::run::{command, heading, run};
use crate::{Failure, build, command_line};

/// Builds all there is, then runs the server in the foreground.
pub fn serve(arguments: &[&str]) -> Result<(), Failure> {
    build()?;
    command_line::build()?;
    heading("serving");
    let binary = command_line::binary();
    run(command(&binary.to_string_lossy(), &[&["serve"][..], arguments].concat()))
}
