//! The preflight check for proactive notifications.
//!
//! A *Proactive Notifications API V2* takes one message and up to 1000 recipients.
//! Once sent, it cannot be taken back. This crate says beforehand what is wrong
//! with a payload, at its exact place, and what each recipient will get.
//!
//! ```
//! use notify_preflight::{Options, check, preview};
//!
//! let payload = r#"{
//!   "channel": "ivr",
//!   "message": { "type": "text", "value": "Hello {name}" },
//!   "identities": [{ "email": "ada@example.com", "parameters": { "name": "Ada" } }]
//! }"#;
//! let options = Options::default();
//! assert!(check(payload, &options).valid);
//! assert_eq!(preview(payload, &options).recipients[0].filled.as_str(), "Hello Ada");
//! ```
//!
//! The core is pure: no I/O, no clock, no threads. The npm package and the command
//! line show the same answers, in the JSON shapes of these types' serde forms.
//! The page [`diagnostics`] lists all that can be said of a payload.

// Where all else is made small: `fast` marks what most time is spent in (CONTRIBUTING.md).
#![cfg_attr(fast, feature(optimize_attribute))]

pub mod audience;
pub mod batch;
mod channel;
mod composer;
mod diagnostic;
mod document;
mod find;
mod hashed;
mod json;
pub mod limits;
mod lint;
mod lowercase;
mod message;
mod messages;
mod near_miss;
mod preview;
mod recipients;
mod report;
pub mod request;
mod resolution;
pub mod rules;
mod schema;
mod sorted;
pub mod status;
mod template;
#[cfg(test)]
#[path = "../tests/tries/mod.rs"]
mod tries;
mod utf16;

pub use channel::Channel;
pub use composer::{Composer, EditError, Extreme, Group, Selection, Summary, WhatIf};
pub use diagnostic::{Code, Diagnostic, Edit, Fix, Report, Severity, Span, Totals, diagnostics};
#[doc(hidden)]
pub use hashed::{Distinct, Places};
pub use message::{FilledMessage, JsonText};
pub use messages::{Messages, TextSink, messages, messages_within, write_messages};
#[doc(hidden)]
pub use preview::{PlaceholderView, RecipientView, RecipientViews};
pub use preview::{
    Preview, Reading, Recipient, RecipientPlaceholder, Source, TextsTooLong, UnknownReading,
};
pub use recipients::UnreadablePayload;
pub use rules::Rules;
pub use sorted::SortedMap;
pub use template::{Filled, FilledPlaceholder, Parameters, Template};

use document::Payload;
use json::Pointer;
use preview::Filler;
use report::{Finding, Findings};

/// The published contract of a payload, as JSON Schema 2020-12 text.
///
/// ```
/// assert!(notify_preflight::REQUEST_SCHEMA.contains("2020-12"));
/// ```
pub const REQUEST_SCHEMA: &str = include_str!("../schema/notify-request.schema.json");

/// How to look at a payload.
///
/// ```
/// use notify_preflight::{Options, Reading};
///
/// let options = Options { reading: Reading::Ignore, ..Options::default() };
/// assert_eq!(options.max_diagnostics, 1000);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether `parameters` without a `customMessage` fill the message.
    pub reading: Reading,
    /// How many diagnostics a report lists at most; its totals count all.
    pub max_diagnostics: usize,
    /// What the author's organisation asks beyond the documents; default none.
    pub rules: Rules,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            reading: Reading::default(),
            max_diagnostics: limits::DIAGNOSTICS,
            rules: Rules::default(),
        }
    }
}

/// Says everything that is wrong with a payload, and everything worth a look.
///
/// Never fails: a text that is no JSON gets a report with `json-syntax`.
///
/// ```
/// use notify_preflight::{Code, Options, check};
///
/// let report = check(r#"{"channel": "ivr",}"#, &Options::default());
/// assert_eq!(report.diagnostics[0].code, Code::JsonSyntax);
/// ```
#[must_use]
pub fn check(text: &str, options: &Options) -> Report {
    match document::read(text) {
        Ok(payload) => report(&payload, options),
        Err(error) => unreadable(text, error, options),
    }
}

/// What [`check`] says, and what every recipient gets.
///
/// ```
/// use notify_preflight::{Options, Reading, preview};
///
/// let payload = r#"{
///   "channel": "whatsapp",
///   "message": { "type": "text", "value": "Hello {name}" },
///   "identities": [{ "phoneNumber": "+4915550000001", "parameters": { "name": "Ada" } }]
/// }"#;
/// let options = Options { reading: Reading::Ignore, ..Options::default() };
/// let recipient = &preview(payload, &options).recipients[0];
/// assert_eq!(recipient.filled.as_str(), "Hello {name}");
/// assert_eq!(recipient.other_reading.as_ref().map(|other| other.as_str()), Some("Hello Ada"));
/// ```
#[must_use]
pub fn preview(text: &str, options: &Options) -> Preview {
    // No text is longer than all of memory.
    preview_within(text, options, usize::MAX)
        .unwrap_or_else(|_| without_recipients(check(text, options)))
}

/// [`preview`], as long as all texts together have at most `most` bytes: a long
/// message to many recipients makes far more text than the payload has.
///
/// # Errors
///
/// Where there would be more.
///
/// ```
/// use notify_preflight::{Options, preview_within};
///
/// let payload = r#"{
///   "channel": "hangouts",
///   "message": { "type": "text", "value": "Hello" },
///   "identities": [{ "spaceId": "AAQAPWixxxx" }, { "spaceId": "o7ZNt8Axxxx" }]
/// }"#;
/// assert!(preview_within(payload, &Options::default(), 10).is_ok());
/// assert!(preview_within(payload, &Options::default(), 9).is_err());
/// ```
pub fn preview_within(text: &str, options: &Options, most: usize) -> Result<Preview, TextsTooLong> {
    with_preview(text, options, most, |report, recipients| {
        Ok(Preview { report, recipients: recipients.into_recipients()? })
    })
}

/// [`preview_within`], where `tell` is given the recipients one at a time.
#[doc(hidden)]
pub fn with_preview<T>(
    text: &str,
    options: &Options,
    most: usize,
    tell: impl FnOnce(Report, RecipientViews<'_, '_>) -> T,
) -> T {
    let payload = match document::read(text) {
        Ok(payload) => payload,
        Err(error) => return tell(unreadable(text, error, options), RecipientViews::none()),
    };
    let document = payload.document();
    let shared = resolution::shared(&document);
    let filler = Filler::new(document.identities, shared, options.reading);
    let recipients = filler.views(0..document.identities.len(), most);
    tell(report(&payload, options), recipients)
}

fn report(payload: &Payload<'_>, options: &Options) -> Report {
    let document = payload.document();
    let mut findings = Findings::new(options.max_diagnostics);
    schema::errors(&document, &mut findings);
    lint::warnings(&document, options, &mut findings);
    findings.report(payload.source)
}

fn without_recipients(report: Report) -> Preview {
    Preview { report, recipients: Vec::new() }
}

/// [`check`] for a payload that came as bytes: not all bytes are UTF-8 text.
///
/// ```
/// use notify_preflight::{Code, check_bytes};
///
/// let report = check_bytes(b"{\"channel\": \"\xff\"}", &Default::default());
/// assert_eq!(report.diagnostics[0].code, Code::JsonSyntax);
/// ```
#[must_use]
pub fn check_bytes(bytes: &[u8], options: &Options) -> Report {
    match std::str::from_utf8(bytes) {
        Ok(text) => check(text, options),
        Err(error) => not_text(bytes, &error, options),
    }
}

/// [`preview_within`] for a payload that came as bytes.
///
/// # Errors
///
/// Where all texts together would be longer than `most` bytes.
///
/// ```
/// use notify_preflight::{Options, preview_bytes};
///
/// let payload = br#"{
///   "channel": "ivr",
///   "message": { "type": "text", "value": "Hello" },
///   "identities": [{ "email": "ada@example.com" }]
/// }"#;
/// let preview = preview_bytes(payload, &Options::default(), 1 << 20)?;
/// assert_eq!(preview.recipients[0].filled.as_str(), "Hello");
/// # Ok::<(), notify_preflight::TextsTooLong>(())
/// ```
pub fn preview_bytes(
    bytes: &[u8],
    options: &Options,
    most: usize,
) -> Result<Preview, TextsTooLong> {
    match std::str::from_utf8(bytes) {
        Ok(text) => preview_within(text, options, most),
        Err(error) => Ok(without_recipients(not_text(bytes, &error, options))),
    }
}

fn not_text(bytes: &[u8], error: &std::str::Utf8Error, options: &Options) -> Report {
    let at = error.valid_up_to();
    let readable = bytes.get(..at).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let error = json::SyntaxError {
        range: at..at + error.error_len().unwrap_or(bytes.len() - at),
        message: "the text is not UTF-8 here".to_owned(),
        hint: Some("save the text as UTF-8"),
    };
    unreadable(readable.unwrap_or_default(), error, options)
}

fn unreadable(text: &str, error: json::SyntaxError, options: &Options) -> Report {
    let mut finding =
        Finding::new(Code::JsonSyntax, Pointer::default(), error.range, error.message);
    finding.hint = error.hint.map(str::to_owned);
    let mut findings = Findings::new(options.max_diagnostics);
    findings.push(finding);
    findings.report(text)
}

/// The README's Rust examples, run with the others.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct ReadmeExamples;
