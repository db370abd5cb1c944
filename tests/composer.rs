//! After any edits a composer says what a fresh one says of the same text.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod tries;

use notify_preflight::{Composer, EditError, Options, Reading, check, preview};
use proptest::prelude::*;
use tries::tries;

/// How many sequences of edits: more when asked for.
fn cases() -> u32 {
    if std::env::var_os("NOTIFY_PREFLIGHT_LONG").is_some() { 20_000 } else { 300 }
}

#[derive(Clone, Debug)]
enum Edit {
    /// Where, as parts of the whole, what is removed, and what is put there.
    Splice(u16, u8, &'static str),
    /// A whole word of the payload becomes another.
    Replace(&'static str, &'static str),
    Message(String),
    Reading(bool),
    /// Looks in between, so that what is kept for later is used.
    Look,
}

fn edit() -> impl Strategy<Value = Edit> {
    let piece = prop::sample::select(vec![
        "",
        "",
        " ",
        "\n",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\\",
        "\\n",
        "\\ud83d\\ude00",
        "é",
        "💬",
        "x",
        "{a}",
        "{b}",
        "null",
        "7",
        "\"a\"",
        "{\"email\":\"new@e.org\"},",
        "\"a\":\"1\",",
    ]);
    let word = prop::sample::select(vec![
        ("ivr", "whatsapp"),
        ("whatsapp", "ivr"),
        ("email", "phoneNumber"),
        ("phoneNumber", "email"),
        ("text", "script"),
        ("script", "text"),
        ("message", "content"),
        ("content", "message"),
        ("\"value\":", "\"value\": "),
        ("\"identities\"", "\"identitie\""),
        ("\"identitie\"", "\"identities\""),
        ("\"type\"", "\"type\":\"text\",\"value\":{\"t\":\"{a}{b}\"},\"type\""),
        ("parameters", "customMessage"),
    ]);
    prop_oneof![
        4 => (any::<u16>(), 0_u8..6, piece).prop_map(|(at, length, text)| Edit::Splice(at, length, text)),
        3 => word.prop_map(|(from, to)| Edit::Replace(from, to)),
        3 => "[{}ab é💬\"\\\\\n]{0,12}".prop_map(Edit::Message),
        1 => any::<bool>().prop_map(Edit::Reading),
        2 => Just(Edit::Look),
    ]
}

fn payload() -> impl Strategy<Value = String> {
    let person = (0_u8..4, prop::option::of("[{}ab]{0,4}"), 0_usize..4, "[x{}é]{0,3}");
    let people = prop::collection::vec(person, 0..6);
    (people, "[{}ab é]{0,10}", any::<bool>(), any::<bool>()).prop_map(
        |(people, value, is_first, is_pretty)| {
            let people: Vec<serde_json::Value> = people
                .into_iter()
                .map(|(name, custom, number, text)| {
                    let mut person = serde_json::json!({ "email": format!("u{name}@e.org") });
                    if let Some(custom) = custom {
                        person["customMessage"] = custom.into();
                    }
                    let names = ["a", "b", "A"].into_iter().take(number);
                    let parameters: serde_json::Map<_, _> =
                        names.map(|name| (name.to_owned(), text.clone().into())).collect();
                    if number > 0 {
                        person["parameters"] = parameters.into();
                    }
                    person
                })
                .collect();
            let show = |value: &serde_json::Value| match is_pretty {
                true => format!("{value:#}"),
                false => value.to_string(),
            };
            let people = format!("\"identities\":{}", show(&people.into()));
            let message = format!(
                "\"message\":{}",
                show(&serde_json::json!({ "type": "text", "value": value }))
            );
            let (one, two) = if is_first { (people, message) } else { (message, people) };
            format!("{{\"channel\":\"ivr\",{one},{two}}}")
        },
    )
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn apply(composer: &mut Composer, options: &mut Options, edit: &Edit) {
    match edit {
        Edit::Splice(at, length, new) => {
            let text = composer.text().to_owned();
            let start = boundary(&text, usize::from(*at) * (text.len() + 1) / 65_536);
            let end = boundary(&text, start + usize::from(*length)).max(start);
            let mut expected = text;
            expected.replace_range(start..end, new);
            composer.splice(start..end, new).unwrap();
            assert_eq!(composer.text(), expected);
        }
        Edit::Replace(from, to) => {
            if let Some(at) = composer.text().find(from) {
                composer.splice(at..at + from.len(), to).unwrap();
            }
        }
        Edit::Message(value) => match composer.set_message(value) {
            Ok(()) => {
                let text = composer.text();
                let value = serde_json::Value::from(value.as_str()).to_string();
                assert!(text.contains(&value), "{text}");
            }
            Err(error) => assert_eq!(error, EditError::NoMessage),
        },
        Edit::Reading(is_ignored) => {
            options.reading = if *is_ignored { Reading::Ignore } else { Reading::Substitute };
            composer.set_reading(options.reading);
        }
        Edit::Look => {
            let _ = (composer.summary(), composer.window(0..2), composer.report());
        }
    }
}

fn compare(composer: &mut Composer, options: &Options) {
    // Before the text is asked for: what is not written yet must not matter.
    let (summary, window) = (composer.summary(), composer.window(1..3));
    let what_if = composer.what_if("a", 0..9);
    let text = composer.text().to_owned();
    let fresh = Composer::new(text.clone(), options.clone());
    let preview = preview(&text, options);
    assert_eq!(summary, fresh.summary(), "{text}");
    assert_eq!(what_if, fresh.what_if("a", 0..9), "{text}");
    assert_eq!(composer.report(), check(&text, options), "{text}");
    assert_eq!(composer.report(), preview.report);
    let expected: Vec<_> = preview.recipients.iter().skip(1).take(2).cloned().collect();
    assert_eq!(window, expected, "{text}");
    assert_eq!(composer.window(0..composer.len()), preview.recipients, "{text}");
    assert_eq!(summary.recipients, preview.recipients.len());
    compare_with_texts(&summary, &preview.recipients);
}

/// A summary against the texts themselves.
fn compare_with_texts(
    summary: &notify_preflight::Summary,
    recipients: &[notify_preflight::Recipient],
) {
    // A JSON value is not the same as a text that shows it.
    let texts: Vec<_> =
        recipients.iter().map(|of| serde_json::to_string(&of.filled).unwrap()).collect();
    let distinct: std::collections::BTreeSet<&String> = texts.iter().collect();
    assert_eq!(summary.distinct, distinct.len());
    for group in &summary.groups {
        let text = &texts[group.recipients.first[0]];
        let same: Vec<usize> = (0..texts.len()).filter(|index| texts[*index] == *text).collect();
        assert_eq!(group.recipients.count, same.len());
        assert_eq!(group.recipients.first, same.into_iter().take(10).collect::<Vec<_>>());
    }
    let dependent = recipients.iter().filter(|of| of.other_reading.is_some()).count();
    assert_eq!(summary.reading_dependent.count, dependent);
    let is_text = |of: &&notify_preflight::Recipient| {
        matches!(of.filled, notify_preflight::FilledMessage::Text(_))
    };
    let empty = recipients.iter().filter(is_text).filter(|of| of.filled.as_str().trim().is_empty());
    assert_eq!(summary.empty.count, empty.count());
    if recipients.iter().all(|of| is_text(&of)) {
        let lengths = || recipients.iter().map(|of| of.filled.as_str().chars().count());
        assert_eq!(summary.longest.as_ref().map(|of| of.characters), lengths().max());
        assert_eq!(summary.shortest.as_ref().map(|of| of.characters), lengths().min());
    }
}

proptest! {
    #![proptest_config(tries(cases()))]

    #[test]
    fn edits_lead_where_a_fresh_start_does(text in payload(), edits in prop::collection::vec(edit(), 1..12)) {
        let mut options = Options::default();
        let mut composer = Composer::new(text, options.clone());
        for edit in &edits {
            apply(&mut composer, &mut options, edit);
            compare(&mut composer, &options);
        }
    }
}

#[test]
fn a_summary_counts_what_values_add() {
    let text = r#"{"channel":"ivr","message":{"type":"text","value":"{a}!"},"identities":[{"parameters":{"a":"é"}},{"parameters":{"a":"xyz"}}]}"#;
    let summary = Composer::new(text, Options::default()).summary();
    let (longest, shortest) = (summary.longest.unwrap(), summary.shortest.unwrap());
    assert_eq!((longest.characters, longest.recipients.first), (4, vec![1]));
    assert_eq!((shortest.characters, shortest.recipients.first), (2, vec![0]));
    assert_eq!(summary.distinct, 2);
}

#[test]
fn no_message_is_the_same_as_an_empty_one() {
    let text = r#"{"channel":"ivr","identities":[{"email":"a"},{"email":"b","customMessage":""}]}"#;
    let summary = Composer::new(text, Options::default()).summary();
    assert_eq!((summary.distinct, summary.empty.count), (1, 2));
    assert_eq!(summary.groups[0].recipients.first, [0, 1]);
}

#[test]
fn what_is_no_range_is_refused_and_nothing_is_lost() {
    let mut composer = Composer::new("é", Options::default());
    for range in [1..1, 0..1, 2..3, 3..3] {
        assert!(matches!(composer.splice(range, "x"), Err(EditError::OutOfText { length: 2, .. })));
    }
    assert_eq!(composer.text(), "é");
    assert_eq!(composer.set_message("x"), Err(EditError::NoMessage));
}

#[test]
fn recipients_outlive_a_broken_text() {
    let text = r#"{"channel":"ivr","message":{"type":"text","value":"{a}"},"identities":[{"email":"u@e.org","parameters":{"a":"1"}}]}"#;
    let mut composer = Composer::new(text, Options::default());
    composer.splice(0..0, "x").unwrap();
    assert!(composer.is_empty() && !composer.report().valid);
    composer.splice(0..1, "").unwrap();
    assert_eq!(composer.window(0..1)[0].filled.as_str(), "1");
    assert_eq!(composer.report(), check(text, &Options::default()));
}
