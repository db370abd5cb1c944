//! One rule as its author writes it.

use serde::{Deserialize, Serialize};

use super::json::Members;
use crate::diagnostic::Severity;

/// One rule as its author writes it.
///
/// Its JSON form leaves out nothing but an absent `message`; in JSON `must` and `severity`
/// may be left out too.
///
/// ```
/// use notify_preflight::Severity;
/// use notify_preflight::rules::{Must, Rule};
///
/// let rule: Rule = serde_json::from_str(
///     r#"{ "name": "staff-only", "on": "identity", "pattern": "@example\\.com$" }"#,
/// )?;
/// assert_eq!((rule.must, rule.severity), (Must::Match, Severity::Warning));
///
/// let slip = r#"{ "name": "staff-only", "on": "identity", "patern": "@example\\.com$" }"#;
/// let error = serde_json::from_str::<Rule>(slip).unwrap_err().to_string();
/// assert!(error.starts_with("`patern` is no field of a rule; allowed are `name`, `pattern`"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct Rule {
    /// What reports call the rule: 1 to 100 characters, each rule another.
    pub name: String,
    /// A regular expression of 1 to 1000 characters, in the syntax of `regex-lite`.
    pub pattern: String,
    /// What is held against the pattern.
    pub on: On,
    /// Whether it must match, or must not.
    pub must: Must,
    /// How much a breach matters; with [`Severity::Error`] the payload is not valid.
    pub severity: Severity,
    /// What the author of a payload reads: 1 to 500 characters; without it a sentence about
    /// the pattern.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What a rule is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum On {
    /// Each text that a recipient gets. Of a JSON message, its string values together.
    Text,
    /// Each parameter value.
    Parameter,
    /// Each identity: what `email`, `spaceId` or `phoneNumber` says.
    Identity,
}

impl On {
    /// As a rule's `on` says it.
    pub(super) const WORDS: [(&'static str, On); 3] =
        [("text", On::Text), ("parameter", On::Parameter), ("identity", On::Identity)];

    /// As a sentence names it.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            On::Text => "a recipient's text",
            On::Parameter => "a parameter value",
            On::Identity => "an identity",
        }
    }
}

/// What a rule asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Must {
    /// The pattern matches somewhere. What a rule asks for where it does not say.
    #[default]
    Match,
    /// The pattern matches nowhere.
    NotMatch,
}

impl Must {
    /// As a rule's `must` says it.
    pub(super) const WORDS: [(&'static str, Must); 2] =
        [("match", Must::Match), ("not-match", Must::NotMatch)];
}
