//! Recipients on their way to JavaScript, as texts and numbers: an engine takes those out of
//! memory several times as fast as it reads JSON text, and builds the objects itself.

use notify_preflight::{FilledMessage, RecipientView, RecipientViews, Source};

use crate::names::Names;
use crate::output::Answer;
use crate::texts::Groups;
use crate::too_long;

/// Hands recipients over, with offsets in UTF-16 code units.
pub fn hand_over(mut recipients: RecipientViews<'_, '_>, groups: Groups<'_>) -> Answer<()> {
    let mut rows = Rows { groups, names: Names::default(), other: None };
    while let Some(recipient) = recipients.next().map_err(too_long)? {
        rows.add(&recipient.into_utf16());
        if rows.groups.is_full() {
            rows.groups.flush()?;
        }
    }
    rows.groups.flush()
}

struct Rows<'t, 'v> {
    groups: Groups<'t>,
    names: Names<'v>,
    /// The text of another reading that came last: mostly it is the same for all.
    other: Option<String>,
}

impl<'v> Rows<'_, 'v> {
    /// In the order in which the shell takes it (`pkg/js/recipients.ts`).
    fn add(&mut self, recipient: &RecipientView<'_, 'v>) {
        let Rows { groups, names, other } = self;
        let is_own = recipient.source == Source::CustomMessage;
        let is_json = matches!(recipient.filled, FilledMessage::Json(_));
        groups.numbers(&[recipient.index, usize::from(is_own), usize::from(is_json)]);
        groups.text(recipient.identity);
        groups.text(recipient.filled.as_str());
        groups.numbers(&[recipient.unused_parameters.len()]);
        for name in recipient.unused_parameters {
            let place = names.place(name, groups);
            groups.numbers(&[place]);
        }
        groups.numbers(&[recipient.placeholders.len()]);
        for placeholder in &*recipient.placeholders {
            let place = names.place(placeholder.key, groups);
            let filled = usize::from(placeholder.filled);
            match &placeholder.at {
                Some(at) => groups.numbers(&[place, filled, at.start, at.end]),
                None => groups.numbers(&[place, filled]),
            }
        }
        let differing = recipient.other_reading.map(FilledMessage::as_str);
        groups.numbers(&[match differing {
            None => 0,
            known if known == other.as_deref() => 1,
            Some(_) => 2,
        }]);
        if let Some(text) = differing.filter(|text| other.as_deref() != Some(text)) {
            groups.text(text);
            *other = Some(text.to_owned());
        }
    }
}
