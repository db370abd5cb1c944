//! How far a job is, from the two answers of the API (SPEC section 4).
//!
//! Read tolerantly: fields and statuses that are not known are left alone.
//!
//! ```
//! use notify_preflight::status::progress_of;
//!
//! let job = r#"{"_id": "ds-1", "status": "IN_PROGRESS", "store": {"identitiesCount": 2}}"#;
//! let payload = r#"{"identities": [{"email": "ada@example.com"}, {"email": "bob@example.com"}]}"#;
//! let report = r#"{"status": "IN_PROGRESS",
//!                  "statusLogs": [{"originalId": "bob@example.com", "status": "SUCCESS"}]}"#;
//! let progress = progress_of(job, report, payload)?;
//! let recipients = progress.by_recipient.unwrap_or_default().recipients;
//! assert_eq!(recipients[0].status, None);
//! assert_eq!(recipients[1].status.as_deref(), Some("SUCCESS"));
//! # Ok::<(), notify_preflight::status::Unreadable>(())
//! ```

mod answers;
mod recipients;

use serde::{Serialize, Serializer};

use crate::hashed::Places;
use crate::recipients::{Recipients, UnreadablePayload};
use crate::sorted::SortedMap;

pub use answers::{Job, Log, StatusReport, UnreadableAnswer};
pub(crate) use recipients::join;
pub use recipients::{Ambiguity, ByRecipient, RecipientStatus};

/// Statuses after which nothing more is to be expected.
const FINAL: [&str; 3] = ["SUCCESS", "FAILURE", "PARTIAL_SUCCESS"];

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Recipients that have a log row.
    pub done: usize,
    /// Recipients of the request.
    pub total: usize,
    /// The job's status as it was reported last.
    pub status: String,
    /// How many rows have which status.
    pub by_status: SortedMap<String, usize>,
    /// Nothing more is to be expected.
    pub finished: bool,
    /// What became of each recipient, where the payload is known. As JSON its fields
    /// stand beside the others.
    pub by_recipient: Option<ByRecipient>,
}

/// An answer or a payload that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
#[non_exhaustive]
pub enum Unreadable {
    /// The job or the status answer.
    Answer(#[from] UnreadableAnswer),
    /// The payload.
    Payload(#[from] UnreadablePayload),
}

/// Reads the progress off the job, as it was accepted, and a later status answer.
///
/// The status answer has no percentage, and its `count` has been seen to disagree
/// with its rows: the rows count.
///
/// # Errors
///
/// Where one of the two is no JSON object.
///
/// ```
/// let job = r#"{"_id": "ds-1", "status": "IN_PROGRESS", "store": {"identitiesCount": 2}}"#;
/// let report = r#"{"status": "IN_PROGRESS", "statusLogs": [{"status": "SUCCESS"}], "count": 7}"#;
/// let progress = notify_preflight::status::progress(job, report)?;
/// assert_eq!((progress.done, progress.total, progress.finished), (1, 2, false));
/// # Ok::<(), notify_preflight::status::UnreadableAnswer>(())
/// ```
pub fn progress(job: &str, report: &str) -> Result<Progress, UnreadableAnswer> {
    Ok(Progress::of(&Job::parse(job)?, &StatusReport::parse(report)?, None))
}

/// [`progress`], and what became of each recipient of the payload.
///
/// Logs name an identity (`originalId`), not an index. Where an identity stands several
/// times in the payload, its recipients are `ambiguous`, and have a status only where
/// there is a log for each and all say the same. Mail addresses are compared without
/// regard to case.
///
/// # Errors
///
/// Where an answer is no JSON object, or the payload has no list of recipients.
///
/// ```
/// use notify_preflight::status::progress_of;
///
/// let payload = r#"{"identities": [{"spaceId": "A"}, {"spaceId": "B"}, {"spaceId": "A"}]}"#;
/// let report = r#"{"statusLogs": [{"originalId": "A", "status": "SUCCESS"}]}"#;
/// let progress = progress_of("{}", report, payload)?;
/// let found = progress.by_recipient.unwrap_or_default();
/// assert_eq!(found.ambiguous[0].recipients, [0, 2]);
/// assert_eq!(found.waiting, 2);
/// # Ok::<(), notify_preflight::status::Unreadable>(())
/// ```
pub fn progress_of(job: &str, report: &str, payload: &str) -> Result<Progress, Unreadable> {
    let (job, report) = (Job::parse(job)?, StatusReport::parse(report)?);
    Ok(Progress::of(&job, &report, Some(&Recipients::read(payload)?)))
}

impl Serialize for Progress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Progress { done, total, status, by_status, finished, by_recipient } = self;
        let by_recipient = by_recipient.as_ref();
        Told {
            done: *done,
            total: *total,
            status,
            by_status,
            finished: *finished,
            recipients: by_recipient.map(|of| of.recipients.as_slice()),
            waiting: by_recipient.map(|of| of.waiting),
            ambiguous: by_recipient.map(|of| of.ambiguous.as_slice()),
            unmatched: by_recipient.map(|of| of.unmatched.as_slice()),
        }
        .serialize(serializer)
    }
}

/// Progress as JSON, in one object: a derived `flatten` would bring a serialiser of its own.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'p> {
    done: usize,
    total: usize,
    status: &'p str,
    by_status: &'p SortedMap<String, usize>,
    finished: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipients: Option<&'p [RecipientStatus]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ambiguous: Option<&'p [Ambiguity]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unmatched: Option<&'p [Log]>,
}

impl Progress {
    fn of(job: &Job, report: &StatusReport, payload: Option<&Recipients<'_>>) -> Progress {
        let logs = &report.logs;
        let named = payload.map(|payload| payload.items().len());
        let total = job.identities_count.or(named).unwrap_or(logs.len());
        let status = report.status.as_ref().unwrap_or(&job.status).clone();
        let done = logs.len().min(total);
        let finished = FINAL.contains(&status.as_str())
            || (done == total && total > 0 && status != "IN_PROGRESS");
        Progress {
            done,
            total,
            status,
            by_status: counted_by_status(&logs.iter().collect::<Vec<_>>()),
            finished,
            by_recipient: payload.map(|payload| ByRecipient::of(payload, logs)),
        }
    }
}

/// How many logs have which status; the empty one where a log says none.
fn counted_by_status(logs: &[&Log]) -> SortedMap<String, usize> {
    let (mut counts, mut places): (Vec<(String, usize)>, _) = (Vec::new(), Places::new());
    for log in logs {
        let status = log.status.as_deref().unwrap_or_default();
        let name_at = |place: usize| counts.get(place).map(|(name, _)| name.as_str());
        let place = places.first(status, counts.len(), &name_at);
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((status.to_owned(), 1)),
        }
    }
    counts.sort_unstable();
    SortedMap::from_sorted(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(status: &str, logs: usize, total: usize) -> Progress {
        let job = serde_json::json!({ "store": { "identitiesCount": total } });
        let rows = vec![serde_json::json!({ "status": "SUCCESS" }); logs];
        let report = serde_json::json!({ "status": status, "statusLogs": rows });
        progress(&job.to_string(), &report.to_string()).unwrap()
    }

    #[test]
    fn final_statuses_end_a_job() {
        for status in FINAL {
            assert!(at(status, 0, 2).finished, "{status}");
        }
        assert!(!at("IN_PROGRESS", 2, 2).finished);
    }

    #[test]
    fn an_unknown_status_is_kept_and_ends_with_the_last_row() {
        assert!(!at("PAUSED_BY_MOON", 1, 2).finished);
        assert!(!at("PAUSED_BY_MOON", 0, 0).finished, "nothing is known of its rows yet");
        let progress = at("PAUSED_BY_MOON", 2, 2);
        assert!(progress.finished);
        assert_eq!(progress.status, "PAUSED_BY_MOON");
    }

    #[test]
    fn answers_are_read_tolerantly() {
        let progress = progress(r#"{"store": 7}"#, r#"{"statusLogs": [{}, 3]}"#).unwrap();
        assert_eq!((progress.done, progress.total), (2, 2));
        assert_eq!(progress.by_status, SortedMap::from_iter([(String::new(), 2)]));
        let error = super::progress("[]", "{}").unwrap_err();
        assert_eq!(error.to_string(), "the job is no JSON object");
    }
}
