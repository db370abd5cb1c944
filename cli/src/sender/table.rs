//! A CSV file of any length, of which only as many rows as make a request are in memory.
//!
//! The file is read once from end to end, to know its SHA-256 and where every so-many-th row
//! begins. From then on the core reads it in chunks: the header and the rows of one chunk are a
//! text of their own. Which rows are recipients, and all that is wrong with them, is the core's to
//! say; only the rows' numbers are moved to where they stand in the file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use notify_preflight::Channel;
use notify_preflight::audience::{self, Audience, Identity, Problem, ProblemKind};
use notify_preflight::batch::{self, SplitError};
use sha2::{Digest, Sha256};

use super::message::Message;
use super::places::Places;
use super::rows::RowStarts;
use super::source::{Hash, Request, Size, SourceError};

/// The header is looked for in as many bytes.
const HEADER_WITHIN: u64 = 1 << 20;

/// Most MiB of one chunk: a quote that is never closed would make all of the file one row.
const LARGEST_MIB: usize = 64;

/// A CSV file, cut into chunks of rows.
#[derive(Debug)]
pub struct Table {
    path: PathBuf,
    file: File,
    message: Message,
    hash: Hash,
    header: Header,
    /// Rows of a chunk, empty ones included.
    rows: usize,
    /// Where each chunk begins, and where the last one ends.
    chunks: Vec<u64>,
}

#[derive(Debug)]
struct Header {
    /// The file up to the first row below the header.
    text: Vec<u8>,
    /// The number of the header's row.
    row: usize,
    delimiter: u8,
}

impl Table {
    /// Reads a file through; `progress` is told how many bytes have been read.
    pub fn open(
        path: &Path,
        message: Message,
        rows: usize,
        mut progress: impl FnMut(u64),
    ) -> Result<Table, SourceError> {
        let unreadable = |error| SourceError::Unreadable(path.to_owned(), error);
        let mut file = File::open(path).map_err(unreadable)?;
        let mut start = Vec::new();
        (&file).take(HEADER_WITHIN).read_to_end(&mut start).map_err(unreadable)?;
        let header = Header::of(&start, message.channel)
            .map_err(|problem| SourceError::NoTable(path.to_owned(), problem))?;
        file.rewind().map_err(unreadable)?;
        let mut index = Index::new(&header, rows);
        let mut hash = Sha256::new();
        let mut block = vec![0; 1 << 18];
        loop {
            let read = file.read(&mut block).map_err(unreadable)?;
            let Some(bytes) = block.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            hash.update(bytes);
            index.add(bytes);
            progress(index.at);
        }
        let chunks = index.finished();
        Ok(Table {
            path: path.to_owned(),
            file,
            message,
            hash: hash.finalize().into(),
            header,
            rows,
            chunks,
        })
    }

    /// The SHA-256 of the file.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// How many chunks there are; at least one, so that an empty table is looked at.
    pub fn chunks(&self) -> usize {
        self.chunks.len().saturating_sub(1).max(1)
    }

    /// The requests to the rows of a chunk, and what is wrong with the rows.
    pub fn requests(
        &self,
        chunk: usize,
        size: Size,
    ) -> Result<(Vec<Request>, Vec<Problem>), SourceError> {
        let Audience { identities, rows, mut problems, .. } = self.chunk(chunk)?;
        // Rows that are all empty are not all rows, unless there are no others.
        problems.retain(|problem| problem.kind != ProblemKind::NoRows || self.chunks() == 1);
        if identities.is_empty() {
            return Ok((Vec::new(), problems));
        }
        let payload = self.message.payload(&identities.iter().collect::<Vec<_>>());
        let parts = batch::parts(&payload, size.recipients, size.bytes)
            .map_err(|error| in_row(error, &rows))?;
        let runs: Vec<_> = parts.recipients().collect();
        let places = |run: std::ops::Range<usize>| {
            rows.get(run).unwrap_or_default().iter().copied().collect()
        };
        let requests =
            runs.into_iter().zip(parts).map(|(run, body)| Request { places: places(run), body });
        Ok((requests.collect(), problems))
    }

    /// The request to the recipients in these rows.
    pub fn body(&self, places: &Places) -> Result<String, SourceError> {
        let mut found: Vec<Identity> = Vec::new();
        let mut wanted = places.iter().peekable();
        while let Some(row) = wanted.peek() {
            let chunk = row.saturating_sub(self.header.row + 1) / self.rows;
            let audience = self.chunk(chunk)?;
            let before = found.len();
            for (row, identity) in audience.rows.into_iter().zip(audience.identities) {
                if wanted.next_if_eq(&row).is_some() {
                    found.push(identity);
                }
            }
            if found.len() == before {
                return Err(SourceError::Changed(self.path.clone()));
            }
        }
        Ok(self.message.payload(&found.iter().collect::<Vec<_>>()))
    }

    /// A chunk as the core reads it, with the rows' numbers in the file.
    fn chunk(&self, chunk: usize) -> Result<Audience, SourceError> {
        let start = self.chunks.get(chunk).copied().unwrap_or_default();
        let end = self.chunks.get(chunk + 1).copied().unwrap_or(start);
        let length = usize::try_from(end - start).unwrap_or(usize::MAX);
        let above = chunk * self.rows;
        if length > LARGEST_MIB << 20 {
            let row = self.header.row + above + 1;
            let path = self.path.clone();
            return Err(SourceError::RowsTooLong { path, most: LARGEST_MIB, rows: self.rows, row });
        }
        let mut text = self.header.text.clone();
        self.read(start, length, &mut text).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => SourceError::Changed(self.path.clone()),
            _ => SourceError::Unreadable(self.path.clone(), error),
        })?;
        let mut audience = audience::import_bytes(&text, self.message.channel);
        audience.rows.iter_mut().for_each(|row| *row += above);
        for row in audience.problems.iter_mut().filter_map(|problem| problem.row.as_mut()) {
            if *row > self.header.row {
                *row += above;
            }
        }
        Ok(audience)
    }

    fn read(&self, start: u64, length: usize, text: &mut Vec<u8>) -> io::Result<()> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        let read = file.take(length as u64).read_to_end(text)?;
        if read < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

/// A recipient that does not fit, by the row instead of the place in the chunk.
fn in_row(error: SplitError, rows: &[usize]) -> SourceError {
    match error {
        SplitError::RecipientTooLarge { index, identity, bytes, most } => {
            let row = rows.get(index).copied().unwrap_or_default();
            SourceError::RecipientTooLarge { identity, row, bytes, most }
        }
        other => other.into(),
    }
}

impl Header {
    /// The header of a file that begins so. Where it stands is the core's to say: at the first
    /// row from which on there are columns.
    fn of(start: &[u8], channel: Channel) -> Result<Header, Box<Problem>> {
        let start = without_half_a_character(start);
        let audience = audience::import_bytes(start, channel);
        let Some(delimiter) =
            u8::try_from(audience.delimiter).ok().filter(|_| !audience.columns.is_empty())
        else {
            return Err(Box::new(
                audience.problems.into_iter().next().unwrap_or_else(|| unreadable(channel)),
            ));
        };
        // Of UTF-16 the core reads all of a text, and no part.
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            return Err(Box::new(unreadable(channel)));
        }
        let mut rows = RowStarts::new(delimiter);
        let begins = start.iter().enumerate().filter(|(_, byte)| rows.begins_with(**byte));
        let ends = begins.map(|(at, _)| at).skip(1).chain([start.len()]);
        for end in ends {
            let above = start.get(..end).unwrap_or_default();
            if !audience::import_bytes(above, channel).columns.is_empty() {
                return Ok(Header {
                    text: above.to_owned(),
                    row: row_of(above, channel),
                    delimiter,
                });
            }
        }
        Ok(Header { text: start.to_owned(), row: 1, delimiter })
    }
}

/// The number of the header's row: the row below it is one further.
fn row_of(header: &[u8], channel: Channel) -> usize {
    let below = [header, b"\nx"].concat();
    let row = audience::import_bytes(&below, channel).rows.first().copied();
    // After a line feed another one is an empty row; after a carriage return it is not.
    row.unwrap_or(2).saturating_sub(if header.ends_with(b"\n") { 2 } else { 1 })
}

/// What the core says of a file in no encoding that can be read in parts.
fn unreadable(channel: Channel) -> Problem {
    let mut problems = audience::import_bytes(&[0xFF], channel).problems;
    let mut problem = problems.remove(0);
    problem.message = "the file is not UTF-8".to_owned();
    problem
}

/// A text may have been cut inside of a character.
fn without_half_a_character(text: &[u8]) -> &[u8] {
    match std::str::from_utf8(text) {
        Err(error) if error.error_len().is_none() => {
            text.get(..error.valid_up_to()).unwrap_or(text)
        }
        _ => text,
    }
}

/// Where the chunks begin, found while the file is read.
struct Index {
    rows: RowStarts,
    of_chunk: usize,
    skip: u64,
    at: u64,
    seen: usize,
    starts: Vec<u64>,
}

impl Index {
    fn new(header: &Header, of_chunk: usize) -> Index {
        let skip = header.text.len() as u64;
        Index {
            rows: RowStarts::new(header.delimiter),
            of_chunk,
            skip,
            at: 0,
            seen: 0,
            starts: Vec::new(),
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.at >= self.skip && self.rows.begins_with(*byte) {
                if self.seen.is_multiple_of(self.of_chunk) {
                    self.starts.push(self.at);
                }
                self.seen += 1;
            }
            self.at += 1;
        }
    }

    fn finished(mut self) -> Vec<u64> {
        self.starts.push(self.at);
        self.starts
    }
}
