//! `preview`: what each recipient gets.

use clap::{Args, ValueEnum};
use notify_preflight::{Preview, preview_bytes};

use super::Outcome;
use crate::input::Input;
use crate::options::OptionArguments;
use crate::output::{self, Verdict};
use crate::selection::Selection;
use crate::terminal::{self, Payload, count, counts, printable};

/// Show what each recipient of a payload gets
#[derive(Debug, Args)]
#[command(after_help = "\
What is wrong with the payload goes to standard error, or into the JSON.
Exit status: 0 no errors, 1 errors in the payload, 2 could not run.")]
pub struct Arguments {
    /// File to preview; `-` for standard input
    #[arg(value_name = "FILE")]
    file: Input,

    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    options: OptionArguments,

    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How many bytes of text are held at once; a message of some MB to 1000 recipients has more.
const TEXTS: usize = 1 << 30;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Each text as it stands, below its recipient
    Text,
    /// A row for each recipient, as wide as the terminal
    Table,
    /// The report and the recipients
    Json,
    /// One recipient a line
    Jsonl,
}

/// Previews the file. Recipients go to standard output; what is wrong goes to standard error,
/// where it is not part of the answer already.
pub fn run(arguments: &Arguments) -> Outcome {
    let options = arguments.options.read([&arguments.file])?;
    let bytes = arguments.file.read()?;
    let filling = format!("filling {}", printable(&arguments.file.to_string()));
    let mut preview = terminal::busy(filling, || preview_bytes(&bytes, &options, TEXTS))?;
    let all = preview.recipients.len();
    arguments.selection.choose(&mut preview.recipients)?;
    output::print(&match arguments.format {
        Format::Text => terminal::recipients(&preview.recipients, options.reading),
        Format::Table => terminal::table(&preview.recipients, options.reading),
        Format::Json => serde_json::to_string_pretty(&preview)? + "\n",
        Format::Jsonl => lines(&preview)?,
    })?;
    if !matches!(arguments.format, Format::Json) {
        output::print_error(&diagnostics(&arguments.file, &bytes, &preview, all));
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

fn diagnostics(file: &Input, bytes: &[u8], preview: &Preview, all: usize) -> String {
    let name = &file.to_string();
    let mut text = terminal::diagnostics(Payload { name, bytes }, &preview.report);
    let recipients = match preview.recipients.len() {
        shown if shown == all => count(all, "recipient"),
        shown => format!("{shown} of {}", count(all, "recipient")),
    };
    let counts = counts(&preview.report);
    let separator = if counts.is_empty() { "" } else { ", " };
    text.push_str(&format!("{}: {recipients}{separator}{counts}\n", printable(name)));
    text
}
