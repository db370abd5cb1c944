//! `check`: what is wrong with payloads.

use clap::{Args, ValueEnum};
use notify_preflight::{Report, check_bytes};

use super::Outcome;
use crate::formats::{FileReport, github, sarif};
use crate::input::{self, Input};
use crate::options::OptionArguments;
use crate::output::{self, Verdict};
use crate::payload::Fields;
use crate::terminal::{self, Payload, Progress, count, counts, printable};

/// Check payloads against the rules of the API, before they are sent
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 no errors, 1 errors in a payload, 2 could not run.")]
pub struct Arguments {
    /// Files to check; `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<Input>,

    #[command(flatten)]
    options: OptionArguments,

    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: place, sentence, source line, way out
    Text,
    /// The report; of several files, a list of file and report
    Json,
    /// SARIF 2.1.0, which code hosts and editors import
    Sarif,
    /// GitHub's workflow commands: an annotation at each line
    Github,
}

/// Checks each file; one that cannot be read does not stop the others.
pub fn run(arguments: &Arguments) -> Outcome {
    input::standard_once(&arguments.files)?;
    let options = arguments.options.read(&arguments.files)?;
    let progress = Progress::over(arguments.files.len(), "files");
    let mut verdict = Verdict::Valid;
    let mut reports = Vec::new();
    for file in &arguments.files {
        let bytes = match file.read() {
            Ok(bytes) => bytes,
            Err(error) => {
                progress.beside(|| output::complain(&error));
                progress.step();
                verdict = Verdict::CouldNotRun;
                continue;
            }
        };
        let report = check_bytes(&bytes, &options);
        verdict = verdict.max(Verdict::of(report.valid));
        let file = file.to_string();
        match arguments.format {
            Format::Text => progress.beside(|| output::print(&text(&file, &bytes, &report)))?,
            Format::Json => reports.push(FileReport { file, report }),
            Format::Sarif | Format::Github => {
                reports.push(FileReport::in_utf16(file, &bytes, report));
            }
        }
        progress.step();
    }
    drop(progress);
    output::print(&match arguments.format {
        Format::Text => String::new(),
        Format::Json => json(&arguments.files, &reports)?,
        Format::Sarif => sarif::text(&reports)?,
        Format::Github => github::text(&reports),
    })?;
    Ok(verdict)
}

fn text(name: &str, bytes: &[u8], report: &Report) -> String {
    let mut text = terminal::diagnostics(Payload { name, bytes }, report);
    let counts = counts(report);
    let closing = if report.valid {
        let recipients = Fields::of(bytes).recipients();
        let separator = if counts.is_empty() { "" } else { ", " };
        format!("ready to send: {}{separator}{counts}", count(recipients, "recipient"))
    } else {
        counts
    };
    text.push_str(&format!("{}: {closing}\n", printable(name)));
    text
}

/// The report itself for one file, so that the answer is the npm package's; a list for several.
fn json(files: &[Input], reports: &[FileReport]) -> serde_json::Result<String> {
    let text = match (files, reports) {
        ([_], []) => return Ok(String::new()),
        ([_], [only]) => serde_json::to_string_pretty(&only.report),
        _ => serde_json::to_string_pretty(reports),
    };
    text.map(|text| text + "\n")
}
