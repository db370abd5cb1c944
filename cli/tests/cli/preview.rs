//! `preview`: what it prints, and how it exits.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{run, text};

const PAYLOAD: &str = r#"{
  "channel": "ivr",
  "message": { "type": "text", "value": "Hello {name},\nyour code is {code}" },
  "identities": [
    { "email": "ada@example.com", "parameters": { "name": "Ada", "code": "7" } },
    { "email": "bob@example.com", "customMessage": "Hi {nick}" },
    { "email": "cy@example.com", "customMessage": "" }
  ]
}
"#;

const CARD: &str = r#"{
  "channel": "whatsapp",
  "message": { "type": "template", "value": { "body": "Hello {name}", "size": 1.50 } },
  "identities": [{ "phoneNumber": "491701234567", "parameters": { "name": "Ada" } }]
}
"#;

#[test]
fn each_recipient_and_its_text() {
    let output = run(&["preview", "-"], PAYLOAD.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(text(&output.stdout));
}

#[test]
fn what_is_wrong_goes_to_standard_error() {
    let output = run(&["preview", "-"], PAYLOAD.as_bytes());
    let errors = text(&output.stderr);
    assert!(errors.contains("warning[empty-message]"), "{errors}");
    assert!(errors.lines().last().unwrap().starts_with("<stdin>: 3 recipients, "), "{errors}");
}

#[test]
fn the_other_reading_of_a_json_value() {
    let output = run(&["preview", "-", "--reading", "ignore"], CARD.as_bytes());
    assert_snapshot!(text(&output.stdout));
}

#[test]
fn json_is_the_preview_itself() {
    let output = run(&["preview", "--format", "json", "-"], PAYLOAD.as_bytes());
    assert_eq!(text(&output.stderr), "");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = notify_preflight::preview(PAYLOAD, &Default::default());
    assert_eq!(found, serde_json::to_value(expected).unwrap());
}

#[test]
fn jsonl_is_one_recipient_a_line() {
    let output = run(&["preview", "--format", "jsonl", "-"], PAYLOAD.as_bytes());
    let lines: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let texts: Vec<_> = lines.iter().map(|line| line["filled"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Hello Ada,\nyour code is 7", "Hi {nick}", ""]);
}

#[test]
fn errors_and_unreadable_files_have_their_exit_status() {
    let output = run(&["preview", "-"], b"{}");
    assert_eq!(output.status.code(), Some(1));
    let output = run(&["preview", "/nowhere/at/all.json"], b"");
    assert_eq!(output.status.code(), Some(2));
    let expected = "error: cannot read `/nowhere/at/all.json`: there is no such file\n";
    assert_eq!(text(&output.stderr), expected);
}
