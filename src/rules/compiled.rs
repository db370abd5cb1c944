//! One rule, ready to be held against strings.

use std::fmt;
use std::ops::Range;

use regex_lite::{Error, Regex, RegexBuilder};

use super::error::Problem;
use super::one_line;
use super::rule::{Must, Rule};
use crate::diagnostic::{Severity, quote};
use crate::limits;

/// One rule, ready to be held against strings.
///
/// ```
/// use notify_preflight::rules::Rules;
///
/// let rules = Rules::parse(
///     r#"[{ "name": "opt-out", "on": "text", "pattern": "(?i)reply stop" }]"#,
/// )?;
/// let rule = rules.texts().next().ok_or("no rule")?;
/// assert!(rule.is_broken_by(["Hello"]));
/// assert!(!rule.is_broken_by(["Hello", "Reply STOP to opt out"]), "one of them has it");
/// assert_eq!(
///     rule.sentence(),
///     "house rule `opt-out`: a recipient's text must match `(?i)reply stop`, and does not"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct CompiledRule {
    rule: Rule,
    regex: Regex,
}

impl CompiledRule {
    pub(super) fn new(rule: Rule) -> Result<CompiledRule, Problem> {
        one_line("name", &rule.name, limits::RULE_NAME_CHARACTERS)?;
        if let Some(message) = &rule.message {
            one_line("message", message, limits::RULE_MESSAGE_CHARACTERS)?;
        }
        let regex = compile_bounded(&rule.pattern)?;
        Ok(CompiledRule { rule, regex })
    }

    /// Whether these strings break the rule. They are those of one thing: one text, one
    /// parameter value, one identity, or all string values of one JSON message. Where the
    /// rule asks for a match, one of them must have it; where it forbids one, none may.
    pub fn is_broken_by<'t>(&self, strings: impl IntoIterator<Item = &'t str>) -> bool {
        let is_found = strings.into_iter().any(|string| self.regex.is_match(string));
        is_found == (self.rule.must == Must::NotMatch)
    }

    /// The bytes of `string` that the pattern matches first.
    ///
    /// ```
    /// use notify_preflight::rules::Rules;
    ///
    /// let rules = Rules::parse(
    ///     r#"[{ "name": "links", "on": "text", "must": "not-match", "pattern": "bit\\.ly/[a-z]*" }]"#,
    /// )?;
    /// let rule = rules.texts().next().ok_or("no rule")?;
    /// assert_eq!(rule.find("see bit.ly/abc or bit.ly/def"), Some(4..14));
    /// assert_eq!(rule.find("see example.com"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn find(&self, string: &str) -> Option<Range<usize>> {
        self.regex.find(string).map(|found| found.range())
    }

    /// What the author of a payload reads where the rule is broken: the rule's name and its
    /// own message, or what it asks for.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (name, pattern) = (quote(&self.rule.name), quote(&self.rule.pattern));
        let noun = self.rule.on.noun();
        match (&self.rule.message, self.rule.must) {
            (Some(message), _) => format!("house rule {name}: {message}"),
            (None, Must::Match) => {
                format!("house rule {name}: {noun} must match {pattern}, and does not")
            }
            (None, Must::NotMatch) => {
                format!("house rule {name}: {noun} must not match {pattern}, and does")
            }
        }
    }

    /// How much a breach matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity
    }

    /// What the rule is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.rule.name
    }

    /// The rule as it was given.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }
}

impl PartialEq for CompiledRule {
    fn eq(&self, other: &CompiledRule) -> bool {
        self.rule == other.rule
    }
}

impl Eq for CompiledRule {}

impl fmt::Debug for CompiledRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rule.fmt(f)
    }
}

fn compile_bounded(pattern: &str) -> Result<Regex, Problem> {
    let (found, most) = (pattern.chars().count(), limits::RULE_PATTERN_CHARACTERS);
    if found == 0 {
        return Err(Problem::new("the pattern is empty, which matches anything".to_owned()));
    }
    if found > most {
        let sentence = format!("the pattern has {found} characters; at most {most} are allowed");
        return Err(Problem::new(sentence));
    }
    compile(pattern).map_err(|error| {
        let range = fault(pattern, &error);
        let piece = pattern.get(range.clone()).unwrap_or_default();
        let from = pattern.get(..range.start).unwrap_or_default().chars().count() + 1;
        let piece = quote(piece);
        let sentence = format!("the pattern fails at {piece}, from character {from}: {error}");
        Problem { sentence, pattern_range: Some(range) }
    })
}

fn compile(pattern: &str) -> Result<Regex, Error> {
    RegexBuilder::new(pattern).size_limit(limits::RULE_COMPILED_BYTES).build()
}

/// The bytes that hold the mistake. The engine says no place, but a start of the pattern
/// that compiles has no mistake yet, and one that fails as all longer ones do has it whole.
fn fault(pattern: &str, error: &Error) -> Range<usize> {
    let mut end = pattern.len();
    let mut is_same = true;
    for (at, _) in pattern.char_indices().rev() {
        match compile(pattern.get(..at).unwrap_or_default()) {
            Ok(_) => return at..end,
            Err(earlier) => is_same &= earlier == *error,
        }
        if is_same {
            end = at;
        }
    }
    0..end
}
