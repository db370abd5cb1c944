//! What is sent: a payload of any number of recipients, or a message and a table of them.
//!
//! A request is never kept: it is made again from its places, byte for byte the same, and its
//! SHA-256 says so.

use std::io;
use std::path::{Path, PathBuf};

use notify_preflight::audience::Problem;
use notify_preflight::batch::{self, Parts, SplitError};
use sha2::{Digest, Sha256};

use super::places::Places;
use super::table::Table;
use crate::terminal::printable;

/// A SHA-256.
pub type Hash = [u8; 32];

/// How large a request may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Most recipients.
    pub recipients: usize,
    /// Most bytes, if they are limited.
    pub bytes: Option<usize>,
}

/// Where the requests come from.
#[derive(Debug)]
pub enum Source<'a> {
    /// A CSV file and the message to its rows.
    Table(Table),
    /// A payload, its SHA-256, and its text in parts.
    Payload(Hash, Parts<'a>),
}

/// A request to be planned.
#[derive(Debug)]
pub struct Request {
    /// Its recipients.
    pub places: Places,
    /// The payload.
    pub body: String,
}

/// Why a source cannot be read, or makes no requests.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The system said no.
    #[error("cannot read `{path}`", path = .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// A table that is none: the core says why.
    #[error("`{path}` is no table of recipients: {}", said(.1), path = .0.display())]
    NoTable(PathBuf, Box<Problem>),
    /// Probably a quote that is never closed.
    #[error(
        "`{path}` has more than {most} MiB in the {rows} rows from row {row} on: is a quote there \
         never closed?", path = path.display()
    )]
    RowsTooLong { path: PathBuf, most: usize, rows: usize, row: usize },
    /// The file is not what it was when it was read at first.
    #[error("`{path}` has changed while it was being sent: put it back as it was and run the same command again", path = .0.display())]
    Changed(PathBuf),
    /// A recipient who does not fit.
    #[error(
        "the recipient `{identity}` in row {row} alone makes a request of {bytes} bytes, at most {most} are allowed"
    )]
    RecipientTooLarge { identity: String, row: usize, bytes: usize, most: usize },
    /// The message does not fit.
    #[error(transparent)]
    Split(#[from] SplitError),
}

impl Source<'_> {
    /// A payload's text.
    pub fn payload(text: &str, size: Size) -> Result<Source<'_>, SourceError> {
        let parts = batch::parts(text, size.recipients, size.bytes)?;
        Ok(Source::Payload(Sha256::digest(text).into(), parts))
    }

    /// The SHA-256 of the input.
    pub fn hash(&self) -> Hash {
        match self {
            Source::Table(table) => table.hash(),
            Source::Payload(hash, _) => *hash,
        }
    }

    /// What a place is called.
    pub const fn noun(&self) -> &'static str {
        match self {
            Source::Table(_) => "row",
            Source::Payload(..) => "index",
        }
    }

    /// Into how many pieces the source is cut for planning.
    pub fn pieces(&self) -> usize {
        match self {
            Source::Table(table) => table.chunks(),
            Source::Payload(_, parts) => parts.len(),
        }
    }

    /// The requests of a piece, and what is wrong with the piece as a table.
    pub fn requests(
        &self,
        piece: usize,
        size: Size,
    ) -> Result<(Vec<Request>, Vec<Problem>), SourceError> {
        match self {
            Source::Table(table) => table.requests(piece, size),
            Source::Payload(_, parts) => {
                let places = parts.recipients().nth(piece).unwrap_or_default();
                let body = parts.restricted_to(places.clone());
                Ok((vec![Request { places: places.collect(), body }], Vec::new()))
            }
        }
    }

    /// The request to these recipients, made again.
    pub fn body(&self, places: &Places) -> Result<String, SourceError> {
        match self {
            Source::Table(table) => table.body(places),
            Source::Payload(_, parts) => Ok(parts.restricted_to(places.iter())),
        }
    }
}

fn said(problem: &Problem) -> String {
    let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
    printable(&(problem.message.clone() + &hint))
}

/// The SHA-256 of a body.
pub fn hash(body: &str) -> Hash {
    Sha256::digest(body).into()
}

/// Whether a file is a table by its name: every other one is a payload.
pub fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        ["csv", "tsv", "txt"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}
