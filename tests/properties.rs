//! What holds for every text: random JSON, broken JSON, payloads with one thing wrong.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod tries;

use notify_preflight::{
    Code, Options, REQUEST_SCHEMA, Reading, Report, Severity, Template, check, messages, preview,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use tries::tries;

/// Texts that are JSON often enough, and broken in every way otherwise.
fn nearly_json() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just(",".to_owned()),
        Just(":".to_owned()),
        Just(" ".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?[0-9]{1,3}(\\.[0-9]{0,2})?([eE][+-]?[0-9]?)?",
        "\"[a-zé💬\\\\\"/nu0-9]{0,6}\"",
        "\"[a-z]{0,3}\"",
        "\"\\\\u[0-9a-fA-F]{4}\"",
    ];
    let soup = prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat());
    prop_oneof![soup, any_json().prop_map(|value| value.to_string()), ".{0,40}"]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key = prop_oneof![
            Just("channel".to_owned()),
            Just("message".to_owned()),
            Just("identities".to_owned()),
            Just("email".to_owned()),
            Just("parameters".to_owned()),
            "[a-z]{0,4}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A payload, valid or with a field replaced, removed or added somewhere.
fn nearly_payload() -> impl Strategy<Value = Value> {
    let valid = (
        prop_oneof![Just(("ivr", "email")), Just(("hangouts", "spaceId")), Just(("whatsapp", "phoneNumber"))],
        prop_oneof![Just("message"), Just("content")],
        prop_oneof![Just("text"), Just("template"), Just("script")],
        "[a-c{} é]{0,12}",
        prop::collection::vec((".{0,6}", prop::option::of("[a-c{}]{0,6}"), 0_usize..3), 1..4),
    )
        .prop_map(|((channel, field), message, kind, value, people)| {
            let identities: Vec<Value> = people
                .into_iter()
                .map(|(name, custom, parameters)| {
                    let keys = ["a", "b", "c"].iter().take(parameters);
                    let mut identity = json!({ field: name });
                    identity["parameters"] = keys.map(|k| ((*k).to_owned(), json!("{a}x"))).collect();
                    if let Some(custom) = custom {
                        identity["customMessage"] = custom.into();
                    }
                    identity
                })
                .collect();
            json!({ "channel": channel, message: { "type": kind, "value": value }, "identities": identities })
        });
    let place = prop_oneof![
        Just(""),
        Just("/channel"),
        Just("/message"),
        Just("/content"),
        Just("/message/type"),
        Just("/message/value"),
        Just("/identities"),
        Just("/identities/0"),
        Just("/identities/0/parameters"),
        Just("/identities/0/email"),
    ];
    let key = prop_oneof![
        Just("channel"),
        Just("message"),
        Just("content"),
        Just("type"),
        Just("email"),
        Just("phoneNumber"),
        Just("spaceId"),
        Just("parameters"),
        Just("customMessage"),
        Just("other"),
        Just("Channel"),
        Just("chanel"),
        Just("mesage"),
        Just("Identities"),
        Just("Type"),
        Just("vale"),
        Just("E-Mail"),
        Just("phonenumber"),
        Just("Parameters"),
        Just("custom message"),
    ];
    let change = (place, key, prop::option::of(any_json()));
    (valid, prop::collection::vec(change, 0..3)).prop_map(|(mut payload, changes)| {
        for (place, key, value) in changes {
            match (payload.pointer_mut(place), value) {
                (Some(Value::Object(object)), None) => drop(object.remove(key)),
                (Some(Value::Object(object)), Some(value)) => {
                    drop(object.insert(key.to_owned(), value))
                }
                (Some(other), Some(value)) => *other = value,
                _ => {}
            }
        }
        payload
    })
}

fn is_json(report: &Report) -> bool {
    !report.codes.contains_key(&Code::JsonSyntax)
}

/// The errors, whatever a renamed place is called.
fn errors(report: &Report) -> std::collections::BTreeSet<(Code, String)> {
    let errors = report.diagnostics.iter().filter(|of| of.severity == Severity::Error);
    errors.map(|of| (of.code, of.pointer.clone())).collect()
}

fn check_spans(text: &str, report: &Report) {
    let mut last = 0;
    for diagnostic in &report.diagnostics {
        let span = diagnostic.span.expect("a text has places");
        assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?}");
        assert!(last <= span.start, "document order");
        last = span.start;
        let before = &text[..span.start];
        assert_eq!(span.line, before.matches('\n').count() + 1);
        assert_eq!(span.column, span.start - before.rfind('\n').map_or(0, |at| at + 1) + 1);
    }
}

proptest! {
    #![proptest_config(tries(1000))]

    #[test]
    fn the_reader_accepts_what_serde_json_accepts(text in nearly_json()) {
        let report = check(&text, &Options::default());
        match serde_json::from_str::<Value>(&text) {
            Ok(_) => prop_assert!(is_json(&report), "{:?}", report.diagnostics),
            // Digits beyond any float are JSON all the same.
            Err(error) if error.to_string().contains("out of range") => {}
            Err(_) => prop_assert!(!is_json(&report)),
        }
        check_spans(&text, &report);
    }

    #[test]
    fn valid_is_what_the_schema_says(payload in nearly_payload(), pretty in any::<bool>()) {
        let schema: Value = serde_json::from_str(REQUEST_SCHEMA).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let text = if pretty { format!("{payload:#}") } else { payload.to_string() };
        let report = check(&text, &Options::default());
        prop_assert_eq!(report.valid, validator.is_valid(&payload), "{:?}", report);
        check_spans(&text, &report);
    }

    #[test]
    fn readings_mirror_each_other(payload in nearly_payload()) {
        let text = payload.to_string();
        let look = |reading| preview(&text, &Options { reading, ..Options::default() }).recipients;
        for (one, other) in look(Reading::Substitute).iter().zip(look(Reading::Ignore)) {
            prop_assert_eq!(one.other_reading.as_ref().unwrap_or(&one.filled), &other.filled);
            prop_assert_eq!(one.other_reading.is_some(), other.other_reading.is_some());
        }
    }

    #[test]
    fn messages_are_what_previews_show(payload in nearly_payload(), ignored in any::<bool>()) {
        let text = payload.to_string();
        let reading = if ignored { Reading::Ignore } else { Reading::Substitute };
        let options = Options { reading, ..Options::default() };
        let texts = messages(&text, &options);
        let preview = preview(&text, &options);
        let expected = preview.recipients.iter().map(|recipient| recipient.filled.as_str());
        prop_assert!(texts.iter().eq(expected), "{:?}", texts);
    }

    #[test]
    fn filling_follows_the_pattern(
        source in "[{}ab\n é]{0,24}",
        values in prop::collection::btree_map("[ab é]{1,2}", "[{}ab]{0,4}", 0..4),
    ) {
        let pattern = regex_lite::Regex::new(r"\{([^{}\r\n]+)\}").unwrap();
        let expected = pattern.replace_all(&source, |found: &regex_lite::Captures<'_>| {
            values.get(&found[1]).cloned().unwrap_or_else(|| found[0].to_owned())
        });
        let filled = Template::parse(&source).fill(&values);
        prop_assert_eq!(&filled.text, expected.as_ref());
        for placeholder in &filled.placeholders {
            let stands = &filled.text[placeholder.start..placeholder.end];
            let written = format!("{{{}}}", placeholder.key);
            let value = values.get(&placeholder.key).unwrap_or(&written);
            prop_assert_eq!(stands, value.as_str());
        }
    }

    #[test]
    fn a_fix_makes_its_diagnostic_go_away_and_no_new_error(payload in nearly_payload()) {
        let text = format!("{payload:#}");
        let report = check(&text, &Options::default());
        for diagnostic in report.diagnostics.iter().filter(|d| d.fix.is_some()) {
            let mut fixed = text.clone();
            for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits).rev() {
                fixed.replace_range(edit.start..edit.end, &edit.text);
            }
            let after = check(&fixed, &Options::default());
            let still = after.diagnostics.iter().any(|d| d.code == diagnostic.code && d.message == diagnostic.message);
            prop_assert!(!still, "{diagnostic:?}\n{fixed}");
            prop_assert!(errors(&after).is_subset(&errors(&report)), "{diagnostic:?}\n{fixed}");
        }
    }
}
