//! `split`: parts that are the payload once more, and files that nobody loses.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{command, run, text};

/// Of that many recipients, with what a rewrite would change: digits, escapes, spaces.
fn payload(recipients: usize) -> String {
    let identities: Vec<_> = (0..recipients)
        .map(|number| {
            format!(
                r#"{{ "email":"r{number}@example.com", "parameters": {{"n": "{number}\u00e9"}} }}"#
            )
        })
        .collect();
    format!(
        "{{ \"channel\": \"ivr\",\n  \"identities\": [ {} ],\n  \"message\": {{\"type\": \"template\", \"value\": {{\"size\": 1.50}}}} }}\n",
        identities.join(",\n    ")
    )
}

fn split(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = command().current_dir(folder).arg("split").args(arguments).output().unwrap();
    (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn the_parts_in_the_order_of_their_names_are_the_payload() {
    let folder = tempfile::tempdir().unwrap();
    let whole = payload(2345);
    fs::write(folder.path().join("all.json"), &whole).unwrap();
    for (options, parts) in [
        (&["-o", "a"][..], 3),
        (&["-o", "b", "--max", "100"], 24),
        (&["-o", "c", "--max-bytes", "20000"], 9),
    ] {
        let (status, said, errors) = split(folder.path(), &[&["all.json"], options].concat());
        assert_eq!((status, errors.as_str()), (Some(0), ""));
        let files = files(&folder.path().join(options[1]));
        assert_eq!((files.len(), said.lines().count()), (parts, parts), "{said}");

        let mut joined = Vec::new();
        let mut expected: Value = serde_json::from_str(&whole).unwrap();
        for (file, line) in files.iter().zip(said.lines()) {
            let text = fs::read_to_string(file).unwrap();
            assert!(
                text.starts_with("{ \"channel\": \"ivr\",\n") && text.contains("1.50"),
                "{text}"
            );
            let mut part: Value = serde_json::from_str(&text).unwrap();
            let own = part["identities"].as_array().unwrap().clone();
            let name = file.file_name().unwrap().to_str().unwrap();
            let expected_line =
                format!("{}/{name}: {} recipients, {} bytes", options[1], own.len(), text.len());
            assert_eq!(line, expected_line);
            joined.extend(own);
            part["identities"] = expected["identities"].clone();
            assert_eq!(part, expected, "besides its recipients a part is the payload");
        }
        assert_eq!(Value::from(joined), expected["identities"].take());
    }
}

#[test]
fn numbers_have_leading_zeros_that_keep_the_order() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("all.json"), payload(12)).unwrap();
    let (_, said, _) = split(folder.path(), &["all.json", "--max", "1"]);
    assert!(said.starts_with("all-01.json: 1 recipient, "), "{said}");
    assert!(said.lines().last().unwrap().starts_with("all-12.json: "), "{said}");
}

#[test]
fn where_one_file_is_in_the_way_none_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("all.json"), payload(3)).unwrap();
    fs::write(folder.path().join("all-2.json"), "mine").unwrap();
    let (status, said, errors) = split(folder.path(), &["all.json", "--max", "1"]);
    assert_eq!((status, said.as_str()), (Some(2), ""));
    assert_eq!(errors, "error: `all-2.json` exists already: `--force` overwrites it\n");
    assert_eq!(files(folder.path()).len(), 2);
    assert_eq!(fs::read_to_string(folder.path().join("all-2.json")).unwrap(), "mine");

    let (status, _, errors) = split(folder.path(), &["all.json", "--max", "1", "--force"]);
    assert_eq!((status, errors.as_str()), (Some(0), ""));
    assert_eq!(files(folder.path()).len(), 4);
}

#[test]
fn files_that_only_look_like_parts_are_pointed_out() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "all-1.json",
        "all-007.json",
        "all-8.json",
        "all-7.txt",
        "all-x.json",
        "all-.json",
        "other-7.json",
    ] {
        fs::write(folder.path().join(name), "{}").unwrap();
    }
    fs::write(folder.path().join("all.json"), payload(2)).unwrap();
    let (status, _, errors) = split(folder.path(), &["all.json", "--force"]);
    assert_eq!(status, Some(0));
    let expected =
        "warning: `all-007.json` and 1 more stand beside the parts and are none of them\n";
    assert_eq!(errors, expected);
}

#[test]
fn standard_input_has_a_name_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("new/deep");
    let arguments = ["split", "-", "-o", output.to_str().unwrap()];
    let found = run(&arguments, payload(1).as_bytes());
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    assert_eq!(fs::read_to_string(output.join("payload-1.json")).unwrap(), payload(1));
}

#[test]
fn what_is_no_payload_cannot_be_cut() {
    for (input, sentence) in [
        (&b"{\"identities\": [1,\n]}"[..], "the payload is no JSON: in line 2, "),
        (b"[]", "the payload is an array, an object is expected"),
        (b"{\"identities\": {}}", "`identities` is an object, an array is expected"),
        (b"{\"identities\": [\"\xff\"]}", "the text is not UTF-8"),
    ] {
        let output = run(&["split", "-", "-o", "/nowhere"], input);
        assert_eq!(output.status.code(), Some(1), "{sentence}");
        let errors = text(&output.stderr);
        assert!(errors.starts_with(&format!("error: `<stdin>`: {sentence}")), "{errors}");
    }
    let payload = json!({ "identities": ["a\u{1b}[31m"] }).to_string();
    let output = run(&["split", "-", "--max-bytes", "20"], payload.as_bytes());
    assert!(!output.stderr.contains(&b'\x1b'));
}
