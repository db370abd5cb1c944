//! `check`: what is wrong with payloads.

use clap::{Args, ValueEnum};
use notify_preflight::{Options, Reading, Report, check_bytes};

use super::Outcome;
use crate::formats::{FileReport, github, sarif};
use crate::input::Input;
use crate::output::{self, Verdict};
use crate::payload::Fields;
use crate::rules::RulesArgument;
use crate::terminal::{self, Payload, count, counts, printable};

/// Check payloads against the rules of the API, before they are sent
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 no errors, 1 errors in a payload, 2 could not run.")]
pub struct Arguments {
    /// Files to check; `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<Input>,

    /// How parameters without a `customMessage` are read: the documents contradict themselves
    #[arg(long, default_value_t, value_parser = super::reading())]
    reading: Reading,

    #[command(flatten)]
    rules: RulesArgument,

    /// What to print: for people, or for programs: the report as JSON (of several files: a list of
    /// file and report), SARIF 2.1.0, or GitHub's workflow commands
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

/// Checks each file; one that cannot be read does not stop the others.
pub fn run(arguments: &Arguments) -> Outcome {
    let rules = arguments.rules.read(&arguments.files)?;
    let options = Options { reading: arguments.reading, rules, ..Options::default() };
    let mut verdict = Verdict::Valid;
    let mut reports = Vec::new();
    for file in &arguments.files {
        let bytes = match file.read() {
            Ok(bytes) => bytes,
            Err(error) => {
                output::complain(&error);
                verdict = Verdict::CouldNotRun;
                continue;
            }
        };
        let report = check_bytes(&bytes, &options);
        verdict = verdict.max(Verdict::of(report.valid));
        let file = file.to_string();
        match arguments.format {
            Format::Text => output::print(&text(&file, &bytes, &report))?,
            Format::Json => reports.push(FileReport { file, report }),
            Format::Sarif | Format::Github => {
                reports.push(FileReport::in_utf16(file, &bytes, report));
            }
        }
    }
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
