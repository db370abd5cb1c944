//! Offsets for JavaScript: from UTF-8 bytes to UTF-16 code units.

use crate::diagnostic::Report;
use crate::message::FilledMessage;
use crate::preview::{Preview, Recipient};
use crate::template::Filled;

/// Converts byte offsets of one text, each asked for once, in any order.
struct Offsets {
    /// Byte offset and its UTF-16 counterpart, rising; none where they are equal.
    pairs: Option<Vec<(usize, usize)>>,
}

impl Offsets {
    fn of(text: &str, mut bytes: Vec<usize>) -> Offsets {
        if text.is_ascii() {
            return Offsets { pairs: None };
        }
        bytes.sort_unstable();
        bytes.dedup();
        let mut units = 0;
        let mut from = 0;
        let pairs = bytes
            .into_iter()
            .map(|to| {
                units += text.get(from..to).map_or(0, |passed| passed.encode_utf16().count());
                from = to;
                (to, units)
            })
            .collect();
        Offsets { pairs: Some(pairs) }
    }

    fn units(&self, byte: usize) -> usize {
        let Some(pairs) = &self.pairs else { return byte };
        pairs
            .binary_search_by_key(&byte, |(byte, _)| *byte)
            .ok()
            .and_then(|index| pairs.get(index))
            .map_or(byte, |(_, units)| *units)
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
        let mut bytes = Vec::new();
        for diagnostic in &self.diagnostics {
            if let Some(span) = diagnostic.span {
                bytes.extend([span.start, span.end, line_start(span.start, span.column)]);
            }
            for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
                bytes.extend([edit.start, edit.end]);
            }
        }
        let offsets = Offsets::of(text, bytes);
        for diagnostic in &mut self.diagnostics {
            if let Some(span) = &mut diagnostic.span {
                let line = offsets.units(line_start(span.start, span.column));
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

/// Byte offset of the start of the line.
const fn line_start(start: usize, column: usize) -> usize {
    start + 1 - column
}

impl Preview {
    /// Turns every offset and column into UTF-16 code units, as JavaScript counts.
    #[must_use]
    pub fn into_utf16(mut self, text: &str) -> Preview {
        self.report = self.report.into_utf16(text);
        self.recipients.iter_mut().for_each(locate_in_utf16);
        self
    }
}

fn locate_in_utf16(recipient: &mut Recipient) {
    let FilledMessage::Text(text) = &recipient.filled else { return };
    let bytes = recipient.placeholders.iter().flat_map(|p| [p.start, p.end]).flatten().collect();
    let offsets = Offsets::of(text, bytes);
    for placeholder in &mut recipient.placeholders {
        placeholder.start = placeholder.start.map(|byte| offsets.units(byte));
        placeholder.end = placeholder.end.map(|byte| offsets.units(byte));
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
        let bytes = self.placeholders.iter().flat_map(|p| [p.start, p.end]).collect();
        let offsets = Offsets::of(&self.text, bytes);
        for placeholder in &mut self.placeholders {
            placeholder.start = offsets.units(placeholder.start);
            placeholder.end = offsets.units(placeholder.end);
        }
        self
    }
}

#[cfg(test)]
mod tests {
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
