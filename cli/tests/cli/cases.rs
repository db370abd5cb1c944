//! Replays `tests/cases`: what every face must say of the same payloads, the command line
//! included.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::support::{run, text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    payload: Option<Box<RawValue>>,
    text: Option<String>,
    #[serde(default)]
    options: CaseOptions,
    diagnostics: Vec<Place>,
    texts: Option<Vec<Box<RawValue>>>,
    #[serde(default)]
    other_texts: BTreeMap<usize, Box<RawValue>>,
}

#[derive(Default, Deserialize)]
struct CaseOptions {
    reading: Option<String>,
    rules: Option<Box<RawValue>>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Place {
    code: String,
    pointer: String,
}

#[derive(Deserialize)]
struct Report {
    valid: bool,
    diagnostics: Vec<Place>,
}

#[derive(Deserialize)]
struct Preview {
    report: Report,
    recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    filled: Box<RawValue>,
    other_reading: Option<Box<RawValue>>,
}

#[test]
fn every_case_is_answered_as_it_says() {
    let files = files();
    assert!(files.len() >= 60, "only {} cases", files.len());
    for file in files {
        let content = fs::read_to_string(&file).unwrap();
        let case = serde_json::from_str(&content).unwrap();
        replay(&case, &file.file_name().unwrap().to_string_lossy());
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    files
}

fn replay(case: &Case, name: &str) {
    let report: Report = answer("check", case, name);
    assert_eq!(report.diagnostics, case.diagnostics, "{name}");

    let preview: Preview = answer("preview", case, name);
    assert_eq!(preview.report.diagnostics, case.diagnostics, "{name}");
    let recipients = &preview.recipients;
    if let Some(texts) = &case.texts {
        let texts: Vec<_> = texts.iter().map(|text| canonical(text)).collect();
        let found: Vec<_> = recipients.iter().map(|found| canonical(&found.filled)).collect();
        assert_eq!(found, texts, "{name}");
    }
    let others: BTreeMap<_, _> =
        case.other_texts.iter().map(|(index, text)| (*index, canonical(text))).collect();
    let found: BTreeMap<_, _> = (0..)
        .zip(recipients)
        .filter_map(|(index, found)| Some((index, canonical(found.other_reading.as_deref()?))))
        .collect();
    assert_eq!(found, others, "{name}");
}

fn answer<T: for<'a> Deserialize<'a> + Judged>(command: &str, case: &Case, name: &str) -> T {
    let payload = case.payload.as_deref().map(RawValue::get).or(case.text.as_deref()).unwrap();
    let reading = case.options.reading.as_deref().unwrap_or("substitute");
    let mut arguments = vec![command, "-", "--format", "json", "--reading", reading];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.json");
    if let Some(rules) = &case.options.rules {
        fs::write(&file, rules.get()).unwrap();
        arguments.extend(["--rules", file.to_str().unwrap()]);
    }
    let output = run(&arguments, payload.as_bytes());
    assert_eq!(text(&output.stderr), "", "{name}");
    let answer: T = serde_json::from_slice(&output.stdout).unwrap();
    let status = if answer.valid() { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(status), "{name}");
    answer
}

/// What says whether there are errors: the exit status must agree.
trait Judged {
    fn valid(&self) -> bool;
}

impl Judged for Report {
    fn valid(&self) -> bool {
        self.valid
    }
}

impl Judged for Preview {
    fn valid(&self) -> bool {
        self.report.valid
    }
}

/// JSON text without white space and with strings escaped in one way, but with the author's key
/// order and digits, which a parsed value would lose.
fn canonical(raw: &RawValue) -> String {
    let mut canonical = String::new();
    let mut rest = raw.get();
    while let Some(first) = rest.chars().next() {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        let length = if first == '"' {
            let string = values.next().unwrap().unwrap();
            canonical.push_str(&serde_json::to_string(&string).unwrap());
            values.byte_offset()
        } else {
            canonical.extend(Some(first).filter(|first| !first.is_ascii_whitespace()));
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    canonical
}
