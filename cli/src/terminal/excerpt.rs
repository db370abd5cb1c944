//! The piece of a payload that a diagnostic is about: one line, or a window of it where the line
//! is long (a payload of one line of 30 MB is a usual one), and which part to underline.

use notify_preflight::Span;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::printable::printable;

/// Columns that a source line may take.
const COLUMNS: usize = 92;
/// Columns before the underlined part, where a line is cut.
const BEFORE: usize = 30;
/// Columns after the underlined part, where that is cut.
const AFTER: usize = 14;
/// Bytes looked at on either side of the span's start. Enough for a full window of four-byte
/// characters, and little enough that a thousand diagnostics in one huge line cost nothing.
const REACH: usize = 512;

/// A source line in three parts, ready to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// What stands before the span.
    pub before: String,
    /// The span, as far as the line goes; may be empty.
    pub marked: String,
    /// What stands after it.
    pub after: String,
}

impl Excerpt {
    /// The line that `span` starts in.
    pub fn of(payload: &[u8], span: &Span) -> Excerpt {
        let start = span.start.min(payload.len());
        let (before, rest) = payload.split_at(start);
        let before = before.get(before.len().saturating_sub(REACH)..);
        let before = before.unwrap_or_default();
        let rest = rest.get(..rest.len().min(REACH)).unwrap_or(rest);

        let line = until_line_end(rest);
        let marked = line.len().min(span.end.saturating_sub(start));
        let (marked, after) = line.split_at(marked);
        let cut =
            Cut { left: start > REACH && !before.contains(&b'\n'), right: line.len() == REACH };
        Excerpt { before: text(after_line_start(before)), marked: text(marked), after: text(after) }
            .fit(cut)
    }

    /// How far in the underline starts, and how long it is.
    pub fn underline(&self) -> (usize, usize) {
        (self.before.width(), self.marked.width().max(1))
    }

    /// Cuts the parts so that they fit the columns; `…` stands where something was cut.
    fn fit(self, cut: Cut) -> Excerpt {
        let width = self.before.width() + self.marked.width() + self.after.width();
        if width <= COLUMNS && !cut.left && !cut.right {
            return self;
        }
        // A part that is shorter than its share leaves the room to what comes after it.
        let before = last_columns(&self.before, BEFORE, cut.left);
        let cut_after = cut.right && !self.after.is_empty();
        let room = COLUMNS.saturating_sub(before.width() + self.after.width().min(AFTER));
        let marked = first_columns(&self.marked, room, cut.right && !cut_after);
        let room = COLUMNS.saturating_sub(before.width() + marked.width());
        let after = first_columns(&self.after, room, cut_after);
        Excerpt { before, marked, after }
    }
}

/// Whether the line goes on past what was looked at.
#[derive(Clone, Copy)]
struct Cut {
    left: bool,
    right: bool,
}

fn after_line_start(before: &[u8]) -> &[u8] {
    before.rsplit(|byte| *byte == b'\n').next().unwrap_or(&[])
}

fn until_line_end(rest: &[u8]) -> &[u8] {
    let line = rest.split(|byte| *byte == b'\n').next().unwrap_or(&[]);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn text(bytes: &[u8]) -> String {
    printable(&String::from_utf8_lossy(bytes))
}

/// As much of a text as fits, `…` at its end where it goes on.
pub(super) fn first_columns(text: &str, columns: usize, goes_on: bool) -> String {
    if text.width() <= columns && !goes_on {
        return text.to_owned();
    }
    let mut kept = within(text.chars(), columns.saturating_sub(1));
    kept.push('…');
    kept
}

fn last_columns(text: &str, columns: usize, goes_on: bool) -> String {
    if text.width() <= columns && !goes_on {
        return text.to_owned();
    }
    let reversed = within(text.chars().rev(), columns.saturating_sub(1));
    std::iter::once('…').chain(reversed.chars().rev()).collect()
}

fn within(characters: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    characters
        .take_while(|character| {
            used += character.width().unwrap_or(0);
            used <= columns
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(payload: &[u8], start: usize, end: usize) -> Excerpt {
        // Line and column play no part in finding the line.
        let span = Span { start, end, line: 1, column: 1 };
        Excerpt::of(payload, &span)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let found = excerpt(b"{\r\n  \"a\": 1,\r\n}", 5, 8);
        assert_eq!(found.before, "  ");
        assert_eq!(found.marked, "\"a\"");
        assert_eq!(found.after, ": 1,");
        assert_eq!(found.underline(), (2, 3));
    }

    #[test]
    fn a_span_over_several_lines_is_marked_to_the_end_of_its_first() {
        let found = excerpt(b"ab {\n}\n", 3, 6);
        assert_eq!((found.marked.as_str(), found.after.as_str()), ("{", ""));
    }

    #[test]
    fn nothing_at_the_end_of_the_text_is_marked_by_one_column() {
        assert_eq!(excerpt(b"", 0, 0).underline(), (0, 1));
        assert_eq!(excerpt(b"[1", 2, 2).underline(), (2, 1));
        assert_eq!(excerpt(b"[1", 9, 12).underline(), (2, 1));
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let payload = [vec![b'x'; 5000], b"HERE".to_vec(), vec![b'y'; 5000]].concat();
        let found = excerpt(&payload, 5000, 5004);
        assert_eq!(found.before, format!("…{}", "x".repeat(29)));
        assert_eq!(found.marked, "HERE");
        assert_eq!(found.after, format!("{}…", "y".repeat(57)));
    }

    #[test]
    fn a_long_span_is_cut_too() {
        let found = excerpt(&[b'x'; 5000], 10, 4990);
        assert_eq!(found.before, "x".repeat(10));
        assert_eq!(found.marked, format!("{}…", "x".repeat(81)));
        assert_eq!(found.after, "");
    }

    #[test]
    fn wide_letters_take_two_columns_and_bytes_that_are_no_text_one() {
        let wide = "{\"你好\": 1}".as_bytes();
        assert_eq!(excerpt(wide, 1, 9).underline(), (1, 6));
        assert_eq!(excerpt(b"ab\xff\xfecd", 2, 4).underline(), (2, 2));
    }
}
