//! Fills one message for any recipients, one after the other.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use crate::document::{Identities, Identity, Shape};
use crate::message::{FilledMessage, MessageTemplate};
use crate::resolution::{self, Fit};

use super::{Reading, Recipient, RecipientPlaceholder, Source, TextsTooLong};

/// Fills one message for any recipients.
pub(crate) struct Filler<'v> {
    identities: Identities<'v>,
    shared: Option<MessageTemplate<'v>>,
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
        let mut filler = Filler {
            identities,
            shared,
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

    /// What those recipients get, one after the other, up to `most` bytes in all.
    pub fn views(&self, indexes: Range<usize>, most: usize) -> RecipientViews<'_, 'v> {
        RecipientViews { filler: Some(self), indexes, most, room: most, ..RecipientViews::none() }
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
}

/// Recipients and what they get, one at a time: what is told of one is gone when the next one
/// comes, so that nothing is made that nobody keeps.
pub struct RecipientViews<'f, 'v> {
    /// None where there are no recipients.
    filler: Option<&'f Filler<'v>>,
    indexes: Range<usize>,
    most: usize,
    /// How many of the bytes are left.
    room: usize,
    filled: FilledMessage,
    placeholders: Vec<PlaceholderView<'v>>,
    unused: Vec<&'v str>,
    other: Option<Cow<'f, FilledMessage>>,
}

/// One recipient and what they get: a [`Recipient`] that is only looked at.
pub struct RecipientView<'t, 'v> {
    /// Position in `identities`, from 0.
    pub index: usize,
    /// The identity as written; empty where there is none.
    pub identity: &'v str,
    /// Where the text comes from.
    pub source: Source,
    /// The message under the reading in force.
    pub filled: &'t FilledMessage,
    /// The placeholders of the text, in order.
    pub placeholders: &'t mut [PlaceholderView<'v>],
    /// Parameters that no placeholder of the text uses, in the author's order.
    pub unused_parameters: &'t [&'v str],
    /// The message under the other reading, only where it differs.
    pub other_reading: Option<&'t FilledMessage>,
}

/// One placeholder of a recipient's message.
pub struct PlaceholderView<'v> {
    /// The name between the braces.
    pub key: &'v str,
    /// Which of the message's keys it is.
    slot: usize,
    /// Whether a parameter filled it.
    pub filled: bool,
    /// Where in the text stands what is there now; none in a JSON value.
    pub at: Option<Range<usize>>,
}

impl<'f, 'v> RecipientViews<'f, 'v> {
    /// No recipients.
    pub(crate) const fn none() -> RecipientViews<'f, 'v> {
        RecipientViews {
            filler: None,
            indexes: 0..0,
            most: 0,
            room: 0,
            filled: FilledMessage::Text(String::new()),
            placeholders: Vec::new(),
            unused: Vec::new(),
            other: None,
        }
    }

    /// The next recipient.
    ///
    /// # Errors
    ///
    /// Where all texts so far together are longer than was allowed.
    #[expect(clippy::should_implement_trait, reason = "no iterator takes back what it gave")]
    pub fn next(&mut self) -> Result<Option<RecipientView<'_, 'v>>, TextsTooLong> {
        let next = self.filler.and_then(|filler| {
            let identity = filler.identities.get(self.indexes.next()?)?;
            Some((filler, identity))
        });
        let Some((filler, identity)) = next else { return Ok(None) };
        self.tell(filler, identity);
        let most = self.most;
        self.room = self.room.checked_sub(self.length()).ok_or(TextsTooLong { most })?;
        let name = identity.name().map(|(_, name)| identity.characters(name));
        Ok(Some(RecipientView {
            index: identity.index,
            identity: name.unwrap_or_default(),
            source: Source::of(identity),
            filled: &self.filled,
            placeholders: &mut self.placeholders,
            unused_parameters: &self.unused,
            other_reading: self.other.as_deref(),
        }))
    }

    /// All of them, to be kept.
    ///
    /// # Errors
    ///
    /// Where their texts together are longer than was allowed.
    pub(crate) fn into_recipients(mut self) -> Result<Vec<Recipient>, TextsTooLong> {
        let shared = self.filler.and_then(|filler| filler.shared.as_ref());
        // Each recipient's placeholders name them.
        let keys = shared.map(MessageTemplate::keys).unwrap_or_default();
        let keys: Vec<Arc<str>> = keys.iter().map(|key| Arc::from(*key)).collect();
        let number = self.filler.map_or(0, |filler| filler.identities.len());
        let mut recipients = Vec::with_capacity(self.indexes.len().min(number));
        while let Some(view) = self.next()? {
            recipients.push(Recipient::of(&view, &keys));
        }
        Ok(recipients)
    }

    fn tell(&mut self, filler: &'f Filler<'v>, identity: Identity<'v>) {
        self.filled = FilledMessage::Text(String::new());
        self.placeholders.clear();
        self.unused.clear();
        self.other = None;
        if let Some(own) = resolution::own(identity) {
            let fit = filler.fit_of(&own, identity.shape());
            return self.fill(identity, &own, &fit);
        }
        let Some(shared) = &filler.shared else { return };
        let Some(fit) = filler.fits.get(identity.shape_id() as usize) else { return };
        let is_dependent = fit.changes(shared, identity);
        match filler.reading {
            Reading::Substitute => {
                self.fill(identity, shared, fit);
                if is_dependent {
                    // As it stands, the message is the same for all.
                    let unfilled = filler.unfilled.get_or_init(|| shared.fill(|_| None));
                    self.other = Some(Cow::Borrowed(unfilled));
                }
            }
            Reading::Ignore => {
                let shape = identity.shape();
                let unfilled = filler.without_missing(Fit::ignoring(shared, shape), shape);
                self.fill(identity, shared, &unfilled);
                if is_dependent {
                    let filled = shared.fill(|key| fit.value(identity, key));
                    self.other = Some(Cow::Owned(filled));
                }
            }
        }
    }

    fn fill(&mut self, identity: Identity<'v>, template: &MessageTemplate<'v>, fit: &Fit) {
        for place in &fit.unused {
            self.unused.extend(identity.shape().names.get(*place).map(|name| &**name));
        }
        let is_text = !template.is_json();
        let placeholders = &mut self.placeholders;
        let mut placed = |slot: usize, at: Range<usize>, filled| {
            let Some(key) = template.keys().get(slot) else { return };
            let at = is_text.then_some(at);
            placeholders.push(PlaceholderView { key, slot, filled, at });
        };
        self.filled = template.fill_telling(&|key| fit.value(identity, key), &mut placed);
    }

    /// The bytes of the texts of the recipient under way.
    fn length(&self) -> usize {
        let mut length = self.filled.as_str().len();
        length += self.other.as_ref().map_or(0, |other| other.as_str().len());
        for placeholder in &self.placeholders {
            length += placeholder.key.len() + size_of::<RecipientPlaceholder>();
        }
        length
    }
}

impl Recipient {
    /// One that is kept; `keys` are those of the shared message.
    fn of(view: &RecipientView<'_, '_>, keys: &[Arc<str>]) -> Recipient {
        let is_shared = view.source == Source::Message;
        let placeholder = |of: &PlaceholderView<'_>| RecipientPlaceholder {
            key: match keys.get(of.slot).filter(|_| is_shared) {
                Some(key) => Arc::clone(key),
                None => Arc::from(of.key),
            },
            filled: of.filled,
            start: of.at.as_ref().map(|at| at.start),
            end: of.at.as_ref().map(|at| at.end),
        };
        Recipient {
            index: view.index,
            identity: view.identity.to_owned(),
            source: view.source,
            filled: view.filled.clone(),
            placeholders: view.placeholders.iter().map(placeholder).collect(),
            unused_parameters: view
                .unused_parameters
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
            other_reading: view.other_reading.cloned(),
        }
    }
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
    fn a_missing_parameter_changes_the_texts_that_it_fills() {
        let changed = |reading, missing| {
            look(reading, |filler| filler.without(missing).changed().collect::<Vec<_>>())
        };
        assert_eq!(changed(Reading::Substitute, "a"), [0, 2, 5]);
        assert_eq!(changed(Reading::Ignore, "a"), [2]);
        assert_eq!(changed(Reading::Substitute, "b"), [0; 0]);
        look(Reading::Substitute, |filler| {
            let texts = filler.without("a").views(0..3, usize::MAX).into_recipients().unwrap();
            let texts: Vec<&str> =
                texts.iter().map(|recipient| recipient.filled.as_str()).collect();
            assert_eq!(texts, ["x{a}", "x{a}", "{a}"]);
        });
    }

    #[test]
    fn what_is_missing_is_not_unused() {
        for reading in [Reading::Substitute, Reading::Ignore] {
            look(reading, |filler| {
                let texts = filler.without("b").views(1..2, usize::MAX).into_recipients().unwrap();
                assert_eq!(texts[0].unused_parameters, [""; 0], "{reading}");
            });
        }
    }

    #[test]
    fn all_that_a_recipient_gets_counts_as_room() {
        look(Reading::Substitute, |filler| {
            let room = |indexes: Range<usize>, bytes: usize| {
                let is_enough = filler.views(indexes.clone(), bytes).into_recipients().is_ok();
                let fewer = filler.views(indexes, bytes - 1).into_recipients();
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
