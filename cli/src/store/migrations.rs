//! The tables, and how a file written by an earlier version becomes one of this version.

use rusqlite::{Connection, TransactionBehavior};

use super::{DataFile, StoreError};

/// Each brings the tables from the version that is its index to the next. Never changed once
/// released: later versions add to the end.
const MIGRATIONS: &[&str] = &[
    "
    -- What the sandbox knows of itself: its secret, its user.
    CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE jobs (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        stream_id TEXT NOT NULL,
        channel TEXT NOT NULL,
        status TEXT NOT NULL,
        identities_count INTEGER NOT NULL,
        -- How many steps of its run the job has done.
        step INTEGER NOT NULL DEFAULT 0,
        created_by TEXT NOT NULL,
        created_on TEXT NOT NULL
    ) STRICT;
    CREATE INDEX unfinished_jobs ON jobs (number) WHERE status = 'IN_PROGRESS';

    CREATE TABLE recipients (
        job INTEGER NOT NULL REFERENCES jobs (number),
        position INTEGER NOT NULL,
        identity TEXT NOT NULL,
        -- The rendered message, and whether it is text or a JSON value.
        message TEXT NOT NULL,
        form TEXT NOT NULL CHECK (form IN ('text', 'json')),
        PRIMARY KEY (job, position)
    ) STRICT, WITHOUT ROWID;

    -- The primary key is what makes a second log of the same recipient impossible.
    CREATE TABLE logs (
        job INTEGER NOT NULL,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        status TEXT NOT NULL,
        comments TEXT NOT NULL,
        created_on TEXT NOT NULL,
        PRIMARY KEY (job, position),
        FOREIGN KEY (job, position) REFERENCES recipients (job, position)
    ) STRICT, WITHOUT ROWID;
",
    "
    -- The bodies of the requests, byte for byte as they came. Jobs of the first version have none.
    CREATE TABLE requests (
        job INTEGER PRIMARY KEY REFERENCES jobs (number),
        body BLOB NOT NULL
    ) STRICT;
",
];

/// Refuses a file that is not a sandbox's, or a later version's.
pub fn examine(connection: &Connection, data: &DataFile) -> Result<(), StoreError> {
    match version(connection)? {
        0 if has_tables(connection)? => Err(StoreError::Foreign(data.clone())),
        version if version > MIGRATIONS.len() => Err(StoreError::Newer(data.clone())),
        _ => Ok(()),
    }
}

/// Brings the tables to this version.
pub fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let version = version(connection)?;
    for (reached, migration) in (1_u32..).zip(MIGRATIONS).skip(version) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", reached)?;
        transaction.commit()?;
    }
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

fn has_tables(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
}
