use super::super::{Kind, Value};
use super::{read, read_answer};

fn shown(value: &Value<'_>) -> String {
    match &value.kind {
        Kind::Null | Kind::Partial(_) => "null".to_owned(),
        Kind::Bool(flag) => flag.to_string(),
        Kind::Number(digits) => (*digits).to_owned(),
        Kind::String(text) => format!("{text:?}"),
        Kind::Array(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(","))
        }
        Kind::Object(_) => {
            let members = value.members();
            let member = |m: &super::Member<'_>| format!("{:?}:{}", m.key, shown(&m.value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
    }
}

#[test]
fn values_are_read() {
    for (text, value) in [
        ("null", "null"),
        (" true ", "true"),
        ("[false]", "[false]"),
        ("\t[ ]\r\n", "[]"),
        ("{}", "{}"),
        ("-0.5e+10", "-0.5e+10"),
        ("12345678901234567890123", "12345678901234567890123"),
        (r#""a\"\\\/\b\f\n\r\té""#, r#""a\"\\/\u{8}\u{c}\n\r\té""#),
        (r#""\u00e9\ud83d\ude00""#, r#""é😀""#),
        (r#"{"a":1,"a":[2,{"b":null}]}"#, r#"{"a":1,"a":[2,{"b":null}]}"#),
    ] {
        assert_eq!(shown(&read(text, 128).unwrap()), value, "{text}");
    }
}

#[test]
fn ranges_are_those_of_the_text() {
    let text = r#" {"é": "x", "b": [1, 22]} "#;
    let root = read(text, 128).unwrap();
    assert_eq!(&text[root.range.clone()], text.trim());
    let [first, second] = root.members() else { panic!("two members") };
    assert_eq!(&text[first.key_range.clone()], "\"é\"");
    assert_eq!(&text[first.value.range.clone()], "\"x\"");
    assert_eq!(&text[second.value.as_array().unwrap()[1].range.clone()], "22");
}

#[test]
fn what_is_no_json_is_refused_where_it_stops() {
    for (text, start, part_of_message) in [
        ("", 0, "empty"),
        (" \n", 2, "empty"),
        ("\u{feff}{}", 0, "byte order mark"),
        ("{} x", 3, "follows"),
        ("[1,]", 3, "before the closing `]`"),
        (r#"{"a":1,}"#, 7, "before the closing `}`"),
        ("{a:1}", 1, "double quotes"),
        ("{'a':1}", 1, "double quotes"),
        (r#"{"a" 1}"#, 5, "`:`"),
        (r#"{"a":1 "b":2}"#, 7, "`,` or `}`"),
        ("[1 2]", 3, "`,` or `]`"),
        ("[", 1, "the end of the text"),
        ("\"abc", 0, "ends inside a string"),
        ("\"a\nb\"", 2, "line break"),
        ("\"a\tb\"", 2, "tab"),
        ("\"\u{1}\"", 1, "control character"),
        (r#""\x""#, 1, "no escape"),
        (r#""\u12g4""#, 1, "four hexadecimal digits"),
        (r#""\u+123""#, 1, "four hexadecimal digits"),
        (r#""ab\ud800""#, 3, r"`\ud800` is half"),
        (r#""\ude00\ud83d""#, 1, r"`\ude00` is half"),
        (r#""\ud800A""#, 1, "half"),
        (r#""\udc00\uxyz""#, 1, r"`\udc00` is half"),
        (r#""\ud800\uxyz""#, 1, "four hexadecimal digits"),
        ("01", 1, "starts with `0`"),
        ("-", 1, "a digit"),
        ("1.", 2, "a digit"),
        ("1e+", 3, "a digit"),
        ("+1", 0, "a value"),
        (".5", 0, "a value"),
        ("NaN", 0, "`NaN` is no JSON value"),
        ("True", 0, "`True` is no JSON value"),
        ("nullx", 0, "`nullx` is no JSON value"),
        ("[1] // note", 4, "follows"),
        ("\u{a0}1", 0, "a value"),
    ] {
        let error = read(text, 128).unwrap_err();
        assert_eq!(error.range.start, start, "{text:?}: {}", error.message);
        assert!(error.message.contains(part_of_message), "{text:?}: {}", error.message);
        assert!(error.range.end <= text.len(), "{text:?}");
    }
}

#[test]
fn what_is_no_json_is_pointed_at_and_explained() {
    for (text, shown, hint) in [
        ("[ nullx]", "nullx", Some("put text in double quotes")),
        ("{} é", "é", None),
        ("[ 'a']", "'", Some("JSON uses double quotes")),
        ("[1, // one", "/", Some("JSON has no comments")),
        ("[1, #", "#", None),
        (r#"[ "\ud800x"]"#, r"\ud800", Some("write the character itself, or both halves")),
        (r#"[ "\x"]"#, r"\", Some(r"write `\\` for a backslash")),
        (r#"[ "abc"#, r#""abc"#, Some("close the string with a double quote")),
        ("[ \"\t\"]", "\t", Some(r"write `\t` for a tab")),
        ("[ 01]", "1", Some("quote it to keep the zero")),
        ("[1 ,]", "]", Some("remove the comma")),
        ("[", "", None),
    ] {
        let error = read(text, 128).unwrap_err();
        assert_eq!((&text[error.range.clone()], error.hint), (shown, hint), "{}", error.message);
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(read(&nested(128), 128).is_ok());
    let error = read(&nested(129), 128).unwrap_err();
    assert_eq!((error.range.start, error.message.contains("deeper than 128")), (128, true));
    assert!(read(&nested(10_000), 128).is_err());
}

#[test]
fn of_a_servers_answer_halves_are_characters_that_are_not_known() {
    for (text, characters) in [
        (r#""a\ud83d""#, "a\u{fffd}"),
        (r#""\ud83db""#, "\u{fffd}b"),
        (r#""\ude00\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ud83d\ud83d\u0041""#, "\u{fffd}\u{fffd}A"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
    ] {
        let value = read_answer(text, 1).unwrap();
        assert_eq!(value.as_str(), Some(characters), "{text}");
        assert!(read(text, 1).is_err(), "{text}");
    }
    assert!(read_answer(r#""\ud83d\u""#, 1).is_none());
}
