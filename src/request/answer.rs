//! What the answer to a call means, and whether the call may be made again.
//!
//! The API has no idempotency key (SPEC section 4). So a payload is sent again by
//! itself only where it surely was not accepted; asking for a status changes nothing
//! and may always be repeated.

use serde::{Serialize, Serializer};

use super::sentence::{self, Sentence};
use crate::json::{self, Value};
use crate::limits;
use crate::status::{Job, StatusReport};

/// What came back from a call.
///
/// ```
/// use notify_preflight::request::{Answer, SendOutcome};
///
/// let answer = Answer::Http { status: 200, retry_after: None, body: r#"{"_id": "ds-1"}"# };
/// assert!(matches!(SendOutcome::of(&answer), SendOutcome::Accepted { job } if job.id == "ds-1"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// No connection came about: the request has not left.
    Unreached,
    /// The connection broke or the time ran out; the request may have arrived. Where
    /// that cannot be told from [`Answer::Unreached`], as in a browser, it is this.
    Lost,
    /// An HTTP answer.
    Http {
        /// Its status.
        status: u16,
        /// Its header `Retry-After`, as written.
        retry_after: Option<&'a str>,
        /// Its body as text.
        body: &'a str,
    },
}

/// What became of a payload that was sent.
///
/// As JSON it is an object whose `outcome` is `accepted`, `refused` or `unknown`,
/// with the fields of the variant beside it.
///
/// ```
/// use notify_preflight::request::{Answer, SendOutcome};
///
/// let answer = Answer::Http { status: 502, retry_after: None, body: "<h1>Bad Gateway</h1>" };
/// let outcome = serde_json::json!(SendOutcome::of(&answer));
/// assert_eq!((outcome["outcome"].as_str(), &outcome["retry"]), (Some("unknown"), &false.into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum SendOutcome {
    /// A job has been made of it.
    Accepted {
        /// The job.
        job: Job,
    },
    /// It surely was not accepted: nothing was sent.
    Refused(Failure),
    /// It may have been accepted or not: never sent again by itself, the author decides.
    Unknown(Failure),
}

/// What became of the question how far a job is.
///
/// As JSON it is an object whose `outcome` is `answered` or `failed`, with the fields
/// of the variant beside it.
///
/// ```
/// use notify_preflight::request::{Answer, StatusOutcome};
///
/// let answer = Answer::Http { status: 502, retry_after: None, body: "<h1>Bad Gateway</h1>" };
/// let outcome = serde_json::json!(StatusOutcome::of(&answer));
/// assert_eq!((outcome["outcome"].as_str(), &outcome["retry"]), (Some("failed"), &true.into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum StatusOutcome {
    /// The job's status and logs.
    Answered {
        /// What the API says of the job.
        report: StatusReport,
    },
    /// Nothing was learnt; what became of the job is another matter.
    Failed(Failure),
}

/// Why a call did not do what it was for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The HTTP status; absent where no answer came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Whether the same call may be made again by itself, after a pause.
    pub retry: bool,
    /// The shortest pause that the server asks for, in seconds. A date in
    /// `Retry-After` is left out: to read it takes a clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// What happened, in one plain sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The server's own words, at most 400 characters of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// An outcome as JSON. One for all: a derived tag would bring a serialiser of its own, and
/// what it says of types that take none.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'o> {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<&'o Job>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'o StatusReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<&'o str>,
}

impl<'o> Told<'o> {
    fn failure(outcome: &'static str, failure: &'o Failure) -> Told<'o> {
        let Failure { status, retry, retry_after, message, hint, said } = failure;
        Told {
            outcome,
            status: *status,
            retry: Some(*retry),
            retry_after: *retry_after,
            message: Some(message),
            hint: Some(hint),
            said: said.as_deref(),
            ..Told::default()
        }
    }
}

impl Serialize for SendOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let told = match self {
            SendOutcome::Accepted { job } => {
                Told { outcome: "accepted", job: Some(job), ..Told::default() }
            }
            SendOutcome::Refused(failure) => Told::failure("refused", failure),
            SendOutcome::Unknown(failure) => Told::failure("unknown", failure),
        };
        told.serialize(serializer)
    }
}

impl Serialize for StatusOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let told = match self {
            StatusOutcome::Answered { report } => {
                Told { outcome: "answered", report: Some(report), ..Told::default() }
            }
            StatusOutcome::Failed(failure) => Told::failure("failed", failure),
        };
        told.serialize(serializer)
    }
}

impl SendOutcome {
    /// Tells from the answer what became of a payload.
    ///
    /// Sent again by itself may be what found no connection, and what was refused with
    /// `429`, or with `503` and a `Retry-After`. Other server errors may come after the
    /// payload was taken, as may `302` and `303`: `unknown`. So is a success without a
    /// job. Where the relay of the command line knows better, and says so in
    /// `mayHaveReached`, that holds.
    #[must_use]
    pub fn of(answer: &Answer<'_>) -> SendOutcome {
        let Answer::Http { status, retry_after, body } = *answer else {
            let unreached = *answer == Answer::Unreached;
            let sentence = if unreached { sentence::UNREACHED } else { sentence::LOST };
            let failure = Failure::new(answer, unreached, sentence);
            return if unreached {
                SendOutcome::Refused(failure)
            } else {
                SendOutcome::Unknown(failure)
            };
        };
        if let Some(job) = is_success(status).then(|| Job::recognise(body)).flatten() {
            return SendOutcome::Accepted { job };
        }
        let reached = may_have_reached(body);
        let is_asked = retry_after.is_some_and(|text| !text.trim().is_empty());
        let asks_to_come_again = status == 503 && is_asked;
        if reached.unwrap_or(!asks_to_come_again && may_be_accepted(status)) {
            return SendOutcome::Unknown(Failure::new(answer, false, sentence::unknown(status)));
        }
        let by_relay = reached.is_some() && status == 502;
        let retry = status == 429 || asks_to_come_again || by_relay;
        let sentence = if by_relay { sentence::BEHIND_RELAY } else { sentence::refused(status) };
        SendOutcome::Refused(Failure::new(answer, retry, sentence))
    }
}

impl StatusOutcome {
    /// Tells from the answer what became of the question.
    ///
    /// Asked again by itself may be whatever time can heal: no answer, `408`, `425`,
    /// `429`, server errors, and a success that is no status report.
    #[must_use]
    pub fn of(answer: &Answer<'_>) -> StatusOutcome {
        let Answer::Http { status, body, .. } = *answer else {
            return StatusOutcome::Failed(Failure::new(answer, true, sentence::NOT_ANSWERED));
        };
        if let Some(report) = is_success(status).then(|| StatusReport::recognise(body)).flatten() {
            return StatusOutcome::Answered { report };
        }
        let retry = is_success(status) || status >= 500 || matches!(status, 408 | 425 | 429);
        StatusOutcome::Failed(Failure::new(answer, retry, sentence::not_asked(status)))
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Whether a payload may have been accepted although the answer says no such thing.
/// A client error refuses the request as it stands, and so do the redirects that ask
/// for the same request elsewhere; after `302` and `303` it may have been worked on.
fn may_be_accepted(status: u16) -> bool {
    !matches!(status, 301 | 307 | 308 | 400..=499)
}

impl Failure {
    fn new(answer: &Answer<'_>, retry: bool, sentence: Sentence) -> Failure {
        let (status, retry_after, said) = match *answer {
            Answer::Http { status, retry_after, body } => (Some(status), retry_after, said(body)),
            Answer::Unreached | Answer::Lost => (None, None, None),
        };
        Failure {
            status,
            retry,
            retry_after: retry_after.and_then(seconds),
            message: match status {
                Some(status) => format!("{} ({status})", sentence.message),
                None => sentence.message.to_owned(),
            },
            hint: sentence.hint.to_owned(),
            said,
        }
    }
}

fn seconds(retry_after: &str) -> Option<u64> {
    let digits = retry_after.trim();
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// What a relay knows of a request that it passed on.
fn may_have_reached(body: &str) -> Option<bool> {
    let root = json::read_answer(body, limits::DEPTH)?;
    body.get(root.get("mayHaveReached")?.range.clone())?.parse().ok()
}

/// The server's own words: a message as APIs tend to give one. A page of HTML says
/// nothing to an author.
fn said(body: &str) -> Option<String> {
    match json::read_answer(body, limits::DEPTH) {
        Some(root) => words(&root).map(cut),
        None => {
            Some(body.trim()).filter(|body| !body.is_empty() && !body.starts_with('<')).map(cut)
        }
    }
}

fn words<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    const FIELDS: [&str; 5] = ["diagnostics", "errors", "message", "msg", "error"];
    if let Some(text) = value.as_str() {
        return Some(text.trim()).filter(|text| !text.is_empty());
    }
    match value.as_array() {
        Some(items) => items.iter().find_map(words),
        None => FIELDS.into_iter().find_map(|field| words(value.get(field)?)),
    }
}

fn cut(text: &str) -> String {
    const LONGEST: usize = 400;
    let mut short = String::new();
    for (place, character) in text.chars().enumerate() {
        if place == LONGEST {
            short.push('…');
            break;
        }
        short.push(character);
    }
    short
}

#[cfg(test)]
mod tests;
