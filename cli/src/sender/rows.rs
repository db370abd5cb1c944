//! Where the rows of a CSV file begin: found in one pass over bytes that are never all in memory.
//!
//! What a row says is the core's to read (`audience`), and it reads a whole text. So the file is
//! cut between rows, and this is all that must be known for it: a row ends at a line break outside
//! of quotes, and a quote opens only where a cell begins. The crate `csv` passes over empty lines
//! in silence, which would shift the numbers of the rows below them.

/// Finds the rows of a table, byte by byte.
#[derive(Clone, Debug)]
pub struct RowStarts {
    delimiter: u8,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a row; after a carriage return, a line feed still belongs to the row above.
    Between { after_return: bool },
    /// Before a cell.
    CellStart,
    /// In a cell, or behind its closing quote.
    Plain,
    /// Inside of quotes.
    Quoted,
    /// After a quote inside of quotes: the closing one, or the first of two that mean one.
    QuoteInQuoted,
}

impl RowStarts {
    /// For a table from its first byte on.
    pub const fn new(delimiter: u8) -> RowStarts {
        RowStarts { delimiter, state: State::Between { after_return: false } }
    }

    /// Whether a row begins with this byte, the next of the table.
    pub const fn begins_with(&mut self, byte: u8) -> bool {
        let begins = match self.state {
            State::Between { after_return: true } if byte == b'\n' => {
                self.state = State::Between { after_return: false };
                return false;
            }
            State::Between { .. } => true,
            _ => false,
        };
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (State::Quoted, _) => State::Quoted,
            (State::QuoteInQuoted | State::Between { .. } | State::CellStart, b'"') => {
                State::Quoted
            }
            (_, b'\r' | b'\n') => State::Between { after_return: byte == b'\r' },
            (_, byte) if byte == self.delimiter => State::CellStart,
            _ => State::Plain,
        };
        begins
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &str) -> Vec<&str> {
        let mut rows = RowStarts::new(b',');
        let mut starts: Vec<_> = table
            .bytes()
            .enumerate()
            .filter(|(_, byte)| rows.begins_with(*byte))
            .map(|(at, _)| at)
            .collect();
        starts.push(table.len());
        starts.windows(2).map(|ends| &table[ends[0]..ends[1]]).collect()
    }

    #[test]
    fn every_line_break_outside_quotes_ends_a_row() {
        assert_eq!(rows("a\nb\r\nc\rd"), ["a\n", "b\r\n", "c\r", "d"]);
        assert_eq!(rows("a\n\r\n\rb\n"), ["a\n", "\r\n", "\r", "b\n"]);
        assert_eq!(rows("a,\"b\n\"\"\r\n\",c\nd"), ["a,\"b\n\"\"\r\n\",c\n", "d"]);
        assert_eq!(rows("\"a\"b\"\nc\n"), ["\"a\"b\"\n", "c\n"]);
        assert_eq!(rows("5\" pipe\nc"), ["5\" pipe\n", "c"]);
        assert_eq!(rows(",\"\n\n\n"), [",\"\n\n\n"]);
        assert!(rows("").is_empty());
    }

    /// Whatever stands in a table, its rows are those that the core numbers.
    #[test]
    fn rows_are_numbered_as_the_core_numbers_them() {
        let pieces = ["a", "\"", "\n", "\r\n", "\r", ",", " ", "\"\"", "x,y", "\"a\nb\""];
        let mut random = 1_u64;
        let is_long = std::env::var_os("NOTIFY_PREFLIGHT_LONG").is_some();
        for _ in 0..if is_long { 20_000 } else { 300 } {
            let mut table = String::from("email,name\n");
            for _ in 0..12 {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                table.push_str(pieces[(random >> 33) as usize % pieces.len()]);
            }
            let audience =
                notify_preflight::audience::import(&table, notify_preflight::Channel::Ivr);
            let rows = rows(&table);
            let filled: Vec<_> = (1..=rows.len())
                .filter(|number| {
                    let alone = format!("email,name\n{}", rows[number - 1]);
                    *number > 1
                        && !notify_preflight::audience::import(
                            &alone,
                            notify_preflight::Channel::Ivr,
                        )
                        .identities
                        .is_empty()
                })
                .collect();
            assert_eq!(audience.rows, filled, "{table:?}");
        }
    }
}
