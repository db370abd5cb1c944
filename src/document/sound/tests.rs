//! That the fast way is the one that was taken: what is said of a payload would not
//! show it, since the slow way says the same.

use super::super::{Identity, Payload, read, read_knowing};
use super::*;

/// Written with everything that a sound identity may have.
const FIRST: &str = r#"{"email":"a@b.c","customMessage":"x {k}","parameters":{"k":"1","l":"2"}}"#;

fn with(identities: &[&str]) -> String {
    let message = r#"{"type":"text","value":"x"}"#;
    let identities = identities.join(",");
    format!(r#"{{"channel":"ivr","message":{message},"identities":[{identities}]}}"#)
}

fn parameters(number: usize) -> String {
    let members: Vec<String> = (0..number).map(|n| format!(r#""k{n}":"{n}""#)).collect();
    format!(r#"{{"email":"a","parameters":{{{}}}}}"#, members.join(","))
}

fn valued(value: &str) -> String {
    format!(r#"{{"email":"a","parameters":{{"k":"{value}"}}}}"#)
}

fn are_sound(payload: &Payload<'_>) -> Vec<bool> {
    payload.people.list.iter().map(|person| person.is_sound).collect()
}

#[test]
fn what_the_schema_asks_for_is_taken() {
    for identity in [
        FIRST,
        r#"{"phoneNumber":""}"#,
        "{ \"email\"\t:\r\n\"a\" , \"parameters\" : { \"k\" : \"1\" , \"l\" : \"2\" } }",
        r#"{"parameters":{},"email":"a"}"#,
        r#"{"parameters":{ },"customMessage":"","email":"a"}"#,
        r#"{"email":"\u00e9\n","customMessage":"\\","parameters":{"\"":"\ud83d\ude00"}}"#,
        &parameters(20),
        &valued(&"é".repeat(200)),
        &valued(&r"\u00e9".repeat(200)),
    ] {
        for (before, after) in [(FIRST, FIRST), (identity, identity)] {
            let source = with(&[before, identity, after]);
            let payload = read(&source).unwrap();
            assert_eq!(are_sound(&payload), [true; 3], "{identity}");
            assert!(payload.people.are_sound());
        }
    }
}

#[test]
fn what_is_unexpected_is_left_to_the_slow_way() {
    for identity in [
        "7",
        "{}",
        r#"{"customMessage":"x"}"#,
        r#"{"email":7}"#,
        r#"{"email":"a","email":"b"}"#,
        r#"{"email":"a","phoneNumber":"b"}"#,
        r#"{"email":"a","other":"b"}"#,
        r#"{"em\u0061il":"a"}"#,
        r#"{"email":"a","customMessage":"x","customMessage":"y"}"#,
        r#"{"email":"a","parameters":{},"parameters":{}}"#,
        r#"{"email":"a","parameters":{"k":"1"},"parameters":{"l":"2"}}"#,
        r#"{"email":"a","parameters":{"k":"1","k":"2"}}"#,
        r#"{"email":"a","parameters":{"k":"1","\u006b":"2"}}"#,
        r#"{"email":"a","parameters":{"k":null}}"#,
        r#"{"email":"a","parameters":[]}"#,
        &parameters(21),
        &valued(&"a".repeat(201)),
        &valued(&"é".repeat(201)),
        &valued(&r"\u00e9".repeat(201)),
    ] {
        let source = with(&[FIRST, identity, FIRST]);
        let payload = read(&source).unwrap();
        assert_eq!(are_sound(&payload), [true, false, true], "{identity}");
        assert!(!payload.people.are_sound());
    }
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    let text = r#"{"email":"\n","parameters":{"k":"1","l":7}}"#;
    let mut sound = Sound::new(text, None);
    assert!(sound.read(0).is_none());
    assert_eq!((sound.people.values.len(), sound.people.decoded.len()), (0, 0));
}

#[test]
fn an_identity_like_the_one_before_is_read_by_its_skeleton() {
    for (second, values) in [
        (
            r#"{"email":"d@e.f","customMessage":"","parameters":{"k":"longer","l":""}}"#,
            ["longer", ""],
        ),
        (r#"{"email":"\n","customMessage":"\"","parameters":{"k":"\\","l":"{}"}}"#, ["\\", "{}"]),
    ] {
        let text = format!("{FIRST},{second}");
        let mut sound = Sound::new(&text, None);
        sound.read(0).unwrap();
        let mut row = Row::default();
        let people = &mut sound.people;
        let mut scan = Scan { text: &text, at: FIRST.len() + 1, people, row: &mut row };
        let alike = scan.alike(&sound.skeletons[0]).unwrap();
        assert_eq!(alike.end as usize, text.len());
        let people = &sound.people;
        let read = people.values[alike.first_value as usize..].iter();
        let read: Vec<&str> = read.map(|value| people.characters(&text, *value)).collect();
        assert_eq!(read, values);
    }
}

#[test]
fn identities_that_are_written_in_two_ways_are_read_by_two_skeletons() {
    let other = r#"{"email":"d@e.f"}"#;
    let text = format!("{FIRST},{other},{FIRST},{other},{other}");
    let mut sound = Sound::new(&text, None);
    let second = FIRST.len() + 1;
    let third = second + other.len() + 1;
    assert!(sound.read_alike(0).is_none());
    sound.read(0).unwrap();
    assert!(sound.read_alike(second).is_none());
    sound.read(second).unwrap();
    let mut at = third;
    for length in [FIRST.len(), other.len(), other.len()] {
        let end = sound.read_alike(at).unwrap().end as usize;
        assert_eq!(end, at + length);
        at = end + 1;
    }
}

#[test]
fn an_identity_unlike_the_one_before_is_not() {
    for second in [
        r#"{"email":"a@b.c","customMessage":"x","parameters":{"k":"1","m":"2"}}"#,
        r#"{"email":"a@b.c","customMessage":"x","parameters":{"k":"1","l":"2"} }"#,
        r#"{"email":"a@b.c"}"#,
        r#"{"email":"#,
    ] {
        let text = format!("{FIRST},{second}");
        let mut sound = Sound::new(&text, None);
        sound.read(0).unwrap();
        let mut row = Row::default();
        let people = &mut sound.people;
        let mut scan = Scan { text: &text, at: FIRST.len() + 1, people, row: &mut row };
        assert!(scan.alike(&sound.skeletons[0]).is_none(), "{second}");
    }
}

#[test]
fn who_has_no_brace_is_known() {
    let braces = "{".repeat(600);
    for (identity, has_none) in [
        (r#"{"email":"a"}"#, true),
        (r#"{"email":"a","parameters":{"{k}":"1"}}"#, true),
        (r#"{"email":"a","parameters":{"k":"1}"}}"#, false),
        (r#"{"email":"a","customMessage":"{"}"#, false),
        (&format!(r#"{{"email":"a","customMessage":"{braces}"}}"#), false),
        // Whatever has escapes may have a brace.
        (r#"{"email":"a","customMessage":"\u007b"}"#, false),
        (r#"{"email":"\n"}"#, false),
        // Who is unsound was read character by character.
        (r#"{"email":7,"customMessage":"\n"}"#, true),
        (r#"{"email":7,"customMessage":"\u007b"}"#, false),
        (r#"{"email":"{","x":7}"#, false),
        (r#"{"email":"a","parameters":{"a":{"q":"{"},"b":"1"}}"#, true),
        (r#"{"email":"a","parameters":{"a":7,"b":"}"}}"#, false),
    ] {
        let source = with(&[identity, identity]);
        let payload = read(&source).unwrap();
        let identities = payload.document().identities.iter();
        let known: Vec<bool> = identities.map(Identity::has_no_brace).collect();
        assert_eq!(known, [has_none; 2], "{identity}");
    }
}

#[test]
fn room_is_made_for_all_at_once() {
    let source = with(&vec![parameters(3).as_str(); 600]);
    let payload = read(&source).unwrap();
    // Doubled again and again, it would be 1024 and 2048.
    assert!((600..=620).contains(&payload.people.list.capacity()));
    assert!((1800..=1860).contains(&payload.people.values.capacity()));
}

#[test]
fn so_many_are_looked_at_and_no_more() {
    let text = "[".to_owned() + &"1,".repeat(limits::LOOKED_AT) + r#"{"email":"\n"}]"#;
    let source = format!(r#"{{"identities":{text}}}"#);
    let payload = read(&source).unwrap();
    assert_eq!(payload.people.len(), limits::LOOKED_AT);
    assert!(payload.people.values().is_empty());
}

/// A payload, and identities that are known as no text would have them: with a brace.
fn known(source: &str) -> Known {
    let payload = read(source).unwrap();
    let (mut people, array) = (payload.people.clone(), payload.array().unwrap());
    people.list.iter_mut().for_each(|person| person.has_no_brace = false);
    Known { people, array }
}

#[test]
fn identities_that_are_known_are_not_read_again() {
    let source = with(&[r#"{"email":"a"}"#, r#"{"email":"b"}"#]);
    let has_no_brace = |known: Known| {
        let payload = read_knowing(&source, &mut Some(known)).unwrap();
        payload.people.list.iter().map(|person| person.has_no_brace).collect::<Vec<_>>()
    };
    assert_eq!(has_no_brace(known(&source)), [false; 2]);
    let mut elsewhere = known(&source);
    elsewhere.array.start += 1;
    assert_eq!(has_no_brace(elsewhere), [true; 2]);
}

#[test]
fn known_or_not_all_are_counted() {
    for number in [limits::LOOKED_AT - 1, limits::LOOKED_AT, limits::LOOKED_AT + 1] {
        let source = with(&vec![r#"{"email":"a"}"#; number]);
        let payload = read_knowing(&source, &mut Some(known(&source))).unwrap();
        assert_eq!(payload.root.get(IDENTITIES).unwrap().length(), Some(number));
    }
}

#[test]
fn identities_that_are_known_are_kept_where_a_text_is_no_json() {
    let source = with(&[r#"{"email":"a"}"#]);
    for broken in [format!("{source}x"), source.replacen("{", "x", 1)] {
        let mut known = Some(known(&source));
        assert!(read_knowing(&broken, &mut known).is_err());
        let kept = known.unwrap();
        assert_eq!((kept.people.len(), Some(kept.array)), (1, read(&source).unwrap().array()));
    }
}

#[test]
fn texts_are_compared_to_the_last_byte() {
    let text: String = ('a'..='z').collect();
    for length in 0..=text.len() {
        let piece = &text[..length];
        let there = format!("##{piece}#");
        assert_eq!(Fixed::new(piece).pass_by(there.as_bytes(), 2), Some(2 + length));
        for place in 0..length {
            let mut other = there.clone().into_bytes();
            other[2 + place] = b'?';
            assert_eq!(Fixed::new(piece).pass_by(&other, 2), None, "{length} {place}");
        }
    }
    assert_eq!(Fixed::new("bc").pass_by(b"ab", 1), None);
}
