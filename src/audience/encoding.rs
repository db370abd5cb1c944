//! Bytes to text: UTF-8, or UTF-16 that says so.

use std::borrow::Cow;

use super::dialect;
use super::problem::{Problem, ProblemKind};
use super::rows::{Cell, Rows};
use crate::channel::Channel;

/// What to do about any other encoding.
const SAVE_AS_UTF8: &str = "save the file as UTF-8; in a spreadsheet that is `CSV UTF-8`";

/// The text of a file, or why it has none.
pub(super) fn decode(csv: &[u8], channel: Channel) -> Result<Cow<'_, str>, Problem> {
    match csv {
        [0xFF, 0xFE, units @ ..] => utf16(units, u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, units @ ..] => utf16(units, u16::from_be_bytes).map(Cow::Owned),
        // The header's first character, in two bytes.
        [one, other, ..] if (*one == 0) != (*other == 0) => {
            Err(unreadable("the file looks like UTF-16 without a byte order mark".to_owned()))
        }
        _ => match std::str::from_utf8(csv) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(not_utf8(csv, error.valid_up_to(), channel)),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Problem> {
    let (pairs, rest) = bytes.as_chunks();
    let mut units = Vec::with_capacity(pairs.len());
    for pair in pairs {
        units.push(unit(*pair));
    }
    match String::from_utf16(&units) {
        Ok(text) if rest.is_empty() => Ok(text),
        _ => Err(unreadable("the file says that it is UTF-16, and is not".to_owned())),
    }
}

/// Says where the first byte stands that is no UTF-8, and what it may have been.
fn not_utf8(csv: &[u8], at: usize, channel: Channel) -> Problem {
    let byte = csv.get(at).copied().unwrap_or_default();
    let meant = match char::from(byte) {
        letter if letter.is_alphabetic() => {
            format!(", which stands for `{letter}` in Windows-1252")
        }
        _ => String::new(),
    };
    let byte = u32::from(byte);
    let problem = unreadable(format!("the file is not UTF-8: here is the byte {byte:02X}{meant}"));
    let before = csv.get(..at).and_then(|before| std::str::from_utf8(before).ok());
    match before.and_then(|before| next_cell(before, channel)) {
        Some(Cell { row, column }) => problem.in_row(row).in_column(column),
        None => problem,
    }
}

/// The cell in which the text would go on.
fn next_cell(before: &str, channel: Channel) -> Option<Cell> {
    let text = format!("{before}x");
    let dialect = dialect::of(&text, channel);
    let mut rows = Rows::new(dialect.table, dialect.delimiter);
    while rows.next().is_some() {}
    rows.last_cell()
}

fn unreadable(message: String) -> Problem {
    Problem::new(ProblemKind::NotUtf8, message).hint(SAVE_AS_UTF8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audience::{Audience, import, import_bytes};

    const CSV: &str = "email,name\na@b,Zoë 💬\n";

    fn one(audience: &Audience) -> &Problem {
        assert_eq!(audience.problems.len(), 1, "{:?}", audience.problems);
        assert!(audience.identities.is_empty());
        &audience.problems[0]
    }

    fn marked_utf16(mark: [u8; 2], unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(CSV.encode_utf16().flat_map(unit)).collect()
    }

    fn latin1(csv: &str) -> Vec<u8> {
        csv.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    }

    #[test]
    fn utf8_and_marked_utf16_are_read() {
        let marked = format!("\u{feff}{CSV}");
        let little = marked_utf16([0xFF, 0xFE], u16::to_le_bytes);
        let big = marked_utf16([0xFE, 0xFF], u16::to_be_bytes);
        for bytes in [CSV.as_bytes(), marked.as_bytes(), &little, &big] {
            assert_eq!(import_bytes(bytes, Channel::Ivr), import(CSV, Channel::Ivr));
        }
    }

    #[test]
    fn broken_or_unmarked_utf16_is_no_text() {
        let little = marked_utf16([0xFF, 0xFE], u16::to_le_bytes);
        let big = marked_utf16([0xFE, 0xFF], u16::to_be_bytes);
        let halved = &little[..little.len() - 1];
        let lone = [0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x61];
        for bytes in [&little[2..], &big[2..], halved, &lone] {
            let audience = import_bytes(bytes, Channel::Ivr);
            assert_eq!((one(&audience).kind, audience.totals.error), (ProblemKind::NotUtf8, 1));
            assert!(one(&audience).message.contains("UTF-16"));
        }
    }

    #[test]
    fn other_bytes_are_said_where_they_stand() {
        let audience = import_bytes(&latin1("email;name\n\n\"a\n\"@b;x;Zoë\n"), Channel::Ivr);
        let found = one(&audience);
        assert_eq!((found.row, found.column.as_deref()), (Some(3), Some("C")));
        assert!(found.message.contains("EB, which stands for `ë` in Windows-1252"));
        assert!(found.hint.as_deref().unwrap().contains("UTF-8"));
        let cell = |csv| {
            let found = import_bytes(&latin1(csv), Channel::Ivr).problems.remove(0);
            (found.row, found.column)
        };
        assert_eq!(cell("é"), (Some(1), Some("A".to_owned())));
        assert_eq!(cell("email,n\na@b,c\né"), (Some(3), Some("A".to_owned())));
        assert_eq!(cell("email,n\na@b,é"), (Some(2), Some("B".to_owned())));
    }

    #[test]
    fn a_byte_that_is_no_letter_is_only_named() {
        let audience = import_bytes(b"email\na@b \x93\n", Channel::Ivr);
        assert_eq!(one(&audience).message, "the file is not UTF-8: here is the byte 93");
    }

    #[test]
    fn few_bytes_are_no_matter() {
        for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE", b"\0", b"\xFF", b"a", b"\xEF\xBB"] {
            let audience = import_bytes(bytes, Channel::Ivr);
            assert!(audience.totals.error > 0, "{bytes:?}");
        }
    }
}
