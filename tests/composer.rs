//! After any edits a composer says what a fresh one says of the same text.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "composer/edits.rs"]
mod edits;
#[path = "composer/replacements.rs"]
mod replacements;
mod tries;

use notify_preflight::{Composer, EditError, Options};
use proptest::prelude::*;
use tries::tries;

use edits::{Edit, apply, compare};
use replacements::REPLACEMENTS;

/// How many sequences of edits: more when asked for.
fn cases() -> u32 {
    if std::env::var_os("NOTIFY_PREFLIGHT_LONG").is_some() { 20_000 } else { 300 }
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
    let word = prop::sample::select(REPLACEMENTS);
    prop_oneof![
        4 => (any::<u16>(), 0_u8..6, piece).prop_map(|(at, length, text)| Edit::Splice(at, length, text.to_owned())),
        3 => word.prop_map(|(from, to)| Edit::Replace(from.to_owned(), to.to_owned())),
        3 => "[{}ab é💬\"\\\\\n]{0,12}".prop_map(Edit::Message),
        3 => ("[{}a é💬\n]{0,2}", "[{}b é💬]{0,2}").prop_map(|(before, after)| Edit::Around(before, after)),
        1 => any::<bool>().prop_map(Edit::Reading),
        2 => Just(Edit::Look),
    ]
}

fn person() -> impl Strategy<Value = serde_json::Value> {
    let parts = (0_u8..4, prop::option::of("[{}ab]{0,4}"), 0_usize..4, "[x{}é]{0,3}");
    parts.prop_map(|(name, custom, number, text)| {
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
}

/// A payload with two arrays, of which an edit of a name may make the other one count.
fn payload() -> impl Strategy<Value = String> {
    let [people, others] = [6, 4].map(|most| prop::collection::vec(person(), 0..most));
    (people, others, "[{}ab é]{0,10}", any::<bool>(), any::<bool>()).prop_map(
        |(people, others, value, is_first, is_pretty)| {
            let shown = |name: &str, value: serde_json::Value| match is_pretty {
                true => format!("\"{name}\":{value:#}"),
                false => format!("\"{name}\":{value}"),
            };
            let people = shown("identities", people.into());
            let others = shown("identitie", others.into());
            let message = shown("message", serde_json::json!({ "type": "text", "value": value }));
            let (one, two) = if is_first { (people, message) } else { (message, people) };
            format!("{{\"channel\":\"ivr\",{one},{two},{others}}}")
        },
    )
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
fn which_of_two_arrays_counts_may_change() {
    let person = |a: &str| serde_json::json!({ "email": "a", "parameters": { "a": a } });
    let text = serde_json::json!({
        "message": { "value": "{a}" },
        "identities": [person("1"), person("2")],
        "identitiex": [person("33"), person("33")],
    });
    let text = text.to_string();
    let mut composer = Composer::new(text.as_str(), Options::default());
    let at = text.find("identitiex").unwrap() + "identitie".len();
    for (name, distinct, characters) in [("x", 2, 1), ("s", 1, 2), ("x", 2, 1)] {
        composer.splice(at..at + 1, name).unwrap();
        let summary = composer.summary();
        let longest = summary.longest.map(|longest| longest.characters);
        assert_eq!((summary.distinct, longest), (distinct, Some(characters)), "{name}");
    }
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
    assert_eq!(composer.summary().recipients, 0);
    composer.splice(0..1, "").unwrap();
    assert_eq!(composer.window(0..1)[0].filled.as_str(), "1");
    compare(&mut composer, &Options::default());
}

#[test]
fn without_a_message_an_empty_text_is_what_everyone_else_gets() {
    let text = r#"{"identities":[{"email":"a@e.org"},{"email":"b@e.org","customMessage":""}]}"#;
    compare(&mut Composer::new(text, Options::default()), &Options::default());
}

#[test]
fn what_is_typed_and_taken_out_anywhere_is_read_as_it_stands() {
    let text = r#"{"identities":[
        {"email":"a@e.org","parameters":{"a":"1","b":"\n"}},
        {"email":"b@e.org","parameters":{"a":"2","b":"é"}},
        {"customMessage":"{a}","email":"b@e.org","parameters":{"a":"2"}},
        {"phoneNumber":"4915550000001"}
    ],"channel":"ivr","message":{"type":"text","value":"{a}{b}"}}"#;
    let options = Options::default();
    let mut composer = Composer::new(text, options.clone());
    let boundaries = text.char_indices().map(|(at, _)| at);
    for (at, new) in boundaries.flat_map(|at| ["x", "{b}", "\\t", "\"", "}"].map(|new| (at, new))) {
        composer.splice(at..at, new).unwrap();
        compare(&mut composer, &options);
        composer.splice(at..at + new.len(), "").unwrap();
        compare(&mut composer, &options);
    }
    assert_eq!(composer.text(), text);
}

/// Recipients that are not sound are read after the others, and their values stand last.
#[test]
fn a_message_that_grows_moves_the_values_of_sound_and_unsound_recipients() {
    let text = r#"{"channel":"ivr","message":{"type":"text","value":"x"},"identities":[
        {"email":7,"parameters":{"a":"first"}}, {"email":"a@e.org","parameters":{"a":"second"}}
    ]}"#;
    let options = Options::default();
    let mut composer = Composer::new(text, options.clone());
    composer.set_message("longer than it was: {a}").unwrap();
    // Written, and not read again before the recipients are looked at.
    assert!(composer.text().contains("longer"));
    let texts: Vec<_> = composer.window(0..2).iter().map(|one| one.filled.to_string()).collect();
    assert_eq!(texts, ["longer than it was: first", "longer than it was: second"]);
    compare(&mut composer, &options);
    assert_eq!((composer.len(), composer.is_empty()), (2, false));
    assert!(Composer::new("{}", options).is_empty());
}
