//! Which text a recipient gets, under which reading (SPEC section 2).

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::diagnostic::Report;
use crate::document::{Document, Identity};
use crate::message::{FilledMessage, MessageTemplate};
use crate::resolution::{self, Plan};
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

/// All texts and placeholders together take more room than was allowed.
///
/// A payload is bounded, its texts are not: each of 1000 recipients may get the
/// whole of a long message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the texts of all recipients together are longer than {most} bytes")]
pub struct TextsTooLong {
    /// What was allowed, in bytes.
    pub most: usize,
}

/// Fills the message for every recipient of a document, up to `most` bytes in all.
pub(crate) fn recipients(
    document: &Document<'_>,
    reading: Reading,
    most: usize,
) -> Result<Vec<Recipient>, TextsTooLong> {
    let shared = resolution::shared(document);
    let mut room = most;
    let mut recipients = Vec::with_capacity(document.identities.len());
    for (index, identity) in document.identities.iter().enumerate() {
        let recipient = recipient(index, identity, shared.as_ref(), reading);
        room = room.checked_sub(recipient.length()).ok_or(TextsTooLong { most })?;
        recipients.push(recipient);
    }
    Ok(recipients)
}

impl Recipient {
    fn length(&self) -> usize {
        let placeholders = self.placeholders.iter();
        self.filled.as_str().len()
            + self.other_reading.as_ref().map_or(0, |other| other.as_str().len())
            + placeholders.map(|of| of.key.len() + size_of_val(of)).sum::<usize>()
    }
}

fn recipient<'v>(
    index: usize,
    identity: &Identity<'v>,
    shared: Option<&MessageTemplate<'v>>,
    reading: Reading,
) -> Recipient {
    let plan = Plan::of(identity, reading);
    let own = resolution::own(identity);
    let template = own.as_ref().or(shared);
    let resolution = template.map(|template| plan.resolve(template)).unwrap_or_default();
    let fill = |reading| template.map(|template| fill(template, &Plan::of(identity, reading)));
    let (filled, placeholders) =
        fill(reading).unwrap_or_else(|| (FilledMessage::Text(String::new()), Vec::new()));
    Recipient {
        index,
        identity: identity.name.map(|(_, name)| name.to_owned()).unwrap_or_default(),
        source: plan.source,
        unused_parameters: resolution.unused.into_iter().map(str::to_owned).collect(),
        placeholders: located(placeholders, &filled),
        other_reading: match resolution.is_reading_dependent {
            true => fill(reading.other()).map(|(other, _)| other),
            false => None,
        },
        filled,
    }
}

fn fill(
    template: &MessageTemplate<'_>,
    plan: &Plan<'_, '_>,
) -> (FilledMessage, Vec<FilledPlaceholder>) {
    match &plan.identity.parameters {
        Some(parameters) if plan.is_filled() => template.fill(parameters),
        _ => template.fill(resolution::NOTHING),
    }
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
