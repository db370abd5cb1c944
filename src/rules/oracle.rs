//! The crate `regex` as the oracle for `regex-lite`: the same patterns, the same answers.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What house rules may look like, one of each feature of the syntax.
const PATTERNS: &[&str] = &[
    "stop",
    "(?i)reply stop",
    r"\b(bit\.ly|tinyurl\.com|t\.co)/",
    r"\b[0-9](?:[ -]?[0-9]){12,18}\b",
    r"https?://\S+",
    r"^(?:Dear|Hello) \w+",
    r"^\s*$",
    r"\s$",
    r"^\S.*\S$",
    r"(?m)^-",
    r"(?s)^.{0,20}$",
    r"^[^\r\n]*$",
    r"[A-Z]{2,}",
    r"\{[^{}\r\n]+\}",
    r"é+",
    "[а-яё💬]",
    r"[^ -~]",
    r"\x{1F4AC}",
    r"[[:upper:]][[:lower:]]*",
    r"(?x) a \s* b  # a comment",
    r"(a|ab)(c|bcd)?",
    r"a*?b+?",
    r"(?U)a+",
    r"(?:)|x",
    r"@(?:example\.com|example\.org)$",
    r"^\+49",
    r"^AAQ[0-9A-Za-z_-]+$",
    r"€ ?\d+(?:[.,]\d{2})?",
    r"\d{1,2}\.\d{1,2}\.\d{4}",
    r"(\w+) (\w+)",
    "(?:stop|Stop|STOP).{0,9}!",
];

/// Texts of the pieces that patterns look for, and of what is almost one.
fn text() -> impl Strategy<Value = String> {
    let pieces = "a·b·c·d·Z·É·é·e\u{301}·ж·Ё·💬·漢·€·stop·STOP·Reply Stop·Dear ·Ada·a b·a\tb·bit.ly/·t.co·http://\
        ·https://x·@·@example.com·+49·+·AAQ·_·-·.·,·!·/·{·}·{name}·\\·\"· ·  ·\t·\n·\r\n·\u{b}·\u{c}·\u{85}·\u{a0}\
        ·\u{2003}·\u{2028}·\0·\u{1f}·\u{7f}";
    let piece = prop_oneof![
        4 => prop::sample::select(pieces.split('·').collect::<Vec<_>>()).prop_map(str::to_owned),
        2 => "[0-9]{1,4}",
        1 => any::<char>().prop_filter("folds to ASCII", |c| !folds_to_ascii(*c)).prop_map(String::from),
    ];
    prop_oneof![
        4 => prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat()),
        1 => "[+]?[0-9]{6,17}[ ]?",
        1 => "[a-z. \u{a0}]{1,4}@[a-zé.@\t]{1,5}",
        1 => "[0-9. -]{0,24}",
        1 => "([+]49|AAQ|€)[0-9a-c_-]{0,4}!?",
        1 => "[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{3,4}",
        1 => "(Dear|Hello|DEAR|) [Ada ]{1,4}",
    ]
}

/// The Kelvin sign and the long s are `k` and `s` to a Unicode `(?i)`, to `regex-lite` not.
fn folds_to_ascii(character: char) -> bool {
    matches!(character, '\u{212a}' | '\u{17f}')
}

/// Both engines find the same first match of each pattern, in texts of all kinds.
pub(crate) fn hold(patterns: &[&str]) {
    let engines: Vec<_> = patterns
        .iter()
        .map(|pattern| {
            let small = regex_lite::Regex::new(pattern).unwrap();
            (pattern, small, regex::Regex::new(&in_ascii(pattern)).unwrap())
        })
        .collect();
    let config = Config { cases: 2000, failure_persistence: None, ..Config::default() };
    let matched = RefCell::new(vec![0; engines.len()]);
    let same = |text: String| {
        for (index, (pattern, small, large)) in engines.iter().enumerate() {
            let found = small.find(&text).map(|found| found.range());
            let expected = large.find(&text).map(|found| found.range());
            prop_assert_eq!(small.is_match(&text), expected.is_some(), "`{}`", pattern);
            matched.borrow_mut()[index] += u32::from(found.is_some());
            prop_assert_eq!(found, expected, "`{}`", pattern);
        }
        Ok(())
    };
    // Always the same texts, so that every pattern is sure to match some.
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, random)
        .run(&text(), same)
        .unwrap_or_else(|failure| panic!("{failure}"));
    for (pattern, matched) in patterns.iter().zip(matched.into_inner()) {
        assert!(matched > 0, "`{pattern}` matched none of the texts");
    }
}

/// The pattern with the ASCII classes, which `regex-lite` always means, said as such.
fn in_ascii(pattern: &str) -> String {
    let classes = [
        (r"\d", "[[:digit:]]"),
        (r"\s", "[[:space:]]"),
        (r"\S", "[[:^space:]]"),
        (r"\w", "[[:word:]]"),
        (r"\b", r"(?-u:\b)"),
    ];
    let said = |pattern: String, (short, long): (&str, &str)| pattern.replace(short, long);
    classes.into_iter().fold(pattern.to_owned(), said)
}

#[test]
fn the_small_engine_answers_as_the_large_one() {
    hold(PATTERNS);
}

#[test]
fn folding_beyond_ascii_is_the_one_difference() {
    let (small, large) = (regex_lite::Regex::new("(?i)é"), regex::Regex::new("(?i)é"));
    assert_eq!((small.unwrap().is_match("É"), large.unwrap().is_match("É")), (false, true));
}
