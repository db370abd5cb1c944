//! The sender at work: calls, one after another, until nothing is left to do.
//!
//! Each worker asks the ledger for the next call, makes it, and notes what became of it. What to
//! do is all in the ledger; what stops the work, or slows it down, is here:
//!
//! - A request that surely was not accepted goes back into the queue, and all workers pause:
//!   longer each time, by the core's `Backoff`, and never less than `Retry-After`.
//! - A refusal stops the work, as the next request would be refused as well. So do several
//!   requests in a row of which nobody knows what became.
//! - A token that is refused is asked for, or stops the work where nobody can be asked.
//! - Ctrl-C stops it once the answers under way are there.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use notify_preflight::request::{self, Backoff, Failure, SendOutcome, StatusOutcome, Target};
use notify_preflight::status::{self, Progress as JobProgress};

use super::ledger::{Asked, Batch, Call, FIRST_ASKED, Job, Ledger, LedgerError, Sent};
use super::progress::Progress;
use super::report;
use super::source::{self, Source, SourceError};
use super::token::{Token, TokenArgument};
use super::transport::{Reply, Transport};

/// After so many calls in a row without an answer of use, the work stops.
const GIVE_UP: u32 = 10;

/// After so many requests in a row of which nobody knows what became.
const MOST_UNKNOWN: u32 = 3;

/// The longest pause between two questions for a job.
const SLOWEST: Duration = Duration::from_secs(30);

/// No wait is longer than this without a look at whether the work has been stopped.
const LOOK: Duration = Duration::from_millis(250);

/// Why the work has stopped before all was done.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    #[error("stopped")]
    Interrupted,
    #[error("the token was refused, and nobody can be asked for another one")]
    TokenRefused,
    #[error("{0}")]
    Refused(String),
    #[error("of {MOST_UNKNOWN} requests in a row nobody knows what became")]
    Unknown,
    #[error("{GIVE_UP} calls in a row failed, the last one because {0}")]
    Unanswered(String),
    #[error(
        "request {0} cannot be made again as it was planned: the input, or this program, has changed"
    )]
    Different(i64),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Call(#[from] request::RequestError),
}

/// Where requests go.
#[derive(Clone, Debug)]
pub struct Destination {
    pub host: String,
    pub stream: String,
    pub token: TokenArgument,
}

impl Destination {
    /// With this token.
    pub fn target(&self, token: &Token) -> Result<Target, request::RequestError> {
        Target::new(&self.host, &self.stream, token.text())
    }
}

/// What a worker has done.
enum Step {
    Made,
    NothingLeft,
}

/// A sender.
pub struct Sender<'a> {
    ledger: RefCell<&'a mut dyn Ledger>,
    source: &'a Source<'a>,
    transport: Transport,
    destination: &'a Destination,
    token: RefCell<Token>,
    progress: &'a Progress,
    backoff: RefCell<Backoff>,
    /// No call goes out before.
    paused_until: Cell<Instant>,
    failures: Cell<u32>,
    unknown: Cell<u32>,
    halt: RefCell<Option<Halt>>,
}

impl<'a> Sender<'a> {
    /// A sender that has not begun.
    pub fn new(
        ledger: &'a mut dyn Ledger,
        source: &'a Source<'a>,
        destination: &'a Destination,
        token: Token,
        progress: &'a Progress,
    ) -> reqwest::Result<Sender<'a>> {
        Ok(Sender {
            ledger: RefCell::new(ledger),
            source,
            transport: Transport::new()?,
            destination,
            token: RefCell::new(token),
            progress,
            backoff: RefCell::new(Backoff::new(seed())),
            paused_until: Cell::new(Instant::now()),
            failures: Cell::new(0),
            unknown: Cell::new(0),
            halt: RefCell::new(None),
        })
    }

    /// Works until nothing is left, or something stops it.
    pub async fn run(self) -> Option<Halt> {
        tokio::select! {
            // A few at once: an answer may take a second, and a minute has room for 600 calls.
            _ = async { tokio::join!(self.work(), self.work(), self.work(), self.work()) } => {}
            () = self.interrupted() => {}
        }
        self.halt.into_inner()
    }

    /// The first Ctrl-C lets the answers come in, the second one does not.
    async fn interrupted(&self) {
        if tokio::signal::ctrl_c().await.is_err() {
            return std::future::pending().await;
        }
        self.stop(Halt::Interrupted);
        self.progress
            .say("stopping when the calls under way are answered; Ctrl-C again stops at once");
        let _ = tokio::signal::ctrl_c().await;
    }

    async fn work(&self) {
        while self.halt.borrow().is_none() {
            let pause = self.paused_until.get().saturating_duration_since(Instant::now());
            if pause > Duration::ZERO {
                tokio::time::sleep(pause.min(LOOK)).await;
                continue;
            }
            match self.step().await {
                Ok(Step::Made) => {}
                Ok(Step::NothingLeft) => break,
                Err(halt) => self.stop(halt),
            }
        }
    }

    fn stop(&self, halt: Halt) {
        self.halt.borrow_mut().get_or_insert(halt);
    }

    /// One call, or a wait.
    async fn step(&self) -> Result<Step, Halt> {
        let call = self.ledger.borrow_mut().next_call()?;
        match call {
            Call::Send(batch) => self.send(&batch).await?,
            Call::Ask(job) => self.ask(&job).await?,
            Call::Wait(pause) => {
                tokio::time::sleep(pause.min(LOOK)).await;
                return Ok(Step::Made);
            }
            Call::Done => return Ok(Step::NothingLeft),
        }
        let counts = self.ledger.borrow_mut().counts()?;
        self.progress.show(&counts);
        Ok(Step::Made)
    }

    async fn send(&self, batch: &Batch) -> Result<(), Halt> {
        let number = batch.number;
        let call = self.body(batch).and_then(|body| {
            let target = self.destination.target(&self.token.borrow())?;
            Ok(request::send(&target, &body))
        });
        let call = match call {
            Ok(call) => call,
            Err(halt) => {
                self.note(number, Sent::NotYet)?;
                return Err(halt);
            }
        };
        let token = self.token.borrow().clone();
        let reply = self.transport.call(call).await;
        match SendOutcome::of(&reply.answer()) {
            SendOutcome::Accepted { job } => {
                self.note(number, Sent::Accepted(job.id))?;
                self.went_well();
                self.unknown.set(0);
                Ok(())
            }
            SendOutcome::Refused(failure) if failure.status == Some(401) => {
                self.note(number, Sent::NotYet)?;
                self.renew(&token)
            }
            SendOutcome::Refused(failure) if failure.retry => {
                self.note(number, Sent::NotYet)?;
                self.pause(&failure)
            }
            SendOutcome::Refused(failure) => {
                let why = report::sentence(&failure);
                self.note(number, Sent::Refused(why.clone()))?;
                Err(Halt::Refused(format!("request {number} was refused: {why}")))
            }
            SendOutcome::Unknown(failure) => {
                self.note(number, Sent::Unknown(report::sentence(&failure)))?;
                self.unknown.set(self.unknown.get() + 1);
                if self.unknown.get() >= MOST_UNKNOWN {
                    return Err(Halt::Unknown);
                }
                self.pause(&failure)
            }
        }
    }

    /// The body as it was planned, to the byte.
    fn body(&self, batch: &Batch) -> Result<String, Halt> {
        let body = self.source.body(&batch.planned.places)?;
        if source::hash(&body) == batch.planned.hash {
            Ok(body)
        } else {
            Err(Halt::Different(batch.number))
        }
    }

    async fn ask(&self, job: &Job) -> Result<(), Halt> {
        let token = self.token.borrow().clone();
        let call = match request::status(&self.destination.target(&token)?, &job.id) {
            Ok(call) => call,
            Err(error) => return self.learnt(job, Asked::Lost(error.to_string())),
        };
        let reply = self.transport.call(call).await;
        match (StatusOutcome::of(&reply.answer()), &reply) {
            (StatusOutcome::Answered { .. }, Reply::Http { body, .. }) => {
                self.went_well();
                self.learnt(job, progress_of(job, body))
            }
            (StatusOutcome::Failed(failure), _) if failure.status == Some(401) => {
                self.learnt(job, Asked::Running(job.done, FIRST_ASKED))?;
                self.renew(&token)
            }
            (StatusOutcome::Failed(failure), _) if failure.retry => {
                self.learnt(job, Asked::Running(job.done, job.interval))?;
                self.pause(&failure)
            }
            (StatusOutcome::Failed(failure), _) => {
                self.learnt(job, Asked::Lost(report::sentence(&failure)))
            }
            // The core has found a report in an answer that is none: there is no such case.
            (StatusOutcome::Answered { .. }, _) => Ok(()),
        }
    }

    fn note(&self, number: i64, sent: Sent) -> Result<(), Halt> {
        Ok(self.ledger.borrow_mut().sent(number, sent)?)
    }

    fn learnt(&self, job: &Job, asked: Asked) -> Result<(), Halt> {
        Ok(self.ledger.borrow_mut().asked(job.number, asked)?)
    }

    fn went_well(&self) {
        self.failures.set(0);
        self.backoff.borrow_mut().reset();
        self.progress.pausing(None);
    }

    /// Holds all calls back for a while.
    fn pause(&self, failure: &Failure) -> Result<(), Halt> {
        // Calls that were under way when a pause began fail for the same reason.
        if self.paused_until.get() <= Instant::now() {
            self.failures.set(self.failures.get() + 1);
        }
        if self.failures.get() >= GIVE_UP {
            return Err(Halt::Unanswered(failure.message.clone()));
        }
        let asked = failure.retry_after.map(Duration::from_secs);
        let until = Instant::now() + self.backoff.borrow_mut().next_delay(asked);
        self.paused_until.set(self.paused_until.get().max(until));
        self.progress.pausing(Some(format!("pausing: {}", failure.message)));
        Ok(())
    }

    /// A new token for one that was refused; another worker may have one already.
    fn renew(&self, refused: &Token) -> Result<(), Halt> {
        if *self.token.borrow() != *refused {
            return Ok(());
        }
        let renew = || self.destination.token.renew(refused);
        let token = self.progress.suspend(renew).ok_or(Halt::TokenRefused)?;
        self.destination.target(&token)?;
        self.token.replace(token);
        Ok(())
    }
}

/// What a status answer says of a job, and when to ask again.
fn progress_of(job: &Job, answer: &str) -> Asked {
    let sent = format!(r#"{{"store": {{"identitiesCount": {}}}}}"#, job.recipients);
    let Ok(progress) = status::progress(&sent, answer) else {
        return Asked::Running(job.done, slower(job.interval));
    };
    if progress.finished {
        return report::ended(answer, &progress);
    }
    Asked::Running(progress.done, next_pause(job.interval, job.done, &progress))
}

/// How long to wait before a job is asked for again, after a pause in which `done` became
/// what it is now: until half of what is left may be done.
pub fn next_pause(pause: Duration, done: usize, progress: &JobProgress) -> Duration {
    let newly = progress.done.saturating_sub(done);
    if newly == 0 {
        return slower(pause);
    }
    let left = progress.total.saturating_sub(progress.done);
    pause.mul_f64(left as f64 / newly as f64 / 2.0).clamp(FIRST_ASKED, SLOWEST)
}

fn slower(interval: Duration) -> Duration {
    (interval * 2).clamp(FIRST_ASKED, SLOWEST)
}

/// Another one for each process, so that senders do not fall into step.
fn seed() -> u64 {
    getrandom::u64().unwrap_or_default()
}
