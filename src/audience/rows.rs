//! Rows as a spreadsheet numbers them: an empty line is a row, a line break inside
//! quotes is none.

use super::records::{Cells, Records};

/// The rows of a table, those left out that have nothing in them.
pub(super) struct Rows<'t> {
    table: &'t str,
    delimiter: u8,
    records: Records<'t>,
    cells: Cells,
    last: Option<Last>,
    /// The last row that had something in it.
    last_filled: usize,
    pub skipped: Skipped,
}

pub(super) struct Row<'r> {
    /// From 1.
    pub number: usize,
    pub cells: &'r Cells,
}

/// The row read last, whether or not it had something in it.
#[derive(Clone, Copy)]
struct Last {
    /// Byte of the table, before the row and any line breaks above it.
    start: usize,
    cell: Cell,
}

/// A cell by its row, from 1, and its column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
}

/// Empty rows that others follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Skipped {
    pub count: usize,
    pub first: usize,
}

impl<'t> Rows<'t> {
    pub fn new(table: &'t str, delimiter: u8) -> Rows<'t> {
        Rows {
            table,
            delimiter,
            records: Records::new(table, delimiter),
            cells: Cells::default(),
            last: None,
            last_filled: 0,
            skipped: Skipped::default(),
        }
    }

    /// The next row that has something in it.
    pub fn next(&mut self) -> Option<Row<'_>> {
        let number = loop {
            let number = self.read()?;
            if self.cells.iter().any(|cell| !cell.trim().is_empty()) {
                break number;
            }
        };
        let empty = number - self.last_filled - 1;
        if empty > 0 && self.skipped.count == 0 {
            self.skipped.first = self.last_filled + 1;
        }
        self.skipped.count += empty;
        self.last_filled = number;
        Some(Row { number, cells: &self.cells })
    }

    /// Reads one row into `cells`, and says its number.
    fn read(&mut self) -> Option<usize> {
        let start = self.table.len() - self.records.left();
        if !self.records.read(&mut self.cells) {
            return None;
        }
        let above = self.last.map_or(0, |last| last.cell.row);
        let row = above + empty_lines(self.table.as_bytes(), start) + 1;
        let column = self.cells.len().saturating_sub(1);
        self.last = Some(Last { start, cell: Cell { row, column } });
        Some(row)
    }

    /// The last cell that has been read.
    pub fn last_cell(&self) -> Option<Cell> {
        self.last.map(|last| last.cell)
    }

    /// Once all is read: the cell whose quote is never closed.
    pub fn unclosed_quote(&self) -> Option<Cell> {
        let Last { start, cell } = self.last?;
        // An open quote swallows whatever follows, be it another row. The line break before
        // is for a byte order mark, which opens no file here.
        let tail = ["\n", self.table.get(start..)?, "\nx"].concat();
        let (mut rows, mut cells) = (Records::new(&tail, self.delimiter), Cells::default());
        let is_one = rows.read(&mut cells) && !rows.read(&mut cells);
        is_one.then_some(cell)
    }
}

/// How many lines are empty from `start` on; the reader passes over them in silence.
fn empty_lines(table: &[u8], start: usize) -> usize {
    // The reader may stop between the two halves of a line break.
    let mut previous = start.checked_sub(1).and_then(|before| table.get(before));
    let mut lines = 0;
    for byte in table.get(start..).unwrap_or_default() {
        match byte {
            b'\n' if previous == Some(&b'\r') => {}
            b'\r' | b'\n' => lines += 1,
            _ => break,
        }
        previous = Some(byte);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row's number and cells.
    fn read(table: &str) -> (Vec<(usize, Vec<String>)>, Skipped) {
        let mut rows = Rows::new(table, b',');
        let mut found = Vec::new();
        while let Some(row) = rows.next() {
            found.push((row.number, row.cells.iter().map(str::to_owned).collect()));
        }
        (found, rows.skipped)
    }

    fn numbers(table: &str) -> Vec<usize> {
        read(table).0.into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn all_line_breaks_end_a_row() {
        for table in ["a\nb\nc", "a\r\nb\r\nc\r\n", "a\rb\rc\r", "a\nb\r\nc\r"] {
            assert_eq!(numbers(table), [1, 2, 3], "{table:?}");
        }
    }

    #[test]
    fn an_empty_line_is_a_row() {
        assert_eq!(numbers("\n\na\n\nb\n"), [3, 5]);
        assert_eq!(numbers("\r\n\r\na\r\n\r\nb\r\n"), [3, 5]);
        assert_eq!(numbers("\r\ra\r\rb\r"), [3, 5]);
        assert_eq!(numbers("a\n\r\n\rb"), [1, 4]);
    }

    #[test]
    fn a_line_break_inside_quotes_is_no_row() {
        assert_eq!(numbers("a\n\"b\n\nb\"\n\"c\r\n\"\n\nd"), [1, 2, 3, 5]);
    }

    #[test]
    fn quotes_and_line_breaks_are_read() {
        let (rows, _) = read("\"a \"\"b\"\"\",\"c\r\nd\",\"\"\ne\"f, \"g\"");
        assert_eq!(rows[0].1, ["a \"b\"", "c\r\nd", ""]);
        assert_eq!(rows[1].1, ["e\"f", " \"g\""]);
    }

    #[test]
    fn empty_rows_are_counted_where_others_follow() {
        let (rows, skipped) = read("a,b\n,\n\n \nc\n\"\"\nd\n,,\n\n");
        assert_eq!(rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 5, 7]);
        assert_eq!(skipped, Skipped { count: 4, first: 2 });
        assert_eq!(read("a\nb\n\n,,\n").1, Skipped::default());
    }

    #[test]
    fn unclosed_quotes_are_found_where_they_open() {
        let unclosed = |table: &str| {
            let mut rows = Rows::new(table, b',');
            while rows.next().is_some() {}
            rows.unclosed_quote()
        };
        for table in ["", "a\nb", "a\n\"b\"", "a\n\"b\"\n", "\"a\"\"\"", "a\n\n", "a\"", "\"\""] {
            assert_eq!(unclosed(table), None, "{table:?}");
        }
        assert_eq!(unclosed("a\n\u{feff}\"b"), None, "the cell begins with the mark");
        assert_eq!(unclosed("a,b\n\nc,\"d\n\ne,f\n"), Some(Cell { row: 3, column: 1 }));
        assert_eq!(unclosed("a\n\"b\"\""), Some(Cell { row: 2, column: 0 }));
        assert_eq!(unclosed("a\n\""), Some(Cell { row: 2, column: 0 }));
        assert_eq!(unclosed("\""), Some(Cell { row: 1, column: 0 }));
    }
}
