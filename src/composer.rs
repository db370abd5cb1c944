//! A payload kept read, for an editor: edited in place, previewed by window.
//!
//! What an edit does not touch is not read again: setting the message costs what the
//! message costs, and an edit beside the recipients leaves them as they were read.

mod digest;
mod summary;

use std::cell::OnceCell;
use std::ops::Range;

use serde::Serialize;

use crate::document::{self, Identities, Known, Payload, People, Replaced};
use crate::json;
use crate::message::{MessageTemplate, quoted};
use crate::preview::{Filler, Reading, Recipient, RecipientViews, TextsTooLong};
use crate::{Options, Report, limits, report, unreadable};

use digest::Digests;

pub use summary::{Extreme, Group, Selection, Summary};

/// One payload, kept read while it is edited.
///
/// After any edits its answers are those of a fresh one on the same text.
///
/// ```
/// use notify_preflight::{Composer, Options};
///
/// let mut composer = Composer::new(
///     r#"{
///       "channel": "ivr",
///       "message": { "type": "text", "value": "Hello" },
///       "identities": [
///         { "email": "ada@example.com", "parameters": { "name": "Ada" } },
///         { "email": "bo@example.com", "parameters": { "name": "Bo" } }
///       ]
///     }"#,
///     Options::default(),
/// );
/// composer.set_message("Hello {name}")?;
/// assert_eq!(composer.summary().distinct, 2);
/// assert_eq!(composer.window(1..2)[0].filled.as_str(), "Hello Bo");
/// assert!(composer.report().valid);
/// assert!(composer.text().contains("Hello {name}"));
/// # Ok::<(), notify_preflight::EditError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Composer {
    options: Options,
    text: String,
    /// What the message is to say, where the text does not say so yet.
    pending: Option<String>,
    message: Option<MessagePlace>,
    people: People,
    /// Where the recipients' array stands.
    array: Option<Range<usize>>,
    /// The recipients of the text before it was no JSON: after a few more edits it may
    /// be JSON again.
    shelved: Option<Known>,
    /// Of the people; made when first asked for.
    digests: OnceCell<Digests>,
}

/// Where the message's value stands.
#[derive(Clone, Debug)]
struct MessagePlace {
    range: Range<usize>,
    is_text: bool,
    is_script: bool,
}

/// Why an edit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The range is not one of the text's, or cuts a character. Its numbers are in the
    /// unit of the call: bytes, or UTF-16 code units of [`Composer::splice_utf16`].
    #[error("`{start}..{end}` is no range of a text of length {length}, or cuts a character")]
    OutOfText {
        /// Offset of what is to be replaced.
        start: usize,
        /// Offset past it.
        end: usize,
        /// The text's length.
        length: usize,
    },
    /// There is no message to set: the text is no JSON, or has no `value` in `message`.
    #[error("the payload has no `value` in `message` or `content` that could be set")]
    NoMessage,
}

/// What recipients would get were a parameter missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhatIf {
    /// The parameter.
    pub key: String,
    /// The recipients whose text would be another one.
    pub changed: Selection,
    /// The recipients asked for, as they would be.
    pub recipients: Vec<Recipient>,
}

impl Composer {
    /// Reads a payload to edit it. Never fails: of a text that is no JSON the report
    /// says so, and editing goes on.
    #[must_use]
    pub fn new(text: impl Into<String>, options: Options) -> Composer {
        let mut composer = Composer {
            options,
            text: text.into(),
            pending: None,
            message: None,
            people: People::default(),
            array: None,
            shelved: None,
            digests: OnceCell::new(),
        };
        composer.read(None, None);
        composer
    }

    /// The payload as it stands now.
    pub fn text(&mut self) -> &str {
        self.write_message();
        &self.text
    }

    /// Replaces a range of the text, in bytes.
    ///
    /// # Errors
    ///
    /// A range that is not one of the text's, or cuts a character.
    ///
    /// ```
    /// use notify_preflight::{Composer, Options};
    ///
    /// let mut composer = Composer::new("{}", Options::default());
    /// composer.splice(1..1, r#""channel": "ivr""#)?;
    /// assert_eq!(composer.text(), r#"{"channel": "ivr"}"#);
    /// assert!(composer.splice(90..91, "").is_err());
    /// # Ok::<(), notify_preflight::EditError>(())
    /// ```
    pub fn splice(&mut self, range: Range<usize>, text: &str) -> Result<(), EditError> {
        self.write_message();
        if self.text.get(range.clone()).is_none() {
            let Range { start, end } = range;
            return Err(EditError::OutOfText { start, end, length: self.text.len() });
        }
        let grown = text.len().cast_signed() - range.len().cast_signed();
        self.text.replace_range(range.clone(), text);
        let edit = Replaced { range, grown };
        let known = self.known().and_then(|known| known.after(&edit, &self.text));
        let (known, changed) = known.unzip();
        self.read(known, changed.flatten());
        Ok(())
    }

    /// Sets the text of the message, without the recipients being read again. A value
    /// that is no text becomes one.
    ///
    /// # Errors
    ///
    /// Where the payload has no message.
    pub fn set_message(&mut self, value: &str) -> Result<(), EditError> {
        let message = self.message.as_ref().ok_or(EditError::NoMessage)?;
        if message.is_text {
            self.pending = Some(value.to_owned());
            return Ok(());
        }
        self.splice(message.range.clone(), &quoted(value))
    }

    /// Sets what `parameters` without a `customMessage` do.
    pub fn set_reading(&mut self, reading: Reading) {
        self.options.reading = reading;
    }

    /// What [`check`](crate::check) says of the text.
    pub fn report(&mut self) -> Report {
        self.write_message();
        let mut known = self.known();
        let (report, people) = match document::read_knowing(&self.text, &mut known) {
            Ok(payload) => (report(&payload, &self.options), payload.people),
            Err(error) => (unreadable(&self.text, error, &self.options), People::default()),
        };
        self.people = people;
        self.shelved = known;
        report
    }

    /// What [`preview`](crate::preview) says of those recipients.
    #[must_use]
    pub fn window(&self, recipients: Range<usize>) -> Vec<Recipient> {
        // No text is longer than all of memory.
        self.window_within(recipients, usize::MAX).unwrap_or_default()
    }

    /// [`Composer::window`], as long as the texts together have at most `most` bytes.
    ///
    /// # Errors
    ///
    /// Where there would be more.
    pub fn window_within(
        &self,
        recipients: Range<usize>,
        most: usize,
    ) -> Result<Vec<Recipient>, TextsTooLong> {
        self.with_window(recipients, most, |recipients| recipients.into_recipients())
    }

    /// [`Composer::window_within`], where `tell` is given the recipients one at a time.
    #[doc(hidden)]
    pub fn with_window<T>(
        &self,
        recipients: Range<usize>,
        most: usize,
        tell: impl FnOnce(RecipientViews<'_, '_>) -> T,
    ) -> T {
        self.with_message(|shared| tell(self.filler(shared).views(recipients, most)))
    }

    /// What those recipients would get were a parameter missing, and how many get
    /// another text then.
    ///
    /// ```
    /// use notify_preflight::{Composer, Options};
    ///
    /// let payload = r#"{
    ///   "channel": "ivr",
    ///   "message": { "type": "text", "value": "Hello {name}" },
    ///   "identities": [{ "email": "ada@example.com", "parameters": { "name": "Ada" } }]
    /// }"#;
    /// let what_if = Composer::new(payload, Options::default()).what_if("name", 0..1);
    /// assert_eq!(what_if.changed.count, 1);
    /// assert_eq!(what_if.recipients[0].filled.as_str(), "Hello {name}");
    /// ```
    #[must_use]
    pub fn what_if(&self, key: &str, recipients: Range<usize>) -> WhatIf {
        // No text is longer than all of memory.
        self.what_if_within(key, recipients, usize::MAX).unwrap_or_default()
    }

    /// [`Composer::what_if`], as long as the texts together have at most `most` bytes.
    ///
    /// # Errors
    ///
    /// Where there would be more.
    pub fn what_if_within(
        &self,
        key: &str,
        recipients: Range<usize>,
        most: usize,
    ) -> Result<WhatIf, TextsTooLong> {
        self.with_what_if(key, recipients, most, |changed, recipients| {
            let recipients = recipients.into_recipients()?;
            Ok(WhatIf { key: key.to_owned(), changed, recipients })
        })
    }

    /// [`Composer::what_if_within`], where `tell` is given the recipients one at a time.
    #[doc(hidden)]
    pub fn with_what_if<T>(
        &self,
        key: &str,
        recipients: Range<usize>,
        most: usize,
        tell: impl FnOnce(Selection, RecipientViews<'_, '_>) -> T,
    ) -> T {
        self.with_message(|shared| {
            let filler = self.filler(shared).without(key);
            let mut changed = Selection::default();
            filler.changed().for_each(|index| changed.add(index));
            tell(changed, filler.views(recipients, most))
        })
    }

    /// Counts over all recipients: identical texts, the longest and the shortest, and
    /// those that want a look.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.with_summary(Summary::clone)
    }

    /// What `tell` makes of the summary, which stays here: the next one may need it.
    #[doc(hidden)]
    pub fn with_summary<T>(&self, tell: impl FnOnce(&Summary) -> T) -> T {
        let identities = self.identities();
        let digests = self.digests.get_or_init(|| Digests::of(identities));
        let is_script = self.message.as_ref().is_some_and(|message| message.is_script);
        let compared = self.with_message(|shared| {
            summary::of(identities, shared.as_ref(), self.options.reading, is_script, digests)
        });
        let told = tell(&compared.summary);
        digests.compared.replace(Some(compared));
        told
    }

    /// How many recipients there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is no recipient.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads the text, but not the recipients that are known, of whom one may be changed.
    fn read(&mut self, mut known: Option<Known>, changed: Option<usize>) {
        // What is put back from the shelf was out of sight when digests were made last.
        let in_sight = known.as_ref().filter(|_| self.array.is_some());
        let before = in_sight.map(|known| known.array.clone());
        let read = document::read_knowing(&self.text, &mut known);
        self.shelved = known;
        let (message, array, people) = match read {
            Ok(payload) => (MessagePlace::of(&payload), payload.array(), payload.people),
            Err(_) => (None, None, People::default()),
        };
        (self.message, self.array, self.people) = (message, array, people);
        // Of several arrays another one may count now.
        if before.is_none() || self.array != before {
            self.digests = OnceCell::new();
        } else if let Some(index) = changed
            && let Some(mut digests) = self.digests.take()
        {
            digests.renew(self.identities(), index);
            self.digests = OnceCell::from(digests);
        }
    }

    /// The recipients, taken out: where they are sound they need not be read again.
    fn known(&mut self) -> Option<Known> {
        match self.array.clone() {
            Some(array) if self.people.are_sound() => {
                Some(Known { people: std::mem::take(&mut self.people), array })
            }
            _ => self.shelved.take(),
        }
    }

    /// Writes the message into the text.
    fn write_message(&mut self) {
        let (Some(value), Some(message)) = (self.pending.take(), &mut self.message) else { return };
        let value = quoted(&value);
        let range = message.range.clone();
        let grown = value.len().cast_signed() - range.len().cast_signed();
        message.range.end = range.start + value.len();
        let edit = Replaced { range: range.clone(), grown };
        if let Some(array) = self.array.as_mut().filter(|array| range.end <= array.start) {
            *array = edit.moved(array);
            self.people.shift(grown);
        }
        self.text.replace_range(range, &value);
    }

    fn identities(&self) -> Identities<'_> {
        Identities { people: &self.people, source: &self.text }
    }

    fn filler<'v>(&'v self, shared: Option<MessageTemplate<'v>>) -> Filler<'v> {
        Filler::new(self.identities(), shared, self.options.reading)
    }

    fn with_message<T>(&self, look: impl FnOnce(Option<MessageTemplate<'_>>) -> T) -> T {
        if let Some(pending) = &self.pending {
            return look(Some(MessageTemplate::of_text(pending)));
        }
        let start = self.message.as_ref().map(|message| message.range.start);
        let value = start.and_then(|at| json::read_again(&self.text, at, limits::DEPTH));
        let value = value.filter(document::is_message);
        look(value.as_ref().map(MessageTemplate::of))
    }
}

impl MessagePlace {
    fn of(payload: &Payload<'_>) -> Option<MessagePlace> {
        let value = document::message_value(&payload.root)?;
        Some(MessagePlace {
            range: value.range.clone(),
            is_text: value.as_str().is_some(),
            is_script: payload.document().message.is_some_and(|message| message.is_script),
        })
    }
}
