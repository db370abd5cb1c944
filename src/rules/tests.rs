use super::*;
use crate::diagnostic::Severity;

fn parse(rule: &str) -> Rules {
    Rules::parse(&format!("[{rule}]")).unwrap()
}

fn refused(text: &str) -> String {
    Rules::parse(text).unwrap_err().to_string()
}

fn named(name: &str, pattern: &str) -> Rule {
    let (name, pattern) = (name.to_owned(), pattern.to_owned());
    let (must, severity) = (Must::default(), Severity::Warning);
    Rule { name, pattern, on: On::Text, must, severity, message: None }
}

/// The piece of a pattern that holds its mistake, and what is said of it.
fn fault(pattern: &str) -> (String, String) {
    let error = Rules::new(vec![named("x", pattern)]).unwrap_err();
    let piece = pattern[error.pattern_range().unwrap()].to_owned();
    (piece, error.to_string())
}

#[test]
fn a_rule_asks_for_a_match_or_forbids_one() {
    let asks = parse(r#"{ "name": "n", "on": "text", "pattern": "b+" }"#);
    let asks = asks.texts().next().unwrap();
    assert!(!asks.is_broken_by(["abba"]));
    assert!(!asks.is_broken_by(["a", "b"]), "one of a message's strings is enough");
    assert!(asks.is_broken_by(["a", "c"]));
    assert!(asks.is_broken_by([]), "a message without any string has no match");

    let forbids = parse(r#"{ "name": "n", "on": "text", "pattern": "b+", "must": "not-match" }"#);
    let forbids = forbids.texts().next().unwrap();
    assert!(forbids.is_broken_by(["a", "b"]), "one of a message's strings is too many");
    assert!(!forbids.is_broken_by(["a", ""]));
    assert!(!forbids.is_broken_by([]));
    assert_eq!(forbids.find("é abba"), Some(4..6));
}

#[test]
fn rules_are_kept_by_what_they_are_on() {
    let rules = Rules::parse(
        r#"[
          { "name": "a", "on": "text", "pattern": "x" },
          { "name": "b", "on": "identity", "pattern": "x", "severity": "error" },
          { "name": "c", "on": "text", "pattern": "x", "severity": "info" },
          { "name": "d", "on": "parameter", "pattern": "x" }
        ]"#,
    )
    .unwrap();
    let names = |rules: Vec<&CompiledRule>| {
        rules.iter().map(|rule| format!("{} {}", rule.name(), rule.severity())).collect::<Vec<_>>()
    };
    assert_eq!(names(rules.texts().collect()), ["a warning", "c info"]);
    assert_eq!(names(rules.parameters().collect()), ["d warning"]);
    assert_eq!(names(rules.identities().collect()), ["b error"]);
    assert_eq!((rules.len(), rules.is_empty()), (4, false));
}

#[test]
fn equal_rules_are_equal_and_their_json_is_read_again() {
    let text = r#"{"name":"n","pattern":"\\d","on":"identity","must":"not-match","severity":"info","message":"no digits"}"#;
    let rules = parse(text);
    assert_eq!(rules, parse(text));
    assert_ne!(rules, parse(&text.replace("no digits", "no digit")));
    assert_ne!(rules, Rules::default());
    let rule = rules.identities().next().unwrap().rule();
    assert_eq!(serde_json::to_string(rule).unwrap(), text);
    assert!(format!("{rules:?}").starts_with("[Rule { name: \"n\""));
    assert_eq!(format!("{rules:?}"), format!("{:?}", [&rules.0[0]]));
}

#[test]
fn one_rule_is_read_as_strictly_as_all_of_them() {
    let text = r#"{ "name": "n", "on": "text", "pattern": "x" }"#;
    assert_eq!(serde_json::from_str::<Rule>(text).unwrap(), named("n", "x"));
    for (text, sentence) in [
        (r#"{ "name": "n", "pattern": "x" }"#, "`on` is missing"),
        (r#"{ "name": "n", "name": "n" }"#, "`name` is given more than once"),
        ("[]", "invalid type: sequence, expected an object"),
    ] {
        let error = serde_json::from_str::<Rule>(text).unwrap_err().to_string();
        assert!(error.starts_with(sentence), "{error}");
    }
}

#[test]
fn what_is_absent_or_null_has_its_default() {
    let short = parse(r#"{ "name": "n", "on": "text", "pattern": "x" }"#);
    let long = r#"{ "name": "n", "on": "text", "pattern": "x", "must": null, "severity": "warning", "message": null }"#;
    assert_eq!(short, parse(long));
    assert_eq!(short.texts().next().unwrap().rule().must, Must::Match);
}

#[test]
fn the_sentence_names_the_rule() {
    let sentence = |rule: &str| parse(rule).0[0].sentence();
    assert_eq!(
        sentence(r#"{ "name": "n", "on": "parameter", "pattern": "x" }"#),
        "house rule `n`: a parameter value must match `x`, and does not"
    );
    assert_eq!(
        sentence(r#"{ "name": "n", "on": "identity", "pattern": "x", "must": "not-match" }"#),
        "house rule `n`: an identity must not match `x`, and does"
    );
    assert_eq!(
        sentence(r#"{ "name": "n", "on": "text", "pattern": "x", "message": "be kind" }"#),
        "house rule `n`: be kind"
    );
}

#[test]
fn text_that_holds_no_rules_is_refused() {
    for (text, sentence) in [
        ("{}", "the rules must be an array, and are an object"),
        (" \"x\"", "the rules must be an array, and are a string"),
        ("7", "the rules must be an array, and are a number"),
        ("[5]", "`rules[0]`: a rule must be an object, and is a number"),
        ("[[\"n\", \"x\", \"text\"]]", "`rules[0]`: a rule must be an object, and is an array"),
        ("[{}]", "`rules[0]`: `name` is missing"),
        (r#"[{"name": "n"}]"#, "`rules[0]` `n`: `pattern` is missing"),
        (r#"[{"name": "n", "pattern": "x"}]"#, "`rules[0]` `n`: `on` is missing"),
        (r#"[{"name": 5}]"#, "`rules[0]`: `name` must be a string, and is a number"),
        (
            r#"[{"name": "n", "pattern": {}}]"#,
            "`rules[0]` `n`: `pattern` must be a string, and is an object",
        ),
        (
            r#"[{"name": "n", "pattern": "x", "on": "texts"}]"#,
            "`rules[0]` `n`: `on` must be `text`, `parameter` or `identity`, and is `texts`",
        ),
        (
            r#"[{"name": "n", "pattern": "x", "on": "text", "must": "be"}]"#,
            "`rules[0]` `n`: `must` must be `match` or `not-match`, and is `be`",
        ),
        (
            r#"[{"name": "n", "pattern": "x", "on": "text", "severity": "fatal"}]"#,
            "`rules[0]` `n`: `severity` must be `error`, `warning` or `info`, and is `fatal`",
        ),
        (
            r#"[{"name": "n", "pattern": "x", "on": "text", "level": "error"}]"#,
            "`rules[0]` `n`: `level` is no field of a rule; allowed are `name`, `pattern`, `on`, `must`, `severity` and `message`",
        ),
        (
            r#"[{"name": "n", "pattern": "x", "on": "text", "pattern": "y"}]"#,
            "`rules[0]` `n`: `pattern` is given more than once",
        ),
    ] {
        assert_eq!(refused(text), sentence, "{text}");
    }
    for text in ["", "[", "[{}] x", "[{},]", "not json", "\u{feff}[]"] {
        assert!(refused(text).starts_with("the rules are not JSON: "), "{text}: {}", refused(text));
    }
}

#[test]
fn the_bad_rule_is_told_from_the_good_ones() {
    let error = Rules::new(vec![named("good", "x"), named("bad", "x)")]).unwrap_err();
    assert_eq!((error.index(), error.name()), (Some(1), Some("bad")));
    assert_eq!(
        error.to_string(),
        "`rules[1]` `bad`: the pattern fails at `)`, from character 2: \
         found closing ')' without matching '('"
    );
    let twice = vec![named("a", "x"), named("b", "x"), named("a", "y")];
    let error = Rules::new(twice).unwrap_err().to_string();
    assert_eq!(error, "`rules[2]` `a`: `rules[0]` has this name already");
}

#[test]
fn the_piece_with_the_mistake_is_shown() {
    for (pattern, piece) in [
        ("a)b", ")"),
        ("(ab", "("),
        ("(a)(b", "("),
        ("é(b", "("),
        ("*a", "*"),
        ("ab{2,1}c", "{2,1}"),
        ("x[z-a]y", "[z-a"),
        ("x[abc", "[a"),
        (r"x\p{L}", r"\p"),
        (r"(a)\1", r"\1"),
        ("Dear (?!Sir)", "(?!"),
        ("(?<=a)b", "(?<="),
        (r"ab\", r"\"),
        ("a{1000}{1000}", "{1000}"),
    ] {
        let (found, sentence) = fault(pattern);
        assert_eq!(found, piece, "{pattern}: {sentence}");
    }
    let (_, sentence) = fault("é(b");
    assert!(sentence.contains("at `(`, from character 2: "), "{sentence}");
    let (_, sentence) = fault("a{1000}{1000}");
    assert!(sentence.contains("size limit"), "{sentence}");
}

#[test]
fn the_mistake_lies_where_it_is_shown() {
    for pattern in [
        "a)b",
        "(a)(b(c",
        "x[z-a]y",
        r"(a)(b\p{L})",
        "a|b{3",
        "(?i)(?z)",
        "((((((a{9}){9}){9}){9}){9}){9})",
    ] {
        let error = Rules::new(vec![named("x", pattern)]).unwrap_err();
        let range = error.pattern_range().unwrap();
        let before = &pattern[..range.start];
        assert!(before.is_empty() || Rules::new(vec![named("x", before)]).is_ok(), "{pattern}");
        let with = Rules::new(vec![named("x", &pattern[..range.end])]).unwrap_err().to_string();
        assert_eq!(with, error.to_string(), "what follows changes nothing: {pattern}");
    }
}

#[test]
fn everything_is_bounded() {
    let many = |number: usize| (0..number).map(|n| named(&n.to_string(), "x")).collect::<Vec<_>>();
    assert!(Rules::new(many(100)).is_ok());
    let error = Rules::new(many(101)).unwrap_err();
    assert_eq!(
        (error.index(), error.to_string().as_str()),
        (None, "101 rules were given; at most 100 are allowed")
    );

    let one = |name: &str, pattern: &str, message: Option<String>| {
        Rules::new(vec![Rule { message, ..named(name, pattern) }])
            .map_err(|error| error.to_string())
    };
    let long = |characters| "é".repeat(characters);
    assert!(one(&long(100), &long(1000), Some(long(500))).is_ok());
    assert!(
        one(&long(101), "x", None)
            .unwrap_err()
            .ends_with("the name has 101 characters; at most 100 are allowed")
    );
    assert!(
        one("n", &long(1001), None)
            .unwrap_err()
            .ends_with("the pattern has 1001 characters; at most 1000 are allowed")
    );
    assert!(
        one("n", "x", Some(long(501)))
            .unwrap_err()
            .ends_with("the message has 501 characters; at most 500 are allowed")
    );
    assert_eq!(
        one("n", "", None).unwrap_err(),
        "`rules[0]` `n`: the pattern is empty, which matches anything"
    );
    assert_eq!(one(" ", "x", None).unwrap_err(), "`rules[0]` ` `: the name is empty");
    assert_eq!(
        one("n", "x", Some(String::new())).unwrap_err(),
        "`rules[0]` `n`: the message is empty"
    );
    let error = one("a\nb", "x", None).unwrap_err();
    assert_eq!(
        error,
        r"`rules[0]` `a\nb`: the name `a\nb` has a line break or another control character"
    );

    let longest_text = "^(?s:.){0,4096}$";
    assert!(one("fits a WhatsApp text", longest_text, None).is_ok());
}
