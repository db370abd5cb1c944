//! Texts that are no JSON: where reading stops, and why.
//!
//! Reading stops at the first byte that no JSON text could have there. What is wrong as
//! a whole is pointed at as a whole: a word that is none of the three, an escape that is
//! none, a string that never ends (the byte is its opening quote).

mod tokens;

/// Texts of one kind.
#[derive(Clone)]
pub struct Group {
    pub why: &'static str,
    pub placed: Placed,
    /// Each with the byte where reading stops.
    pub texts: Vec<(String, usize)>,
}

/// What becomes of a text inside a payload.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// Reading stops at the same byte of it.
    There,
    /// Refused, but what follows in the payload is read as part of it: reading stops later.
    Later,
    /// Not tried: only as the whole text is it wrong.
    Never,
}

use Placed::{Later, Never, There};

fn group(why: &'static str, placed: Placed, texts: &[(&str, usize)]) -> Group {
    let texts = texts.iter().map(|(text, stops)| ((*text).to_owned(), *stops)).collect();
    Group { why, placed, texts }
}

fn made(
    why: &'static str,
    placed: Placed,
    texts: impl IntoIterator<Item = (String, usize)>,
) -> Group {
    Group { why, placed, texts: texts.into_iter().collect() }
}

pub fn groups() -> Vec<Group> {
    let mut groups = [whole_texts(), structure(), unclosed(), depth()].concat();
    groups.extend(tokens::groups());
    groups
}

/// What is wrong as a whole text, and would be something else inside a payload.
fn whole_texts() -> Vec<Group> {
    vec![
        group("there is no value", Never, &[("", 0), (" ", 1), ("\n\n", 2), (" \t\r\n", 4)]),
        group(
            "something follows the value",
            Never,
            &[
                ("1 2", 2),
                ("1,2", 1),
                ("1,", 1),
                ("null,null", 4),
                ("{}{}", 2),
                ("{} {}", 3),
                ("[] []", 3),
                ("{},", 2),
                ("[]]", 2),
                ("{}}", 2),
                ("\"a\" \"b\"", 4),
                ("\"a\",\"b\":1", 3),
                ("\"a\":1", 3),
                ("1]", 1),
                ("1}", 1),
                ("true false", 5),
                ("null\0", 4),
                ("{}\0", 2),
                ("{}\u{feff}", 2),
                ("{}\n;", 3),
                ("{}\nnull", 3),
                ("{} // note", 3),
                ("{} # note", 3),
                ("{}\u{1a}", 2),
            ],
        ),
        group(
            "a byte order mark is no part of JSON (section 8.1)",
            Never,
            &[("\u{feff}{}", 0), ("\u{feff}", 0), ("\u{feff}\u{feff}1", 0), ("\u{feff} null", 0)],
        ),
    ]
}

fn structure() -> Vec<Group> {
    vec![
        group(
            "a comma where none belongs",
            There,
            &[
                ("[1,]", 3),
                ("[1, ]", 4),
                ("[1,\n]", 4),
                ("[,]", 1),
                ("[,1]", 1),
                ("[ ,1]", 2),
                ("[1,,2]", 3),
                ("[1, ,2]", 4),
                ("[[],]", 4),
                (r#"{"a":1,}"#, 7),
                (r#"{"a":1, }"#, 8),
                (r#"{"a":1,,"b":2}"#, 7),
                ("{,}", 1),
                (r#"{,"a":1}"#, 1),
                (r#"{"a",1}"#, 4),
                (r#"{"a":,}"#, 5),
                (",", 0),
            ],
        ),
        group(
            "a separator is missing, or is another one's",
            There,
            &[
                ("[1 2]", 3),
                ("[1\n2]", 3),
                ("[\"a\"\"b\"]", 4),
                ("[[][]]", 3),
                ("[{}{}]", 3),
                ("[1:2]", 2),
                ("[1;2]", 2),
                ("[\"a\":1]", 4),
                ("[true false]", 6),
                (r#"{"a" 1}"#, 5),
                (r#"{"a"}"#, 4),
                (r#"{"a":}"#, 5),
                (r#"{"a"::1}"#, 5),
                (r#"{"a"=1}"#, 4),
                (r#"{"a"=>1}"#, 4),
                (r#"{"a":1 "b":2}"#, 7),
                (r#"{"a":1;"b":2}"#, 6),
                (r#"{"a":1:2}"#, 6),
                (r#"{"a":"b" "c"}"#, 9),
                (":", 0),
                ("[:]", 1),
                ("{:1}", 1),
            ],
        ),
        group(
            "a name is a string (section 4)",
            There,
            &[
                ("{a:1}", 1),
                ("{'a':1}", 1),
                ("{1:1}", 1),
                ("{-1:1}", 1),
                ("{null:1}", 1),
                ("{true:1}", 1),
                ("{[]:1}", 1),
                ("{{}:1}", 1),
                (r#"{"a":1,b:2}"#, 7),
                ("{\u{e9}:1}", 1),
                ("{`a`:1}", 1),
                ("{\u{201c}a\u{201d}:1}", 1),
                ("{\\u0061:1}", 1),
                ("{...a}", 1),
            ],
        ),
        group(
            "a bracket closes what another one opened, or nothing",
            There,
            &[
                ("[}", 1),
                ("{]", 1),
                ("[1}", 2),
                (r#"{"a":1]"#, 6),
                ("[[}]", 2),
                (r#"[{"a":1]}"#, 7),
                ("(1)", 0),
                ("<1>", 0),
                ("[(1)]", 1),
                ("]", 0),
                ("}", 0),
            ],
        ),
        group(
            "JSON has no comments",
            There,
            &[
                ("/* a */ 1", 0),
                ("// a\n1", 0),
                ("# a\n1", 0),
                ("<!-- a -->1", 0),
                ("[1 /* a */]", 3),
                ("[1, // a\n2]", 4),
                ("[/**/]", 1),
                (r#"{/**/"a":1}"#, 1),
                (r#"{"a"/**/:1}"#, 4),
                (r#"{"a":/**/1}"#, 5),
                (r#"{"a":1 # b"#, 7),
                ("[1 -- a\n]", 3),
            ],
        ),
        group(
            "no other character is white space (section 2)",
            There,
            &[
                ("\u{b}1", 0),
                ("\u{c}1", 0),
                ("\u{0}1", 0),
                ("\u{85}1", 0),
                ("\u{a0}1", 0),
                ("\u{1680}1", 0),
                ("\u{2003}1", 0),
                ("\u{200b}1", 0),
                ("\u{2028}1", 0),
                ("\u{2029}1", 0),
                ("\u{3000}1", 0),
                ("[1,\u{a0}2]", 3),
                ("[\u{feff}1]", 1),
                ("[1\u{c},2]", 2),
                ("{\u{a0}\"a\":1}", 1),
                ("{\"a\"\u{2003}:1}", 4),
                ("{\"a\":\u{85}1}", 5),
                ("{\"a\":1\u{b}}", 6),
            ],
        ),
        made(
            "a control character outside strings is no white space, the three aside",
            There,
            (0..=0x1f_u8)
                .map(char::from)
                .filter(|control| !matches!(control, '\t' | '\n' | '\r'))
                .map(|control| (format!("[1,{control}2]"), 3)),
        ),
    ]
}

fn unclosed() -> Vec<Group> {
    vec![
        group(
            "the text ends where it must go on",
            Later,
            &[
                ("[", 1),
                ("[ ", 2),
                ("[1", 2),
                ("[1 ", 3),
                ("[1,", 3),
                ("[1, ", 4),
                ("[[", 2),
                ("[[]", 3),
                ("[[],", 4),
                ("[{}", 3),
                ("[\"a\"", 4),
                ("{", 1),
                ("{ ", 2),
                (r#"{"a""#, 4),
                (r#"{"a" "#, 5),
                (r#"{"a":"#, 5),
                (r#"{"a": "#, 6),
                (r#"{"a":1"#, 6),
                (r#"{"a":1 "#, 7),
                (r#"{"a":1,"#, 7),
                (r#"{"a":1, "#, 8),
                (r#"{"a":[]"#, 7),
                (r#"{"a":{}"#, 7),
                (r#"{"a":{"b":[{"c":null"#, 20),
            ],
        ),
        group(
            "a string that never ends, in every place of one",
            Later,
            &[
                ("\"", 0),
                ("\"abc", 0),
                ("\"é", 0),
                (" \"abc", 1),
                (r#""a\""#, 0),
                (r#""a\\\""#, 0),
                (r#""a\n"#, 0),
                (r#""\u0041"#, 0),
                ("[\"", 1),
                ("[\"a\",\"b", 5),
                ("{\"", 1),
                ("{\"a", 1),
                (r#"{"a":""#, 5),
                (r#"{"a":"b"#, 5),
                (r#"{"a":"b","c"#, 9),
            ],
        ),
        group(
            "a string that ends inside an escape",
            There,
            &[
                ("\"\\", 1),
                ("\"abc\\", 4),
                (r#""\u"#, 1),
                (r#""\u0"#, 1),
                (r#""\u00"#, 1),
                (r#""\u004"#, 1),
                (r#""a\ud83d"#, 2),
                (r#""\ud83d\"#, 1),
                (r#""\ud83d\u"#, 1),
                (r#""\ud83d\ude"#, 1),
            ],
        ),
        made(
            "a long text that ends too early",
            Later,
            [
                (format!("[\"{}", "a".repeat(100_000)), 1),
                (format!("\"{}\\\"", "é".repeat(1000)), 0),
            ],
        ),
        made(
            "many items, and no end",
            Later,
            [(format!("[{}0", "0,".repeat(10_000)), 20_002), ("[".repeat(128), 128)],
        ),
    ]
}

fn depth() -> Vec<Group> {
    let nested = |open: &str, middle: &str, close: &str, levels: usize| {
        format!("{}{middle}{}", open.repeat(levels), close.repeat(levels))
    };
    vec![made(
        "nested deeper than 128 (SPEC section 3): the byte is the bracket that is too many",
        Never,
        [
            (nested("[", "", "]", 129), 128),
            (nested("[ ", "0", "]", 129), 256),
            (nested("[", "{}", "]", 128), 128),
            (nested("{\"a\":", "{}", "}", 128), 640),
            (nested("{\"a\":", "[]", "}", 128), 640),
            (nested("[{\"a\":", "[]", "}]", 64), 384),
            (nested("{\"a\":[", "{}", "]}", 64), 384),
            (format!("[1,{}]", nested("[", "", "]", 128)), 130),
            (nested("[", "", "]", 10_000), 128),
            (nested("[", "", "]", 1_000_000), 128),
            ("[".repeat(1_000_000), 128),
            ("{\"a\":".repeat(200_000), 640),
        ],
    )]
}
