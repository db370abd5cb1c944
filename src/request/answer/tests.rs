use super::*;

const JOB: &str = include_str!("../../../tests/samples/job.json");
const REPORT: &str = include_str!("../../../tests/samples/status-report.json");

fn http(status: u16, body: &str) -> Answer<'_> {
    Answer::Http { status, retry_after: None, body }
}

fn with_retry_after(status: u16) -> Answer<'static> {
    Answer::Http { status, retry_after: Some("30"), body: "" }
}

/// The outcome's name, and whether the call may be repeated.
fn sent(answer: &Answer<'_>) -> (&'static str, bool) {
    match SendOutcome::of(answer) {
        SendOutcome::Accepted { .. } => ("accepted", false),
        SendOutcome::Refused(failure) => ("refused", failure.retry),
        SendOutcome::Unknown(failure) => ("unknown", failure.retry),
    }
}

fn asked(answer: &Answer<'_>) -> (&'static str, bool) {
    match StatusOutcome::of(answer) {
        StatusOutcome::Answered { .. } => ("answered", false),
        StatusOutcome::Failed(failure) => ("failed", failure.retry),
    }
}

#[test]
fn a_success_is_accepted_only_with_a_job() {
    assert_eq!(sent(&http(200, JOB)), ("accepted", false));
    assert_eq!(sent(&http(201, JOB)), ("accepted", false));
    for body in ["", "{}", "[]", r#"{"_id": ""}"#, r#"{"_id": 7}"#, "<html>", REPORT, "not JSON"] {
        assert_eq!(sent(&http(200, body)), ("unknown", false), "{body}");
    }
}

#[test]
fn a_payload_goes_again_by_itself_only_where_it_surely_was_not_accepted() {
    for status in [301, 307, 308, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 451] {
        assert_eq!(sent(&http(status, JOB)), ("refused", false), "{status}");
        assert_eq!(sent(&with_retry_after(status)), ("refused", false), "{status}");
    }
    for status in [0, 100, 300, 302, 303, 304, 500, 501, 502, 504, 520, 524, 599, 600, 999] {
        assert_eq!(sent(&http(status, JOB)), ("unknown", false), "{status}");
        assert_eq!(sent(&with_retry_after(status)), ("unknown", false), "{status}");
    }
    assert_eq!(sent(&http(429, "")), ("refused", true));
    assert_eq!(sent(&http(503, "")), ("unknown", false));
    assert_eq!(sent(&with_retry_after(503)), ("refused", true));
    let blank = Answer::Http { status: 503, retry_after: Some(" "), body: "" };
    assert_eq!(sent(&blank), ("unknown", false));
    assert_eq!(sent(&Answer::Unreached), ("refused", true));
    assert_eq!(sent(&Answer::Lost), ("unknown", false));
}

#[test]
fn a_relay_that_knows_better_is_believed() {
    let not_reached = r#"{"errors":[{"msg":"cannot connect","code":502}],"mayHaveReached":false}"#;
    let reached = r#"{"errors":[{"msg":"too long","code":502}],"mayHaveReached":true}"#;
    assert_eq!(sent(&http(502, not_reached)), ("refused", true));
    assert_eq!(sent(&http(502, reached)), ("unknown", false));
    assert_eq!(sent(&http(400, reached)), ("unknown", false));
    // Only its 502 says that there was no connection, which a later try may find.
    assert_eq!(sent(&http(400, not_reached)), ("refused", false));
    assert_eq!(sent(&http(500, not_reached)), ("refused", false));
    assert_eq!(sent(&http(502, r#"{"mayHaveReached":"false"}"#)), ("unknown", false));
}

#[test]
fn a_status_call_is_repeated_where_time_can_heal() {
    assert_eq!(asked(&http(200, REPORT)), ("answered", false));
    assert_eq!(asked(&http(200, r#"{"status":"IN_PROGRESS"}"#)), ("answered", false));
    assert_eq!(asked(&http(200, r#"{"statusLogs":[]}"#)), ("answered", false));
    for body in ["", "{}", "<html>", r#"{"errors":["busy"]}"#] {
        assert_eq!(asked(&http(200, body)), ("failed", true), "{body}");
    }
    for status in [408, 425, 429, 500, 502, 503, 504, 520] {
        assert_eq!(asked(&http(status, REPORT)), ("failed", true), "{status}");
    }
    for status in [100, 301, 302, 400, 401, 403, 404, 410, 418] {
        assert_eq!(asked(&http(status, REPORT)), ("failed", false), "{status}");
    }
    assert_eq!(asked(&Answer::Unreached), ("failed", true));
    assert_eq!(asked(&Answer::Lost), ("failed", true));
}

#[test]
fn a_failure_says_what_happened_what_to_do_and_the_servers_words() {
    let body = r#"{"errors":[{"msg":"Invalid \u0022channel\u0022","code":400}]}"#;
    let outcome = serde_json::to_value(SendOutcome::of(&http(400, body))).unwrap();
    let expected = serde_json::json!({
        "outcome": "refused",
        "status": 400,
        "retry": false,
        "message": "the platform refuses the payload (400)",
        "hint": "nothing was sent; correct what the answer names, and send again",
        "said": "Invalid \"channel\"",
    });
    assert_eq!(outcome, expected);
    let outcome = serde_json::to_value(SendOutcome::of(&with_retry_after(429))).unwrap();
    assert_eq!(outcome["retryAfter"], 30);
    let lost = serde_json::to_value(SendOutcome::of(&Answer::Lost)).unwrap();
    assert_eq!(lost.as_object().map(serde_json::Map::len), Some(4), "{lost}");
}

#[test]
fn accepted_jobs_and_reports_are_shown_as_the_api_writes_them() {
    let outcome = serde_json::to_value(SendOutcome::of(&http(200, JOB))).unwrap();
    assert_eq!(outcome["outcome"], "accepted");
    assert_eq!(outcome["job"]["store"]["identitiesCount"], 2);
    let outcome = serde_json::to_value(StatusOutcome::of(&http(200, REPORT))).unwrap();
    assert_eq!(outcome["outcome"], "answered");
    assert_eq!(outcome["report"]["statusLogs"][1]["originalId"], "john.doe@example.com");
}

#[test]
fn the_servers_words_are_found_and_bounded() {
    let long = "é".repeat(401);
    let cut = format!("{}…", "é".repeat(400));
    for (body, words) in [
        (r#"{"message":"a"}"#, Some("a")),
        (r#"{"errors":[],"error":{"message":"b"}}"#, Some("b")),
        (r#"{"diagnostics":[{"code":"x","message":"c"}],"message":"other"}"#, Some("c")),
        (r#""d""#, Some("d")),
        (r#"{"errors":["  "],"msg":"e"}"#, Some("e")),
        (r#"{"code":7}"#, None),
        ("  plain words \n", Some("plain words")),
        ("<!doctype html>", None),
        ("", None),
        (&long, Some(cut.as_str())),
    ] {
        assert_eq!(said(body).as_deref(), words, "{body}");
    }
}

#[test]
fn only_a_number_of_seconds_is_read_from_retry_after() {
    for (text, read) in [
        ("0", Some(0)),
        (" 120 ", Some(120)),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1.5", None),
        ("99999999999999999999", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ] {
        assert_eq!(seconds(text), read, "{text}");
    }
}
