//! How a CSV text is written: byte order mark, Excel's `sep=` line, delimiter.

use super::columns::closeness;
use super::records::{Cells, Records};
use crate::channel::Channel;

/// What is looked for where the text does not say its delimiter itself. Of equally
/// good ones the first is taken.
const DELIMITERS: [u8; 3] = *b",;\t";

/// What an editor may write before a text.
const MARK: &[char] = &['\u{feff}'];

/// A text without what only says how to read it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dialect<'t> {
    pub delimiter: u8,
    /// From the header on.
    pub table: &'t str,
}

pub(super) fn of(csv: &str, channel: Channel) -> Dialect<'_> {
    let text = csv.trim_start_matches(MARK);
    declared(text).unwrap_or_else(|| Dialect { delimiter: detected(text, channel), table: text })
}

/// What a first line `sep=;` says. Spreadsheets do not show that line, so it is no row.
fn declared(text: &str) -> Option<Dialect<'_>> {
    let (line, rest) = text.split_at(text.find(&['\r', '\n'][..]).unwrap_or(text.len()));
    let line = line.trim_matches('"');
    let (key, value) = line.split_at_checked("sep=".len())?;
    let &[delimiter] = value.as_bytes() else { return None };
    let separates = delimiter.is_ascii_punctuation() || matches!(delimiter, b'\t' | b' ');
    if !key.eq_ignore_ascii_case("sep=") || !separates {
        return None;
    }
    let table = rest.strip_prefix('\r').unwrap_or(rest);
    let table = table.strip_prefix('\n').unwrap_or(table);
    Some(Dialect { delimiter, table: table.trim_start_matches(MARK) })
}

/// The delimiter that makes a column of the identity field, or else the one that
/// stands most often in the header.
fn detected(text: &str, channel: Channel) -> u8 {
    // Above the header there may be empty rows, with delimiters in them.
    let header = text.trim_start_matches(&[',', ';', '\t', ' ', '\r', '\n'][..]);
    let counts = outside_quotes(header);
    let (mut best, mut delimiter) = ((false, 0), DELIMITERS[0]);
    for (other, count) in DELIMITERS.into_iter().zip(counts) {
        let found = (count > 0 && has_identity_column(header, other, channel), count);
        if found > best {
            (best, delimiter) = (found, other);
        }
    }
    delimiter
}

/// How often each delimiter stands in the first row, quoted cells left out.
fn outside_quotes(header: &str) -> [usize; 3] {
    let mut counts = [0; 3];
    let mut quoted = false;
    let mut previous = b',';
    for byte in header.bytes() {
        match byte {
            b'"' if quoted => quoted = false,
            // After a quote: a doubled one. Inside an unquoted cell it is a mere character.
            b'"' => quoted = previous == b'"' || DELIMITERS.contains(&previous),
            b'\r' | b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in DELIMITERS.into_iter().zip(&mut counts) {
                    *count += usize::from(delimiter == byte);
                }
            }
        }
        previous = byte;
    }
    counts
}

fn has_identity_column(header: &str, delimiter: u8, channel: Channel) -> bool {
    let mut cells = Cells::default();
    Records::new(header, delimiter).read(&mut cells)
        && cells.iter().any(|cell| closeness(cell.trim(), channel.identity_field()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        char::from(of(text, Channel::Ivr).delimiter)
    }

    #[test]
    fn the_header_says_the_delimiter() {
        assert_eq!(delimiter("email,name\n;;;;"), ',');
        assert_eq!(delimiter("email;name\na@b;x,y,z"), ';');
        assert_eq!(delimiter("email\tname"), '\t');
        assert_eq!(delimiter("email"), ',');
        assert_eq!(delimiter(""), ',');
        assert_eq!(delimiter("a;b,c"), ',');
        assert_eq!(delimiter("a\tb;c"), ';');
    }

    #[test]
    fn quoted_delimiters_do_not_count() {
        assert_eq!(delimiter("\"a,b,c\";d"), ';');
        assert_eq!(delimiter("\"a,\"\"b,\"\",c\";d"), ';');
        assert_eq!(delimiter("\"a\n,,\";d"), ';');
        assert_eq!(delimiter("email;5\" pipe;x\n,,,,"), ';');
    }

    #[test]
    fn the_identity_column_decides_before_the_count() {
        assert_eq!(delimiter("last, first, middle;E-Mail"), ';');
        assert_eq!(delimiter("last, first, middle;mails from"), ',');
    }

    #[test]
    fn rows_without_text_above_the_header_do_not_say_it() {
        assert_eq!(delimiter(",,,,\n\r\n ,,\nname;email\n"), ';');
    }

    #[test]
    fn a_sep_line_says_it_and_is_no_row() {
        let dialect = |text| of(text, Channel::Ivr);
        for text in [
            "sep=;\na,b",
            "SEP=;\r\na,b",
            "\"sep=;\"\ra,b",
            "\u{feff}sep=;\na,b",
            "sep=;\n\u{feff}a,b",
        ] {
            assert_eq!(dialect(text), Dialect { delimiter: b';', table: "a,b" }, "{text:?}");
        }
        assert_eq!(dialect("sep=|\na,b").delimiter, b'|');
        assert_eq!(dialect("sep=\t\n\na,b"), Dialect { delimiter: b'\t', table: "\na,b" });
        assert_eq!(dialect("sep=;").table, "");
    }

    #[test]
    fn other_first_lines_are_rows() {
        for text in ["sep=", "sep=ab\nx", "sep=a\nx", "sep=\"\nx", "sepa;b", "é", "sep=é"] {
            assert_eq!(of(text, Channel::Ivr).table, text);
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(of("\u{feff}a,b", Channel::Ivr).table, "a,b");
    }
}
