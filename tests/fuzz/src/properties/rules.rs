//! House rules: patterns that match what the regex project's large engine matches, and
//! mistakes that are where they are said to be.
//!
//! An input is a pattern and a string, a NUL between them.

use notify_preflight::Severity;
use notify_preflight::rules::{CompiledRule, Must, On, Rule, RuleError, Rules};
use regex::bytes::RegexBuilder;

/// Holds for any text.
pub fn hold(input: &str) {
    let (pattern, string) = input.split_once('\0').unwrap_or((input, ""));
    match rules(pattern) {
        Ok(rules) => {
            let rule = rules.texts().next().expect("the rule");
            matches(rule, string);
            let json = serde_json::to_string(&[rule.rule()]).expect("JSON");
            assert_eq!(Rules::parse(&json).as_ref(), Ok(&rules), "{json}");
        }
        Err(error) => mistake(pattern, &error),
    }
    // A text that may or may not be rules; what it is, is said and not thrown.
    drop(Rules::parse(input));
}

fn rules(pattern: &str) -> Result<Rules, RuleError> {
    Rules::new(vec![Rule {
        name: "rule".to_owned(),
        pattern: pattern.to_owned(),
        on: On::Text,
        must: Must::NotMatch,
        severity: Severity::Warning,
        message: None,
    }])
}

fn matches(rule: &CompiledRule, string: &str) {
    let found = rule.find(string);
    assert_eq!(rule.is_broken_by([string]), found.is_some());
    assert!(found.clone().is_none_or(|found| string.get(found).is_some()));
    assert!(!rule.sentence().contains(['\r', '\n']));
    let pattern = &rule.rule().pattern;
    // Classes and folding are ASCII to the small engine: so are these, or they would differ.
    if pattern.is_ascii() && string.is_ascii() && !pattern.contains(['u', 'p', 'P']) {
        let Ok(large) = RegexBuilder::new(pattern).unicode(false).build() else { return };
        let expected = large.find(string.as_bytes()).map(|found| found.range());
        assert_eq!(found, expected, "{pattern:?} in {string:?}");
    }
}

/// The mistake is in the pattern; what stands before it is a pattern without it.
fn mistake(pattern: &str, error: &RuleError) {
    assert_eq!(error.index(), Some(0));
    assert!(!error.to_string().contains(['\r', '\n']), "{error}");
    let Some(range) = error.pattern_range() else { return };
    let before = pattern.get(..range.start).expect("a place in the pattern");
    let with = pattern.get(..range.end).expect("a place in the pattern");
    assert!(before.is_empty() || rules(before).is_ok(), "{before:?} of {pattern:?}: {error}");
    assert!(rules(with).is_err(), "{with:?} of {pattern:?}: {error}");
}
