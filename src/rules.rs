//! House rules: what an organisation asks of its own messages, as patterns (SPEC
//! section 3, `house-rule`).
//!
//! A rule names something in a payload and a pattern that it must, or must not, match:
//!
//! ```
//! use notify_preflight::rules::Rules;
//!
//! let rules = Rules::parse(r#"[
//!   {
//!     "name": "opt-out",
//!     "on": "text",
//!     "pattern": "(?i)reply stop to opt out",
//!     "message": "every text ends with the opt-out line"
//!   },
//!   {
//!     "name": "no-short-links",
//!     "on": "text",
//!     "must": "not-match",
//!     "pattern": "\\b(bit\\.ly|tinyurl\\.com|t\\.co)/"
//!   },
//!   {
//!     "name": "no-card-numbers",
//!     "on": "parameter",
//!     "must": "not-match",
//!     "pattern": "\\b[0-9](?:[ -]?[0-9]){12,18}\\b",
//!     "severity": "error"
//!   }
//! ]"#)?;
//! let broken_by = |text| {
//!     let broken = rules.texts().filter(move |rule| rule.is_broken_by([text]));
//!     broken.map(|rule| rule.name()).collect::<Vec<_>>()
//! };
//! assert!(broken_by("Your order is there. Reply STOP to opt out.").is_empty());
//! assert_eq!(broken_by("See bit.ly/x"), ["opt-out", "no-short-links"]);
//!
//! let card = rules.parameters().next().ok_or("no rule on parameters")?;
//! assert!(card.is_broken_by(["4111 1111 1111 1111"]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | field | what it says | when absent |
//! | --- | --- | --- |
//! | `name` | what reports call the rule, each rule another: 1 to 100 characters | refused |
//! | `pattern` | a regular expression of 1 to 1000 characters | refused |
//! | `on` | `text`: each text that a recipient gets; `parameter`: each parameter value; `identity`: each identity | refused |
//! | `must` | `match` or `not-match` | `match` |
//! | `severity` | of the diagnostic: `error`, `warning` or `info` | `warning` |
//! | `message` | what the author reads when the rule is broken: 1 to 500 characters | a sentence about the pattern |
//!
//! **Patterns** are those of [`regex-lite`](https://docs.rs/regex-lite): the syntax of the
//! crate `regex` without look-around, back-references and Unicode classes (`\p{…}`). A
//! pattern may match anywhere; `^` and `$` tie it to the ends. `\d`, `\s`, `\w`, `\b` and
//! `(?i)` know ASCII only. Matching takes time in proportion to the text, whatever the
//! pattern: none can hang a check.

mod compiled;
mod error;
mod json;
mod rule;

use std::fmt;
use std::sync::Arc;

pub use compiled::CompiledRule;
pub use error::RuleError;
pub use rule::{Must, On, Rule};

use crate::diagnostic::{count, quote};
use crate::limits;
use error::Problem;

/// Rules ready to be used. Cheap to clone; two are equal where their rules are.
///
/// ```
/// use notify_preflight::rules::Rules;
///
/// assert!(Rules::default().is_empty());
/// let rules = Rules::parse(r#"[{ "name": "polite", "on": "text", "pattern": "^Dear " }]"#)?;
/// assert_eq!((rules.len(), rules.clone()), (1, rules));
/// # Ok::<(), notify_preflight::rules::RuleError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Rules(Arc<[CompiledRule]>);

impl Rules {
    /// Makes rules ready.
    ///
    /// # Errors
    ///
    /// The first rule that cannot be one: a pattern that is none or is too large, a name
    /// that is empty or another rule's, a text that is too long; or more than 100 rules.
    ///
    /// ```
    /// use notify_preflight::Severity;
    /// use notify_preflight::rules::{Must, On, Rule, Rules};
    ///
    /// let rule = Rule {
    ///     name: "no-links".to_owned(),
    ///     pattern: "https?://".to_owned(),
    ///     on: On::Text,
    ///     must: Must::NotMatch,
    ///     severity: Severity::Error,
    ///     message: None,
    /// };
    /// let rules = Rules::new(vec![rule])?;
    /// assert!(rules.texts().all(|rule| rule.is_broken_by(["see http://example.com"])));
    /// # Ok::<(), notify_preflight::rules::RuleError>(())
    /// ```
    pub fn new(rules: Vec<Rule>) -> Result<Rules, RuleError> {
        if rules.len() > limits::RULES {
            let (found, most) = (count(rules.len(), "rule"), limits::RULES);
            return Err(RuleError::of_all(format!(
                "{found} were given; at most {most} are allowed"
            )));
        }
        let mut compiled: Vec<CompiledRule> = Vec::with_capacity(rules.len());
        for (index, rule) in rules.into_iter().enumerate() {
            let name = rule.name.clone();
            let rule = match compiled.iter().position(|earlier| earlier.name() == name) {
                None => CompiledRule::new(rule),
                Some(first) => Err(Problem::new(format!("`rules[{first}]` has this name already"))),
            };
            compiled.push(rule.map_err(|problem| RuleError::of_rule(index, Some(name), problem))?);
        }
        Ok(Rules(compiled.into()))
    }

    /// Reads rules from JSON text: an array of objects, as in the [module's](self) example.
    ///
    /// # Errors
    ///
    /// Text that is no array of rules, a field that is unknown, absent, repeated or of another
    /// type, and whatever [`Rules::new`] refuses.
    ///
    /// ```
    /// use notify_preflight::rules::Rules;
    ///
    /// let error = Rules::parse(r#"[{ "name": "nobody", "on": "text", "pattern": "Dear (?=Sir)" }]"#)
    ///     .expect_err("look-around takes more than linear time");
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`rules[0]` `nobody`: the pattern fails at `(?=`, from character 6: \
    ///      look-around is not supported"
    /// );
    /// assert_eq!((error.index(), error.pattern_range()), (Some(0), Some(5..8)));
    /// ```
    pub fn parse(text: &str) -> Result<Rules, RuleError> {
        Rules::new(json::rules(text)?)
    }

    /// The rules on each text that a recipient gets.
    ///
    /// The [module](self) has an example.
    pub fn texts(&self) -> impl Iterator<Item = &CompiledRule> {
        self.on(On::Text)
    }

    /// The rules on each parameter value.
    ///
    /// The [module](self) has an example.
    pub fn parameters(&self) -> impl Iterator<Item = &CompiledRule> {
        self.on(On::Parameter)
    }

    /// The rules on each identity: what `email`, `spaceId` or `phoneNumber` says.
    ///
    /// The [module](self) has an example.
    pub fn identities(&self) -> impl Iterator<Item = &CompiledRule> {
        self.on(On::Identity)
    }

    fn on(&self, on: On) -> impl Iterator<Item = &CompiledRule> {
        self.0.iter().filter(move |rule| rule.rule().on == on)
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The rules as they were given.
impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(CompiledRule::rule)).finish()
    }
}

/// A name or a message: there, not too long, on one line.
fn one_line(what: &str, text: &str, most: usize) -> Result<(), Problem> {
    let found = text.chars().count();
    let problem = if text.trim().is_empty() {
        format!("the {what} is empty")
    } else if found > most {
        format!("the {what} has {found} characters; at most {most} are allowed")
    } else if text.chars().any(char::is_control) {
        format!("the {what} {} has a line break or another control character", quote(text))
    } else {
        return Ok(());
    };
    Err(Problem::new(problem))
}

#[cfg(test)]
pub(crate) mod oracle;
#[cfg(test)]
mod tests;
