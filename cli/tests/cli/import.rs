//! `import`: recipients into payloads, from files and standard input.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{command, run, text};

const CSV: &str = "email,name\nada@example.com,Ada\nbob@example.com,\"Bob \"\"B\"\"\n2nd line\"\n";

fn in_folder(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = command().current_dir(folder).arg("import").args(arguments).output().unwrap();
    (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

#[test]
fn the_payload_is_one_that_check_takes() {
    let message = "Hello {name},\n\"quoted\" \\ 💬";
    let arguments = ["import", "-", "--channel", "ivr", "--message", message];
    let output = run(&arguments, CSV.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let payload: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = json!({
        "channel": "ivr",
        "message": { "type": "text", "value": message },
        "identities": [
            { "email": "ada@example.com", "parameters": { "name": "Ada" } },
            { "email": "bob@example.com", "parameters": { "name": "Bob \"B\"\n2nd line" } },
        ],
    });
    assert_eq!(payload, expected);
    let checked = run(&["check", "-"], &output.stdout);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
}

#[test]
fn into_a_payload_all_else_stays() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    let before = "{ \"channel\" : \"ivr\", \"message\": {\"type\": \"template\",\r\n \"value\": {\"a\": 1.50, \"identities\": [1]}},\n \"identities\": ";
    write("draft.json", &format!("{before}[ {{\"email\": \"old@example.com\"}} ] }}"));
    write("audience.csv", CSV);
    let (status, payload, errors) =
        in_folder(folder.path(), &["audience.csv", "--into", "draft.json"]);
    assert_eq!(status, Some(0), "{errors}");
    assert!(payload.starts_with(before) && payload.ends_with("] }"), "{payload}");
    assert!(!payload.contains("old@example.com"));
    let read: Value = serde_json::from_str(&payload).unwrap();
    assert_eq!(read["identities"][1]["email"], "bob@example.com");
}

#[test]
fn a_message_comes_from_a_file_without_its_last_line_break() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).unwrap();
    write("audience.csv", CSV.as_bytes());
    for (content, message) in
        [("a\n", "a"), ("a\r\n", "a"), ("a", "a"), ("a\n\n", "a\n"), ("a\r", "a\r")]
    {
        write("message.txt", content.as_bytes());
        let arguments = ["audience.csv", "--channel", "ivr", "--message-file", "message.txt"];
        let (_, payload, errors) = in_folder(folder.path(), &arguments);
        let payload: Value = serde_json::from_str(&payload).expect(&errors);
        assert_eq!(payload["message"]["value"], message);
    }
    write("message.txt", b"\xff");
    let arguments = ["audience.csv", "--channel", "ivr", "--message-file", "message.txt"];
    let (status, said, errors) = in_folder(folder.path(), &arguments);
    assert_eq!((status, said.as_str()), (Some(2), ""));
    assert_eq!(errors, "error: `message.txt`: the text is not UTF-8\n");
}

#[test]
fn with_errors_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("audience.csv"), "email,name\n,Ada\n").unwrap();
    let arguments = ["audience.csv", "--channel", "ivr", "--message", "Hello"];
    let (status, said, errors) = in_folder(folder.path(), &arguments);
    assert_eq!((status, said.as_str()), (Some(1), ""));
    assert!(errors.starts_with("audience.csv:2:A: error[missing-identity]: "), "{errors}");
    let arguments = [&arguments[..], &["-o", "out.json"]].concat();
    assert_eq!(in_folder(folder.path(), &arguments).0, Some(1));
    assert!(!folder.path().join("out.json").exists());
}

#[test]
fn the_payload_says_its_channel() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    write("spaces.csv", "spaceId\nAAQAPWixxxx\n");
    write("draft.json", r#"{"channel": "hangouts", "message": {"type": "text", "value": ""}}"#);
    let into = ["spaces.csv", "--into", "draft.json"];
    let (status, payload, errors) = in_folder(folder.path(), &into);
    assert_eq!(status, Some(0), "{errors}");
    let payload: Value = serde_json::from_str(&payload).unwrap();
    assert_eq!(payload["identities"], json!([{ "spaceId": "AAQAPWixxxx" }]));

    for draft in ["{}", r#"{"channel": "telegram"}"#, r#"{"channel": 1}"#] {
        write("draft.json", draft);
        let (status, _, errors) = in_folder(folder.path(), &into);
        assert_eq!(status, Some(2));
        let expected =
            "error: `draft.json` has no `channel` that is known: `--channel` says which it is\n";
        assert_eq!(errors, expected);
        let (status, _, errors) =
            in_folder(folder.path(), &[&into[..], &["--channel", "hangouts"]].concat());
        assert_eq!(status, Some(0), "{errors}");
    }
    for (draft, place) in [("[]", "1:1"), ("{\n\"a\": }", "2:6"), ("", "1:1")] {
        write("draft.json", draft);
        let (status, _, errors) = in_folder(folder.path(), &into);
        assert_eq!(status, Some(2), "{draft}");
        assert!(errors.starts_with(&format!("error: `draft.json:{place}`: ")), "{errors}");
    }
}

#[test]
fn more_recipients_than_one_request_takes_are_said() {
    let rows: String = (0..1001).map(|number| format!("r{number}@example.com\n")).collect();
    let csv = format!("email\n{rows}");
    let arguments = ["import", "-", "--channel", "ivr", "--message", "Hello"];
    let output = run(&arguments, csv.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stderr),
        "<stdin>: 1001 recipients\none request takes at most 1000: cut the payload with \
         `notify-preflight split`\n"
    );
}

#[test]
fn nothing_in_a_file_reaches_the_terminal_as_a_command() {
    let csv = "email,\u{1b}[31mname\u{202e}{\n\u{1b}[2J,x\nbob\u{9b}31m@example,\u{1b}\n";
    let output = run(&["import", "-", "--channel", "ivr", "--message", "Hello"], csv.as_bytes());
    let shown = text(&output.stderr);
    assert!(shown.contains("implausible-identity"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{shown:?}");
}
