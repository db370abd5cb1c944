//! Progress from the API document's own answers, and logs joined to recipients.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use notify_preflight::status::{ByRecipient, Job, Log, StatusReport, progress, progress_of};
use serde_json::{Value, json};

const JOB: &str = include_str!("samples/job.json");
const REPORT: &str = include_str!("samples/status-report.json");

/// What the logs say of the recipients.
fn joined(identities: &Value, logs: &[(&str, &str)]) -> ByRecipient {
    let logs: Vec<Value> = logs
        .iter()
        .map(|(identity, status)| json!({ "originalId": identity, "status": status }))
        .collect();
    let report = json!({ "statusLogs": logs }).to_string();
    let payload = json!({ "identities": identities }).to_string();
    progress_of(JOB, &report, &payload).unwrap().by_recipient.unwrap()
}

/// The recipients' statuses and whether they are ambiguous.
fn statuses(found: &ByRecipient) -> Vec<(Option<&str>, bool)> {
    found.recipients.iter().map(|found| (found.status.as_deref(), found.ambiguous)).collect()
}

#[test]
fn of_a_percentage_what_stands_before_the_point_is_kept() {
    for (written, percent) in
        [("33.9", Some(33)), ("1e2", Some(100)), ("-1", None), ("\"50\"", None), ("1e99", None)]
    {
        let job = Job::parse(&format!(r#"{{"percentageComplete":{written}}}"#)).unwrap();
        assert_eq!(job.percentage_complete, percent, "{written}");
    }
}

#[test]
fn the_sample_answers_are_read() {
    let job = Job::parse(JOB).unwrap();
    assert_eq!(job.id, "ds-d0f6fed2-87ff-52b7-bf2b-a15216f0xxxx");
    assert_eq!((job.status.as_str(), job.identities_count), ("IN_PROGRESS", Some(2)));
    assert_eq!((job.percentage_complete, job.logs.len()), (Some(0), 0));
    let report = StatusReport::parse(REPORT).unwrap();
    assert_eq!((report.status.as_deref(), report.count), (Some("SUCCESS"), Some(2)));
    let log = &report.logs[1];
    assert_eq!(log.original_id.as_deref(), Some("john.doe@example.com"));
    assert_eq!(log.created_on.as_deref(), Some("2025-05-26T05:53:22.954Z"));
}

#[test]
fn answers_are_written_with_the_apis_own_names() {
    let sample: Value = serde_json::from_str(JOB).unwrap();
    let written = serde_json::to_value(Job::parse(JOB).unwrap()).unwrap();
    for (name, value) in written.as_object().unwrap() {
        // 0 and 0.0 are the same number to JSON, and to whoever reads it.
        let is_same = value == &sample[name] || value.as_f64() == sample[name].as_f64();
        assert!(is_same, "{name}");
    }
    let sample: Value = serde_json::from_str(REPORT).unwrap();
    let written = serde_json::to_value(StatusReport::parse(REPORT).unwrap()).unwrap();
    assert_eq!(written["streamId"], sample["streamId"]);
    for (name, value) in written["statusLogs"][0].as_object().unwrap() {
        assert_eq!(value, &sample["statusLogs"][0][name], "{name}");
    }
}

#[test]
fn progress_without_a_payload_has_the_counts_alone() {
    let written = serde_json::to_value(progress(JOB, REPORT).unwrap()).unwrap();
    let expected = json!({
        "done": 2, "total": 2, "status": "SUCCESS", "byStatus": { "SUCCESS": 2 }, "finished": true,
    });
    assert_eq!(written, expected);
}

#[test]
fn the_sample_report_cannot_tell_its_two_recipients_apart() {
    let payload = json!({ "identities": [
        { "email": "john.doe@example.com" },
        { "email": "jane.doe@example.com" },
        { "email": "john.doe@example.com" },
    ] });
    let progress = progress_of(JOB, REPORT, &payload.to_string()).unwrap();
    let said = "Notification has been sent successfully";
    let john = |index: usize| {
        json!({
            "index": index, "identity": "john.doe@example.com", "status": "SUCCESS",
            "comment": said, "ambiguous": true,
        })
    };
    let jane = json!({
        "index": 1, "identity": "jane.doe@example.com", "status": null, "ambiguous": false,
    });
    let expected = json!({
        "done": 2, "total": 2, "status": "SUCCESS", "byStatus": { "SUCCESS": 2 }, "finished": true,
        "recipients": [john(0), jane, john(2)],
        "waiting": 1,
        "ambiguous": [{
            "identity": "john.doe@example.com", "recipients": [0, 2], "byStatus": { "SUCCESS": 2 },
        }],
        "unmatched": [],
    });
    assert_eq!(serde_json::to_value(progress).unwrap(), expected);
}

#[test]
fn recipients_of_one_identity_have_a_status_where_it_is_everyones() {
    let twice = json!([{ "spaceId": "A" }, { "spaceId": "A" }]);
    let unknown = [(None, true), (None, true)];
    assert_eq!(statuses(&joined(&twice, &[])), unknown);
    assert_eq!(statuses(&joined(&twice, &[("A", "SUCCESS")])), unknown);
    assert_eq!(statuses(&joined(&twice, &[("A", "SUCCESS"), ("A", "FAILURE")])), unknown);
    let failed = [(Some("FAILURE"), true), (Some("FAILURE"), true)];
    assert_eq!(statuses(&joined(&twice, &[("A", "FAILURE"), ("A", "FAILURE")])), failed);
}

#[test]
fn contradictory_logs_of_one_recipient_are_said_to_be() {
    let once = json!([{ "spaceId": "A" }]);
    let found = joined(&once, &[("A", "SUCCESS"), ("A", "FAILURE")]);
    assert_eq!(statuses(&found), [(None, true)]);
    assert_eq!((found.ambiguous[0].by_status.len(), found.waiting), (2, 0));
    let found = joined(&once, &[("A", "NEW_MOON"), ("A", "NEW_MOON")]);
    assert_eq!(statuses(&found), [(Some("NEW_MOON"), false)]);
}

#[test]
fn only_mail_addresses_are_compared_without_regard_to_case() {
    let found = joined(&json!([{ "email": "Zoë@Example.com" }]), &[("ZOË@example.com", "SUCCESS")]);
    assert_eq!(statuses(&found), [(Some("SUCCESS"), false)]);
    assert_eq!(found.recipients[0].identity, "Zoë@Example.com");
    let spaces = json!([{ "spaceId": "AAQA" }, { "spaceId": "aaqa" }]);
    let found = joined(&spaces, &[("aaqa", "SUCCESS"), ("AaQa", "SUCCESS")]);
    assert_eq!(statuses(&found), [(None, false), (Some("SUCCESS"), false)]);
    assert_eq!(found.unmatched[0].original_id.as_deref(), Some("AaQa"));
    let spellings = json!([{ "email": "A@b.c" }, { "email": "a@b.c" }]);
    let found = joined(&spellings, &[("a@b.c", "SUCCESS")]);
    assert_eq!(statuses(&found), [(None, true), (None, true)], "one mailbox, one log");
}

#[test]
fn who_cannot_be_named_is_listed_too() {
    let found = joined(&json!([{ "email": 7 }, 8, {}]), &[("", "SUCCESS")]);
    assert_eq!(statuses(&found), [(None, false); 3]);
    assert_eq!((found.waiting, found.unmatched.len()), (3, 1));
}

#[test]
fn a_hundred_thousand_logs_of_one_identity_are_no_trouble() {
    let recipients = vec![json!({ "email": "a@b.c" }); 100_000];
    let logs = vec![("a@b.c", "SUCCESS"); 100_000];
    let found = joined(&json!(recipients), &logs);
    assert_eq!(found.ambiguous[0].recipients.len(), 100_000);
    assert!(found.recipients.iter().all(|found| found.status.as_deref() == Some("SUCCESS")));
}

#[test]
fn nothing_but_a_failure_is_taken_for_one() {
    let is_failure = |status: Option<&str>| {
        Log { status: status.map(str::to_owned), ..Log::default() }.is_failure()
    };
    assert!(["FAILURE", "FAILED", "failure", "Failed"].into_iter().all(|of| is_failure(Some(of))));
    let others = ["SUCCESS", "PARTIAL_SUCCESS", "FAILURES", "", "NEW_MOON"];
    assert!(!others.into_iter().any(|of| is_failure(Some(of))) && !is_failure(None));
}

#[test]
fn what_cannot_be_read_is_named() {
    let error = |job, report, payload| progress_of(job, report, payload).unwrap_err().to_string();
    assert_eq!(error("", "{}", "{}"), "the job is no JSON object");
    assert_eq!(error("{}", "[]", "{}"), "the status answer is no JSON object");
    assert_eq!(error("{}", "{}", "{}"), "the payload has no `identities`");
}
