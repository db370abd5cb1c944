//! The payload once more, for the recipients whose message failed.

use serde::Serialize;

use crate::recipients::Recipients;
use crate::status::{Ambiguity, Log, StatusReport, Unreadable, join};

/// To whom a payload should go once more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Retry {
    /// The payload's text with these recipients only; `None` where there are none.
    pub payload: Option<String>,
    /// The recipients that surely failed, as places in `identities`, rising.
    pub recipients: Vec<usize>,
    /// Identities of which something failed, but it cannot be told for whom: they are
    /// left out, as somebody would get the message twice.
    pub ambiguous: Vec<Ambiguity>,
    /// Failures of nobody in the payload: it may not be the one that was sent.
    pub unmatched: Vec<Log>,
}

/// Picks the recipients whose message failed.
///
/// A recipient failed where every log of the identity says so ([`Log::is_failure`]).
/// Where an identity stands several times in the payload, each must have such a log;
/// otherwise it is ambiguous and left out. Statuses that are not known are no failures:
/// it is worse to send twice than to ask.
///
/// # Errors
///
/// Where the payload has no list of recipients, or the status answer is no JSON object.
///
/// ```
/// use notify_preflight::batch::retry_failures;
///
/// let payload = r#"{"identities": [{"email": "ada@example.com"}, {"email": "bob@example.com"}]}"#;
/// let report = r#"{"statusLogs": [
///     {"originalId": "ada@example.com", "status": "SUCCESS"},
///     {"originalId": "bob@example.com", "status": "FAILURE"}]}"#;
/// let retry = retry_failures(payload, report)?;
/// let once_more = r#"{"identities": [{"email": "bob@example.com"}]}"#;
/// assert_eq!((retry.recipients, retry.payload.as_deref()), (vec![1], Some(once_more)));
/// # Ok::<(), notify_preflight::status::Unreadable>(())
/// ```
pub fn retry_failures(payload: &str, report: &str) -> Result<Retry, Unreadable> {
    let payload = Recipients::read(payload)?;
    let report = StatusReport::parse(report)?;
    let (groups, unmatched) = join(&payload, &report.logs);
    let mut recipients = Vec::new();
    let mut ambiguous = Vec::new();
    for group in groups {
        let failed = group.logs.iter().filter(|log| log.is_failure()).count();
        if failed == 0 {
            continue;
        }
        if failed == group.logs.len() && failed >= group.recipients.len() {
            recipients.extend(&group.recipients);
        } else {
            ambiguous.push(group.ambiguity());
        }
    }
    recipients.sort_unstable();
    let payload =
        (!recipients.is_empty()).then(|| payload.restricted_to(recipients.iter().copied()));
    let unmatched = unmatched.into_iter().filter(|log| log.is_failure()).cloned().collect();
    Ok(Retry { payload, recipients, ambiguous, unmatched })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAYLOAD: &str = r#"{ "identities": [
      { "email": "Ada@example.com", "n": 1.0 },
      { "email": "bob@example.com" },
      { "email": "\u0062ob@example.com" },
      { "customMessage": "to nobody" }
    ] }"#;

    fn retry(logs: &[(&str, &str)]) -> Retry {
        let rows: Vec<_> = logs
            .iter()
            .map(|(identity, status)| serde_json::json!({ "originalId": identity, "status": status }))
            .collect();
        let report = serde_json::json!({ "statusLogs": rows, "count": 99 });
        retry_failures(PAYLOAD, &report.to_string()).unwrap()
    }

    #[test]
    fn who_failed_gets_it_once_more() {
        let retry = retry(&[("ada@example.com", "FAILURE"), ("bob@example.com", "SUCCESS")]);
        assert_eq!(retry.recipients, [0]);
        let payload = retry.payload.unwrap();
        assert!(payload.contains("\"n\": 1.0 }\n    ] }"), "{payload}");
        assert!(!payload.contains("bob"), "{payload}");
    }

    #[test]
    fn nobody_failed_for_certain() {
        for status in ["SUCCESS", "IN_PROGRESS", "PARTIAL_SUCCESS", "NEW_MOON", "", "NO FAILURE"] {
            assert_eq!(retry(&[("ada@example.com", status)]), Retry::default(), "{status}");
        }
        assert_eq!(retry(&[]), Retry::default());
    }

    #[test]
    fn an_identity_that_stands_twice_is_retried_only_where_all_failed() {
        let bob = |statuses: &[&'static str]| {
            let logs: Vec<_> = statuses.iter().map(|status| ("bob@example.com", *status)).collect();
            let retry = retry(&logs);
            let ambiguous = retry.ambiguous.into_iter().flat_map(|found| found.recipients);
            (retry.recipients, ambiguous.collect::<Vec<_>>())
        };
        assert_eq!(bob(&["FAILURE", "FAILED"]), (vec![1, 2], vec![]));
        assert_eq!(bob(&["FAILURE", "SUCCESS"]), (vec![], vec![1, 2]));
        assert_eq!(bob(&["FAILURE"]), (vec![], vec![1, 2]));
        assert_eq!(bob(&["SUCCESS", "NEW_MOON"]), (vec![], vec![]));
    }

    #[test]
    fn contradictory_logs_of_one_recipient_are_ambiguous() {
        let retry = retry(&[("ada@example.com", "FAILURE"), ("Ada@example.com", "SUCCESS")]);
        assert_eq!((retry.payload, retry.recipients), (None, vec![]));
        assert_eq!(retry.ambiguous[0].identity, "Ada@example.com");
        assert_eq!(retry.ambiguous[0].by_status.get("FAILURE"), Some(&1));
    }

    #[test]
    fn a_failure_of_nobody_is_said() {
        let retry = retry(&[("eve@example.com", "FAILURE"), ("eve@example.com", "SUCCESS")]);
        assert_eq!((retry.payload, retry.unmatched.len()), (None, 1));
    }

    #[test]
    fn where_all_failed_the_payload_stays_as_it_is() {
        let payload = PAYLOAD.replace(",\n      { \"customMessage\": \"to nobody\" }", "");
        let logs: Vec<_> = ["ada", "bob", "bob"]
            .map(|name| serde_json::json!({ "originalId": format!("{name}@example.com"), "status": "FAILURE" }))
            .to_vec();
        let report = serde_json::json!({ "statusLogs": logs }).to_string();
        assert_eq!(retry_failures(&payload, &report).unwrap().payload, Some(payload));
    }
}
