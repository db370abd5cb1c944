//! Payloads: the schema's own verdict, texts that are those of a simple model, and
//! fixes that mend.

use std::sync::LazyLock;

use jsonschema::Validator;
use notify_preflight::{
    Code, Diagnostic, Options, REQUEST_SCHEMA, Reading, Report, Severity, check, check_bytes,
    messages, preview,
};

use super::json::Json;
use super::{reader, texts};

/// How many fixes of one report are tried.
const TRIED: usize = 4;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(REQUEST_SCHEMA).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is one")
});

/// Holds for any text; says most of payloads.
pub fn hold(text: &str) {
    reader::hold(text);
    let json = Json::read(text);
    for reading in [Reading::Substitute, Reading::Ignore] {
        let options = Options { reading, ..Options::default() };
        let report = check(text, &options);
        let accepted = json.as_ref().is_some_and(|json| SCHEMA.is_valid(&json.to_value()));
        assert_eq!(report.valid, accepted, "{text}\n{:?}", report.diagnostics);
        assert_eq!(report, check_bytes(text.as_bytes(), &options));
        previews(text, json.as_ref(), &report, &options);
        fixes(text, &report, &options);
    }
}

/// What recipients get is what the model says, the same on every way to it.
fn previews(text: &str, json: Option<&Json>, report: &Report, options: &Options) {
    let preview = preview(text, options);
    assert_eq!(preview.report, *report);
    let all = messages(text, options);
    assert!(all.iter().eq(preview.recipients.iter().map(|one| one.filled.as_str())), "{text}");
    match json {
        Some(json) => texts::compare(json, options.reading, &preview),
        None => assert!(preview.recipients.is_empty()),
    }
}

/// A fix makes its diagnostic go away, and no new error.
fn fixes(text: &str, report: &Report, options: &Options) {
    for diagnostic in report.diagnostics.iter().filter(|found| found.fix.is_some()).take(TRIED) {
        let fixed = fixed(text, diagnostic);
        let after = check(&fixed, options);
        let is_same = |found: &&Diagnostic| {
            (found.code, &found.pointer, &found.message)
                == (diagnostic.code, &diagnostic.pointer, &diagnostic.message)
        };
        assert_eq!(after.diagnostics.iter().find(is_same), None, "{text}\n{fixed}");
        // By number: where a name is mended, what is wrong with its value has a new pointer.
        let is_new = |(code, count): (&Code, &usize)| {
            let before = report.codes.get(code).copied().unwrap_or_default();
            code.severity() == Severity::Error && before < *count
        };
        let new = after.codes.iter().find(|of| is_new(*of));
        assert_eq!(new, None, "{diagnostic:?}\n{text}\n{fixed}");
    }
}

fn fixed(text: &str, diagnostic: &Diagnostic) -> String {
    let mut fixed = text.to_owned();
    for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits).rev() {
        fixed.replace_range(edit.start..edit.end, &edit.text);
    }
    fixed
}
