//! Three verdicts on the same payloads: ours, the published schema's by `jsonschema`, and
//! the published schema's by Ajv. They must agree, and ours and Ajv's at the same places.
//!
//! `NOTIFY_PREFLIGHT_LONG=1` tries 100,000 payloads in place of 2,400;
//! `NOTIFY_PREFLIGHT_SEED` names others. Payloads are made anew from seed and number.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod ajv;
mod breaks;
mod node;
mod payloads;
mod places;
mod random;

use std::collections::BTreeMap;

use ajv::{Ajv, Verdict};
use notify_preflight::{Code, Options, Report, Severity, check};
use payloads::{Kind, Payload, payload};

const SEED: u64 = 20_260_101;

#[jsonschema::validator(
    path = "schema/notify-request.schema.json",
    draft = Draft202012,
    methods = { is_valid = true, validate = false, iter_errors = false }
)]
struct NotifyRequest;

/// What must have been seen, beside one of each break.
const BOUNDARIES: [&str; 40] = [
    "ivr",
    "hangouts",
    "whatsapp",
    "message",
    "content",
    "text",
    "template",
    "script",
    "value a string",
    "value an object",
    "value an array",
    "999 identities",
    "1000 identities",
    "1001 identities",
    "no parameter",
    "1 parameter",
    "2 parameters",
    "19 parameters",
    "20 parameters",
    "21 parameters",
    "199 characters",
    "200 characters",
    "201 characters",
    "letters",
    "astral characters",
    "combining marks",
    "mixed characters",
    "characters to escape",
    "null for something",
    "a boolean for something",
    "a number for something",
    "a string for something",
    "an array for something",
    "an object for something",
    "a repeated name",
    "compact",
    "pretty",
    "odd white space",
    "many escapes",
    "all escaped",
];

fn number_of_payloads() -> usize {
    let is_long = std::env::var_os("NOTIFY_PREFLIGHT_LONG").is_some_and(|value| value == "1");
    if is_long { 100_000 } else { 2_400 }
}

fn seed() -> u64 {
    std::env::var("NOTIFY_PREFLIGHT_SEED").map_or(SEED, |seed| seed.parse().expect("a number"))
}

fn by_schema(text: &str) -> bool {
    serde_json::from_str(text).is_ok_and(|payload| NotifyRequest::is_valid(&payload))
}

/// What the three do not agree on.
fn disagreement(payload: &Payload, report: &Report, ajv: Option<&Verdict>) -> Option<String> {
    let schema = by_schema(&payload.text);
    if report.valid != schema {
        return Some(format!("valid: ours {}, the schema's {schema}", report.valid));
    }
    let must_be = match payload.kind {
        Kind::Valid => true,
        Kind::OneRuleBroken => false,
        _ => report.valid,
    };
    if report.valid != must_be {
        return Some(format!("made {:?}, and valid is {}", payload.kind, report.valid));
    }
    difference_to(ajv?, report)
}

fn difference_to(ajv: &Verdict, report: &Report) -> Option<String> {
    let is_json = !report.codes.contains_key(&Code::JsonSyntax);
    if (is_json, report.valid) != (ajv.json, ajv.valid) {
        return Some(format!(
            "JSON and valid: ours {is_json} and {}, Ajv's {} and {}",
            report.valid, ajv.json, ajv.valid
        ));
    }
    if is_json { places::difference(report, ajv) } else { None }
}

#[derive(Default)]
struct Counts {
    kinds: BTreeMap<Kind, usize>,
    notes: BTreeMap<&'static str, usize>,
    /// How many payloads have an error of this code.
    codes: BTreeMap<Code, usize>,
    valid: usize,
    errors: usize,
    bytes: usize,
}

impl Counts {
    fn add(&mut self, payload: &Payload, report: &Report, ajv: Option<&Verdict>) {
        *self.kinds.entry(payload.kind).or_default() += 1;
        for note in &payload.notes {
            *self.notes.entry(note).or_default() += 1;
        }
        for code in report.codes.keys().filter(|code| code.severity() == Severity::Error) {
            *self.codes.entry(*code).or_default() += 1;
        }
        self.valid += usize::from(report.valid);
        self.errors += ajv.map_or(0, |verdict| verdict.errors.len());
        self.bytes += payload.text.len();
    }

    fn print(&self, number: usize, seed: u64) {
        println!("{number} payloads of seed {seed}, {} bytes, {} valid:", self.bytes, self.valid);
        for (kind, count) in &self.kinds {
            println!("{count:>8} {kind:?}");
        }
        println!("of these:");
        for (note, count) in &self.notes {
            println!("{count:>8} {note}");
        }
        println!("with an error of:");
        for (code, count) in &self.codes {
            println!("{count:>8} {code}");
        }
        println!("{:>8} errors of Ajv, each explained by one of ours", self.errors);
    }

    /// The generator makes what it is there to make.
    fn hold(&self, number: usize) {
        let breaks = breaks::BREAKS.iter().map(|(name, _)| *name);
        let missing: Vec<_> = BOUNDARIES
            .into_iter()
            .chain(breaks)
            .filter(|note| !self.notes.contains_key(note))
            .collect();
        assert!(missing.is_empty(), "never made: {missing:?}");
        assert!(Kind::ALL.iter().all(|kind| self.kinds.contains_key(kind)), "{:?}", self.kinds);
        let errors = Code::ALL.iter().filter(|code| code.severity() == Severity::Error);
        let missing: Vec<_> = errors.filter(|code| !self.codes.contains_key(code)).collect();
        assert!(missing.is_empty(), "never an error of: {missing:?}");
        assert!(self.valid * 4 >= number, "{} of {number} are valid", self.valid);
    }
}

#[test]
fn three_verdicts_agree() {
    let (number, seed) = (number_of_payloads(), seed());
    let mut ajv = Ajv::start();
    // Of 2001 identities each may have its errors.
    let options = Options { max_diagnostics: 1_000_000, ..Options::default() };
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for index in 0..number {
        let payload = payload(seed, index);
        let verdict = ajv.as_mut().map(|ajv| ajv.ask(&payload.text));
        let report = check(&payload.text, &options);
        counts.add(&payload, &report, verdict.as_ref());
        if let Some(disagreement) = disagreement(&payload, &report, verdict.as_ref()) {
            let start: String = payload.text.chars().take(2000).collect();
            failures.push(format!("payload {index}, {:?}: {disagreement}\n{start}", payload.notes));
        }
    }
    counts.print(number, seed);
    if ajv.is_none() {
        eprintln!("\n*** Ajv was LEFT OUT: Node or node_modules/ajv is missing (`npm ci`) ***\n");
    }
    let shown = failures[..failures.len().min(5)].join("\n\n");
    assert!(failures.is_empty(), "{} of {number}, seed {seed}:\n{shown}", failures.len());
    counts.hold(number);
}
