//! The ledger: what is to be sent, and what has become of it, on a disk before it happens.
//!
//! ```text
//! queued ──> sending ──> accepted ──> done | partial | failed
//!    ^          │
//!    │          ├──> refused    surely not accepted: goes out again when the command is run again
//!    └──────────┤
//!  surely not   └──> unknown    may have been accepted: goes out again only by --resend-unknown
//!  accepted
//! ```
//!
//! `sending` is on the disk before a request leaves. A request that a killed sender has left so is
//! `unknown`: nobody can tell whether it went out.
//!
//! A ledger decides what is the next call (`next_call`), draws it from the bucket of the bot and
//! notes that it goes out, all in one transaction. So any number of senders may share a ledger that
//! can be shared, and a sender keeps nothing that a crash could take.

mod sqlite;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

pub use sqlite::Sqlite;

use super::places::Places;
use super::plan::Planned;
use super::source::Hash;

/// What a ledger is for: the same command, run again, finds the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// SHA-256 of the input.
    pub input: Hash,
    /// SHA-256 of the message around the recipients of a table.
    pub message: Hash,
    /// Most recipients of a request.
    pub most_recipients: usize,
    /// Most bytes of a request; 0 where there is no limit.
    pub most_bytes: usize,
    /// Where the requests go.
    pub url: String,
}

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Waits for its turn.
    Queued,
    /// Is on its way, or was when its sender ended.
    Sending,
    /// Has become a job.
    Accepted,
    /// Surely has not become one.
    Refused,
    /// Has become one or not.
    Unknown,
    /// The job has ended, and every message was delivered.
    Done,
    /// The job has ended, and some messages were.
    Partial,
    /// The job has ended, and none was.
    Failed,
}

impl State {
    /// All, in the order in which they are passed through.
    pub const ALL: [State; 8] = [
        State::Queued,
        State::Sending,
        State::Accepted,
        State::Refused,
        State::Unknown,
        State::Done,
        State::Partial,
        State::Failed,
    ];

    /// The name, as the ledger and the results write it.
    pub const fn name(self) -> &'static str {
        match self {
            State::Queued => "queued",
            State::Sending => "sending",
            State::Accepted => "accepted",
            State::Refused => "refused",
            State::Unknown => "unknown",
            State::Done => "done",
            State::Partial => "partial",
            State::Failed => "failed",
        }
    }

    /// Whether its job has ended.
    pub const fn is_finished(self) -> bool {
        matches!(self, State::Done | State::Partial | State::Failed)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for State {
    type Err = LedgerError;

    fn from_str(name: &str) -> Result<State, LedgerError> {
        State::ALL.into_iter().find(|state| state.name() == name).ok_or(LedgerError::Damaged)
    }
}

/// A request as the ledger keeps it.
#[derive(Clone, Debug)]
pub struct Batch {
    /// From 1, through all generations.
    pub number: i64,
    /// 1 for the input, one more for each retry.
    pub generation: i64,
    /// What it is made of.
    pub planned: Planned,
    /// How far it is.
    pub state: State,
    /// The job that it has become.
    pub job: Option<String>,
    /// What the API says of each recipient, once the job has ended.
    pub report: Option<String>,
    /// Why it is `refused` or `unknown`, or why its job cannot be followed.
    pub reason: Option<String>,
    /// How many of its failures have been taken into a later generation.
    pub retried: usize,
}

/// A job to be asked for.
#[derive(Clone, Debug)]
pub struct Job {
    /// The request's number.
    pub number: i64,
    /// The job's id.
    pub id: String,
    /// How many recipients it has.
    pub recipients: usize,
    /// How many were done when it was asked for last.
    pub done: usize,
    /// How long ago that was planned to be.
    pub interval: Duration,
}

/// What a sender does next.
#[derive(Debug)]
pub enum Call {
    /// Send this request, which is `sending` from now on.
    Send(Box<Batch>),
    /// Ask for this job.
    Ask(Job),
    /// Nothing, for so long.
    Wait(Duration),
    /// Nothing more.
    Done,
}

/// What became of a request that was sent.
#[derive(Debug)]
pub enum Sent {
    /// It is this job.
    Accepted(String),
    /// It surely is none, and why; it stays so for this run.
    Refused(String),
    /// It may be one, and why nobody knows.
    Unknown(String),
    /// It surely is none, and goes out again.
    NotYet,
}

/// What a job was found to be.
#[derive(Debug)]
pub enum Asked {
    /// Under way: so many recipients are done; to be asked for again after the pause.
    Running(usize, Duration),
    /// At its end.
    Ended(Ended),
    /// Nothing, and why; not asked for again in this run.
    Lost(String),
}

/// What a job has come to.
#[derive(Debug)]
pub struct Ended {
    /// `done`, `partial` or `failed`.
    pub state: State,
    /// How many recipients have a log.
    pub done: usize,
    /// How many of those failed.
    pub failed: usize,
    /// The logs, as the API writes them.
    pub report: String,
}

/// How many requests are in a state, and their recipients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The state.
    pub state: State,
    /// How many requests are in it.
    pub requests: usize,
    /// How many recipients those have.
    pub recipients: usize,
    /// How many of the recipients have a log.
    pub done: usize,
    /// How many of the logs say that the message failed.
    pub failed: usize,
    /// How many of those failures a later generation has taken over: its requests have the same
    /// recipients once more.
    pub retried: usize,
}

/// Where a campaign is kept.
pub trait Ledger {
    /// The campaign that is in it.
    fn campaign(&mut self) -> Result<Option<Campaign>, LedgerError>;

    /// Puts in a campaign with its first generation, all or nothing.
    fn begin(&mut self, campaign: &Campaign, requests: &[Planned]) -> Result<(), LedgerError>;

    /// Adds a generation, of so many failures of these requests.
    fn retry(&mut self, failed: &[(i64, usize)], requests: &[Planned]) -> Result<(), LedgerError>;

    /// Queues what is in this state once more; answers how many requests were.
    fn queue_again(&mut self, state: State) -> Result<usize, LedgerError>;

    /// What to do next; noted before it is answered.
    fn next_call(&mut self) -> Result<Call, LedgerError>;

    /// Notes what became of a request that was `sending`.
    fn sent(&mut self, number: i64, sent: Sent) -> Result<(), LedgerError>;

    /// Notes what a job was found to be.
    fn asked(&mut self, number: i64, asked: Asked) -> Result<(), LedgerError>;

    /// How many requests are how far.
    fn counts(&mut self) -> Result<Vec<Count>, LedgerError>;

    /// The next requests of a generation after that number, in their order; not all at once.
    fn after(&mut self, generation: i64, number: i64) -> Result<Vec<Batch>, LedgerError>;

    /// How many generations there are.
    fn generations(&mut self) -> Result<i64, LedgerError>;
}

/// How long after a job is accepted it is asked for.
pub const FIRST_ASKED: Duration = Duration::from_secs(1);

/// Why a ledger did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Two senders on one file.
    #[error("the ledger `{0}` is in use: another sender is at work on it")]
    InUse(String),
    /// Not SQLite, or another program's database.
    #[error("`{0}` is no ledger: name another file with `--ledger`")]
    Foreign(String),
    /// Made by a later version of this program.
    #[error("the ledger `{0}` was written by a newer version of notify-preflight")]
    Newer(String),
    /// Anything else at the start.
    #[error("cannot open the ledger `{0}`")]
    Unusable(String, #[source] rusqlite::Error),
    /// What stands in it is not what was written.
    #[error("the ledger is damaged: it holds what no sender has written")]
    Damaged,
    /// Anything else later.
    #[error("the ledger cannot be read or written")]
    Sqlite(#[from] rusqlite::Error),
}

/// Places and a hash as a ledger keeps them.
pub(super) fn planned(places: &str, bytes: i64, hash: &[u8]) -> Result<Planned, LedgerError> {
    Ok(Planned {
        places: places.parse::<Places>().map_err(|_| LedgerError::Damaged)?,
        bytes: usize::try_from(bytes).map_err(|_| LedgerError::Damaged)?,
        hash: hash.try_into().map_err(|_| LedgerError::Damaged)?,
    })
}
