//! Which text a recipient gets, under which reading (SPEC section 2).

use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::Report;
use crate::document::{Identities, Identity, Shape};
use crate::message::{FilledMessage, MessageTemplate};
use crate::resolution::{self, Fit};

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

/// Fills one message for any recipients.
pub(crate) struct Filler<'v> {
    identities: Identities<'v>,
    shared: Option<MessageTemplate<'v>>,
    /// The keys of the shared message: each recipient's placeholders name them.
    keys: Vec<Arc<str>>,
    /// How the shared message and each shape fit where parameters fill it.
    fits: Vec<Fit>,
    reading: Reading,
    /// A parameter that is taken for missing.
    missing: Option<&'v str>,
    /// The shared message as it stands; made when first asked for.
    unfilled: OnceCell<FilledMessage>,
}

impl<'v> Filler<'v> {
    pub fn new(
        identities: Identities<'v>,
        shared: Option<MessageTemplate<'v>>,
        reading: Reading,
    ) -> Filler<'v> {
        let keys = shared.as_ref().map(names_of).unwrap_or_default();
        let mut filler = Filler {
            identities,
            shared,
            keys,
            fits: Vec::new(),
            reading,
            missing: None,
            unfilled: OnceCell::new(),
        };
        filler.fit();
        filler
    }

    /// Takes that parameter for missing.
    pub fn without(mut self, missing: &'v str) -> Filler<'v> {
        self.missing = Some(missing);
        self.fit();
        self
    }

    fn fit(&mut self) {
        let shapes = self.identities.people.shapes().iter();
        let fits = |template| shapes.map(|shape| self.fit_of(template, shape)).collect();
        self.fits = self.shared.as_ref().map(fits).unwrap_or_default();
    }

    fn fit_of(&self, template: &MessageTemplate<'v>, shape: &Shape) -> Fit {
        self.without_missing(Fit::of(template, shape), shape)
    }

    fn without_missing(&self, fit: Fit, shape: &Shape) -> Fit {
        match self.missing.and_then(|missing| shape.position(missing)) {
            Some(place) => fit.without(place),
            None => fit,
        }
    }

    /// Fills the message for those recipients, up to `most` bytes in all.
    pub fn recipients_within(
        &self,
        indexes: Range<usize>,
        most: usize,
    ) -> Result<Vec<Recipient>, TextsTooLong> {
        let mut room = most;
        let mut recipients = Vec::with_capacity(indexes.len().min(self.identities.len()));
        for identity in indexes.map_while(|index| self.identities.get(index)) {
            let recipient = self.recipient(identity);
            room = room.checked_sub(recipient.length()).ok_or(TextsTooLong { most })?;
            recipients.push(recipient);
        }
        Ok(recipients)
    }

    /// The recipients whose texts the missing parameter changes.
    pub fn changed(&self) -> impl Iterator<Item = usize> {
        let changes = move |identity: Identity<'v>| {
            let missing = identity.shape().position(self.missing?)?;
            let own = resolution::own(identity);
            let template = own.as_ref().or(self.shared.as_ref())?;
            let is_filled = own.is_some() || self.reading == Reading::Substitute;
            let with = Fit::of(template, identity.shape());
            let without = with.clone().without(missing);
            let is_used = is_filled && !with.unused.contains(&missing);
            let text = |fit: &Fit| template.fill(|key| fit.value(identity, key));
            let is_changed = is_used && (identity.has_no_brace() || text(&with) != text(&without));
            is_changed.then_some(identity.index)
        };
        self.identities.iter().filter_map(changes)
    }

    fn recipient(&self, identity: Identity<'v>) -> Recipient {
        let name = identity.name().map(|(_, name)| identity.characters(name).to_owned());
        let mut recipient = Recipient {
            index: identity.index,
            identity: name.unwrap_or_default(),
            source: Source::of(identity),
            filled: FilledMessage::Text(String::new()),
            placeholders: Vec::new(),
            unused_parameters: Vec::new(),
            other_reading: None,
        };
        if let Some(own) = resolution::own(identity) {
            let fit = self.fit_of(&own, identity.shape());
            recipient.fill(identity, &own, &names_of(&own), &fit);
        } else if let Some(shared) = &self.shared {
            let Some(fit) = self.fits.get(identity.shape_id() as usize) else { return recipient };
            let is_dependent = fit.changes(shared, identity);
            recipient.other_reading = match self.reading {
                Reading::Substitute => {
                    recipient.fill(identity, shared, &self.keys, fit);
                    // As it stands, the message is the same for all.
                    let unfilled = || shared.fill(|_| None);
                    is_dependent.then(|| self.unfilled.get_or_init(unfilled).clone())
                }
                Reading::Ignore => {
                    let unfilled = self
                        .without_missing(Fit::ignoring(shared, identity.shape()), identity.shape());
                    recipient.fill(identity, shared, &self.keys, &unfilled);
                    is_dependent.then(|| shared.fill(|key| fit.value(identity, key)))
                }
            };
        }
        recipient
    }
}

impl Source {
    pub(crate) fn of(identity: Identity<'_>) -> Source {
        match identity.custom_message() {
            Some(_) => Source::CustomMessage,
            None => Source::Message,
        }
    }
}

impl Recipient {
    fn fill(
        &mut self,
        identity: Identity<'_>,
        template: &MessageTemplate<'_>,
        keys: &[Arc<str>],
        fit: &Fit,
    ) {
        let names = &identity.shape().names;
        let unused = fit.unused.iter().filter_map(|place| names.get(*place));
        self.unused_parameters = unused.map(|name| String::from(name.clone())).collect();
        self.placeholders.reserve_exact(template.slots().len());
        let is_text = !template.is_json();
        let mut placed = |slot: usize, at: Range<usize>, filled| {
            let Some(key) = keys.get(slot) else { return };
            self.placeholders.push(RecipientPlaceholder {
                key: Arc::clone(key),
                filled,
                start: is_text.then_some(at.start),
                end: is_text.then_some(at.end),
            });
        };
        self.filled = template.fill_telling(&|key| fit.value(identity, key), &mut placed);
    }

    fn length(&self) -> usize {
        let placeholders = self.placeholders.iter();
        self.filled.as_str().len()
            + self.other_reading.as_ref().map_or(0, |other| other.as_str().len())
            + placeholders.map(|of| of.key.len() + size_of_val(of)).sum::<usize>()
    }
}

fn names_of(template: &MessageTemplate<'_>) -> Vec<Arc<str>> {
    template.keys().iter().map(|key| Arc::from(*key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    const IDENTITIES: &str = r#"[
        {"email": "0", "parameters": {"a": "1"}},
        {"email": "1", "parameters": {"b": "1"}},
        {"email": "2", "parameters": {"a": "1"}, "customMessage": "{a}"},
        {"email": "3", "parameters": {"a": "1"}, "customMessage": "b"},
        {"email": "4", "parameters": {"a": "{a}"}},
        {"email": "5", "parameters": {"a": "{"}}
    ]"#;

    fn look<T>(reading: Reading, look: impl FnOnce(Filler<'_>) -> T) -> T {
        let message = r#"{"type": "text", "value": "x{a}"}"#;
        let source =
            format!(r#"{{"channel":"ivr","message":{message},"identities":{IDENTITIES}}}"#);
        let payload = document::read(&source).unwrap();
        let document = payload.document();
        let shared = resolution::shared(&document);
        look(Filler::new(document.identities, shared, reading))
    }

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

    #[test]
    fn a_missing_parameter_changes_the_texts_that_it_fills() {
        let changed = |reading, missing| {
            look(reading, |filler| filler.without(missing).changed().collect::<Vec<_>>())
        };
        assert_eq!(changed(Reading::Substitute, "a"), [0, 2, 5]);
        assert_eq!(changed(Reading::Ignore, "a"), [2]);
        assert_eq!(changed(Reading::Substitute, "b"), [0; 0]);
        look(Reading::Substitute, |filler| {
            let texts = filler.without("a").recipients_within(0..3, usize::MAX).unwrap();
            let texts: Vec<&str> =
                texts.iter().map(|recipient| recipient.filled.as_str()).collect();
            assert_eq!(texts, ["x{a}", "x{a}", "{a}"]);
        });
    }

    #[test]
    fn what_is_missing_is_not_unused() {
        for reading in [Reading::Substitute, Reading::Ignore] {
            look(reading, |filler| {
                let texts = filler.without("b").recipients_within(1..2, usize::MAX).unwrap();
                assert_eq!(texts[0].unused_parameters, [""; 0], "{reading}");
            });
        }
    }

    #[test]
    fn all_that_a_recipient_gets_counts_as_room() {
        look(Reading::Substitute, |filler| {
            let room = |indexes: Range<usize>, bytes: usize| {
                let is_enough = filler.recipients_within(indexes.clone(), bytes).is_ok();
                let fewer = filler.recipients_within(indexes, bytes - 1);
                is_enough && fewer == Err(TextsTooLong { most: bytes - 1 })
            };
            // The text, the other reading's, the placeholder's name and its place.
            let first = "x1".len() + "x{a}".len() + "a".len() + size_of::<RecipientPlaceholder>();
            assert!(room(0..1, first));
            // No other reading where there is a text of one's own.
            let third = "1".len() + "a".len() + size_of::<RecipientPlaceholder>();
            assert!(room(2..3, third));
            assert!(room(0..3, 2 * first - "x1".len() + third));
        });
    }
}
