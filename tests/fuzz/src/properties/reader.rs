//! Any text: what is JSON is read, and whatever is said of it has its place.

use notify_preflight::{Code, Diagnostic, Options, Report, Severity, check};

use super::json::Json;

/// Holds for any text.
pub fn hold(text: &str) {
    let report = check(text, &Options::default());
    let json = Json::read(text);
    let is_refused = report.codes.contains_key(&Code::JsonSyntax);
    assert_eq!(is_refused, json.is_none(), "{text:?}: {:?}", report.diagnostics);
    places(text, json.as_ref(), &report);
    counts(&report);
    bounds(text, &report);
    in_utf16(text, report);
}

/// Every diagnostic stands where it says, in document order.
fn places(text: &str, json: Option<&Json>, report: &Report) {
    let mut last = 0;
    for diagnostic in &report.diagnostics {
        let span = diagnostic.span.expect("a text has places");
        let there = text.get(span.start..span.end).expect("a range of the text");
        assert!(last <= span.start, "document order: {diagnostic:?}");
        last = span.start;
        let before = &text[..span.start];
        assert_eq!(span.line, before.matches('\n').count() + 1);
        assert_eq!(span.column, span.start - before.rfind('\n').map_or(0, |at| at + 1) + 1);
        if let Some(json) = json {
            points_there(json, there, diagnostic);
        }
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
        edits.fold(0, |end, edit| {
            assert!(end <= edit.start, "edits in order, none over another: {diagnostic:?}");
            assert!(text.get(edit.start..edit.end).is_some(), "{diagnostic:?}");
            edit.end
        });
    }
}

/// The span has the value that the pointer points at, or its key.
fn points_there(json: &Json, there: &str, diagnostic: &Diagnostic) {
    let name = diagnostic.pointer.rsplit('/').next().unwrap_or_default();
    let name = Json::String(name.replace("~1", "/").replace("~0", "~"));
    let there = Json::read(there).expect("the span of a whole value, or of a key");
    // No pointer leads into a value that does not count, as its key is given again.
    if diagnostic.code != Code::DuplicateKey || there != name {
        let value = json.pointer(&diagnostic.pointer);
        let value = value.unwrap_or_else(|| panic!("a pointer to nothing: {diagnostic:?}"));
        assert!(there == *value || there == name, "{there:?}: {diagnostic:?}");
    }
}

/// The totals are those of the list.
fn counts(report: &Report) {
    let listed = &report.diagnostics;
    let of = |severity| listed.iter().filter(|found| found.severity == severity).count();
    let totals = &report.totals;
    assert_eq!(report.valid, totals.error == 0);
    assert_eq!(report.codes.values().sum::<usize>(), totals.error + totals.warning + totals.info);
    if !report.truncated {
        assert_eq!(totals.error, of(Severity::Error));
        assert_eq!(totals.warning, of(Severity::Warning));
        assert_eq!(totals.info, of(Severity::Info));
        for (code, count) in &report.codes {
            assert_eq!(*count, listed.iter().filter(|found| found.code == *code).count());
        }
    }
    for diagnostic in listed {
        assert!(!diagnostic.message.contains(['\r', '\n']), "{diagnostic:?}");
    }
}

/// A shorter list is the start of the longer one, and counts the same.
fn bounds(text: &str, report: &Report) {
    let max_diagnostics = 2;
    let short = check(text, &Options { max_diagnostics, ..Options::default() });
    let expected: Vec<_> = report.diagnostics.iter().take(max_diagnostics).cloned().collect();
    assert_eq!(short.diagnostics, expected);
    assert_eq!((short.valid, &short.totals), (report.valid, &report.totals));
    assert_eq!(short.codes, report.codes);
    assert_eq!(short.truncated, report.codes.values().sum::<usize>() > max_diagnostics);
}

/// JavaScript sees the same places.
fn in_utf16(text: &str, report: Report) {
    let units = |at: usize| text[..at].encode_utf16().count();
    for (bytes, other) in report.diagnostics.clone().iter().zip(report.into_utf16(text).diagnostics)
    {
        let (Some(bytes), Some(other)) = (bytes.span, other.span) else { continue };
        assert_eq!((other.start, other.end), (units(bytes.start), units(bytes.end)));
        assert_eq!(other.column, other.start - units(bytes.start + 1 - bytes.column) + 1);
    }
}
