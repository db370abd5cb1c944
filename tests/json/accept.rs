//! Texts that RFC 8259 calls JSON, and why.

/// Texts of one kind.
pub struct Group {
    pub why: &'static str,
    /// Whether they are JSON inside a payload too: a text nested to the limit is not.
    pub is_placed: bool,
    pub texts: Vec<String>,
}

fn group(why: &'static str, texts: &[&str]) -> Group {
    let texts = texts.iter().map(|text| (*text).to_owned()).collect();
    Group { why, is_placed: true, texts }
}

fn made(why: &'static str, is_placed: bool, texts: impl IntoIterator<Item = String>) -> Group {
    Group { why, is_placed, texts: texts.into_iter().collect() }
}

pub fn groups() -> Vec<Group> {
    [structure(), numbers(), strings(), large()].into_iter().flatten().collect()
}

fn structure() -> Vec<Group> {
    vec![
        group(
            "any value is a JSON text (section 2)",
            &["null", "true", "false", "0", "\"\"", "[]", "{}"],
        ),
        group(
            "arrays hold any values, in any mixture (section 5)",
            &[
                "[null]",
                "[true,false,null]",
                "[1,2,3]",
                "[[]]",
                "[[],[]]",
                "[[[[[]]]]]",
                "[{}]",
                "[{},[],\"\",0]",
                "[1,[2,[3,[4]]],5]",
                "[\"]\"]",
                "[\"[\",\"{\"]",
                "[\",\"]",
            ],
        ),
        group(
            "objects hold members, each a name and a value (section 4)",
            &[
                r#"{"":""}"#,
                r#"{"a":1}"#,
                r#"{"a":1,"b":2}"#,
                r#"{"a":{}}"#,
                r#"{"a":[]}"#,
                r#"{"a":{"a":{"a":null}}}"#,
                r#"{"a":[{"b":[{"c":0}]}]}"#,
                r#"{"{":"}"}"#,
                r#"{"a:b":"c,d"}"#,
                r#"{"\"":1}"#,
                r#"{"a\u0000b":1}"#,
                r#"{"\u0061":1}"#,
                r#"{"\ud83d\ude00":1}"#,
                "{\"é\u{1f4ac}\":1}",
                r#"{" ":1}"#,
                r#"{"__proto__":{},"constructor":1,"toString":null}"#,
                r#"{"true":true,"null":null}"#,
                r#"{"1":1,"-0":-0}"#,
            ],
        ),
        group(
            "names should be unique, and need not be (section 4)",
            &[
                r#"{"a":1,"a":1}"#,
                r#"{"a":1,"a":2}"#,
                r#"{"a":1,"\u0061":"x"}"#,
                r#"{"a":1,"b":2,"a":[]}"#,
                r#"{"":0,"":0,"":0}"#,
                r#"{"__proto__":1,"__proto__":2}"#,
            ],
        ),
        group(
            "space, tab, line feed and carriage return stand around any token (section 2)",
            &[
                " null",
                "null ",
                "\tnull\t",
                "\nnull\n",
                "\rnull\r",
                "\r\nnull\r\n",
                " \t\r\n null \t\r\n ",
                "\n\n\n1\n\n\n",
                "[ ]",
                "[\t]",
                "[\n]",
                "[\r]",
                "{ }",
                "{\r\n}",
                " [ 1 , 2 ] ",
                "[\n  1,\n  2\n]",
                "[\t1\t,\t2\t]",
                "[1\r,\r2]",
                " { \"a\" : 1 } ",
                "{\n\t\"a\"\r\n:\t1 ,\n\"b\" :[ ]\n}",
                "{\"a\"\n\n:\n\n1}",
                "[ \" \" ]",
                "[-1 ,\t-2e3\n]",
            ],
        ),
    ]
}

fn numbers() -> Vec<Group> {
    vec![
        group(
            "integers have no leading zero, and may have a minus (section 6)",
            &["1", "9", "10", "1234567890", "-1", "-9", "-10", "-1234567890", "[0,-0]", "-0"],
        ),
        group(
            "a fraction has at least a digit, zeros included",
            &[
                "0.0", "-0.0", "0.1", "1.5", "10.25", "0.000", "1.000000", "-0.5", "0.10",
                "123.456", "-9.9",
            ],
        ),
        group(
            "an exponent is e or E, a sign or none, and digits, zeros included",
            &[
                "0e0", "0E0", "1e1", "1E1", "1e+1", "1E+1", "1e-1", "1E-1", "1e01", "1e+00",
                "1e-00", "-1e1", "-0e-0", "0e+1", "1.5e3", "1.5E-3", "0.0e0", "-0.1e+10", "20e1",
                "1e0001",
            ],
        ),
        group(
            "no number is too large, too small or too exact to be JSON",
            &[
                "1e308",
                "1e309",
                "1e999",
                "-1e999",
                "1E+9999999999",
                "1e-999",
                "1e-9999999999",
                "9007199254740993",
                "18446744073709551616",
                "-9223372036854775809",
                "123456789012345678901234567890123456789012345678901234567890",
                "0.123456789012345678901234567890123456789012345678901234567890",
                "3.14159265358979323846264338327950288e00000000000000000000001",
            ],
        ),
        group(
            "a number ends where the next token starts",
            &["[1,2]", "[1]", "{\"a\":-0.0e-0}", "[1.5,2e1 ]", "[0]", "[0 ,0]"],
        ),
    ]
}

fn strings() -> Vec<Group> {
    vec![
        group(
            "each escape, alone and beside text (section 7)",
            &[
                r#""\"""#,
                r#""\\""#,
                r#""\/""#,
                r#""\b""#,
                r#""\f""#,
                r#""\n""#,
                r#""\r""#,
                r#""\t""#,
                r#""\"\\\/\b\f\n\r\t""#,
                r#""a\nb""#,
                r#""\\n""#,
                r#""\\\"""#,
                r#""\\\\""#,
                r#""ends in a backslash\\""#,
                r#"["\\","\""]"#,
                r#""http:\/\/example.com""#,
            ],
        ),
        group(
            "hexadecimal digits in either case",
            &[
                r#""\u0041""#,
                r#""\u00e9""#,
                r#""\u00E9""#,
                r#""\uabcd""#,
                r#""\uABCD""#,
                r#""\uAbCd""#,
                r#""\u00410""#,
                r#""\u0041\u0042""#,
                r#""\u0022""#,
                r#""\u005c""#,
                r#""\u005cn""#,
                r#""x\u0020y""#,
            ],
        ),
        group(
            "control characters and noncharacters, escaped",
            &[
                r#""\u0000""#,
                r#""a\u0000b""#,
                r#""\u0001""#,
                r#""\u001f""#,
                r#""\u007f""#,
                r#""\u2028\u2029""#,
                r#""\ufeff""#,
                r#""\ufffe""#,
                r#""\uffff""#,
                r#""\ufdd0""#,
            ],
        ),
        group(
            "a surrogate pair is one character",
            &[
                r#""\ud83d\ude00""#,
                r#""\uD83D\uDE00""#,
                r#""\uD83d\udE00""#,
                r#""\ud800\udc00""#,
                r#""\udbff\udfff""#,
                r#""\udbff\udc00""#,
                r#""a\ud83d\ude00b""#,
                r#""\ud83d\ude00\ud83d\ude00""#,
                r#""\ud7ff""#,
                r#""\ue000""#,
            ],
        ),
        group(
            "every other character stands for itself, DEL and C1 controls included",
            &[
                "\"\u{20}\"",
                "\"\u{7f}\"",
                "\"\u{80}\"",
                "\"\u{85}\"",
                "\"\u{9f}\"",
                "\"\u{a0}\"",
                "\"\u{2028}\"",
                "\"\u{2029}\"",
                "\"a\u{feff}b\"",
                "\"\u{feff}\"",
                "\"\u{200b}\u{200d}\u{202e}\"",
                "\"\u{fffd}\u{fffe}\u{ffff}\"",
                "\"\u{d7ff}\u{e000}\"",
                "\"\u{10000}\u{10ffff}\"",
                "\"é\"",
                "\"e\u{301}\"",
                "\"漢字\"",
                "\"Привет\"",
                "\"👩‍👩‍👧 🇩🇪\"",
                "\"'\"",
                "\"/* no comment */ // nor here\"",
                "\"{name} [x] : , \"",
                "\"null\"",
            ],
        ),
    ]
}

fn large() -> Vec<Group> {
    let nested = |open: &str, middle: &str, close: &str, levels: usize| {
        format!("{}{middle}{}", open.repeat(levels), close.repeat(levels))
    };
    vec![
        made(
            "as deep as may be: 128 (SPEC section 3)",
            false,
            [
                nested("[", "", "]", 128),
                nested("[", "[]", "]", 127),
                nested("{\"a\":", "{}", "}", 127),
                nested("{\"a\":", "null", "}", 128),
                nested("[{\"a\":", "1", "}]", 64),
                nested("{\"a\":[", "[]", "]}", 63),
                format!("[{},{}]", nested("[", "", "]", 127), nested("[", "", "]", 127)),
                format!(" {} ", nested("[\n", "\"\"", "\n]", 128)),
            ],
        ),
        made(
            "deep inside a payload",
            true,
            [nested("[", "", "]", 120), nested("{\"a\":", "[0]", "}", 120)],
        ),
        made(
            "depth is of nesting, not of brackets",
            true,
            [
                format!("[{}[]]", "[],".repeat(1000)),
                format!("[{}{{}}]", "{\"a\":[]},".repeat(1000)),
            ],
        ),
        made(
            "strings of any length",
            true,
            [
                format!("\"{}\"", "a".repeat(1_000_000)),
                format!("\"{}\"", "é\u{1f4ac}".repeat(100_000)),
                format!("\"{}\"", "\\n".repeat(100_000)),
                format!("\"{}\"", "\\u00e9".repeat(50_000)),
                format!("{{\"{}\":1}}", "k".repeat(100_000)),
            ],
        ),
        made(
            "strings whose end falls on either side of 8, 16, 32 and 64 bytes, with and without an escape there",
            true,
            [7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65].into_iter().flat_map(|length| {
                let text = "x".repeat(length);
                [
                    format!("\"{text}\""),
                    format!("\"{text}\\n{text}\""),
                    format!("\"{text}é{text}\""),
                ]
            }),
        ),
        made(
            "many values",
            true,
            [
                format!("[{}0]", "0,".repeat(50_000)),
                format!("{{{}\"z\":0}}", "\"a\":0,".repeat(20_000)),
                format!("[{}]", vec!["\"\""; 20_000].join(", ")),
            ],
        ),
        made(
            "long numbers, and long white space",
            true,
            [
                "1".repeat(100_000),
                format!("0.{}1", "0".repeat(100_000)),
                format!("1e{}", "0".repeat(100_000)),
                format!("[{}1{}]", " ".repeat(100_000), "\n".repeat(100_000)),
            ],
        ),
    ]
}
