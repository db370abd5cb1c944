//! A table's rows by a model that knows nothing of speed.

/// A table as read.
pub struct Table {
    /// Each row's cells; an empty row has none.
    pub rows: Vec<Vec<String>>,
    /// Whether the last cell's quote is never closed.
    pub is_open: bool,
}

impl Table {
    /// Reads a table.
    pub fn read(table: &str, delimiter: char) -> Table {
        let mut rows = Vec::new();
        let mut rest = Some(table);
        while let Some(text) = rest.filter(|text| !text.is_empty()) {
            let (row, after) = row(text, delimiter);
            rows.push(row);
            rest = after;
        }
        Table { rows, is_open: rest.is_none() }
    }
}

/// One row, and what follows its line break; nothing where a quote is never closed.
fn row(text: &str, delimiter: char) -> (Vec<String>, Option<&str>) {
    let mut cells = Vec::new();
    if text.starts_with(['\r', '\n']) {
        return (cells, Some(after_line_break(text)));
    }
    let mut rest = text;
    loop {
        let (cell, after) = cell(rest, delimiter);
        cells.push(cell);
        let Some(after) = after else { return (cells, None) };
        match after.strip_prefix(delimiter) {
            Some(after) => rest = after,
            None => return (cells, Some(after_line_break(after))),
        }
    }
}

/// One cell, and what follows it: a delimiter, a line break or the end.
fn cell(text: &str, delimiter: char) -> (String, Option<&str>) {
    let mut cell = String::new();
    let mut rest = text;
    if let Some(mut inside) = text.strip_prefix('"') {
        loop {
            let Some((quoted, after)) = inside.split_once('"') else {
                return (cell + inside, None);
            };
            cell.push_str(quoted);
            rest = after;
            let Some(doubled) = after.strip_prefix('"') else { break };
            cell.push('"');
            inside = doubled;
        }
    }
    // After a closing quote, too, what comes is a part of the cell.
    let end = rest.find([delimiter, '\r', '\n']).unwrap_or(rest.len());
    let (unquoted, after) = rest.split_at(end);
    (cell + unquoted, Some(after))
}

fn after_line_break(text: &str) -> &str {
    let after = text.strip_prefix("\r\n");
    after.or_else(|| text.strip_prefix(['\r', '\n'])).unwrap_or(text)
}
