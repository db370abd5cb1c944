//! What holds for every table: what the `csv` crate writes is read back, and whatever
//! else comes is read without a panic and without losing a row.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod tries;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use notify_preflight::audience::{Audience, Use, import, import_bytes};
use notify_preflight::{Channel, limits};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tries::tries;

/// A table and how it is written.
#[derive(Clone, Debug)]
struct Table {
    channel: Channel,
    /// The header first; all of one width.
    rows: Vec<Vec<String>>,
    delimiter: u8,
    quotes: QuoteStyle,
    line_break: Terminator,
    marked: bool,
    sep_line: bool,
}

impl Table {
    fn csv(&self) -> String {
        let mut text = if self.marked { "\u{feff}".to_owned() } else { String::new() };
        if self.sep_line {
            text.push_str(&format!("sep={}\r\n", char::from(self.delimiter)));
        }
        let mut writer = WriterBuilder::new()
            .delimiter(self.delimiter)
            .quote_style(self.quotes)
            .terminator(self.line_break)
            .from_writer(Vec::new());
        for row in &self.rows {
            writer.write_record(row).unwrap();
        }
        text.push_str(std::str::from_utf8(&writer.into_inner().unwrap()).unwrap());
        text
    }

    /// The number and the identity of each row that is not empty.
    fn expected(&self) -> (Vec<usize>, Vec<Value>) {
        let (header, rows) = self.rows.split_first().unwrap();
        let filled = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let rows = (2..).zip(rows).filter(|(_, row)| filled(row));
        rows.map(|(number, row)| (number, self.identity(header, row))).unzip()
    }

    fn identity(&self, header: &[String], row: &[String]) -> Value {
        let mut identity = Map::new();
        let mut parameters = Map::new();
        for (header, cell) in header.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            match header.as_str() {
                "customMessage" => drop(identity.insert(header.clone(), json!(cell))),
                field if field == self.channel.identity_field() => {
                    if !cell.trim().is_empty() {
                        identity.insert(header.clone(), json!(cell.trim()));
                    }
                }
                _ => drop(parameters.insert(header.clone(), json!(cell))),
            }
        }
        if !parameters.is_empty() {
            identity.insert("parameters".to_owned(), Value::Object(parameters));
        }
        Value::Object(identity)
    }
}

fn channel() -> impl Strategy<Value = Channel> {
    prop::sample::select(&Channel::ALL)
}

fn table() -> impl Strategy<Value = Table> {
    let quotes = [QuoteStyle::Necessary, QuoteStyle::Always, QuoteStyle::NonNumeric];
    let line_breaks = [Terminator::CRLF, Terminator::Any(b'\n'), Terminator::Any(b'\r')];
    let style = (
        prop::sample::select(b",;\t".to_vec()),
        prop::sample::select(quotes.to_vec()),
        prop::sample::select(line_breaks.to_vec()),
        any::<bool>(),
        any::<bool>(),
    );
    (channel(), style, any::<bool>()).prop_flat_map(|(channel, style, with_message)| {
        let (delimiter, quotes, line_break, marked, sep_line) = style;
        // An unquoted header shows its delimiter only where it has no other in it.
        let quoted = !matches!(quotes, QuoteStyle::Necessary) || sep_line;
        let name = if quoted { "p[,;\t{}\"\r\né ]{0,3}q" } else { "p[{}\"\r\né ]{0,3}q" };
        prop::collection::btree_set(name, 1..5).prop_flat_map(move |names| {
            let mut header = vec![channel.identity_field().to_owned()];
            header.extend(with_message.then(|| "customMessage".to_owned()));
            header.extend(names);
            let cell = prop_oneof![
                2 => Just(String::new()),
                1 => Just(" ".to_owned()),
                4 => "[,;\t\"\r\n a0é💬]{0,6}",
                2 => "(?s).{0,12}",
            ];
            let row = prop::collection::vec(cell, header.len());
            let rows = prop::collection::vec(row, 0..8);
            (Just(header).prop_shuffle(), rows).prop_map(move |(header, rows)| {
                let rows = [header].into_iter().chain(rows).collect();
                Table { channel, rows, delimiter, quotes, line_break, marked, sep_line }
            })
        })
    })
}

/// What holds of any audience.
fn check(audience: &Audience) {
    assert_eq!(audience.identities.len(), audience.rows.len());
    assert!(audience.rows.is_sorted_by(|one, next| one < next));
    let totals = &audience.totals;
    let total = totals.error + totals.warning + totals.info;
    assert_eq!(audience.problems.len(), total.min(limits::DIAGNOSTICS));
    assert_eq!(audience.truncated, total > limits::DIAGNOSTICS);
    let identities: Value = serde_json::from_str(&audience.identities_json()).unwrap();
    assert_eq!(serde_json::to_value(audience).unwrap()["identities"], identities);
    for problem in &audience.problems {
        assert_eq!(problem.severity, problem.kind.severity());
        assert!(!problem.message.contains(['\r', '\n']), "{problem:?}");
    }
    for column in &audience.columns {
        assert_eq!(column.field.is_none(), column.usage == Use::Ignored);
    }
}

proptest! {
    #![proptest_config(tries(1000))]

    #[test]
    fn what_is_written_is_read_back(table in table()) {
        let csv = table.csv();
        let audience = import(&csv, table.channel);
        check(&audience);
        let (rows, identities) = table.expected();
        prop_assert_eq!(audience.delimiter, char::from(table.delimiter), "{:?}", &csv);
        prop_assert_eq!(&audience.rows, &rows, "{:?}", &csv);
        let read: Value = serde_json::from_str(&audience.identities_json()).unwrap();
        prop_assert_eq!(read, Value::Array(identities), "{:?}", &csv);
    }

    #[test]
    fn any_text_is_read(
        text in "((?s)[^\0]|[,;\t\"\r\n {}]|sep=|email|Phone|customMessage|a@b){0,24}",
        channel in channel(),
    ) {
        let audience = import(&text, channel);
        check(&audience);
        prop_assert_eq!(import_bytes(text.as_bytes(), channel), audience);
    }

    #[test]
    fn any_bytes_are_read(
        bytes in prop::collection::vec(any::<u8>(), 0..64),
        mark in prop::sample::select(vec![&[][..], &[0xFF, 0xFE], &[0xFE, 0xFF], &[0xEF, 0xBB, 0xBF]]),
        channel in channel(),
    ) {
        check(&import_bytes(&[mark, &bytes].concat(), channel));
    }

    #[test]
    fn no_row_is_lost(
        rows in prop::collection::vec("[,;\ta@é {}]{0,8}", 0..12),
        channel in channel(),
    ) {
        let csv = format!("{}\n{}", channel.identity_field(), rows.join("\n"));
        let is_text = |c: char| c != ',' && !c.is_whitespace();
        let filled = (2..).zip(&rows).filter(|(_, row)| row.contains(is_text));
        let expected: Vec<usize> = filled.map(|(number, _)| number).collect();
        prop_assert_eq!(import(&csv, channel).rows, expected);
    }
}
