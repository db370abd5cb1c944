//! Where a ledger is: a file, or a database.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Ledger, LedgerError, Postgres, Sqlite};

/// Where a ledger is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An SQLite file.
    File(PathBuf),
    /// A PostgreSQL database. Its address may hold a password, and is not printed.
    Database(String),
}

impl Place {
    /// A place by its name on the command line.
    pub fn named(name: &str) -> Place {
        match name.starts_with("postgres://") || name.starts_with("postgresql://") {
            true => Place::Database(name.to_owned()),
            false => Place::File(name.into()),
        }
    }

    /// The file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Place::File(path) => Some(path),
            Place::Database(_) => None,
        }
    }

    /// Opens the ledger for a campaign of that name, whose requests go to that address.
    pub fn open(&self, name: &str, url: &str, lease: u64) -> Result<Box<dyn Ledger>, LedgerError> {
        Ok(match self {
            Place::File(path) => Box::new(Sqlite::open(path)?),
            Place::Database(address) => {
                Box::new(Postgres::open(address, name, url, Duration::from_secs(lease))?)
            }
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(path) => path.display().fmt(f),
            Place::Database(_) => f.write_str("the database"),
        }
    }
}
