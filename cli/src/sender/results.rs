//! What became of each recipient, joined to the rows of the input.
//!
//! Every request is made again from the input, and the core joins its logs to its recipients. A
//! recipient who is in several generations has the result of the last. In each generation the
//! recipients stand in the order of the input, so one request of each is in memory at a time.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use notify_preflight::status::progress_of;

use super::ledger::{Batch, Ledger, LedgerError};
use super::source::{Source, SourceError};

/// Why results cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    #[error("cannot write `{path}`", path = .0.display())]
    Unwritable(PathBuf, #[source] io::Error),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// A line of the results.
#[derive(Debug)]
struct Line {
    place: usize,
    cells: [String; 6],
}

/// The requests of a generation, one after another, as lines.
struct Generation {
    number: i64,
    last: i64,
    batches: VecDeque<Batch>,
    lines: VecDeque<Line>,
}

/// Writes the results; the file is there in full or as it was before.
pub fn write(
    path: &Path,
    ledger: &mut dyn Ledger,
    source: &Source<'_>,
    mut progress: impl FnMut(u64),
) -> Result<(), ResultsError> {
    let unwritable = |error| ResultsError::Unwritable(path.to_owned(), error);
    let mut beside = path.to_owned().into_os_string();
    beside.push(".part");
    let file = File::create(&beside).map_err(unwritable)?;
    let mut table = csv::Writer::from_writer(BufWriter::new(file));
    let record = [source.noun(), "identity", "status", "comment", "job", "request", "generation"];
    table.write_record(record).map_err(io::Error::from).map_err(unwritable)?;
    let mut generations: Vec<_> = (1..=ledger.generations()?).map(Generation::new).collect();
    let mut written = 0;
    while let Some(line) = next(&mut generations, ledger, source)? {
        let place = line.place.to_string();
        let cells = std::iter::once(&place).chain(&line.cells);
        table.write_record(cells).map_err(io::Error::from).map_err(unwritable)?;
        written += 1;
        progress(written);
    }
    let file = table.into_inner().map_err(|error| error.into_error());
    let file = file.and_then(|file| file.into_inner().map_err(io::IntoInnerError::into_error));
    file.and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&beside, path))
        .map_err(unwritable)
}

/// The next line of the first generation, or what a later one says of the same recipient.
fn next(
    generations: &mut [Generation],
    ledger: &mut dyn Ledger,
    source: &Source<'_>,
) -> Result<Option<Line>, ResultsError> {
    let Some((first, later)) = generations.split_first_mut() else { return Ok(None) };
    let Some(mut line) = first.take(ledger, source)? else { return Ok(None) };
    for generation in later {
        if generation.peek(ledger, source)? == Some(line.place)
            && let Some(newer) = generation.lines.pop_front()
        {
            line = newer;
        }
    }
    Ok(Some(line))
}

impl Generation {
    const fn new(number: i64) -> Generation {
        Generation { number, last: 0, batches: VecDeque::new(), lines: VecDeque::new() }
    }

    fn take(
        &mut self,
        ledger: &mut dyn Ledger,
        source: &Source<'_>,
    ) -> Result<Option<Line>, ResultsError> {
        self.peek(ledger, source)?;
        Ok(self.lines.pop_front())
    }

    fn peek(
        &mut self,
        ledger: &mut dyn Ledger,
        source: &Source<'_>,
    ) -> Result<Option<usize>, ResultsError> {
        while self.lines.is_empty() {
            if self.batches.is_empty() {
                self.batches = ledger.after(self.number, self.last)?.into();
            }
            let Some(batch) = self.batches.pop_front() else { return Ok(None) };
            self.last = batch.number;
            self.lines = lines(&batch, source)?;
        }
        Ok(self.lines.front().map(|line| line.place))
    }
}

fn lines(batch: &Batch, source: &Source<'_>) -> Result<VecDeque<Line>, ResultsError> {
    let body = source.body(&batch.planned.places)?;
    let report = batch.report.as_deref().unwrap_or("{}");
    let joined = progress_of("{}", report, &body).map_err(|_| LedgerError::Damaged)?;
    let recipients = joined.by_recipient.unwrap_or_default().recipients;
    let line = |(place, recipient): (usize, notify_preflight::status::RecipientStatus)| Line {
        place,
        cells: [
            as_text(recipient.identity),
            recipient.status.unwrap_or_default(),
            as_text(recipient.comment.unwrap_or_default()),
            batch.job.clone().unwrap_or_default(),
            batch.state.to_string(),
            batch.generation.to_string(),
        ],
    };
    Ok(batch.planned.places.iter().zip(recipients).map(line).collect())
}

/// An apostrophe before what a spreadsheet would run; a phone number is its own value.
fn as_text(cell: String) -> String {
    let is_number =
        cell.strip_prefix('+').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::as_text;

    #[test]
    fn nothing_in_a_cell_is_run() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("@a", "'@a"),
            ("+4915550000001", "+4915550000001"),
            ("+a", "'+a"),
            ("a=", "a="),
        ] {
            assert_eq!(as_text(cell.to_owned()), written);
        }
    }
}
