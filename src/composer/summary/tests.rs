use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Group, Selection};
use crate::{Composer, Options, Summary};

/// Two texts of the same digest: of bytes that count in the Thue–Morse order and in the
/// opposite one, no polynomial hash modulo 2⁶⁴ can tell one from the other.
fn of_one_digest() -> (String, String) {
    let text = |odd: u32| {
        (0_u32..4096).map(|at| if at.count_ones() % 2 == odd { 'a' } else { 'b' }).collect()
    };
    (text(0), text(1))
}

fn summary(message: &str, identities: &[serde_json::Value]) -> Summary {
    summary_of("text", message, identities)
}

fn summary_of(kind: &str, message: &str, identities: &[serde_json::Value]) -> Summary {
    let payload = serde_json::json!({
        "channel": "ivr",
        "message": { "type": kind, "value": message },
        "identities": identities,
    });
    Composer::new(payload.to_string(), Options::default()).summary()
}

fn named(name: &str) -> serde_json::Value {
    serde_json::json!({ "email": "a@b", "parameters": { "name": name } })
}

fn selection(members: &[usize]) -> Selection {
    let first = members.iter().copied().take(Selection::FIRST).collect();
    Selection { count: members.len(), first }
}

#[test]
fn added_together_recipients_are_what_they_are_one_by_one() {
    for before in 0..=Selection::FIRST + 1 {
        for after in before..=Selection::FIRST + 3 {
            let mut together = selection(&(0..before).collect::<Vec<_>>());
            together.add_all(before..after);
            assert_eq!(together, selection(&(0..after).collect::<Vec<_>>()));
        }
    }
}

#[test]
fn texts_of_one_digest_are_told_apart() {
    let (one, other) = of_one_digest();
    assert_eq!(
        crate::composer::digest::Digest::of(&one),
        crate::composer::digest::Digest::of(&other)
    );
    let identity = |first: &str, second: &str| serde_json::json!({ "email": "a@b", "parameters": { "first": first, "second": second } });
    let of_second = [identity("x", &one), identity("x", &other), identity("y", &one)];
    let of_first = [identity(&one, "x"), identity(&other, "x"), identity(&one, "y")];
    for (message, identities) in [("{second}", of_second), ("{first}", of_first)] {
        let summary = summary(message, &identities);
        let groups: Vec<_> = summary.groups.into_iter().map(|g| g.recipients.first).collect();
        assert_eq!((summary.distinct, groups), (2, vec![vec![0, 2], vec![1]]), "{message}");
    }
}

#[test]
fn own_texts_of_one_digest_are_told_apart() {
    let (one, other) = of_one_digest();
    let own = |text: &str| serde_json::json!({ "email": "a@b", "customMessage": text });
    let filled = serde_json::json!({ "email": "a@b", "parameters": { "first": one } });
    assert_eq!(summary("{first}", &[own(&one), filled, own(&other)]).distinct, 2);
}

#[test]
fn shapes_of_one_digest_are_told_apart() {
    let (one, other) = of_one_digest();
    let filled = serde_json::json!({ "email": "a@b", "parameters": { "first": one } });
    let turned = serde_json::json!({ "email": "a@b", "parameters": { "a": one, "first": other } });
    assert_eq!(summary("{first}", &[filled.clone(), turned.clone()]).distinct, 2);
    assert_eq!(summary("{first}", &[turned, filled.clone()]).distinct, 2);
    let mut own = filled.clone();
    own["customMessage"] = other.into();
    assert_eq!(summary("{first}", &[filled.clone(), own.clone()]).distinct, 2);
    assert_eq!(summary("{first}", &[own, filled]).distinct, 2);
}

#[test]
fn a_placeholder_that_a_value_brings_is_unresolved() {
    let identities = [named("{x}"), named("{"), named("Ada")];
    assert_eq!(summary("Hello {name}", &identities).unresolved, selection(&[0]));
    let script = summary_of("script", "Hello {name} {other}", &identities);
    assert_eq!(script.unresolved, selection(&[]));
}

#[test]
fn who_gets_nothing_and_whose_text_depends_on_the_reading_is_told() {
    let without = serde_json::json!({ "email": "a@b" });
    let identities = [named("Ada"), named(" "), named("{x}"), named("{name}"), without];
    let of_text = summary("Hello {name}", &identities);
    assert_eq!((of_text.empty, of_text.reading_dependent), (selection(&[]), selection(&[0, 1, 2])));
    let of_value = summary("{name}", &identities);
    assert_eq!(of_value.empty, selection(&[1]));
    assert_eq!(of_value.reading_dependent, selection(&[0, 1, 2]));
}

#[test]
fn as_many_texts_are_told_apart_as_there_are() {
    for number in 1..=300 {
        let name = |index| named(&format!("{number} {index}"));
        let identities: Vec<_> = (0..number).map(name).collect();
        assert_eq!(summary("{name}", &identities).distinct, number);
    }
}

#[test]
fn of_many_only_the_first_are_named() {
    let everyone: Vec<usize> = (0..=Selection::FIRST).collect();
    let summary = summary("{other}", &vec![named("x"); everyone.len()]);
    assert_eq!(summary.unresolved, selection(&everyone));
}

#[test]
fn all_of_one_length_are_the_longest_or_the_shortest() {
    let summary = summary("{name}", &["éé", "abc", "x", "xyz", "é"].map(named));
    let (longest, shortest) = (summary.longest.unwrap(), summary.shortest.unwrap());
    assert_eq!((longest.characters, longest.recipients), (3, selection(&[1, 3])));
    assert_eq!((shortest.characters, shortest.recipients), (1, selection(&[2, 4])));
}

#[test]
fn the_largest_groups_are_listed_and_then_the_first_of_one() {
    let many_pairs = (0..600).map(|number| number * number % 997).collect::<Vec<_>>();
    let a_few_pairs = (0..30).map(|number| number % 25).collect();
    let one_large = (0..60).map(|number| number % 13 * (number % 2)).collect();
    for numbers in [many_pairs, a_few_pairs, one_large] {
        let names: Vec<String> = numbers.iter().map(usize::to_string).collect();
        let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, name) in names.iter().enumerate() {
            members.entry(name).or_default().push(index);
        }
        let mut groups: Vec<_> = members.into_iter().collect();
        groups.sort_by_key(|(_, members)| (Reverse(members.len()), members.first().copied()));
        let listed = groups.iter().take(Summary::GROUPS).map(|(name, members)| Group {
            characters: name.len(),
            recipients: selection(members),
        });
        let identities: Vec<_> = names.iter().map(|name| named(name)).collect();
        let summary = summary("{name}", &identities);
        assert_eq!((summary.recipients, summary.distinct), (names.len(), groups.len()));
        assert_eq!(summary.groups, listed.collect::<Vec<_>>());
    }
}

#[test]
fn what_is_typed_at_the_ends_changes_how_texts_look() {
    let mut composer = Composer::new(
        serde_json::json!({
            "channel": "ivr",
            "message": { "type": "text", "value": "{name}" },
            "identities": [named(" "), named("}"), named("x")],
        })
        .to_string(),
        Options::default(),
    );
    for (message, empty, unresolved) in [
        ("{name}", 1, 0),
        ("{name}!", 0, 0),
        ("{name} ", 1, 0),
        ("{a{name}", 0, 1),
        ("{name}", 1, 0),
    ] {
        composer.set_message(message).unwrap();
        let summary = composer.summary();
        assert_eq!((summary.recipients, summary.distinct), (3, 3), "{message}");
        let looks = (summary.empty.count, summary.unresolved.count);
        assert_eq!(looks, (empty, unresolved), "{message}");
    }
}
