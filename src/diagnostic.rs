//! What is said of a payload: severity, code, sentence, place, and a way out
//! (SPEC section 3).

use std::fmt::{self, Display, Write};

use serde::Serialize;

use crate::sorted::SortedMap;

/// How much a diagnostic matters.
///
/// ```
/// use notify_preflight::{Code, Severity};
///
/// assert_eq!(Code::TooFewIdentities.severity(), Severity::Error);
/// assert!(Severity::Error < Severity::Warning);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The documented API rejects the payload: it must not be sent.
    Error,
    /// Almost certainly not meant, or read in two ways: look before sending.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The severity's name, as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Writes `Code`, the page that explains it and its serde form from one list, so that
/// they cannot drift apart.
macro_rules! codes {
    ($($name:ident, $text:literal, $severity:ident, $when:literal;)+) => {
        /// Everything that can be said of a payload: a page to read.
        ///
        /// An **error** is something that the documented API rejects: the payload must not be
        /// sent. A **warning** is something that the author almost certainly did not mean, or
        /// that two readings of the documents treat differently: it may be sent once the author
        /// has seen it. An **info** is worth knowing.
        ///
        /// | code | severity | when |
        /// | --- | --- | --- |
        $(#[doc = concat!("| [`", $text, "`](crate::Code::", stringify!($name), ") | ", stringify!($severity), " | ", $when, " |")])+
        ///
        /// A diagnostic says where and what, and often what to do:
        ///
        /// ```
        /// use notify_preflight::{Code, Options, check};
        ///
        /// let payload = r#"{
        ///   "channel": "ivr",
        ///   "mesage": { "type": "text", "value": "Hello" },
        ///   "identities": [{ "email": "ada@example.com" }]
        /// }"#;
        /// let report = check(payload, &Options::default());
        /// let diagnostic = &report.diagnostics[0];
        /// assert_eq!(diagnostic.code, Code::UnknownField);
        /// assert_eq!(diagnostic.pointer, "/mesage");
        /// assert_eq!(diagnostic.span.map(|span| (span.line, span.column)), Some((3, 3)));
        /// assert_eq!(diagnostic.hint.as_deref(), Some("write `message`"));
        /// assert!(diagnostic.fix.is_some());
        /// ```
        ///
        /// - All of them are reported, in document order, and one cause gives one diagnostic.
        /// - Offsets are UTF-8 bytes, or UTF-16 code units after
        ///   [`Report::into_utf16`](crate::Report::into_utf16); lines and columns count from 1.
        /// - A fix is a list of edits of the text. Applied, the diagnostic is gone and no error
        ///   is there that was not before.
        /// - What the shared message is the reason for is one diagnostic at the message, with
        ///   the number of recipients and the first few.
        /// - A report lists at most [`Options::max_diagnostics`](crate::Options::max_diagnostics);
        ///   its totals count all.
        /// - A house rule's diagnostic has the severity that the rule says.
        pub mod diagnostics {}

        /// What a diagnostic is about; stable. The module [`diagnostics`](crate::diagnostics)
        /// has them in a table.
        ///
        /// ```
        /// use notify_preflight::Code;
        ///
        /// assert_eq!(Code::JsonSyntax.to_string(), "json-syntax");
        /// assert!(Code::ALL.iter().all(|code| !code.when().is_empty()));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum Code {
            $(#[doc = $when] #[serde(rename = $text)] $name,)+
        }

        impl Code {
            /// Every code, in the order of the specification.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The code's name, as reports write it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Code::$name => $text),+ }
            }

            /// How much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),+ }
            }

            /// When it is given, in one phrase.
            #[must_use]
            pub const fn when(self) -> &'static str {
                match self { $(Code::$name => $when),+ }
            }
        }
    };
}

codes! {
    JsonSyntax, "json-syntax", Error, "the text is not JSON, or is nested deeper than 128";
    TypeMismatch, "type-mismatch", Error, "a value has another JSON type than the field's";
    MissingField, "missing-field", Error, "a required property is absent";
    UnknownField, "unknown-field", Error, "a property is not defined";
    BothMessageAndContent, "both-message-and-content", Error, "`message` and `content` are both given";
    UnsupportedChannel, "unsupported-channel", Error, "`channel` is none of the three";
    UnknownMessageType, "unknown-message-type", Error, "`message.type` is none of the three";
    WrongIdentityField, "wrong-identity-field", Error, "an identity carries the field of another channel";
    TooFewIdentities, "too-few-identities", Error, "`identities` is empty";
    TooManyIdentities, "too-many-identities", Error, "more than 1000 identities";
    TooManyParameters, "too-many-parameters", Error, "more than 20 parameters";
    ParameterTooLong, "parameter-too-long", Error, "a parameter value has more than 200 characters";
    DuplicateKey, "duplicate-key", Warning, "an object names a key twice";
    ReadingDependent, "reading-dependent", Warning, "a recipient's text differs between the two readings";
    UnresolvedPlaceholder, "unresolved-placeholder", Warning, "a recipient's text still has a placeholder";
    UnusedParameter, "unused-parameter", Warning, "no placeholder of the recipient's text uses the parameter";
    NearMissPlaceholder, "near-miss-placeholder", Warning, "unresolved, but a parameter has almost that name";
    WebhookInstanceNotApplicable, "webhook-instance-not-applicable", Warning, "`webhookInstanceName` on another channel than `ivr`";
    DuplicateIdentity, "duplicate-identity", Warning, "the same recipient stands earlier in the array";
    ImplausibleIdentity, "implausible-identity", Warning, "an identity does not look like one";
    EmptyMessage, "empty-message", Warning, "a recipient's text is empty or white space";
    HouseRule, "house-rule", Warning, "a rule of the author's organisation is broken";
    ContentAlias, "content-alias", Info, "the payload says `content` for `message`";
    ScriptNotRun, "script-not-run", Info, "the message is a script: its source is shown";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A stretch of the payload text.
///
/// Offsets are UTF-8 bytes, or UTF-16 code units after [`Report::into_utf16`];
/// line and column count from 1, the column in the unit of the offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Offset of the first unit.
    pub start: usize,
    /// Offset past the last unit.
    pub end: usize,
    /// Line of `start`.
    pub line: usize,
    /// Column of `start`.
    pub column: usize,
}

/// One replacement in the payload text; offsets as in [`Span`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Offset of the first unit to replace.
    pub start: usize,
    /// Offset past the last unit to replace.
    pub end: usize,
    /// What stands there afterwards.
    pub text: String,
}

/// Edits that make a diagnostic go away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the fix does, as a button says it.
    pub title: String,
    /// The replacements, in document order; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One finding about a payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub code: Code,
    /// One plain sentence, the author's own input in backticks.
    pub message: String,
    /// RFC 6901 pointer into the payload.
    pub pointer: String,
    /// Where in the text; absent where the payload did not come as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Text edits that make it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// Exact counts by severity, whatever a report lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// How many errors.
    pub error: usize,
    /// How many warnings.
    pub warning: usize,
    /// How many infos.
    pub info: usize,
}

impl Totals {
    /// One more.
    pub(crate) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }
}

/// All that is said of one payload.
///
/// ```
/// let report = notify_preflight::check("{}", &Default::default());
/// assert!(!report.valid);
/// assert_eq!(report.totals.error, 3); // channel, message and identities are missing
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// No errors: the documented API accepts the payload.
    pub valid: bool,
    /// In document order, at most [`Options::max_diagnostics`](crate::Options).
    pub diagnostics: Vec<Diagnostic>,
    /// Exact counts by severity.
    pub totals: Totals,
    /// Exact counts by code; codes that do not occur are left out.
    pub codes: SortedMap<Code, usize>,
    /// Whether diagnostics were left out of the list.
    pub truncated: bool,
}

impl Report {
    /// Drops spans and fixes: for a payload whose text the author never saw.
    #[must_use]
    pub fn without_spans(mut self) -> Report {
        for diagnostic in &mut self.diagnostics {
            diagnostic.span = None;
            diagnostic.fix = None;
        }
        self
    }
}

/// The author's own input as a message shows it: in backticks, on one line, cut
/// after 60 characters.
pub(crate) const fn quote(input: &str) -> Quoted<'_> {
    Quoted(input)
}

/// Not a text of its own: most are a part of a sentence, and none would outlive it.
#[derive(Clone, Copy)]
pub(crate) struct Quoted<'t>(&'t str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 60;
        f.write_char('`')?;
        for (count, character) in self.0.chars().enumerate() {
            if count == LONGEST {
                f.write_char('…')?;
                break;
            }
            match character {
                '\t' => f.write_str("\\t")?,
                '\r' => f.write_str("\\r")?,
                '\n' => f.write_str("\\n")?,
                '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {
                    write!(f, "\\u{{{:x}}}", u32::from(character))?;
                }
                _ => f.write_char(character)?,
            }
        }
        f.write_char('`')
    }
}

/// `` `a`, `b` and `c` ``
pub(crate) fn one_of(names: &[&str], and: &str) -> String {
    let Some((last, rest)) = names.split_last() else { return "none".to_owned() };
    let mut text = String::new();
    for (place, name) in rest.iter().enumerate() {
        text.push_str(if place == 0 { "`" } else { "`, `" });
        text.push_str(name);
    }
    let before = if rest.is_empty() { String::new() } else { format!("` {and} ") };
    text + &before + "`" + last + "`"
}

/// `1 recipient`, `2 recipients`.
pub(crate) const fn count(number: usize, noun: &str) -> Count<'_> {
    Count { number, noun }
}

/// So many of something.
#[derive(Clone, Copy)]
pub(crate) struct Count<'t> {
    number: usize,
    noun: &'t str,
}

impl Display for Count<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.number == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.number, self.noun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoting_keeps_to_one_line_and_a_bounded_length() {
        assert_eq!(quote("a\nb").to_string(), "`a\\nb`");
        assert_eq!(quote(&"é".repeat(70)).to_string().chars().count(), 63);
    }

    #[test]
    fn codes_serialise_as_they_are_shown() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.to_string());
        }
    }
}
