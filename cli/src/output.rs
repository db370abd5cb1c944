//! Standard output and standard error: colour where a terminal shows it, a reader that goes away
//! taken quietly, and the exit status.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use crate::terminal::printable;

/// Exit status where the command could not do its work; clap exits with the same one.
pub const COULD_NOT_RUN: u8 = 2;

/// The style of the word `error`.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();

/// The style of the word `warning`.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// What a command found: its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No errors in any payload.
    Valid,
    /// Errors in a payload.
    Errors,
    /// Something could not be read.
    CouldNotRun,
}

impl Verdict {
    /// The verdict on one payload.
    pub fn of(valid: bool) -> Verdict {
        if valid { Verdict::Valid } else { Verdict::Errors }
    }
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> ExitCode {
        ExitCode::from(match verdict {
            Verdict::Valid => 0,
            Verdict::Errors => 1,
            Verdict::CouldNotRun => COULD_NOT_RUN,
        })
    }
}

/// Writes to standard output. A reader that has gone away (`| head`) is no error: there is just
/// nobody left to write for.
pub fn print(text: &str) -> io::Result<()> {
    quietly(anstream::stdout().lock(), text)
}

/// Writes to standard error, where a failure has nowhere to be told.
pub fn print_error(text: &str) {
    let _ = quietly(anstream::stderr().lock(), text);
}

/// Says on standard error what went wrong, with its causes.
pub fn complain(error: &dyn Error) {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    complain_of(&text);
}

/// Says on standard error what went wrong.
pub fn complain_of(what: &str) {
    print_error(&format!("{ERROR}error{ERROR:#}: {}\n", printable_lines(what)));
}

/// Says on standard error what is worth a look.
pub fn warn(of: &str) {
    print_error(&format!("{WARNING}warning{WARNING:#}: {}\n", printable_lines(of)));
}

/// What is said may repeat a file's name, or what stands in a file.
fn printable_lines(text: &str) -> String {
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

fn quietly(mut stream: impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
