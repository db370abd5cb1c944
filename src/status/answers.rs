//! The API's two answers, read tolerantly: a field of another type counts as absent, a
//! field or status that is not known is left alone.

use serde::{Serialize, Serializer};

use crate::json::{self, Kind, Value};
use crate::limits;

/// An answer that cannot be read.
///
/// ```
/// let error = notify_preflight::status::Job::parse("<html>").unwrap_err();
/// assert_eq!(error.to_string(), "the job is no JSON object");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {answer} is no JSON object")]
pub struct UnreadableAnswer {
    answer: &'static str,
}

/// The answer to an accepted payload. Serialised, it has the API's own field names.
///
/// ```
/// use notify_preflight::status::Job;
///
/// let job = Job::parse(r#"{"_id": "ds-1", "status": "IN_PROGRESS", "moonPhase": "new"}"#)?;
/// assert_eq!((job.id.as_str(), job.status.as_str()), ("ds-1", "IN_PROGRESS"));
/// # Ok::<(), notify_preflight::status::UnreadableAnswer>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Names the job in status calls; empty where the answer says none.
    #[serde(rename = "_id")]
    pub id: String,
    /// Where the job stands; empty where the answer says nothing.
    pub status: String,
    /// Percent of the recipients done, without what follows the decimal point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage_complete: Option<u64>,
    /// How many recipients the request named.
    #[serde(rename = "store", serialize_with = "store", skip_serializing_if = "Option::is_none")]
    pub identities_count: Option<usize>,
    /// Empty when the job has just been made.
    #[serde(rename = "statusLogs")]
    pub logs: Vec<Log>,
}

/// The answer to a status call. Serialised, it has the API's own field names.
///
/// ```
/// use notify_preflight::status::StatusReport;
///
/// let report = StatusReport::parse(r#"{"status": "NEW_MOON", "statusLogs": [{}], "count": "2"}"#)?;
/// assert_eq!(report.status.as_deref(), Some("NEW_MOON"));
/// assert_eq!((report.logs.len(), report.count), (1, None));
/// # Ok::<(), notify_preflight::status::UnreadableAnswer>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusReport {
    /// One row for each recipient that the platform is done with.
    #[serde(rename = "statusLogs")]
    pub logs: Vec<Log>,
    /// How many rows there are, by the platform's word; it has been seen to be wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// Where the job stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The bot that the notification was sent for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream_id: Option<String>,
}

/// What became of one recipient's message. Serialised, it has the API's own field names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Log {
    /// Names the row.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The identity as the request wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_id: Option<String>,
    /// The recipient as the channel knows them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// `SUCCESS`, `FAILURE`, or any other text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What happened, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// When the row was made, as the platform writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_on: Option<String>,
}

impl Job {
    /// Reads a job.
    ///
    /// # Errors
    ///
    /// A text that is no JSON object.
    pub fn parse(text: &str) -> Result<Job, UnreadableAnswer> {
        Ok(Job::of(&object(text, "job")?))
    }

    /// A job that can be asked for: it has an id.
    pub(crate) fn recognise(text: &str) -> Option<Job> {
        Job::parse(text).ok().filter(|job| !job.id.is_empty())
    }

    fn of(root: &Value<'_>) -> Job {
        let store = root.get("store");
        Job {
            id: string(root, "_id").unwrap_or_default(),
            status: string(root, "status").unwrap_or_default(),
            percentage_complete: number(Some(root), "percentageComplete"),
            identities_count: number(store, "identitiesCount").and_then(|n| n.try_into().ok()),
            logs: logs(root),
        }
    }
}

impl StatusReport {
    /// Reads a status answer.
    ///
    /// # Errors
    ///
    /// A text that is no JSON object.
    pub fn parse(text: &str) -> Result<StatusReport, UnreadableAnswer> {
        Ok(StatusReport::of(&object(text, "status answer")?))
    }

    /// A status answer that says anything of a job.
    pub(crate) fn recognise(text: &str) -> Option<StatusReport> {
        let root = object(text, "status answer").ok()?;
        let has_logs = root.get("statusLogs").is_some_and(|logs| logs.as_array().is_some());
        let report = StatusReport::of(&root);
        (has_logs || report.status.is_some()).then_some(report)
    }

    fn of(root: &Value<'_>) -> StatusReport {
        StatusReport {
            logs: logs(root),
            count: number(Some(root), "count").and_then(|count| count.try_into().ok()),
            status: string(root, "status"),
            stream_id: string(root, "streamId"),
        }
    }
}

impl Log {
    fn of(row: &Value<'_>) -> Log {
        Log {
            id: string(row, "_id"),
            original_id: string(row, "originalId"),
            channel_id: string(row, "channelId"),
            status: string(row, "status"),
            comments: string(row, "comments"),
            created_on: string(row, "createdOn"),
        }
    }

    /// Whether the log says that the message did not arrive: `FAILURE`, or `FAILED`, in
    /// any case. No other text is taken for a failure: who is not told for certain that
    /// a message failed must not send it twice.
    ///
    /// ```
    /// use notify_preflight::status::Log;
    ///
    /// let log = |status: &str| Log { status: Some(status.to_owned()), ..Log::default() };
    /// assert!(log("FAILURE").is_failure());
    /// assert!(!log("PARTIAL_SUCCESS").is_failure() && !log("NEW_MOON").is_failure());
    /// ```
    #[must_use]
    pub fn is_failure(&self) -> bool {
        let is = |name: &str| self.status.as_ref().is_some_and(|s| s.eq_ignore_ascii_case(name));
        is("FAILURE") || is("FAILED")
    }
}

fn object<'a>(text: &'a str, answer: &'static str) -> Result<Value<'a>, UnreadableAnswer> {
    let root = json::read_answer(text, limits::DEPTH).filter(Value::is_object);
    root.ok_or(UnreadableAnswer { answer })
}

fn logs(root: &Value<'_>) -> Vec<Log> {
    let rows = root.get("statusLogs").and_then(Value::as_array).unwrap_or_default();
    rows.iter().map(Log::of).collect()
}

fn string(object: &Value<'_>, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

fn number(object: Option<&Value<'_>>, key: &str) -> Option<u64> {
    let Kind::Number(written) = object?.get(key)?.kind else { return None };
    json::whole(written)
}

#[expect(clippy::ref_option, reason = "serde hands it over so")]
fn store<S: Serializer>(count: &Option<usize>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Store {
        identities_count: Option<usize>,
    }
    Store { identities_count: *count }.serialize(serializer)
}
