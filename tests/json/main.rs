//! Holds the reader to RFC 8259: what is JSON, what is none and where reading stops, of
//! a whole text and of a text in each place where a payload may be read in another way.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod accept;
mod bytes;
mod reject;

use notify_preflight::{Code, Options, Report, check, check_bytes};
use reject::Placed;

/// What stands before and after a text in a payload that is valid otherwise.
const PLACES: [(&str, &str); 3] = [
    (
        r#"{"channel":"ivr","message":{"type":"text","value":{"v": "#,
        r#"}},"identities":[{"email":"ada@example.com"}]}"#,
    ),
    (
        r#"{"channel":"ivr","message":{"type":"text","value":"x"},"identities":[{"email":"ada@example.com","parameters":{"k": "#,
        r#"}}]}"#,
    ),
    (
        r#"{"channel":"ivr","message":{"type":"text","value":"x"},"identities":[{"email":"ada@example.com"}, "#,
        r#"]}"#,
    ),
];

fn in_place(text: &[u8], (before, after): (&str, &str)) -> Vec<u8> {
    [before.as_bytes(), text, after.as_bytes()].concat()
}

/// Where reading stops; none where all of it is JSON.
fn stop(bytes: &[u8]) -> Option<usize> {
    let report = check_bytes(bytes, &Options::default());
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert_eq!(check(text, &Options::default()), report, "text and bytes are read alike");
    }
    stop_of(&report)
}

fn stop_of(report: &Report) -> Option<usize> {
    let syntax = report.diagnostics.iter().find(|found| found.code == Code::JsonSyntax)?;
    assert_eq!(report.diagnostics.len(), 1, "what cannot be read is not judged: {report:?}");
    assert!(!report.valid);
    let span = syntax.span.unwrap();
    assert!(span.start <= span.end);
    Some(span.start)
}

/// The start of a text, for a failure's message.
fn shown(text: &[u8]) -> String {
    String::from_utf8_lossy(&text[..text.len().min(80)]).escape_debug().to_string()
}

#[test]
fn what_is_json_is_read() {
    for group in accept::groups() {
        for text in &group.texts {
            let shown = shown(text.as_bytes());
            assert_eq!(stop(text.as_bytes()), None, "{}: {shown}", group.why);
        }
    }
}

#[test]
fn what_is_json_is_read_in_every_place() {
    for group in accept::groups().iter().filter(|group| group.is_placed) {
        for text in &group.texts {
            for place in PLACES {
                let payload = in_place(text.as_bytes(), place);
                assert_eq!(stop(&payload), None, "{}: {}", group.why, shown(text.as_bytes()));
            }
            let payload = in_place(text.as_bytes(), PLACES[0]);
            let report = check_bytes(&payload, &Options::default());
            assert!(report.valid, "inside a message's value anything goes: {text}");
        }
    }
}

#[test]
fn what_is_no_json_is_refused_where_reading_stops() {
    for group in reject::groups() {
        for (text, stops) in &group.texts {
            let shown = shown(text.as_bytes());
            assert_eq!(stop(text.as_bytes()), Some(*stops), "{}: {shown}", group.why);
        }
    }
}

#[test]
fn what_is_no_json_is_refused_in_every_place() {
    for group in reject::groups().iter().filter(|group| group.placed != Placed::Never) {
        for (text, stops) in &group.texts {
            for place in PLACES {
                let found = stop(&in_place(text.as_bytes(), place));
                let what = format!("{}: {} in {}", group.why, shown(text.as_bytes()), place.0);
                assert!(found.is_some(), "{what}");
                if group.placed == Placed::There {
                    assert_eq!(found, Some(place.0.len() + stops), "{what}");
                }
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for (bytes, stops, why) in bytes::REJECT {
        assert_eq!(stop(bytes), Some(*stops), "{why}: {}", shown(bytes));
        for place in PLACES {
            let found = stop(&in_place(bytes, place));
            assert_eq!(found, Some(place.0.len() + stops), "{why}: {}", shown(bytes));
        }
    }
    for (bytes, stops, why) in bytes::REJECT_ALONE {
        assert_eq!(stop(bytes), Some(*stops), "{why}: {}", shown(bytes));
    }
}

#[test]
fn every_length_of_utf8_is_read() {
    for (bytes, why) in bytes::ACCEPT {
        assert_eq!(stop(bytes), None, "{why}");
        for place in PLACES {
            assert_eq!(stop(&in_place(bytes, place)), None, "{why}");
        }
    }
}

#[test]
fn the_lists_are_long() {
    let accepted: usize = accept::groups().iter().map(|group| group.texts.len()).sum();
    let rejected: usize = reject::groups().iter().map(|group| group.texts.len()).sum();
    assert!(accepted >= 150 && rejected >= 300, "{accepted} accepted, {rejected} rejected");
}

#[test]
fn what_is_no_utf_8_is_shown_as_far_as_it_is_cut() {
    let span = |bytes: &[u8]| {
        let report = check_bytes(bytes, &Options::default());
        let span = report.diagnostics[0].span.unwrap();
        (span.start, span.end, span.line, span.column)
    };
    // Three bytes of four, and then a quote.
    assert_eq!(span(b"{\n \"\xf0\x9f\x92\""), (4, 7, 2, 3));
    // The text ends in the middle of a character.
    assert_eq!(span(b"{\n \"\xf0\x9f"), (4, 6, 2, 3));
    assert_eq!(span(b"\xff"), (0, 1, 1, 1));
}
