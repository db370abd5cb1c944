//! How far a job is, from the two answers of the API (SPEC section 4).
//!
//! Read tolerantly: fields and statuses that are not known are left alone.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// Statuses after which nothing more is to be expected.
const FINAL: [&str; 3] = ["SUCCESS", "FAILURE", "PARTIAL_SUCCESS"];

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Recipients that have a log row.
    pub done: usize,
    /// Recipients of the request.
    pub total: usize,
    /// The job's status as it was reported last.
    pub status: String,
    /// How many rows have which status.
    pub by_status: BTreeMap<String, usize>,
    /// Nothing more is to be expected.
    pub finished: bool,
}

/// An answer that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {answer} is no JSON object")]
pub struct UnreadableAnswer {
    answer: &'static str,
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
    let job = object(job, "job")?;
    let report = object(report, "status answer")?;
    let logs = report.get("statusLogs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let total = job
        .pointer("/store/identitiesCount")
        .and_then(Value::as_u64)
        .and_then(|count| usize::try_from(count).ok())
        .unwrap_or(logs.len());
    let status = [&report, &job].into_iter().find_map(text_status).unwrap_or_default();
    let mut by_status = BTreeMap::new();
    for log in logs {
        *by_status.entry(text_status(log).unwrap_or_default()).or_default() += 1;
    }
    let done = logs.len().min(total);
    let finished =
        FINAL.contains(&status.as_str()) || (done == total && total > 0 && status != "IN_PROGRESS");
    Ok(Progress { done, total, status, by_status, finished })
}

fn object(text: &str, answer: &'static str) -> Result<Value, UnreadableAnswer> {
    serde_json::from_str(text).ok().filter(Value::is_object).ok_or(UnreadableAnswer { answer })
}

fn text_status(value: &Value) -> Option<String> {
    value.get("status").and_then(Value::as_str).map(str::to_owned)
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
        let progress = at("PAUSED_BY_MOON", 2, 2);
        assert!(progress.finished);
        assert_eq!(progress.status, "PAUSED_BY_MOON");
    }

    #[test]
    fn answers_are_read_tolerantly() {
        let progress = progress(r#"{"store": 7}"#, r#"{"statusLogs": [{}, 3]}"#).unwrap();
        assert_eq!((progress.done, progress.total), (2, 2));
        assert_eq!(progress.by_status, BTreeMap::from([(String::new(), 2)]));
        let error = super::progress("[]", "{}").unwrap_err();
        assert_eq!(error.to_string(), "the job is no JSON object");
    }
}
