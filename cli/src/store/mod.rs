//! The sandbox's store: jobs, recipients and logs in one SQLite file.
//!
//! One thread has the one connection. A job is answered for only after its transaction has
//! reached the disk (WAL, `synchronous=FULL`), so no answered job is lost.

mod inbox;
mod jobs;
mod migrations;
mod records;
mod writer;

pub use inbox::{Listed, Message, Request, Wanted, message_id};
pub use records::{Delivery, Job, Log, NewJob, NewRecipient, Outcome, Progress};

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension};

use writer::Writer;

/// Where the store lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataFile {
    /// Nowhere: it is gone when the server stops.
    Memory,
    /// In this file, made where there is none.
    File(PathBuf),
}

impl From<OsString> for DataFile {
    fn from(name: OsString) -> DataFile {
        if name == ":memory:" { DataFile::Memory } else { DataFile::File(name.into()) }
    }
}

impl fmt::Display for DataFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataFile::Memory => f.write_str(":memory:"),
            DataFile::File(path) => path.display().fmt(f),
        }
    }
}

/// Why the store did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Two servers on one file would run each job twice.
    #[error("`{0}` is in use by another process: stop it, or name another file with `--data`")]
    InUse(DataFile),
    /// Not SQLite, or another program's database.
    #[error("`{0}` is not a sandbox's data file: name another file with `--data`")]
    Foreign(DataFile),
    /// Made by a later version of this program.
    #[error(
        "`{0}` was written by a newer version of notify-preflight: name another file with `--data`"
    )]
    Newer(DataFile),
    /// Anything else at the start.
    #[error("cannot open the data file `{0}`")]
    Unusable(DataFile, #[source] rusqlite::Error),
    /// Anything else later.
    #[error("the data file cannot be read or written")]
    Database(#[from] rusqlite::Error),
    /// A transaction of several jobs, each of which is told.
    #[error("the data file cannot be written")]
    NotAdded(#[source] Arc<rusqlite::Error>),
    /// The operating system started no thread.
    #[error("the system starts no thread")]
    NoThread(#[source] io::Error),
    /// Faults in the file that this version does not take.
    #[error("the data file holds faults that cannot be put in force: {0}")]
    Faults(String),
    /// The operating system gave no random bytes.
    #[error("the system gives no random numbers")]
    NoRandomness(#[from] getrandom::Error),
    /// The server stops.
    #[error("the server is stopping")]
    Stopping,
}

/// A handle on the store; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    writer: Writer,
}

impl Store {
    /// Opens the store, makes or upgrades its tables, and keeps every other process out.
    pub fn open(data: &DataFile) -> Result<Store, StoreError> {
        let connection = prepare(data).map_err(|error| match error {
            StoreError::Database(error) => at_start(error, data),
            other => other,
        })?;
        Ok(Store { writer: Writer::start(connection).map_err(StoreError::NoThread)? })
    }

    /// The value that stands under `key`, if there is one.
    pub async fn meta(&self, key: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        self.run(move |connection| {
            let mut find = connection.prepare("SELECT value FROM meta WHERE key = ?1")?;
            Ok(find.query_row([key], |row| row.get(0)).optional()?)
        })
        .await
    }

    /// Puts a value under `key`.
    pub async fn set_meta(&self, key: &'static str, value: Vec<u8>) -> Result<(), StoreError> {
        self.run(move |connection| {
            let set = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
            connection.execute(set, (key, value))?;
            Ok(())
        })
        .await
    }

    /// Runs `work` on the thread that has the connection.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.run(work).await
    }
}

fn prepare(data: &DataFile) -> Result<Connection, StoreError> {
    let mut connection = match data {
        DataFile::Memory => Connection::open_in_memory()?,
        DataFile::File(path) => Connection::open(path)?,
    };
    // A server that has just been told to stop is waited for; a running one keeps the file.
    connection.busy_timeout(Duration::from_secs(1))?;
    // Before anything is read, so that the first statement takes the lock, for good. It goes
    // with the process, however that ends.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    // Before anything is written: a file of something else stays as it is.
    migrations::examine(&connection, data)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrations::run(&mut connection)?;
    Ok(connection)
}

fn at_start(error: rusqlite::Error, data: &DataFile) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::InUse(data.clone())
        }
        Some(ErrorCode::NotADatabase) => StoreError::Foreign(data.clone()),
        _ => StoreError::Unusable(data.clone(), error),
    }
}
