//! `status`: how far a job is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use notify_preflight::request::{self, Backoff, StatusOutcome};
use notify_preflight::status::{Progress, progress, progress_of};

use super::Outcome;
use crate::input::Input;
use crate::output::{self, Verdict};
use crate::sender::{self, Destination, Reply, TokenArgument, Transport};
use crate::terminal::{count, printable};

/// Show how far a job is
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 no message has failed, 1 one has, 2 could not run.")]
pub struct Arguments {
    /// The job's id, `ds-…`, as the answer to the request has it
    #[arg(value_name = "JOB")]
    job: String,

    /// The platform, as `https://platform.example.com`; plain `http` on this machine only
    #[arg(long, value_name = "HOST")]
    host: String,

    /// The bot's stream id, `st-…`
    #[arg(long, value_name = "ID")]
    stream: String,

    #[command(flatten)]
    token: TokenArgument,

    /// The payload that was sent: shows what became of each of its recipients
    #[arg(long, value_name = "FILE")]
    payload: Option<PathBuf>,

    /// Ask again until the job has ended
    #[arg(long)]
    follow: bool,

    /// What to print: for people, or JSON
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Why a job cannot be shown.
#[derive(Debug, thiserror::Error)]
enum StatusError {
    #[error("{0}")]
    Failed(String),
    #[error("`{path}` is not UTF-8 text", path = .0.display())]
    NotText(PathBuf),
}

/// Asks once, or until the job has ended.
pub fn run(arguments: &Arguments) -> Outcome {
    let payload = arguments.payload.as_deref().map(read).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let progress = runtime.block_on(ask(arguments, payload.as_deref()))?;
    output::print(&match arguments.format {
        Format::Text => text(&progress),
        Format::Json => serde_json::to_string_pretty(&progress)? + "\n",
    })?;
    let has_failed = ["FAILURE", "PARTIAL_SUCCESS", "FAILED"]
        .iter()
        .any(|failed| progress.status == *failed || progress.by_status.contains_key(*failed));
    Ok(Verdict::of(!has_failed))
}

fn read(path: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let bytes = Input::from(path.as_os_str().to_owned()).read()?;
    Ok(String::from_utf8(bytes).map_err(|_| StatusError::NotText(path.to_owned()))?)
}

async fn ask(
    arguments: &Arguments,
    payload: Option<&str>,
) -> Result<Progress, Box<dyn std::error::Error>> {
    let Arguments { host, stream, token, .. } = arguments;
    let destination =
        Destination { host: host.clone(), stream: stream.clone(), token: token.clone() };
    let call = request::status(&destination.target(&token.read()?)?, &arguments.job)?;
    let transport = Transport::new()?;
    let mut backoff = Backoff::new(getrandom::u64().unwrap_or_default());
    let (mut done, mut pause) = (0, Duration::ZERO);
    let bar = arguments.follow.then(ProgressBar::new_spinner);
    loop {
        let reply = transport.call(call.clone()).await;
        match (StatusOutcome::of(&reply.answer()), &reply) {
            (StatusOutcome::Failed(failure), _) if failure.retry && arguments.follow => {
                pause = backoff.next_delay(failure.retry_after.map(Duration::from_secs));
                say(bar.as_ref(), sender::sentence(&failure));
            }
            (StatusOutcome::Answered { .. }, Reply::Http { body, .. }) => {
                backoff.reset();
                let found = match payload {
                    Some(payload) => progress_of("{}", body, payload)?,
                    None => progress("{}", body)?,
                };
                if found.finished || !arguments.follow {
                    return Ok(found);
                }
                say(bar.as_ref(), counts(&found));
                pause = sender::next_pause(pause, done, &found);
                done = found.done;
            }
            (StatusOutcome::Failed(failure), _) => {
                return Err(StatusError::Failed(sender::sentence(&failure)).into());
            }
            // The core has found a report in an answer that is none: there is no such case.
            (StatusOutcome::Answered { .. }, _) => {}
        }
        tokio::time::sleep(pause).await;
    }
}

fn say(bar: Option<&ProgressBar>, text: String) {
    if let Some(bar) = bar {
        bar.set_message(text);
        bar.tick();
    }
}

fn text(progress: &Progress) -> String {
    let mut text = counts(progress) + "\n";
    for recipient in progress.by_recipient.iter().flat_map(|found| &found.recipients) {
        let status = recipient.status.as_deref().unwrap_or("no log yet");
        let comment =
            recipient.comment.as_ref().map_or(String::new(), |comment| format!(": {comment}"));
        text.push_str(&printable(&format!("{} {status}{comment}", recipient.identity)));
        text.push('\n');
    }
    text
}

/// `IN_PROGRESS: 12 recipients done: 10 SUCCESS, 2 FAILURE`.
fn counts(progress: &Progress) -> String {
    let statuses: Vec<_> =
        progress.by_status.iter().map(|(status, number)| format!("{number} {status}")).collect();
    let of_all = match &progress.by_recipient {
        Some(found) => format!(" of {}", found.recipients.len()),
        None => String::new(),
    };
    let list =
        if statuses.is_empty() { String::new() } else { format!(" ({})", statuses.join(", ")) };
    printable(&format!(
        "{}: {}{of_all} done{list}",
        progress.status,
        count(progress.done, "recipient")
    ))
}
