//! Recipients as a table: an overview, a row for each, as wide as the screen.

use comfy_table::ColumnConstraint::ContentWidth;
use comfy_table::{ContentArrangement, Table, presets};
use notify_preflight::{FilledMessage, Reading, Recipient};
use terminal_size::{Width, terminal_size_of};

use super::printable::printable;
use super::recipients::{other_of, source};

/// Where the number stands in a row.
const NUMBER: usize = 0;
/// Where it stands what the text is made of.
const SOURCE: usize = 2;
/// Columns of a table that goes to no terminal.
const COLUMNS: u16 = 100;

/// All recipients below a header. The other reading has a column where anybody's text differs.
pub fn table(recipients: &[Recipient], reading: Reading) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(columns());
    let differs = recipients.iter().any(|recipient| recipient.other_reading.is_some());
    let mut header: Vec<_> = ["#", "recipient", "from", "text"].map(str::to_owned).into();
    if differs {
        header.push(format!("read as `{}`", other_of(reading)));
    }
    table.set_header(header);
    // What is short is not wrapped: texts share the rest.
    for short in [NUMBER, SOURCE] {
        if let Some(column) = table.column_mut(short) {
            column.set_constraint(ContentWidth);
        }
    }
    for recipient in recipients {
        let mut row = vec![
            recipient.index.to_string(),
            printable(&recipient.identity),
            source(recipient).to_owned(),
            cell(&recipient.filled),
        ];
        if differs {
            row.push(recipient.other_reading.as_ref().map_or(String::new(), cell));
        }
        table.add_row(row);
    }
    table.trim_fmt() + "\n"
}

fn columns() -> u16 {
    terminal_size_of(std::io::stdout()).map_or(COLUMNS, |(Width(columns), _)| columns)
}

/// The text, with its own line breaks. An empty one is said to be empty.
fn cell(filled: &FilledMessage) -> String {
    let text = filled.as_str();
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}
