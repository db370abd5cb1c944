//! Recipients on their way to JavaScript, as rows: an engine reads lists several times as
//! fast as objects with a name before each value, and builds those itself.

use std::collections::HashMap;

use notify_preflight::{FilledMessage, Recipient, RecipientPlaceholder, Source};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

/// Recipients, with offsets in UTF-16 code units.
pub struct Rows(Vec<Recipient>);

impl Rows {
    pub fn new(recipients: Vec<Recipient>) -> Rows {
        Rows(recipients.into_iter().map(Recipient::into_utf16).collect())
    }
}

impl Serialize for Rows {
    /// The keys of all placeholders, and after them a row for each recipient.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys = Keys::default();
        let rows: Vec<_> = self.0.iter().map(|recipient| Row::new(recipient, &mut keys)).collect();
        let mut list = serializer.serialize_seq(Some(1 + rows.len()))?;
        list.serialize_element(&keys.all)?;
        rows.iter().try_for_each(|row| list.serialize_element(row))?;
        list.end()
    }
}

/// In the order in which the shell reads it (`recipientsOf`).
#[derive(Serialize)]
struct Row<'r>(
    usize,
    &'r str,
    bool,
    &'r FilledMessage,
    Option<&'r FilledMessage>,
    &'r [String],
    /// Four numbers for each placeholder.
    Vec<Option<usize>>,
);

impl<'r> Row<'r> {
    fn new(recipient: &'r Recipient, keys: &mut Keys<'r>) -> Row<'r> {
        let numbers = |placeholder: &'r RecipientPlaceholder| {
            let (key, is_filled) = (keys.place(&placeholder.key), usize::from(placeholder.filled));
            [Some(key), Some(is_filled), placeholder.start, placeholder.end]
        };
        Row(
            recipient.index,
            &recipient.identity,
            recipient.source == Source::CustomMessage,
            &recipient.filled,
            recipient.other_reading.as_ref(),
            &recipient.unused_parameters,
            recipient.placeholders.iter().flat_map(numbers).collect(),
        )
    }
}

/// Keys, each once.
#[derive(Default)]
struct Keys<'r> {
    all: Vec<&'r str>,
    places: HashMap<&'r str, usize>,
    /// The place that was asked for last.
    last: usize,
}

impl<'r> Keys<'r> {
    fn place(&mut self, key: &'r str) -> usize {
        // Recipients of one message have its keys in the same order.
        let next = if self.last + 1 < self.all.len() { self.last + 1 } else { 0 };
        self.last = match self.all.get(next) {
            Some(known) if *known == key => next,
            _ => *self.places.entry(key).or_insert_with(|| {
                self.all.push(key);
                self.all.len() - 1
            }),
        };
        self.last
    }
}
