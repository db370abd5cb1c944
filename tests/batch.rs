//! What holds of every payload that is split: nobody is lost, nothing is rewritten.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod tries;

use std::collections::BTreeSet;

use notify_preflight::batch::{SplitError, parts, retry_failures, split};
use notify_preflight::{Code, Options, check, limits};
use proptest::prelude::*;
use serde_json::{Value, json};
use tries::tries;

/// A payload's text in pieces: what stands before the recipients, each of them with what
/// stands between it and the one before, and what stands after them.
#[derive(Clone, Debug)]
struct Pieces {
    before: String,
    recipients: Vec<(String, String)>,
    after: String,
}

impl Pieces {
    fn text(&self) -> String {
        self.with(0..self.recipients.len())
    }

    /// The text that has these recipients only.
    fn with(&self, kept: impl IntoIterator<Item = usize>) -> String {
        let mut text = self.before.clone();
        for (place, index) in kept.into_iter().enumerate() {
            let (separator, recipient) = &self.recipients[index];
            text.push_str(if place == 0 { "" } else { separator });
            text.push_str(recipient);
        }
        text + &self.after
    }
}

fn white_space() -> impl Strategy<Value = String> {
    prop_oneof![3 => Just(String::new()), 1 => "[ \n\t\r]{1,4}"]
}

/// Anything that may stand in the list, written as nobody would write it anew.
fn recipient() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => ("[a-z]{1,3}", "[ \n]{0,3}").prop_map(|(name, space)| {
            format!(r#"{{{space}"email":{space}"{name}@example.com"{space}}}"#)
        }),
        1 => Just(r#"{"email":"\u0061@example.com","n":-1.50E+003}"#.to_owned()),
        1 => Just(r#"{"email":"a@b.c","email":"d@e.f","parameters":{"a":"💬\/","a":"]}"}}"#.to_owned()),
        1 => Just("[ [], {\"identities\": [1]} ]".to_owned()),
        1 => prop_oneof![Just("null"), Just("0.10"), Just("\"],\""), Just("{}")].prop_map(str::to_owned),
    ]
}

/// The other properties, another list of recipients among them: it must not count.
fn property() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(r#""channel": "ivr""#.to_owned()),
        Just(r#""message" :{"type":"text","value":"Hello {name}\n💬"}"#.to_owned()),
        Just(r#""more": {"identities": [1, 2]}, "more": 1.0e0"#.to_owned()),
    ]
}

fn pieces() -> impl Strategy<Value = Pieces> {
    let earlier_list = Just(r#""identities" : [ 1,{} ]"#.to_owned());
    let before = prop::collection::vec(prop_oneof![9 => property(), 1 => earlier_list], 0..4);
    let recipients = prop::collection::vec((white_space(), white_space(), recipient()), 1..40);
    let after = prop::collection::vec(property(), 0..3);
    (before, recipients, after, white_space()).prop_map(|(before, recipients, after, space)| {
        let before: String = before.into_iter().map(|property| property + "," + &space).collect();
        let after: String =
            after.into_iter().map(|property| "\n,".to_owned() + &property).collect();
        let recipients = recipients.into_iter();
        Pieces {
            before: format!("{space}{{{space}{before}\"identities\":{space}[{space}"),
            recipients: recipients.map(|(left, right, text)| (left + "," + &right, text)).collect(),
            after: format!("{space}]{after}{space}}}{space}"),
        }
    })
}

fn identities(payload: &str) -> Vec<Value> {
    let payload: Value = serde_json::from_str(payload).unwrap();
    payload["identities"].as_array().unwrap().clone()
}

fn errors(payload: &str) -> BTreeSet<Code> {
    let codes = check(payload, &Options::default()).codes.into_iter().map(|(code, _)| code);
    codes.filter(|code| code.severity() == notify_preflight::Severity::Error).collect()
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn by_count_nothing_changes_but_who_is_in_which_part(pieces in pieces(), most in 1_usize..45) {
        let payload = pieces.text();
        let made = split(&payload, most, None).unwrap();
        let indexes: Vec<usize> = (0..pieces.recipients.len()).collect();
        let expected: Vec<String> =
            indexes.chunks(most).map(|run| pieces.with(run.iter().copied())).collect();
        prop_assert_eq!(&made, &expected);
        let joined: Vec<Value> = made.iter().flat_map(|part| identities(part)).collect();
        prop_assert_eq!(joined, identities(&payload));
        let some = indexes.into_iter().step_by(2);
        let parts = parts(&payload, most, None).unwrap();
        prop_assert_eq!(parts.restricted_to(some.clone()), pieces.with(some));
    }

    #[test]
    fn by_bytes_parts_are_as_long_as_allowed_and_no_longer(
        pieces in pieces(),
        most in 1_usize..45,
        bytes in 0_usize..600,
    ) {
        let payload = pieces.text();
        let alone = |index| pieces.with([index]).len();
        let made = match parts(&payload, most, Some(bytes)) {
            Ok(made) => made,
            Err(SplitError::PayloadTooLarge { bytes: found, .. }) => {
                prop_assert!(found > bytes && found == pieces.with([]).len());
                return Ok(());
            }
            Err(SplitError::RecipientTooLarge { index, bytes: found, .. }) => {
                prop_assert!(found > bytes && found == alone(index));
                prop_assert!((0..index).all(|earlier| alone(earlier) <= bytes));
                return Ok(());
            }
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let runs: Vec<_> = made.recipients().collect();
        let total = made.total_bytes();
        let made: Vec<String> = made.collect();
        prop_assert_eq!(total, made.iter().map(String::len).sum::<usize>());
        let mut next = 0;
        for (run, part) in runs.into_iter().zip(made) {
            prop_assert_eq!(run.start, next);
            next = run.end;
            prop_assert!(part.len() <= bytes && run.len() <= most);
            prop_assert_eq!(&part, &pieces.with(run.clone()));
            let one_more = run.start..run.end + 1;
            let is_full = run.end == pieces.recipients.len()
                || one_more.len() > most
                || pieces.with(one_more).len() > bytes;
            prop_assert!(is_full, "one more would have had room");
        }
        prop_assert_eq!(next, pieces.recipients.len());
    }

    #[test]
    fn a_part_has_no_error_that_the_payload_has_not(pieces in pieces(), most in 1_usize..45) {
        let payload = pieces.text();
        let known = errors(&payload);
        for part in split(&payload, most, None).unwrap() {
            prop_assert!(errors(&part).is_subset(&known), "{part}");
        }
    }

    #[test]
    fn a_retry_is_the_payload_without_the_others(
        pieces in pieces(),
        failed in prop::collection::vec(any::<bool>(), 40),
    ) {
        // Names that tell everyone apart, and a channel that reads them.
        let mut pieces = pieces;
        for (index, (_, text)) in pieces.recipients.iter_mut().enumerate() {
            *text = format!(r#"{{ "email": "n{index}@example.com" }}"#);
        }
        let logs: Vec<Value> = (0..pieces.recipients.len())
            .map(|index| json!({
                "originalId": format!("N{index}@example.com"),
                "status": if failed[index] { "FAILURE" } else { "SUCCESS" },
            }))
            .collect();
        let report = json!({ "statusLogs": logs }).to_string();
        let expected: Vec<usize> = (0..logs.len()).filter(|index| failed[*index]).collect();
        let retry = retry_failures(&pieces.text(), &report).unwrap();
        prop_assert_eq!(&retry.recipients, &expected);
        let payload = (!expected.is_empty()).then(|| pieces.with(expected));
        prop_assert_eq!(retry.payload, payload);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:0identies@\\\\]{0,40}", most in 0_usize..3) {
        drop(split(&text, most, Some(20)));
        drop(retry_failures(&text, &text));
        let text = format!(r#"{{"identities": [{text}], "statusLogs": [{text}]}}"#);
        drop(split(&text, most, Some(20)));
        drop(retry_failures(&text, &text));
    }
}

#[test]
fn a_hundred_and_fifty_thousand_recipients_make_a_hundred_and_fifty_valid_payloads() {
    let recipients: Vec<Value> =
        (0..150_000).map(|index| json!({ "email": format!("n{index}@example.com") })).collect();
    let payload = json!({
        "channel": "ivr",
        "message": { "type": "text", "value": "Hello" },
        "identities": recipients,
    });
    let payload = payload.to_string();
    assert_eq!(errors(&payload), BTreeSet::from([Code::TooManyIdentities]));
    let made = split(&payload, limits::IDENTITIES, None).unwrap();
    assert_eq!(made.len(), 150);
    assert_eq!(errors(&made[149]), BTreeSet::new());
    let joined: Vec<Value> = made.iter().flat_map(|part| identities(part)).collect();
    assert_eq!(joined, recipients);
}
