//! `check`: what it prints, and how it exits.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{command, run, text};

/// An error and a warning, on lines of their own.
const FAULTY: &str = r#"{
  "channel": "telegram",
  "message": { "type": "text", "value": "Hello {name}" },
  "identities": [{ "email": "ada@example.com" }]
}
"#;

/// Nothing to say.
const CLEAN: &str = r#"{
  "channel": "ivr",
  "message": { "type": "text", "value": "Hello" },
  "identities": [{ "email": "ada@example.com" }, { "email": "bob@example.com" }]
}
"#;

#[test]
fn diagnostics_are_printed_as_compilers_print_them() {
    let output = run(&["check", "-"], FAULTY.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr), "");
    assert_snapshot!(text(&output.stdout));
}

#[test]
fn a_clean_payload_is_said_to_be_ready() {
    let output = run(&["check", "-"], CLEAN.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "<stdin>: ready to send: 2 recipients\n");
}

#[test]
fn a_fix_is_named() {
    let slip = CLEAN.replace("\"channel\"", "\"chanel\"");
    let output = run(&["check", "-"], slip.as_bytes());
    assert_snapshot!(text(&output.stdout));
}

#[test]
fn a_line_too_long_is_shown_in_part() {
    let one_line = FAULTY.replace("Hello {name}", &"Hello {name} and so on, ".repeat(50));
    let one_line: String = one_line.lines().map(str::trim).collect();
    let output = run(&["check", "-"], one_line.as_bytes());
    let longest = text(&output.stdout)
        .lines()
        .filter(|line| line.contains(" | "))
        .map(|line| line.chars().count())
        .max();
    assert!(longest.unwrap() <= 100, "{longest:?}");
    assert_snapshot!(text(&output.stdout));
}

#[test]
fn nothing_in_a_payload_reaches_the_terminal_as_a_command() {
    let hostile = CLEAN.replace("ivr", "\u{1b}[2J\u{9b}31m\u{202e}").replace("Hello", "\\u001b[2J");
    let output = run(&["check", "-"], hostile.as_bytes());
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{shown:?}");
}

#[test]
fn nothing_in_a_name_reaches_the_terminal_as_a_command() {
    for arguments in [
        &["check"][..],
        &["preview"],
        &["split"],
        &["import", "--channel", "ivr"],
        &["token", "--app-id", "a", "--sub", "b", "--secret-file"],
        &["check", "-", "--rules"],
    ] {
        let output = run(&[arguments, &["none\u{1b}[2J\u{202e}"]].concat(), b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let errors = text(&output.stderr);
        assert!(errors.starts_with("error: cannot read `none␛[2J"), "{errors:?}");
    }
}

#[test]
fn json_is_the_report_itself() {
    let output = run(&["check", "--format", "json", "-"], FAULTY.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = notify_preflight::check(FAULTY, &Default::default());
    assert_eq!(report, serde_json::to_value(expected).unwrap());
    assert!(text(&output.stdout).starts_with("{\n  \"valid\": false"));
}

#[test]
fn github_gets_an_annotation_for_each_diagnostic() {
    let output = run(&["check", "--format", "github", "-"], FAULTY.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(text(&output.stdout));
}

#[test]
fn several_files_are_checked_though_one_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clean.json"), CLEAN).unwrap();
    fs::write(folder.path().join("faulty.json"), FAULTY).unwrap();
    let run = |arguments: &[&str]| {
        command().current_dir(&folder).arg("check").args(arguments).output().unwrap()
    };

    let output = run(&["faulty.json", "clean.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).ends_with("clean.json: ready to send: 2 recipients\n"));

    let output = run(&["none.json", ".", "clean.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "error: cannot read `none.json`: there is no such file\n\
         error: cannot read `.`: it is a folder\n"
    );
    assert_eq!(text(&output.stdout), "clean.json: ready to send: 2 recipients\n");

    let output = run(&["--format", "json", "clean.json", "faulty.json"]);
    let reports: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(reports[0]["file"], "clean.json");
    assert_eq!(reports[1]["report"]["valid"], false);
}

#[test]
fn arguments_that_make_no_sense_exit_with_2() {
    for arguments in [
        &["check"][..],
        &["check", "-", "--reading", "guess"],
        &["check", "-", "--format", "yaml"],
        &["cheque", "-"],
        &[],
    ] {
        assert_eq!(run(arguments, b"").status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn the_reading_counts() {
    let parameterised = FAULTY.replace("telegram", "ivr").replace(
        "\"ada@example.com\"",
        "\"ada@example.com\", \"parameters\": { \"name\": \"Ada\" }",
    );
    let codes = |reading: &str| {
        let output = run(
            &["check", "-", "--format", "json", "--reading", reading],
            parameterised.as_bytes(),
        );
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        report["codes"].clone()
    };
    assert_eq!(codes("substitute")["unresolved-placeholder"], Value::Null);
    assert_ne!(codes("ignore"), codes("substitute"));
}
