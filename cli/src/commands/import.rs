//! `import`: a CSV file as a payload.

use std::path::PathBuf;

use clap::Args;
use notify_preflight::audience::{self, Audience};
use notify_preflight::{Channel, limits};

use super::Outcome;
use crate::files::{self, Overwriting};
use crate::frame::{Frame, FrameError};
use crate::input::{self, Input};
use crate::output::{self, Verdict};
use crate::payload;
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

/// Imports the file; nothing is written where it has errors.
pub fn run(arguments: &Arguments) -> Outcome {
    let frame = arguments.frame()?;
    let channel = frame.as_ref().map(|frame| frame.channel).or(arguments.channel);
    let channel = channel.ok_or(FrameError::NoChannelGiven)?;
    let bytes = arguments.file.read()?;
    let name = arguments.file.to_string();
    let audience = terminal::busy(format!("reading {}", printable(&name)), || {
        audience::import_bytes(&bytes, channel)
    });
    output::print_error(&terminal::problems(&name, &audience));
    let is_good = audience.totals.error == 0;
    if is_good {
        arguments.write(&match &frame {
            Some(frame) => frame.with(&audience.identities),
            None => payload::list(&audience.identities, 0) + "\n",
        })?;
    }
    output::print_error(&arguments.closing(&audience));
    Ok(Verdict::of(is_good))
}

impl Arguments {
    /// What the recipients go into; nothing where they are a list of their own.
    fn frame(&self) -> Result<Option<Frame>, FrameError> {
        let files = [Some(&self.file), self.message_file.as_ref(), self.into.as_ref()];
        input::standard_once(files.into_iter().flatten())?;
        let (file, into) = (self.message_file.as_ref(), self.into.as_ref());
        Frame::named(self.message.as_deref(), file, into, self.channel)
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
