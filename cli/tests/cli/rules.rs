//! `--rules`: what is taken, and what is said of a file that cannot be used.

use std::fs;
use std::path::Path;

use crate::support::{command, payload, run, text};

const RULES: &str = r#"[
  { "name": "opt-out", "on": "text", "pattern": "(?i)reply stop" },
  { "name": "no-links", "on": "text", "must": "not-match", "pattern": "bit\\.ly/" }
]"#;

/// Runs in a folder that holds these rules as `rules.json`: exit status and standard error.
fn with_rules(rules: impl AsRef<[u8]>, arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "rules.json", rules.as_ref());
    write(folder.path(), "payload.json", payload(["ada@example.com"]).to_string().as_bytes());
    let output = command().current_dir(&folder).args(arguments).output().unwrap();
    (output.status.code(), text(&output.stderr).to_owned())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).unwrap();
}

const CHECK: [&str; 4] = ["check", "payload.json", "--rules", "rules.json"];
const PREVIEW: [&str; 4] = ["preview", "payload.json", "--rules", "rules.json"];

#[test]
fn rules_are_taken_by_check_and_preview() {
    for rules in [RULES, "[]", " [ ] \n"] {
        assert_eq!(with_rules(rules, &CHECK), (Some(0), String::new()));
        assert_eq!(with_rules(rules, &PREVIEW).0, Some(0));
    }
}

#[test]
fn rules_may_come_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "payload.json", payload(["ada@example.com"]).to_string().as_bytes());
    let file = folder.path().join("payload.json");
    let output = run(&["check", file.to_str().unwrap(), "--rules", "-"], RULES.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));

    let output = run(&["check", "-", "--rules", "-"], RULES.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "error: standard input cannot be both a payload and the house rules: give one as a file\n"
    );
}

#[test]
fn a_bad_file_is_said_with_its_rule_and_place() {
    for (rules, sentence) in [
        (
            RULES.replace("(?i)reply stop", "reply (?=stop)"),
            "`rules[0]` `opt-out`: the pattern fails at `(?=`, from character 7: look-around is not supported",
        ),
        (
            RULES.replace("not-match", "no-match"),
            "`rules[1]` `no-links`: `must` must be `match` or `not-match`, and is `no-match`",
        ),
        (
            RULES.replace("\"on\"", "\"for\""),
            "`rules[0]` `opt-out`: `for` is no field of a rule; allowed are `name`, `pattern`, `on`, `must`, `severity` and `message`",
        ),
        (
            RULES.replace("no-links", "opt-out"),
            "`rules[1]` `opt-out`: `rules[0]` has this name already",
        ),
        (
            RULES.replace("},", "}"),
            "the rules are not JSON: at line 3 column 3, expected `,` or `]` and found `{`",
        ),
        ("{}".to_owned(), "the rules must be an array, and are an object"),
    ] {
        for arguments in [CHECK, PREVIEW] {
            let (status, errors) = with_rules(&rules, &arguments);
            assert_eq!(errors, format!("error: `rules.json`: {sentence}\n"));
            assert_eq!(status, Some(2), "{sentence}");
        }
    }
}

#[test]
fn a_rule_cannot_turn_the_terminal_around() {
    let (status, errors) = with_rules(RULES.replace("opt-out", "\u{202e}\\u001b[31m"), &CHECK);
    assert_eq!(status, Some(2));
    assert!(!errors.contains(['\u{202e}', '\u{1b}']), "{errors:?}");
}

#[test]
fn a_file_that_cannot_be_read_is_said() {
    let arguments = ["check", "payload.json", "--rules", "none.json"];
    let missing = "error: cannot read `none.json`: there is no such file\n".to_owned();
    assert_eq!(with_rules(RULES, &arguments), (Some(2), missing));
    let not_text = "error: `rules.json`: the text is not UTF-8\n".to_owned();
    assert_eq!(with_rules(b"[\xff]", &CHECK), (Some(2), not_text));
    let (status, _) = with_rules(RULES, &["check", "payload.json", "--rules"]);
    assert_eq!(status, Some(2), "`--rules` names a file");
}
