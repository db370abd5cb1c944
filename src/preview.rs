//! Which text a recipient gets, under which reading (SPEC section 2).

mod filler;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::Report;
use crate::document::Identity;
use crate::message::FilledMessage;

pub(crate) use filler::Filler;
pub use filler::{PlaceholderView, RecipientView, RecipientViews};

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
    pub key: Arc<str>,
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

impl Source {
    pub(crate) fn of(identity: Identity<'_>) -> Source {
        match identity.custom_message() {
            Some(_) => Source::CustomMessage,
            None => Source::Message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_named() {
        for (name, reading) in [("substitute", Reading::Substitute), ("ignore", Reading::Ignore)] {
            assert_eq!((name.parse(), reading.to_string().as_str()), (Ok(reading), name));
        }
        let error = "skip".parse::<Reading>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`skip` is no reading; allowed are `substitute` and `ignore`"
        );
    }
}
