//! Recipients on their way to JavaScript, as texts and numbers: an engine takes those out of
//! memory several times as fast as it reads JSON text, and builds the objects itself.

use notify_preflight::{FilledMessage, Recipient, Source};

use crate::names::Names;
use crate::output::Answer;
use crate::texts::Groups;

/// Hands recipients over, with offsets in UTF-16 code units.
pub fn hand_over(recipients: Vec<Recipient>, groups: Groups<'_>) -> Answer<()> {
    let recipients: Vec<_> = recipients.into_iter().map(Recipient::into_utf16).collect();
    let mut rows = Rows { groups, names: Names::default(), other: None };
    for recipient in &recipients {
        rows.add(recipient);
        if rows.groups.is_full() {
            rows.groups.flush()?;
        }
    }
    rows.groups.flush()
}

struct Rows<'r, 't> {
    groups: Groups<'t>,
    names: Names<'r>,
    /// The text of another reading that came last: mostly it is the same for all.
    other: Option<&'r str>,
}

impl<'r> Rows<'r, '_> {
    /// In the order in which the shell takes it (`pkg/js/recipients.ts`).
    fn add(&mut self, recipient: &'r Recipient) {
        let Rows { groups, names, other } = self;
        let is_own = recipient.source == Source::CustomMessage;
        let is_json = matches!(recipient.filled, FilledMessage::Json(_));
        groups.numbers(&[recipient.index, usize::from(is_own), usize::from(is_json)]);
        groups.text(&recipient.identity);
        groups.text(recipient.filled.as_str());
        let (unused, placeholders) = (&recipient.unused_parameters, &recipient.placeholders);
        groups.numbers(&[unused.len()]);
        for name in unused {
            let place = names.place(name, groups);
            groups.numbers(&[place]);
        }
        groups.numbers(&[placeholders.len()]);
        for placeholder in placeholders {
            let place = names.place(&placeholder.key, groups);
            let filled = usize::from(placeholder.filled);
            match (placeholder.start, placeholder.end) {
                (Some(start), Some(end)) => groups.numbers(&[place, filled, start, end]),
                _ => groups.numbers(&[place, filled]),
            }
        }
        let differing = recipient.other_reading.as_ref().map(FilledMessage::as_str);
        groups.numbers(&[match differing {
            None => 0,
            known if known == *other => 1,
            Some(_) => 2,
        }]);
        if let Some(text) = differing.filter(|text| *other != Some(text)) {
            groups.text(text);
            *other = differing;
        }
    }
}
