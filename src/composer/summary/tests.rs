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
    let payload = serde_json::json!({
        "channel": "ivr",
        "message": { "type": "text", "value": message },
        "identities": identities,
    });
    Composer::new(payload.to_string(), Options::default()).summary()
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
fn a_placeholder_that_a_value_brings_is_unresolved() {
    let of = |value: &str| serde_json::json!({ "email": "a@b", "parameters": { "name": value } });
    let summary = summary("Hello {name}", &[of("{x}"), of("{"), of("Ada")]);
    assert_eq!((summary.unresolved.count, summary.unresolved.first), (1, vec![0]));
}
