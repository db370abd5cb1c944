//! Which text a recipient gets, under which reading (SPEC section 2).

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::diagnostic::Report;
use crate::document::{Document, Identity};
use crate::message::{FilledMessage, MessageTemplate};
use crate::template::FilledPlaceholder;

/// What `parameters` without a `customMessage` do: the API documents say both.
///
/// ```
/// use notify_preflight::Reading;
///
/// assert_eq!("ignore".parse(), Ok(Reading::Ignore));
/// assert_eq!(Reading::default().to_string(), "substitute");
/// assert!("skip".parse::<Reading>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reading {
    /// They fill the message, as the samples show.
    #[default]
    Substitute,
    /// They are ignored, as the field table says.
    Ignore,
}

impl Reading {
    /// The reading's name, as options write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Reading::Substitute => "substitute",
            Reading::Ignore => "ignore",
        }
    }

    const fn other(self) -> Reading {
        match self {
            Reading::Substitute => Reading::Ignore,
            Reading::Ignore => Reading::Substitute,
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The word that names no reading.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no reading; allowed are `substitute` and `ignore`")]
pub struct UnknownReading(String);

impl FromStr for Reading {
    type Err = UnknownReading;

    fn from_str(name: &str) -> Result<Reading, UnknownReading> {
        [Reading::Substitute, Reading::Ignore]
            .into_iter()
            .find(|reading| reading.name() == name)
            .ok_or_else(|| UnknownReading(name.to_owned()))
    }
}

/// A report, and every recipient's message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// What [`check`](crate::check) says.
    pub report: Report,
    /// One for each item of `identities`, in order.
    pub recipients: Vec<Recipient>,
}

/// Where a recipient's text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The payload's message.
    Message,
    /// The recipient's own `customMessage`.
    CustomMessage,
}

/// One recipient and what they get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// Position in `identities`, from 0.
    pub index: usize,
    /// The identity as written; empty where there is none.
    pub identity: String,
    /// Where the text comes from.
    pub source: Source,
    /// The message under the reading in force.
    pub filled: FilledMessage,
    /// The placeholders of the text, in order.
    pub placeholders: Vec<RecipientPlaceholder>,
    /// Parameters that no placeholder of the text uses, in the author's order.
    pub unused_parameters: Vec<String>,
    /// The message under the other reading, only where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_reading: Option<FilledMessage>,
}

/// One placeholder of a recipient's message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecipientPlaceholder {
    /// The name between the braces.
    pub key: String,
    /// Whether a parameter filled it.
    pub filled: bool,
    /// Offset in the text of what stands there now; absent in a JSON value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Offset past it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}

/// Fills the message for every recipient of a document.
pub(crate) fn recipients(document: &Document<'_>, reading: Reading) -> Vec<Recipient> {
    let shared = document.message.as_ref().map(|message| MessageTemplate::of(message.value));
    document
        .identities
        .iter()
        .enumerate()
        .map(|(index, identity)| recipient(index, identity, shared.as_ref(), reading))
        .collect()
}

fn recipient(
    index: usize,
    identity: &Identity<'_>,
    shared: Option<&MessageTemplate<'_>>,
    reading: Reading,
) -> Recipient {
    let own = identity.custom_message.map(|(value, _)| MessageTemplate::of(value));
    let source = if own.is_some() { Source::CustomMessage } else { Source::Message };
    let (filled, placeholders) = match own.as_ref().or(shared) {
        Some(template) => fill(template, identity, source, reading),
        None => (FilledMessage::Text(String::new()), Vec::new()),
    };
    let other_reading = match (source, shared, &identity.parameters) {
        (Source::Message, Some(template), Some(_)) => {
            Some(fill(template, identity, source, reading.other()).0)
        }
        _ => None,
    };
    Recipient {
        index,
        identity: identity.name.map(|(_, name)| name.to_owned()).unwrap_or_default(),
        source,
        unused_parameters: unused(identity, &placeholders),
        placeholders: located(placeholders, &filled),
        other_reading: other_reading.filter(|other| *other != filled),
        filled,
    }
}

fn fill(
    template: &MessageTemplate<'_>,
    identity: &Identity<'_>,
    source: Source,
    reading: Reading,
) -> (FilledMessage, Vec<FilledPlaceholder>) {
    let is_filled = source == Source::CustomMessage || reading == Reading::Substitute;
    match &identity.parameters {
        Some(parameters) if is_filled => template.fill(parameters),
        _ => template.fill(&[("", ""); 0]),
    }
}

fn unused(identity: &Identity<'_>, placeholders: &[FilledPlaceholder]) -> Vec<String> {
    let is_used = |key: &str| {
        placeholders.iter().any(|placeholder| placeholder.filled && placeholder.key == key)
    };
    identity
        .parameters
        .iter()
        .flat_map(|parameters| &parameters.0)
        .filter(|(key, _)| !is_used(key))
        .map(|(key, _)| (*key).to_owned())
        .collect()
}

fn located(
    placeholders: Vec<FilledPlaceholder>,
    filled: &FilledMessage,
) -> Vec<RecipientPlaceholder> {
    let in_text = matches!(filled, FilledMessage::Text(_));
    placeholders
        .into_iter()
        .map(|placeholder| RecipientPlaceholder {
            key: placeholder.key,
            filled: placeholder.filled,
            start: in_text.then_some(placeholder.start),
            end: in_text.then_some(placeholder.end),
        })
        .collect()
}
