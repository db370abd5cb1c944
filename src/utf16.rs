//! Offsets for JavaScript: from UTF-8 bytes to UTF-16 code units, and back.

use std::ops::Range;

use crate::composer::{Composer, EditError, WhatIf};
use crate::diagnostic::Report;
use crate::json::units as units_in;
use crate::message::FilledMessage;
use crate::preview::{Preview, Recipient, RecipientView};
use crate::template::Filled;

/// The byte at which that code unit begins; none beyond the text, or where the unit is
/// the second one of a character.
fn byte_at(text: &str, unit: usize) -> Option<usize> {
    let (mut byte, mut passed) = (0, 0);
    for chunk in text.as_bytes().chunks(STRETCH) {
        let units = units_in(chunk);
        if passed + units > unit {
            break;
        }
        passed += units;
        byte += chunk.len();
    }
    // Of a character that goes on into the next chunk, the units have been counted.
    while !text.is_char_boundary(byte) {
        byte += 1;
    }
    let mut rest = text.get(byte..)?.chars();
    while passed < unit {
        let next = rest.next()?;
        passed += next.len_utf16();
        byte += next.len_utf8();
    }
    (passed == unit).then_some(byte)
}

/// Only ASCII has as many units as bytes.
fn is_ascii(text: &str) -> bool {
    units_in(text.as_bytes()) == text.len()
}

/// How many bytes are counted together.
const STRETCH: usize = 1024;

/// Converts byte offsets of one text, in any order.
struct Offsets<'t> {
    text: &'t [u8],
    /// How many code units stand before each stretch of it, and in all.
    units: Vec<usize>,
}

impl<'t> Offsets<'t> {
    fn of(text: &'t str) -> Offsets<'t> {
        let text = text.as_bytes();
        let mut units = Vec::with_capacity(text.len() / STRETCH + 2);
        let mut passed = 0;
        for stretch in text.chunks(STRETCH) {
            units.push(passed);
            passed += units_in(stretch);
        }
        units.push(passed);
        Offsets { text, units }
    }

    fn units(&self, byte: usize) -> usize {
        let within = byte.min(self.text.len());
        let stretch = within / STRETCH;
        let before = self.units.get(stretch).copied().unwrap_or_default();
        let rest = self.text.get(stretch * STRETCH..within).unwrap_or_default();
        // Beyond the text there is what is no text: each byte shows as one unit.
        before + units_in(rest) + (byte - within)
    }
}

impl Report {
    /// Turns every offset and column into UTF-16 code units, as JavaScript counts.
    ///
    /// ```
    /// let text = "{\"💬\": 1}";
    /// let report = notify_preflight::check(text, &Default::default());
    /// let span = report.into_utf16(text).diagnostics.last().and_then(|d| d.span);
    /// assert_eq!(span.map(|span| (span.start, span.end)), Some((1, 5)));
    /// ```
    #[must_use]
    pub fn into_utf16(mut self, text: &str) -> Report {
        let text = self.reached(text);
        if is_ascii(text) {
            return self;
        }
        let offsets = Offsets::of(text);
        for diagnostic in &mut self.diagnostics {
            if let Some(span) = &mut diagnostic.span {
                let line = offsets.units(span.start + 1 - span.column);
                span.start = offsets.units(span.start);
                span.end = offsets.units(span.end);
                span.column = span.start - line + 1;
            }
            for edit in diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
                edit.start = offsets.units(edit.start);
                edit.end = offsets.units(edit.end);
            }
        }
        self
    }
}

impl Report {
    /// The text up to the last of the offsets: what is behind it is nobody's business here.
    fn reached<'t>(&self, text: &'t str) -> &'t str {
        let mut last = 0;
        for diagnostic in &self.diagnostics {
            last = last.max(diagnostic.span.map_or(0, |span| span.end));
            for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
                last = last.max(edit.end);
            }
        }
        // Where it is beyond the text, all of that is before it.
        text.get(..last).unwrap_or(text)
    }
}

impl Preview {
    /// Turns every offset and column into UTF-16 code units, as JavaScript counts.
    #[must_use]
    pub fn into_utf16(mut self, text: &str) -> Preview {
        self.report = self.report.into_utf16(text);
        self.recipients = in_utf16(self.recipients);
        self
    }
}

fn in_utf16(recipients: Vec<Recipient>) -> Vec<Recipient> {
    recipients.into_iter().map(Recipient::into_utf16).collect()
}

/// Turns places in a text, each behind the one before, into UTF-16 code units.
fn convert<'p>(text: &str, places: impl Iterator<Item = &'p mut Range<usize>>) {
    if is_ascii(text) {
        return;
    }
    let (mut byte, mut unit) = (0, 0);
    for place in places {
        for offset in [&mut place.start, &mut place.end] {
            unit += units_in(text.as_bytes().get(byte..*offset).unwrap_or_default());
            byte = std::mem::replace(offset, unit);
        }
    }
}

impl RecipientView<'_, '_> {
    /// Turns the placeholders' offsets into UTF-16 code units, as JavaScript counts.
    #[must_use]
    pub fn into_utf16(self) -> Self {
        let places = self.placeholders.iter_mut().filter_map(|placed| placed.at.as_mut());
        convert(self.filled.as_str(), places);
        self
    }
}

impl Recipient {
    /// Turns the placeholders' offsets into UTF-16 code units, as JavaScript counts.
    ///
    /// ```
    /// use notify_preflight::{Composer, Options};
    ///
    /// let payload = r#"{
    ///   "channel": "hangouts",
    ///   "message": { "type": "text", "value": "💬{a}" },
    ///   "identities": [{ "spaceId": "AAQAPWixxxx", "parameters": { "a": "é!" } }]
    /// }"#;
    /// let recipients = Composer::new(payload, Options::default()).window(0..1);
    /// let recipient = recipients.into_iter().next().map(|recipient| recipient.into_utf16());
    /// let placeholder = recipient.and_then(|recipient| recipient.placeholders.into_iter().next());
    /// assert_eq!(placeholder.map(|at| (at.start, at.end)), Some((Some(2), Some(4))));
    /// ```
    #[must_use]
    pub fn into_utf16(mut self) -> Recipient {
        let FilledMessage::Text(text) = &self.filled else { return self };
        let mut places = Vec::with_capacity(self.placeholders.len());
        for placeholder in &self.placeholders {
            places.push(placeholder.start.unwrap_or_default()..placeholder.end.unwrap_or_default());
        }
        convert(text, places.iter_mut());
        for (placeholder, place) in self.placeholders.iter_mut().zip(places) {
            (placeholder.start, placeholder.end) = (Some(place.start), Some(place.end));
        }
        self
    }
}

impl WhatIf {
    /// Turns the placeholders' offsets into UTF-16 code units, as JavaScript counts.
    #[must_use]
    pub fn into_utf16(mut self) -> WhatIf {
        self.recipients = in_utf16(self.recipients);
        self
    }
}

impl Composer {
    /// [`Composer::splice`] with a range of UTF-16 code units, as JavaScript counts.
    ///
    /// # Errors
    ///
    /// A range that is not one of the text's, or cuts a character; its numbers are code
    /// units too.
    ///
    /// ```
    /// use notify_preflight::{Composer, Options};
    ///
    /// let mut composer = Composer::new("{\"💬\": 1}", Options::default());
    /// composer.splice_utf16(2..3, "?").unwrap_err();
    /// composer.splice_utf16(1..5, "\"channel\"")?;
    /// assert_eq!(composer.text(), "{\"channel\": 1}");
    /// # Ok::<(), notify_preflight::EditError>(())
    /// ```
    pub fn splice_utf16(&mut self, range: Range<usize>, text: &str) -> Result<(), EditError> {
        let Range { start, end } = range;
        let now = self.text();
        let bytes = || {
            let from = byte_at(now, start)?;
            let length = byte_at(now.get(from..)?, end.checked_sub(start)?)?;
            Some((from, from + length))
        };
        let Some((from, to)) = bytes() else {
            let length = units_in(now.as_bytes());
            return Err(EditError::OutOfText { start, end, length });
        };
        self.splice(from..to, text)
    }
}

impl Filled {
    /// Turns the offsets into UTF-16 code units, as JavaScript counts.
    ///
    /// ```
    /// let filled = notify_preflight::Template::parse("💬{a}").fill(&[("a", "é!")]).into_utf16();
    /// assert_eq!((filled.placeholders[0].start, filled.placeholders[0].end), (2, 4));
    /// ```
    #[must_use]
    pub fn into_utf16(mut self) -> Filled {
        let mut places = Vec::with_capacity(self.placeholders.len());
        for placeholder in &self.placeholders {
            places.push(placeholder.start..placeholder.end);
        }
        convert(&self.text, places.iter_mut());
        for (placeholder, place) in self.placeholders.iter_mut().zip(places) {
            (placeholder.start, placeholder.end) = (place.start, place.end);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_bytes_are_found_at_every_place_of_a_long_text() {
        for pattern in ["a", "é", "漢", "💬", "aé漢💬", "💬a", "漢é"] {
            let text: String = pattern.chars().cycle().take(1500).collect();
            let (mut unit, offsets) = (0, Offsets::of(&text));
            for (byte, character) in text.char_indices() {
                assert_eq!(byte_at(&text, unit), Some(byte), "{pattern}");
                assert_eq!(units_in(&text.as_bytes()[..byte]), unit, "{pattern}");
                assert_eq!(offsets.units(byte), unit, "{pattern}");
                if character.len_utf16() == 2 {
                    assert_eq!(byte_at(&text, unit + 1), None, "{pattern}");
                }
                unit += character.len_utf16();
            }
            assert_eq!(byte_at(&text, unit), Some(text.len()), "{pattern}");
            assert_eq!(byte_at(&text, unit + 1), None, "{pattern}");
            assert_eq!(units_in(text.as_bytes()), unit, "{pattern}");
            assert_eq!(offsets.units(text.len() + 7), unit + 7, "{pattern}");
        }
    }

    #[test]
    fn offsets_beyond_the_text_count_a_unit_a_byte() {
        // The text stops where the payload's bytes are no text.
        let offsets = Offsets::of("💬é");
        assert_eq!([0, 4, 6, 8, 9].map(|byte| offsets.units(byte)), [0, 2, 3, 5, 6]);
    }

    #[test]
    fn every_answer_is_turned() {
        let payload = r#"{
          "channel": "hangouts",
          "message": { "type": "text", "value": "💬{a}" },
          "identities": [
            { "spaceId": "AAQAPWixxxx", "parameters": { "a": "é!", "b": "" } },
            { "spaceId": "o7ZNt8Axxxx", "parameters": { "a": "é!", "b": "" } }
          ]
        }"#;
        let place = |recipient: &Recipient| {
            let placeholder = &recipient.placeholders[0];
            (recipient.index, placeholder.start, placeholder.end)
        };
        let expected = [(0, Some(2), Some(4)), (1, Some(2), Some(4))];
        let options = crate::Options::default();
        let preview = crate::preview(payload, &options).into_utf16(payload);
        assert_eq!(preview.recipients.iter().map(place).collect::<Vec<_>>(), expected);
        let composer = Composer::new(payload, options.clone());
        let of_views: Vec<_> = composer.with_window(0..2, usize::MAX, |recipients| {
            let (mut recipients, mut places) = (recipients, Vec::new());
            while let Some(recipient) = recipients.next().unwrap() {
                places.extend(recipient.into_utf16().placeholders.iter().map(|of| of.at.clone()));
            }
            places
        });
        assert_eq!(of_views, [Some(2..4), Some(2..4)]);
        let what_if = composer.what_if("b", 0..2).into_utf16();
        assert_eq!((what_if.key.as_str(), what_if.recipients.len()), ("b", 2));
        assert_eq!(what_if.recipients.iter().map(place).collect::<Vec<_>>(), expected);
        let filled = crate::Template::parse("💬{a}").fill(&[("a", "é!")]).into_utf16();
        let placeholder = &filled.placeholders[0];
        assert_eq!((filled.text.as_str(), placeholder.start, placeholder.end), ("💬é!", 2, 4));
    }

    #[test]
    fn an_edit_in_code_units_is_made_whole_or_not_at_all() {
        let mut composer = Composer::new("{\"💬\": 1}", crate::Options::default());
        for (range, length) in [(2..3, 9), (3..10, 9)] {
            let Range { start, end } = range.clone();
            let refused = Err(EditError::OutOfText { start, end, length });
            assert_eq!(composer.splice_utf16(range, "?"), refused);
        }
        #[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
        let reversed = composer.splice_utf16(4..1, "?");
        assert_eq!(reversed, Err(EditError::OutOfText { start: 4, end: 1, length: 9 }));
        assert_eq!(composer.splice_utf16(1..5, "\"channel\""), Ok(()));
        assert_eq!(composer.text(), "{\"channel\": 1}");
    }

    #[test]
    fn columns_count_code_units_of_their_line() {
        let text = "{\"é\": 1,\n \"💬é\": 2}";
        let report = crate::check(text, &Default::default()).into_utf16(text);
        let spans: Vec<_> = report
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code == crate::Code::UnknownField)
            .filter_map(|diagnostic| diagnostic.span)
            .collect();
        assert_eq!((spans[0].start, spans[0].end, spans[0].line, spans[0].column), (1, 4, 1, 2));
        assert_eq!((spans[1].start, spans[1].end, spans[1].line, spans[1].column), (10, 15, 2, 2));
    }
}
