//! Problems of an audience: place in the table, sentence, the cell itself, way out.

use std::fmt::Write;

use notify_preflight::audience::{Audience, Column, Problem, Use};

use super::FAINT;
use super::diagnostics::{heading, left_out, way_out};
use super::excerpt::first_columns;
use super::printable::printable;

/// Columns that a cell may take.
const COLUMNS: usize = 86;

/// All problems of an audience, each followed by an empty line. `name` is the file's.
pub fn problems(name: &str, audience: &Audience) -> String {
    let mut text = String::new();
    for problem in &audience.problems {
        one(&mut text, name, audience, problem);
        text.push('\n');
    }
    text.push_str(&left_out(audience.totals, audience.problems.len()));
    text
}

fn one(text: &mut String, name: &str, audience: &Audience, problem: &Problem) {
    let Problem { severity, kind, message, row, column, hint } = problem;
    let row = row.map(|row| row.to_string());
    let place = [Some(printable(name)), row.clone(), column.clone()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(":");
    text.push_str(&heading(&place, *severity, kind.name(), message));
    let mut gutter = 1;
    if let (Some(column), Some(cell)) = (column, cell(audience, problem)) {
        // As spreadsheets name it: `B3`.
        let label = column.clone() + row.as_deref().unwrap_or_default();
        gutter = label.len();
        let cell = match cell {
            "" => format!("{FAINT}(empty){FAINT:#}"),
            cell => first_columns(&printable(cell), COLUMNS, false),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{FAINT}{:gutter$} |{FAINT:#}\n{FAINT}{label} |{FAINT:#} {cell}\n{FAINT}{:gutter$} |{FAINT:#}",
            "", ""
        );
    }
    way_out(text, "hint", hint.as_deref(), gutter);
}

/// What stands in the problem's cell: a header, or a recipient's value. Nothing where the column is
/// not read.
fn cell<'a>(audience: &'a Audience, problem: &Problem) -> Option<&'a str> {
    let letters = problem.column.as_deref()?;
    let column = audience.columns.iter().find(|column| column.column == letters)?;
    match problem.row {
        None => Some(&column.header),
        Some(row) => value(audience, row, column),
    }
}

fn value<'a>(audience: &'a Audience, row: usize, column: &Column) -> Option<&'a str> {
    let index = audience.rows.binary_search(&row).ok()?;
    let identity = audience.identities.get(index)?;
    let value = match column.usage {
        Use::Identity => identity.name.as_deref(),
        Use::CustomMessage => identity.custom_message.as_deref(),
        Use::Parameter => {
            let parameter =
                identity.parameters.iter().find(|(key, _)| Some(key) == column.field.as_ref());
            parameter.map(|(_, value)| value.as_str())
        }
        Use::Ignored => return None,
    };
    Some(value.unwrap_or_default())
}
