//! `preview`: what each recipient gets.

use clap::{Args, ValueEnum};
use notify_preflight::{Options, Preview, Reading, preview_bytes};

use super::Outcome;
use crate::input::Input;
use crate::output::{self, Verdict};
use crate::rules::RulesArgument;
use crate::terminal::{self, Payload, count, counts, printable};

/// Show what each recipient of a payload gets
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 no errors, 1 errors in the payload, 2 could not run.")]
pub struct Arguments {
    /// File to preview; `-` for standard input
    #[arg(value_name = "FILE")]
    file: Input,

    /// How parameters without a `customMessage` are read: the documents contradict themselves
    #[arg(long, default_value_t, value_parser = super::reading())]
    reading: Reading,

    #[command(flatten)]
    rules: RulesArgument,

    /// What to print: for people, JSON, or one recipient a line as JSON
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How many bytes of text are held at once; a message of some MB to 1000 recipients has more.
const TEXTS: usize = 1 << 30;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
}

/// Previews the file. Recipients go to standard output; what is wrong goes to standard error,
/// where it is not part of the answer already.
pub fn run(arguments: &Arguments) -> Outcome {
    let rules = arguments.rules.read([&arguments.file])?;
    let options = Options { reading: arguments.reading, rules, ..Options::default() };
    let bytes = arguments.file.read()?;
    let preview = preview_bytes(&bytes, &options, TEXTS)?;
    match arguments.format {
        Format::Text => {
            let list = terminal::recipients(&preview.recipients, arguments.reading);
            output::print(&list)?;
        }
        Format::Json => output::print(&(serde_json::to_string_pretty(&preview)? + "\n"))?,
        Format::Jsonl => output::print(&lines(&preview)?)?,
    }
    if !matches!(arguments.format, Format::Json) {
        output::print_error(&diagnostics(&arguments.file, &bytes, &preview));
    }
    Ok(Verdict::of(preview.report.valid))
}

fn lines(preview: &Preview) -> serde_json::Result<String> {
    let mut text = String::new();
    for recipient in &preview.recipients {
        text.push_str(&serde_json::to_string(recipient)?);
        text.push('\n');
    }
    Ok(text)
}

fn diagnostics(file: &Input, bytes: &[u8], preview: &Preview) -> String {
    let name = &file.to_string();
    let mut text = terminal::diagnostics(Payload { name, bytes }, &preview.report);
    let recipients = count(preview.recipients.len(), "recipient");
    let counts = counts(&preview.report);
    let separator = if counts.is_empty() { "" } else { ", " };
    text.push_str(&format!("{}: {recipients}{separator}{counts}\n", printable(name)));
    text
}
