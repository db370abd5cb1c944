//! The sandbox's store: jobs, recipients and logs in one SQLite file.
//!
//! One connection behind a mutex is the one writer. A job is answered for only after its
//! transaction has reached the disk (WAL, `synchronous=FULL`), so no answered job is lost.

mod jobs;
mod migrations;
mod records;

pub use records::{Delivery, Job, Log, NewJob, NewRecipient, Outcome, Progress};

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension};

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
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens the store, makes or upgrades its tables, and keeps every other process out.
    pub fn open(data: &DataFile) -> Result<Store, StoreError> {
        let connection = prepare(data).map_err(|error| match error {
            StoreError::Database(error) => at_start(error, data),
            other => other,
        })?;
        Ok(Store { connection: Arc::new(Mutex::new(connection)) })
    }

    /// The value that stands under `key`, made by `make` where there is none yet.
    pub fn meta(
        &self,
        key: &str,
        make: impl FnOnce() -> Result<Vec<u8>, getrandom::Error>,
    ) -> Result<Vec<u8>, StoreError> {
        let connection = self.lock();
        let found = connection
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
            .optional()?;
        if let Some(value) = found {
            return Ok(value);
        }
        let value = make()?;
        connection.execute("INSERT INTO meta (key, value) VALUES (?1, ?2)", (key, &value))?;
        Ok(value)
    }

    /// Runs `work` on a thread that may wait for the disk.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || work(&mut store.lock()))
            .await
            .map_err(|_| StoreError::Stopping)?
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic in a transaction has rolled it back: the connection is as good as before.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
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
