//! `send`: a payload or a table, to any number of recipients.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use notify_preflight::batch::SplitError;
use notify_preflight::{Channel, Options, Reading, check_bytes, limits, request};
use serde_json::value::RawValue;

use super::Outcome;
use crate::input::Input;
use crate::output::{self, Verdict};
use crate::rules::RulesArgument;
use crate::sender::{
    self, Campaign, Destination, Halt, Ledger, Message, Plan, Progress, Sender, Size, Source,
    SourceError, Sqlite, Table, TokenArgument,
};
use crate::terminal::{self, Payload};

/// Send a payload, or a message to the rows of a CSV, in as many requests as it takes
#[derive(Debug, Args)]
#[command(after_help = HELP)]
#[command(group = ArgGroup::new("text").args(["message", "message_file"]))]
pub struct Arguments {
    /// A payload (JSON), or the recipients (CSV: `.csv`, `.tsv`, `.txt`)
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The platform, as `https://platform.example.com`; plain `http` on this machine only
    #[arg(
        long,
        value_name = "HOST",
        required_unless_present = "dry_run",
        default_value = "",
        hide_default_value = true
    )]
    host: String,

    /// The bot's stream id, `st-…`
    #[arg(
        long,
        value_name = "ID",
        required_unless_present = "dry_run",
        default_value = "",
        hide_default_value = true
    )]
    stream: String,

    #[command(flatten)]
    token: TokenArgument,

    /// Where the recipients of a CSV are: `ivr`, `hangouts` or `whatsapp`
    #[arg(long, value_parser = channel)]
    channel: Option<Channel>,

    /// The message to the recipients of a CSV
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,

    /// File with the message to the recipients of a CSV
    #[arg(long, value_name = "FILE")]
    message_file: Option<PathBuf>,

    /// What the message to the recipients of a CSV is; a template's value may be JSON
    #[arg(long, value_name = "TYPE", default_value = "text")]
    message_type: String,

    /// The webhook of a CSV's recipients, on `ivr`
    #[arg(long, value_name = "NAME")]
    webhook_instance: Option<String>,

    /// Most recipients of a request
    #[arg(long, value_name = "N", default_value_t = limits::IDENTITIES, value_parser = most_recipients)]
    max: usize,

    /// Most bytes of a request
    #[arg(long, value_name = "N")]
    max_bytes: Option<usize>,

    /// Where to keep what was sent and what became of it [default: FILE.notify-ledger.sqlite]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,

    /// Print how many requests it takes and how long at least, and send nothing
    #[arg(long)]
    dry_run: bool,

    /// Write what became of each recipient, as CSV
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,

    /// Send again what may have been accepted already: some recipients may get it twice
    #[arg(long)]
    resend_unknown: bool,

    /// At the end, send once more to those whose message failed
    #[arg(long)]
    retry_failures: bool,

    /// How parameters without a `customMessage` are read by the check before
    #[arg(long, default_value_t, value_parser = super::reading())]
    reading: Reading,

    #[command(flatten)]
    rules: RulesArgument,
}

const HELP: &str = "\
Every request is made and checked before the first one is sent; an error anywhere stops all. What
is sent and what becomes of it is kept in the ledger, on the disk before it happens: stopped or
killed at any moment, the same command goes on where it stood. A request whose answer was lost is
`unknown`, and never sent again by itself.

Calls stay below 600 a minute and 18,000 an hour, status calls included.

Exit status: 0 everyone was reached, 1 errors in the payload, or someone was not reached, 2 could
not run, or was stopped.";

/// What cannot be sent, or not so.
#[derive(Debug, thiserror::Error)]
enum SendError {
    #[error("a CSV needs a channel: `--channel` `ivr`, `hangouts` or `whatsapp`")]
    NoChannel,
    #[error("a CSV needs a message: give it with `--message` or `--message-file`")]
    NoMessage,
    #[error("`{0}` is for a CSV: a payload has its own")]
    OfPayload(&'static str),
    #[error("the message in `{0}` is not UTF-8 text")]
    MessageNotText(PathBuf),
    #[error("standard input cannot be sent: what is sent must be there again after a crash")]
    StandardInput,
    #[error(
        "`{ledger}` is the ledger of another campaign: {what}; name another one with `--ledger`"
    )]
    OtherCampaign { ledger: String, what: String },
}

/// Sends, from the start or where it stood.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.file == Path::new("-") {
        return Err(SendError::StandardInput.into());
    }
    let size = Size { recipients: arguments.max, bytes: arguments.max_bytes };
    if sender::is_table(&arguments.file) {
        let message = arguments.table_message()?;
        let surrounds = sender::hash(&message.payload(&[]));
        let table = read_table(&arguments.file, message, size)?;
        return arguments.send(&Source::Table(table), surrounds, size);
    }
    arguments.refuse_table_options()?;
    let bytes = Input::from(arguments.file.clone().into_os_string()).read()?;
    let text = String::from_utf8_lossy(&bytes);
    match Source::payload(&text, size) {
        Ok(source) => arguments.send(&source, sender::hash(""), size),
        Err(SourceError::Split(SplitError::Payload(_))) => arguments.show_errors(&bytes),
        Err(error) => Err(error.into()),
    }
}

fn read_table(path: &Path, message: Message, size: Size) -> Result<Table, SourceError> {
    let length = path.metadata().map_or(0, |metadata| metadata.len());
    let bar = sender::step("reading", length, true);
    let table = Table::open(path, message, size.recipients, |at| bar.set_position(at));
    bar.finish_and_clear();
    table
}

impl Arguments {
    fn send(&self, source: &Source<'_>, message: [u8; 32], size: Size) -> Outcome {
        if self.dry_run {
            let plan = self.plan(source, size)?;
            output::print(&(sender::plan_text(&plan) + "nothing was sent\n"))?;
            return Ok(Verdict::of(!plan.findings.has_errors()));
        }
        let token = self.token.read()?;
        let destination = Destination {
            host: self.host.clone(),
            stream: self.stream.clone(),
            token: self.token.clone(),
        };
        let url = request::send(&destination.target(&token)?, "").url;
        let campaign = Campaign {
            input: source.hash(),
            message,
            most_recipients: size.recipients,
            most_bytes: size.bytes.unwrap_or_default(),
            url,
        };
        let Some(mut ledger) = self.open(source, size, &campaign)? else {
            return Ok(Verdict::Errors);
        };
        let ledger: &mut dyn Ledger = &mut ledger;
        let progress = Progress::new(&ledger.counts()?);
        let work = |ledger: &mut dyn Ledger| -> Result<Option<Halt>, Box<dyn std::error::Error>> {
            let sender = Sender::new(ledger, source, &destination, token.clone(), &progress)?;
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            Ok(runtime.block_on(sender.run()))
        };
        let mut halt = work(ledger)?;
        if halt.is_none() && self.retry_failures && self.queue_failures(ledger, source, size)? {
            halt = work(ledger)?;
        }
        progress.clear();
        self.finish(ledger, source, halt)
    }

    /// The ledger with this campaign in it; none where the campaign has errors.
    fn open(
        &self,
        source: &Source<'_>,
        size: Size,
        campaign: &Campaign,
    ) -> Result<Option<Sqlite>, Box<dyn std::error::Error>> {
        let path = self.ledger_path();
        // A ledger is made only for what can be sent.
        let mut plan = None;
        if !path.exists() {
            plan = Some(self.plan(source, size)?);
        }
        if plan.as_ref().is_some_and(|plan| plan.findings.has_errors()) {
            return Ok(None);
        }
        let mut ledger = Sqlite::open(&path)?;
        match ledger.campaign()? {
            Some(found) => {
                if let Some(what) = difference(&found, campaign, &self.file) {
                    let ledger = path.display().to_string();
                    return Err(SendError::OtherCampaign { ledger, what }.into());
                }
            }
            None => {
                let plan = plan.map_or_else(|| self.plan(source, size), Ok)?;
                if plan.findings.has_errors() {
                    return Ok(None);
                }
                ledger.begin(campaign, &plan.requests)?;
            }
        }
        ledger.queue_again(sender::State::Refused)?;
        if self.resend_unknown {
            ledger.queue_again(sender::State::Unknown)?;
        }
        Ok(Some(ledger))
    }

    /// Makes and checks every request, and says what is wrong.
    fn plan(&self, source: &Source<'_>, size: Size) -> Result<Plan, Box<dyn std::error::Error>> {
        let options =
            Options { reading: self.reading, rules: self.rules.read([])?, ..Options::default() };
        let bar = sender::step("checking", source.pieces() as u64, false);
        let name = self.file.display().to_string();
        let plan = Plan::of(source, name, size, &options, |done| bar.set_position(done));
        bar.finish_and_clear();
        let plan = plan?;
        output::print_error(&plan.findings.text());
        if plan.findings.has_errors() {
            output::print_error("nothing was sent\n");
        }
        Ok(plan)
    }

    fn queue_failures(
        &self,
        ledger: &mut dyn Ledger,
        source: &Source<'_>,
        size: Size,
    ) -> Result<bool, Box<dyn std::error::Error>> {
        let failures = sender::failures(ledger, source)?;
        if failures.ambiguous > 0 {
            output::print_error(&format!(
                "{} left out, as it cannot be told whose message failed\n",
                terminal::count(failures.ambiguous, "recipient")
            ));
        }
        if failures.places.is_empty() {
            return Ok(false);
        }
        let requests = sender::retry_requests(source, &failures.places, size)?;
        ledger.retry(&failures.of, &requests)?;
        Ok(true)
    }

    fn finish(&self, ledger: &mut dyn Ledger, source: &Source<'_>, halt: Option<Halt>) -> Outcome {
        let counts = ledger.counts()?;
        if let Some(path) = &self.results {
            let recipients = counts.iter().map(|count| count.recipients as u64).sum();
            let bar = sender::step("writing results", recipients, false);
            let written =
                sender::write_results(path, ledger, source, |line| bar.set_position(line));
            bar.finish_and_clear();
            written?;
        }
        output::print(&sender::totals(&counts))?;
        output::print_error(&sender::open_questions(ledger, source.noun())?);
        let verdict = match &halt {
            None => sender::verdict(&counts),
            Some(Halt::Refused(_)) => Verdict::Errors,
            Some(_) => Verdict::CouldNotRun,
        };
        if let Some(halt) = halt {
            output::complain(&halt);
        }
        let ledger = self.ledger_path().display().to_string();
        output::print_error(&sender::way_on(&counts, &ledger));
        Ok(verdict)
    }

    /// A payload that cannot be read, as `check` shows it.
    fn show_errors(&self, bytes: &[u8]) -> Outcome {
        let report = check_bytes(bytes, &Options::default());
        let name = self.file.display().to_string();
        output::print_error(&terminal::diagnostics(Payload { name: &name, bytes }, &report));
        output::print_error("nothing was sent\n");
        Ok(Verdict::Errors)
    }

    fn ledger_path(&self) -> PathBuf {
        self.ledger.clone().unwrap_or_else(|| {
            let mut name = OsString::from(&self.file);
            name.push(".notify-ledger.sqlite");
            name.into()
        })
    }

    fn table_message(&self) -> Result<Message, Box<dyn std::error::Error>> {
        let text = match (&self.message, &self.message_file) {
            (Some(text), _) => text.clone(),
            (None, Some(path)) => {
                let bytes = Input::from(path.clone().into_os_string()).read()?;
                String::from_utf8(bytes).map_err(|_| SendError::MessageNotText(path.clone()))?
            }
            (None, None) => return Err(SendError::NoMessage.into()),
        };
        // Only a template's value may be something else than a text.
        let json = (self.message_type == "template")
            .then(|| serde_json::from_str::<Box<RawValue>>(&text).ok())
            .flatten()
            .filter(|value| value.get().starts_with(['{', '[']));
        let value = match json {
            Some(value) => value,
            None => serde_json::value::to_raw_value(&text)?,
        };
        Ok(Message {
            channel: self.channel.ok_or(SendError::NoChannel)?,
            kind: self.message_type.clone(),
            value,
            webhook: self.webhook_instance.clone(),
        })
    }

    fn refuse_table_options(&self) -> Result<(), SendError> {
        let options = [
            ("--channel", self.channel.is_some()),
            ("--message", self.message.is_some()),
            ("--message-file", self.message_file.is_some()),
            ("--webhook-instance", self.webhook_instance.is_some()),
        ];
        match options.into_iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => Err(SendError::OfPayload(option)),
            None => Ok(()),
        }
    }
}

/// What is not as it was when the ledger was made.
fn difference(found: &Campaign, wanted: &Campaign, file: &Path) -> Option<String> {
    let file = file.display();
    if found.input != wanted.input {
        Some(format!("`{file}` is not the file that it was made for, or has changed since"))
    } else if found.message != wanted.message {
        Some("the channel or the message was another one".to_owned())
    } else if found.most_recipients != wanted.most_recipients {
        Some(format!("its requests have up to {} recipients (`--max`)", found.most_recipients))
    } else if found.most_bytes != wanted.most_bytes {
        Some(match found.most_bytes {
            0 => "its requests have any number of bytes (no `--max-bytes`)".to_owned(),
            most => format!("its requests have up to {most} bytes (`--max-bytes`)"),
        })
    } else if found.url != wanted.url {
        Some(format!("it is for `{}`", found.url))
    } else {
        None
    }
}

fn channel(name: &str) -> Result<Channel, String> {
    Channel::from_name(name)
        .ok_or_else(|| "`ivr`, `hangouts` and `whatsapp` are allowed".to_owned())
}

fn most_recipients(text: &str) -> Result<usize, String> {
    let most = limits::IDENTITIES;
    match text.parse() {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => Err(format!("a number from 1 to {most} is needed")),
    }
}
