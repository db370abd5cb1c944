//! `import`: a CSV file as a payload.

use std::path::PathBuf;

use clap::Args;
use notify_preflight::audience::{self, Audience};
use notify_preflight::{Channel, Diagnostic, Span, check_bytes, limits};

use super::Outcome;
use crate::files::{self, Overwriting};
use crate::input::{self, Input, InputError};
use crate::output::{self, Verdict};
use crate::payload::{self, Fields};
use crate::terminal::{self, count, printable, totals};

/// Make a payload of a CSV file
#[derive(Debug, Args)]
#[command(after_help = "\
The header names the identity (`email`, `spaceId` or `phoneNumber`), `customMessage`, and
parameters: all other columns. Without a message, the list of identities alone is written.
What is wrong goes to standard error, by row and column; with errors nothing is written.
Exit status: 0 no errors, 1 errors in the CSV, 2 could not run.")]
pub struct Arguments {
    /// CSV file, with a header; `-` for standard input
    #[arg(value_name = "CSV")]
    file: Input,

    /// Where the notification goes; the payload of `--into` says so itself
    #[arg(long, value_parser = super::channel(), required_unless_present = "into")]
    channel: Option<Channel>,

    /// The message: a text with placeholders
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        conflicts_with_all = ["message_file", "into"]
    )]
    message: Option<String>,

    /// The message as a file; a line break at its end is not part of it
    #[arg(long, value_name = "FILE", conflicts_with = "into")]
    message_file: Option<Input>,

    /// A payload to put the recipients into, in place of its own; the rest of it stays as it is
    #[arg(long, value_name = "PAYLOAD")]
    into: Option<Input>,

    /// File to write the payload to; default standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    overwriting: Overwriting,
}

/// Why there is nothing to put the recipients into.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error(transparent)]
    Unreadable(#[from] InputError),
    #[error("`{0}`: the text is not UTF-8")]
    NotText(Input),
    #[error("`{file}:{line}:{column}`: {message}")]
    NotAPayload { file: Input, line: usize, column: usize, message: String },
    #[error("`{0}` has no `channel` that is known: `--channel` says which it is")]
    NoChannel(Input),
    #[error("`{file}` goes to `{theirs}`, and `--channel` says `{ours}`")]
    OtherChannel { file: Input, theirs: Channel, ours: Channel },
}

/// What the recipients become part of.
enum Frame {
    /// Nothing: they are a list of their own.
    None,
    /// A new payload with this text.
    Message(String),
    /// This payload.
    Payload(String),
}

/// Imports the file; nothing is written where it has errors.
pub fn run(arguments: &Arguments) -> Outcome {
    let frame = arguments.frame()?;
    let channel = arguments.channel(&frame)?;
    let bytes = arguments.file.read()?;
    let name = arguments.file.to_string();
    let audience = terminal::busy(format!("reading {}", printable(&name)), || {
        audience::import_bytes(&bytes, channel)
    });
    output::print_error(&terminal::problems(&name, &audience));
    let is_good = audience.totals.error == 0;
    if is_good {
        arguments.write(&frame.around(&audience, channel))?;
    }
    output::print_error(&arguments.closing(&audience));
    Ok(Verdict::of(is_good))
}

impl Arguments {
    fn frame(&self) -> Result<Frame, ImportError> {
        let files = [Some(&self.file), self.message_file.as_ref(), self.into.as_ref()];
        input::standard_once(files.into_iter().flatten())?;
        if let Some(message) = &self.message {
            return Ok(Frame::Message(message.clone()));
        }
        if let Some(file) = &self.message_file {
            let text = String::from_utf8(file.read()?);
            let text = text.map_err(|_| ImportError::NotText(file.clone()))?;
            let text = text.strip_suffix('\n').map_or(text.as_str(), without_return);
            return Ok(Frame::Message(text.to_owned()));
        }
        match &self.into {
            Some(file) => Ok(Frame::Payload(payload_of(file)?)),
            None => Ok(Frame::None),
        }
    }

    fn channel(&self, frame: &Frame) -> Result<Channel, ImportError> {
        let theirs = match frame {
            Frame::Payload(payload) => {
                Channel::from_name(&Fields::of(payload.as_bytes()).channel())
            }
            _ => None,
        };
        let file = || self.into.clone().unwrap_or(Input::Standard);
        match (theirs, self.channel) {
            (Some(theirs), Some(ours)) if theirs != ours => {
                Err(ImportError::OtherChannel { file: file(), theirs, ours })
            }
            (Some(channel), _) | (None, Some(channel)) => Ok(channel),
            (None, None) => Err(ImportError::NoChannel(file())),
        }
    }

    fn write(&self, text: &str) -> Outcome<()> {
        match &self.output {
            Some(path) => files::write(path, text, self.overwriting)?,
            None => output::print(text)?,
        }
        Ok(())
    }

    fn closing(&self, audience: &Audience) -> String {
        let recipients = audience.identities.len();
        let mut text =
            format!("{}: {}", printable(&self.file.to_string()), count(recipients, "recipient"));
        match &self.output {
            _ if audience.totals.error > 0 => text.push_str(", nothing is written"),
            Some(path) => text.push_str(&format!(" into `{}`", files::name(path))),
            None => {}
        }
        let counts = totals(audience.totals);
        if !counts.is_empty() {
            text.push_str(&format!(", {counts}"));
        }
        if recipients > limits::IDENTITIES {
            let most = limits::IDENTITIES;
            text.push_str(&format!(
                "\none request takes at most {most}: cut the payload with `notify-preflight split`"
            ));
        }
        text + "\n"
    }
}

impl Frame {
    fn around(&self, audience: &Audience, channel: Channel) -> String {
        match self {
            Frame::None => payload::list(&audience.identities, 0) + "\n",
            Frame::Message(text) => payload::with_text(channel, text, &audience.identities),
            Frame::Payload(payload) => payload::with_identities(payload, &audience.identities),
        }
    }
}

/// The text of a payload that has fields, whatever else is wrong with it.
fn payload_of(file: &Input) -> Result<String, ImportError> {
    let bytes = file.read()?;
    if Fields::are_in(&bytes) {
        return String::from_utf8(bytes).map_err(|_| ImportError::NotText(file.clone()));
    }
    let report = check_bytes(&bytes, &Default::default());
    let file = file.clone();
    Err(match report.diagnostics.into_iter().next() {
        Some(Diagnostic { span: Some(Span { line, column, .. }), message, .. }) => {
            ImportError::NotAPayload { file, line, column, message }
        }
        _ => ImportError::NotText(file),
    })
}

fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}
