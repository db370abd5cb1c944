//! `send`: a payload or a table, to any number of recipients.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use notify_preflight::batch::SplitError;
use notify_preflight::{Channel, Options, Reading, check_bytes, limits, request};

use super::Outcome;
use crate::frame::Frame;
use crate::input::{self, Input};
use crate::output::{self, Verdict};
use crate::rules::RulesArgument;
use crate::sender::{
    self, Campaign, Destination, Halt, Ledger, Place, Plan, Progress, Sender, Size, Source,
    SourceError, Table, TokenArgument,
};
use crate::terminal::{self, Payload};

/// Send a payload, or a message to the rows of a CSV, in as many requests as it takes
#[derive(Debug, Args)]
#[command(after_help = HELP)]
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

    /// Where a CSV's recipients are; the payload of `--into` says so itself
    #[arg(long, value_parser = super::channel())]
    channel: Option<Channel>,

    /// The message to a CSV's recipients: a text with placeholders
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        conflicts_with_all = ["message_file", "into"]
    )]
    message: Option<String>,

    /// The message to a CSV's recipients as a file; a line break at its end is not part of it
    #[arg(long, value_name = "FILE", conflicts_with = "into")]
    message_file: Option<Input>,

    /// A payload to put a CSV's recipients into, in place of its own
    #[arg(long, value_name = "PAYLOAD")]
    into: Option<Input>,

    /// Most recipients of a request
    #[arg(long, value_name = "N", default_value_t = limits::IDENTITIES, value_parser = most_recipients)]
    max: usize,

    /// Most bytes of a request
    #[arg(long, value_name = "N")]
    max_bytes: Option<usize>,

    /// Where to keep what was sent and what became of it: a file, or `postgres://…` for several
    /// senders at once (the password from PGPASSWORD) [default: FILE.notify-ledger.sqlite]
    #[arg(long, value_name = "FILE|URL")]
    ledger: Option<String>,

    /// The campaign's name in a ledger that has several [default: the name of FILE]
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,

    /// Seconds after which a sender that is not heard of counts as dead; longer than any call
    #[arg(long, value_name = "SECONDS", default_value_t = 120, hide = true)]
    lease: u64,

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
    #[error("a CSV needs a message: give it with `--message`, `--message-file` or `--into`")]
    NoMessage,
    #[error("`{0}` is for a CSV: a payload has its own")]
    OfPayload(&'static str),
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
        let frame = arguments.frame()?;
        let surrounds = sender::hash(&frame.with(&[]));
        let table = read_table(&arguments.file, frame, size)?;
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

fn read_table(path: &Path, frame: Frame, size: Size) -> Result<Table, SourceError> {
    let length = path.metadata().map_or(0, |metadata| metadata.len());
    let step = terminal::Progress::through(length, "reading", true);
    Table::open(path, frame, size.recipients, |at| step.at(at))
}

impl Arguments {
    fn send(&self, source: &Source<'_>, message: [u8; 32], size: Size) -> Outcome {
        if self.dry_run {
            let plan = self.plan(source, size)?;
            if plan.findings.has_errors() {
                return Ok(Verdict::Errors);
            }
            output::print(&(sender::plan_text(&plan) + "nothing was sent\n"))?;
            return Ok(Verdict::Valid);
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
        let ledger = &mut *ledger;
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
    ) -> Result<Option<Box<dyn Ledger>>, Box<dyn std::error::Error>> {
        // A file is made only for what can be sent.
        let mut plan = None;
        let place = self.place();
        if place.file().is_some_and(|path| !path.exists()) {
            plan = Some(self.plan(source, size)?);
        }
        if plan.as_ref().is_some_and(|plan| plan.findings.has_errors()) {
            return Ok(None);
        }
        let mut ledger = place.open(&self.campaign_name(), &campaign.url, self.lease)?;
        if ledger.campaign()?.is_none() {
            let plan = plan.map_or_else(|| self.plan(source, size), Ok)?;
            if plan.findings.has_errors() {
                return Ok(None);
            }
            ledger.begin(campaign, &plan.requests)?;
        }
        if let Some(what) =
            ledger.campaign()?.and_then(|found| difference(&found, campaign, &self.file))
        {
            return Err(SendError::OtherCampaign { ledger: place.to_string(), what }.into());
        }
        ledger.queue_again(sender::State::Refused)?;
        if self.resend_unknown {
            ledger.queue_again(sender::State::Unknown)?;
        }
        Ok(Some(ledger))
    }

    /// Makes and checks every request, and says what is wrong.
    fn plan(&self, source: &Source<'_>, size: Size) -> Result<Plan, Box<dyn std::error::Error>> {
        let options = Options {
            reading: self.reading,
            rules: self.rules.read([])?,
            // Of each request: all of them are counted, and few are listed.
            max_diagnostics: usize::MAX,
        };
        let step = terminal::Progress::through(source.pieces() as u64, "checking", false);
        let name = self.file.display().to_string();
        let plan = Plan::of(source, name, size, &options, |done| step.at(done))?;
        drop(step);
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
            let step = terminal::Progress::through(recipients, "writing results", false);
            sender::write_results(path, ledger, source, |line| step.at(line))?;
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
        output::print_error(&sender::way_on(&counts));
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

    fn place(&self) -> Place {
        match &self.ledger {
            Some(name) => Place::named(name),
            None => {
                let mut name = OsString::from(&self.file);
                name.push(".notify-ledger.sqlite");
                Place::File(name.into())
            }
        }
    }

    fn campaign_name(&self) -> String {
        self.campaign.clone().unwrap_or_else(|| {
            self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
        })
    }

    /// What the recipients of a CSV go into.
    fn frame(&self) -> Result<Frame, Box<dyn std::error::Error>> {
        let (file, into) = (self.message_file.as_ref(), self.into.as_ref());
        input::standard_once([file, into].into_iter().flatten())?;
        let frame = Frame::named(self.message.as_deref(), file, into, self.channel)?;
        Ok(frame.ok_or(SendError::NoMessage)?)
    }

    fn refuse_table_options(&self) -> Result<(), SendError> {
        let options = [
            ("--channel", self.channel.is_some()),
            ("--message", self.message.is_some()),
            ("--message-file", self.message_file.is_some()),
            ("--into", self.into.is_some()),
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

fn most_recipients(text: &str) -> Result<usize, String> {
    let most = limits::IDENTITIES;
    match text.parse() {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => Err(format!("a number from 1 to {most} is needed")),
    }
}
