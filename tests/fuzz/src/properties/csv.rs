//! Audiences: no row is lost, and every problem stands at a cell that there is.

use std::sync::LazyLock;

use notify_preflight::audience::{Audience, Identity, ProblemKind, Use, import, import_bytes};
use notify_preflight::{Channel, limits};
use regex::Regex;
use serde_json::{Map, Value, json};

use super::table::Table;

static SEP_LINE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "^\"*(?i:sep=)[\t !-/:-@\\[-`{-~]\"*(\r\n|\r|\n|$)";
    Regex::new(pattern).expect("a pattern")
});

/// Holds for any bytes.
pub fn hold(bytes: &[u8]) {
    // One channel, the same for the same bytes: three would take three times as long.
    let channel = Channel::ALL[bytes.len() % Channel::ALL.len()];
    let audience = import_bytes(bytes, channel);
    whole(&audience);
    match text(bytes) {
        Some(text) if !is_unreadable(&audience) => {
            if text.as_bytes() != bytes {
                assert_eq!(audience, import(&text, channel));
            }
            rows(&text, &audience);
        }
        _ => {
            assert!(is_unreadable(&audience), "{:?}", audience.problems);
            assert!(audience.identities.is_empty());
        }
    }
}

/// What bytes say, where they say how they are meant.
fn text(bytes: &[u8]) -> Option<String> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok().filter(|_| bytes.len().is_multiple_of(2))
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

fn is_unreadable(audience: &Audience) -> bool {
    audience.problems.iter().any(|problem| problem.kind == ProblemKind::NotUtf8)
}

/// What holds of any audience, whatever it was read from.
fn whole(audience: &Audience) {
    assert_eq!(audience.identities.len(), audience.rows.len());
    assert!(audience.rows.is_sorted_by(|one, next| one < next));
    let totals = &audience.totals;
    let total = totals.error + totals.warning + totals.info;
    assert_eq!(audience.problems.len(), total.min(limits::DIAGNOSTICS));
    assert_eq!(audience.truncated, total > limits::DIAGNOSTICS);
    let written = audience.identities_json();
    let identities: Value = serde_json::from_str(&written).expect("JSON");
    let serialised = serde_json::to_value(audience).expect("JSON");
    assert_eq!(serialised["identities"], identities);
    assert_eq!(serde_json::to_string(&audience.identities).expect("JSON"), written);
    for problem in &audience.problems {
        assert_eq!(problem.severity, problem.kind.severity());
        assert!(!problem.message.contains(['\r', '\n']), "{problem:?}");
    }
}

/// The rows are those of the model, cell by cell.
fn rows(text: &str, audience: &Audience) {
    let Table { rows, is_open } = Table::read(without_sep_line(text), audience.delimiter);
    let has = |kind| audience.problems.iter().any(|problem| problem.kind == kind);
    assert_eq!(has(ProblemKind::UnclosedQuote), is_open);
    let is_filled = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
    let mut filled = (1..).zip(&rows).filter(|(_, row)| is_filled(row));
    let header = filled.next().map(|(_, row)| row.as_slice()).unwrap_or_default();
    let headers: Vec<&str> = header.iter().map(|cell| cell.trim()).collect();
    assert!(audience.columns.iter().map(|column| column.header.as_str()).eq(headers));
    let (numbers, expected): (Vec<usize>, Vec<Value>) =
        filled.map(|(number, row)| (number, identity(row, audience))).unzip();
    assert_eq!(audience.rows, numbers);
    let found: Vec<Value> = audience.identities.iter().map(of).collect();
    assert_eq!(found, expected);
    problems(&rows, header.len(), audience);
}

fn of(identity: &Identity) -> Value {
    serde_json::to_value(identity).expect("JSON")
}

/// The identity that a row makes, by what its columns are for.
fn identity(row: &[String], audience: &Audience) -> Value {
    let (mut identity, mut parameters) = (Map::new(), Map::new());
    for (column, cell) in audience.columns.iter().zip(row) {
        let cell = if column.usage == Use::Identity { cell.trim() } else { cell };
        let Some(field) = column.field.as_deref().filter(|_| !cell.is_empty()) else { continue };
        let object = if column.usage == Use::Parameter { &mut parameters } else { &mut identity };
        let before = object.insert(field.to_owned(), json!(cell));
        assert_eq!(before, None, "two columns give `{field}`");
    }
    if !parameters.is_empty() {
        identity.insert("parameters".to_owned(), parameters.into());
    }
    identity.into()
}

/// Every problem is at a row and in a column that there are.
fn problems(rows: &[Vec<String>], width: usize, audience: &Audience) {
    for problem in &audience.problems {
        let cells = problem.row.map_or(width, |row| {
            assert!((1..=rows.len()).contains(&row), "{problem:?}");
            width.max(rows[row - 1].len())
        });
        if let Some(letters) = &problem.column {
            assert!(index(letters) < cells, "{problem:?}");
        }
    }
}

/// The index of a column by its letters.
fn index(letters: &str) -> usize {
    let digit = |letter: u8| usize::from(letter - b'A') + 1;
    letters.bytes().fold(0, |index, letter| index * 26 + digit(letter)) - 1
}

/// A first line `sep=;`, quoted or not, is no row.
fn without_sep_line(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    match SEP_LINE.find(text).filter(|line| !line.as_str().contains("=\"")) {
        Some(line) => text[line.end()..].trim_start_matches('\u{feff}'),
        None => text,
    }
}
