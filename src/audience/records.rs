//! Records of a CSV text, cut into cells by `csv-core`. What the crate `csv` puts around that
//! parser is for files and other sources; here all text is in memory.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The records of a text, one after another.
pub(super) struct Records<'t> {
    parser: Reader,
    /// What has not been read.
    rest: &'t [u8],
    buffer: Vec<u8>,
    ends: Vec<usize>,
}

/// The cells of a record.
#[derive(Default)]
pub(super) struct Cells {
    text: String,
    ends: Vec<usize>,
}

impl<'t> Records<'t> {
    pub fn new(text: &'t str, delimiter: u8) -> Records<'t> {
        Records {
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            rest: text.as_bytes(),
            buffer: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// How many bytes have not been read.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// Reads the next one into `cells`, unless there is none.
    pub fn read(&mut self, cells: &mut Cells) -> bool {
        let (mut length, mut number) = (0, 0);
        loop {
            let buffer = self.buffer.get_mut(length..).unwrap_or_default();
            let ends = self.ends.get_mut(number..).unwrap_or_default();
            let (result, read, written, ended) = self.parser.read_record(self.rest, buffer, ends);
            self.rest = self.rest.get(read..).unwrap_or_default();
            length += written;
            number += ended;
            match result {
                // Asked again, with nothing left, the parser knows that this is the end.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.buffer.resize(2 * length + 64, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * number + 16, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return false,
            }
        }
        cells.text.clear();
        // Cut at delimiters, quotes and line breaks, a text's pieces are texts.
        let text = self.buffer.get(..length).and_then(|text| std::str::from_utf8(text).ok());
        cells.text.push_str(text.unwrap_or_default());
        cells.ends.clear();
        cells.ends.extend(self.ends.iter().take(number));
        true
    }
}

impl Cells {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(index)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut records, mut cells) = (Records::new(text, b';'), Cells::default());
        let mut all = Vec::new();
        while records.read(&mut cells) {
            assert_eq!(cells.len(), cells.iter().count());
            all.push(cells.iter().map(str::to_owned).collect());
        }
        assert!(!records.read(&mut cells), "the end stays the end");
        assert_eq!(records.left(), 0);
        all
    }

    #[test]
    fn cells_are_cut_at_the_delimiter() {
        assert_eq!(read("a;b\n;\"c;\"\"é\"\"\n\"\n"), [vec!["a", "b"], vec!["", "c;\"é\"\n"]]);
        assert_eq!(read("a,b"), [["a,b"]]);
        assert_eq!(read(""), [[""; 0]; 0]);
        assert_eq!(read("\n\n"), [[""; 0]; 0]);
    }

    #[test]
    fn records_are_as_long_as_they_are() {
        let cells: Vec<String> = (0..500).map(|length| "é".repeat(length)).collect();
        assert_eq!(
            read(&format!("a;b\n{}\nc", cells.join(";"))),
            [vec!["a".to_owned(), "b".to_owned()], cells, vec!["c".to_owned()]]
        );
    }
}
