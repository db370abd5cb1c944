//! Why rules cannot be used, and at which place of which rule.

use std::ops::Range;

use crate::diagnostic::quote;

/// Why rules cannot be used: a mistake of the rules' author, never of a payload's.
///
/// ```
/// use notify_preflight::rules::Rules;
///
/// let error = Rules::parse(r#"[{ "name": "lazy", "on": "text" }]"#).unwrap_err();
/// assert_eq!(error.to_string(), "`rules[0]` `lazy`: `pattern` is missing");
/// assert_eq!((error.index(), error.name()), (Some(0), Some("lazy")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RuleError {
    message: String,
    index: Option<usize>,
    name: Option<String>,
    pattern_range: Option<Range<usize>>,
}

impl RuleError {
    /// What is wrong with the rules as a whole.
    pub(super) fn of_all(message: String) -> RuleError {
        RuleError { message, index: None, name: None, pattern_range: None }
    }

    pub(super) fn of_rule(index: usize, name: Option<String>, problem: Problem) -> RuleError {
        let called = name.as_deref().map(|name| format!(" {}", quote(name))).unwrap_or_default();
        RuleError {
            message: format!("`rules[{index}]`{called}: {}", problem.sentence),
            index: Some(index),
            name,
            pattern_range: problem.pattern_range,
        }
    }

    /// Which rule, counted from 0; none where it is about all of them.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// The rule's name, as far as it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The bytes of the pattern that hold the mistake: what stands before them is a pattern
    /// by itself, and without what stands behind them it fails in the same way. None where
    /// the mistake is not in the pattern's syntax or compiled size.
    #[must_use]
    pub fn pattern_range(&self) -> Option<Range<usize>> {
        self.pattern_range.clone()
    }
}

/// What is wrong with one rule, wherever it stands.
#[derive(Debug)]
pub(super) struct Problem {
    pub sentence: String,
    pub pattern_range: Option<Range<usize>>,
}

impl Problem {
    pub fn new(sentence: String) -> Problem {
        Problem { sentence, pattern_range: None }
    }
}
