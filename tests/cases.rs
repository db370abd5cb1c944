//! Replays `tests/cases`: what every face must say of the same payloads.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use notify_preflight::{Code, Options, Recipient, Rules, preview};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    #[serde(rename = "about")]
    _about: String,
    payload: Option<Box<RawValue>>,
    text: Option<String>,
    #[serde(default)]
    options: CaseOptions,
    diagnostics: Vec<Expected>,
    texts: Option<Vec<Box<RawValue>>>,
    #[serde(default)]
    other_texts: BTreeMap<usize, Box<RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseOptions {
    reading: Option<String>,
    rules: Option<Box<RawValue>>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Expected {
    code: String,
    pointer: String,
}

impl Case {
    fn read(path: &Path) -> Case {
        let text = fs::read_to_string(path).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn payload(&self) -> &str {
        let payload = self.payload.as_deref().map(RawValue::get);
        payload.or(self.text.as_deref()).expect("a case has `payload` or `text`")
    }

    fn options(&self) -> Options {
        let reading = self.options.reading.as_deref().unwrap_or("substitute");
        let rules = self.options.rules.as_deref().map_or("[]", RawValue::get);
        Options {
            reading: reading.parse().unwrap(),
            rules: Rules::parse(rules).unwrap(),
            ..Options::default()
        }
    }
}

/// JSON text without white space, its strings escaped in one way, its numbers as
/// written.
fn compact(raw: &RawValue) -> String {
    let mut compact = String::new();
    let mut rest = raw.get();
    while let Some(character) = rest.chars().next() {
        let length = if character == '"' { string_length(rest) } else { character.len_utf8() };
        let (token, after) = rest.split_at(length);
        if character == '"' {
            let text: String = serde_json::from_str(token).unwrap();
            compact.push_str(&serde_json::to_string(&text).unwrap());
        } else if !character.is_ascii_whitespace() {
            compact.push_str(token);
        }
        rest = after;
    }
    compact
}

/// The bytes of the JSON string that `text` starts with.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let close = text.bytes().skip(1).position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    close.unwrap() + 2
}

fn filled(recipient: &Recipient) -> String {
    serde_json::to_string(&recipient.filled).unwrap()
}

fn others(recipients: &[Recipient]) -> BTreeMap<usize, String> {
    recipients
        .iter()
        .filter_map(|r| Some((r.index, serde_json::to_string(r.other_reading.as_ref()?).unwrap())))
        .collect()
}

fn difference(case: &Case) -> Option<String> {
    let preview = preview(case.payload(), &case.options());
    let found: Vec<Expected> = preview
        .report
        .diagnostics
        .iter()
        .map(|d| Expected { code: d.code.to_string(), pointer: d.pointer.clone() })
        .collect();
    if found != case.diagnostics {
        return Some(format!(
            "diagnostics\n  found    {found:?}\n  expected {:?}",
            case.diagnostics
        ));
    }
    let expected: Vec<String> = case.texts.as_ref()?.iter().map(|raw| compact(raw)).collect();
    let texts: Vec<String> = preview.recipients.iter().map(filled).collect();
    if texts != expected {
        return Some(format!("texts\n  found    {texts:?}\n  expected {expected:?}"));
    }
    let expected: BTreeMap<usize, String> =
        case.other_texts.iter().map(|(index, raw)| (*index, compact(raw))).collect();
    let others = others(&preview.recipients);
    (others != expected)
        .then(|| format!("other texts\n  found    {others:?}\n  expected {expected:?}"))
}

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), Case::read(&path)))
        .collect();
    cases.sort_by(|(one, _), (other, _)| one.cmp(other));
    cases
}

#[test]
fn every_case_holds() {
    let cases = cases();
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|(name, case)| Some(format!("{name}: {}", difference(case)?)))
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

#[test]
fn every_code_has_a_case() {
    let cases = cases();
    for code in Code::ALL {
        let occurs = |case: &Case| case.diagnostics.iter().any(|d| d.code == code.name());
        assert!(cases.iter().any(|(_, case)| occurs(case)), "no case for `{code}`");
    }
}
