//! The ledger in an SQLite file beside the input: nothing to set up, and one sender at a time.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, Transaction, TransactionBehavior};

use super::{
    Asked, Batch, Call, Campaign, Count, Ended, FIRST_ASKED, Job, LEFT_SENDING, Ledger,
    LedgerError, Sent, State,
};
use crate::sender::pace::Bucket;
use crate::sender::plan::Planned;

/// Marks the file as a ledger (`PRAGMA application_id`): `nfyl`.
const APPLICATION: i32 = 0x6e66_796c;

/// The version of the tables (`PRAGMA user_version`).
const VERSION: i32 = 1;

const TABLES: &str = "
    CREATE TABLE campaign (
        -- One file, one campaign.
        id INTEGER PRIMARY KEY CHECK (id = 1),
        input BLOB NOT NULL,
        message BLOB NOT NULL,
        most_recipients INTEGER NOT NULL,
        most_bytes INTEGER NOT NULL,
        url TEXT NOT NULL
    ) STRICT;

    CREATE TABLE requests (
        number INTEGER PRIMARY KEY,
        generation INTEGER NOT NULL,
        -- Rows or places in `identities`, `2-1001,1003`: the body is made of them again.
        places TEXT NOT NULL,
        recipients INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        hash BLOB NOT NULL,
        state TEXT NOT NULL DEFAULT 'queued',
        attempts INTEGER NOT NULL DEFAULT 0,
        job TEXT,
        done INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        reason TEXT,
        retried INTEGER NOT NULL DEFAULT 0,
        -- When the job is asked for next, and the pause before, in ms; never where it is lost.
        ask_at INTEGER,
        pause INTEGER NOT NULL DEFAULT 0,
        -- Last, as it is long: what counts the rest does not have to read past it.
        report TEXT
    ) STRICT;
    CREATE INDEX requests_by_state ON requests (state, ask_at, number);
    CREATE INDEX requests_by_generation ON requests (generation, number);

    -- The calls that may go out, drawn for every call.
    CREATE TABLE bucket (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        calls REAL NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
";

/// The columns of a `Batch`.
const BATCH: &str = "number, generation, places, bytes, hash, state, job, report, reason, retried";

/// How many requests are read at once.
const PAGE: i64 = 100;

/// How long a sender waits for another one's answer, which is a worker of the same process.
const SHORTLY: Duration = Duration::from_millis(100);

/// A ledger that only this process uses.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    /// Whether the last call was a send: sends and questions take turns where both are due.
    has_sent: bool,
}

impl Sqlite {
    /// Opens a ledger, or makes one, and keeps every other process out. What a sender that was
    /// killed has left `sending` is `unknown`.
    pub fn open(path: &Path) -> Result<Sqlite, LedgerError> {
        let name = path.display().to_string();
        let connection = prepare(path, &name).map_err(|error| match error {
            LedgerError::Sqlite(error) => at_start(error, name),
            other => other,
        })?;
        connection.execute(
            "UPDATE requests SET state = 'unknown', reason = ?1 WHERE state = 'sending'",
            [LEFT_SENDING],
        )?;
        // Jobs are asked for at once, those included that an earlier run has given up.
        connection.execute(
            "UPDATE requests SET ask_at = 0, pause = ?1 WHERE state = 'accepted'",
            [millis(FIRST_ASKED)],
        )?;
        Ok(Sqlite { connection, has_sent: false })
    }

    fn begin_work(&mut self) -> Result<Transaction<'_>, LedgerError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

fn prepare(path: &Path, name: &str) -> Result<Connection, LedgerError> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(1))?;
    // Before anything is read, so that the first statement takes the lock, for good.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let is_empty: bool =
        connection
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    if application != APPLICATION && !is_empty {
        return Err(LedgerError::Foreign(name.to_owned()));
    }
    if version > VERSION {
        return Err(LedgerError::Newer(name.to_owned()));
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if is_empty {
        transaction.execute_batch(TABLES)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()?;
    Ok(connection)
}

fn at_start(error: rusqlite::Error, name: String) -> LedgerError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::InUse(name),
        Some(ErrorCode::NotADatabase) => LedgerError::Foreign(name),
        _ => LedgerError::Unusable(name, error),
    }
}

impl Ledger for Sqlite {
    fn campaign(&mut self) -> Result<Option<Campaign>, LedgerError> {
        let sql = "SELECT input, message, most_recipients, most_bytes, url FROM campaign";
        let campaign = self.connection.query_row(sql, [], |row| {
            Ok(Campaign {
                input: row.get(0)?,
                message: row.get(1)?,
                most_recipients: row.get(2)?,
                most_bytes: row.get(3)?,
                url: row.get(4)?,
            })
        });
        Ok(campaign.optional()?)
    }

    fn begin(&mut self, campaign: &Campaign, requests: &[Planned]) -> Result<(), LedgerError> {
        let work = self.begin_work()?;
        let Campaign { input, message, most_recipients, most_bytes, url } = campaign;
        work.execute(
            "INSERT INTO campaign (id, input, message, most_recipients, most_bytes, url)
             VALUES (1, ?1, ?2, ?3, ?4, ?5)",
            (input, message, most_recipients, most_bytes, url),
        )?;
        add(&work, 1, requests)?;
        Ok(work.commit()?)
    }

    fn retry(&mut self, failed: &[(i64, usize)], requests: &[Planned]) -> Result<(), LedgerError> {
        let work = self.begin_work()?;
        let last: i64 =
            work.query_row("SELECT MAX(generation) FROM requests", [], |row| row.get(0))?;
        add(&work, last + 1, requests)?;
        let mut mark = work.prepare("UPDATE requests SET retried = ?2 WHERE number = ?1")?;
        for number in failed {
            mark.execute(*number)?;
        }
        drop(mark);
        Ok(work.commit()?)
    }

    fn queue_again(&mut self, state: State) -> Result<usize, LedgerError> {
        let sql = "UPDATE requests SET state = 'queued', reason = NULL WHERE state = ?1";
        Ok(self.connection.execute(sql, [state.name()])?)
    }

    fn next_call(&mut self) -> Result<Call, LedgerError> {
        let asks_first = self.has_sent;
        let work = self.begin_work()?;
        let now = now();
        let job = due_job(&work, now)?;
        let batch = if asks_first && job.is_some() { None } else { queued(&work)? };
        if job.is_none() && batch.is_none() {
            return rest(&work, now);
        }
        if let Err(wait) = draw(&work, now)? {
            return Ok(Call::Wait(wait));
        }
        let call = match (batch, job) {
            (Some(batch), _) => {
                work.execute(
                    "UPDATE requests SET state = 'sending', attempts = attempts + 1 WHERE number = ?1",
                    [batch.number],
                )?;
                Call::Send(Box::new(batch))
            }
            (None, Some(job)) => {
                // Not asked for a second time while the answer is awaited.
                work.execute("UPDATE requests SET ask_at = NULL WHERE number = ?1", [job.number])?;
                Call::Ask(job)
            }
            (None, None) => Call::Done,
        };
        work.commit()?;
        self.has_sent = matches!(call, Call::Send(_));
        Ok(call)
    }

    fn sent(&mut self, number: i64, sent: Sent) -> Result<(), LedgerError> {
        let (state, job, reason, ask_at) = match sent {
            Sent::Accepted(job) => {
                (State::Accepted, Some(job), None, Some(now() + millis(FIRST_ASKED)))
            }
            Sent::Refused(reason) => (State::Refused, None, Some(reason), None),
            Sent::Unknown(reason) => (State::Unknown, None, Some(reason), None),
            Sent::NotYet => (State::Queued, None, None, None),
        };
        self.connection.execute(
            "UPDATE requests SET state = ?2, job = ?3, reason = ?4, ask_at = ?5, pause = ?6
             WHERE number = ?1",
            (number, state.name(), job, reason, ask_at, millis(FIRST_ASKED)),
        )?;
        Ok(())
    }

    fn asked(&mut self, number: i64, asked: Asked) -> Result<(), LedgerError> {
        match asked {
            Asked::Running(done, pause) => self.connection.execute(
                "UPDATE requests SET done = ?2, ask_at = ?3, pause = ?4 WHERE number = ?1",
                (number, done, now() + millis(pause), millis(pause)),
            ),
            Asked::Ended(Ended { state, done, failed, report }) => self.connection.execute(
                "UPDATE requests SET state = ?2, done = ?3, failed = ?4, report = ?5, reason = NULL
                 WHERE number = ?1",
                (number, state.name(), done, failed, report),
            ),
            Asked::Lost(reason) => self.connection.execute(
                "UPDATE requests SET reason = ?2, ask_at = NULL, pause = 0 WHERE number = ?1",
                (number, reason),
            ),
        }?;
        Ok(())
    }

    fn counts(&mut self) -> Result<Vec<Count>, LedgerError> {
        let sql = "SELECT state, COUNT(*), SUM(recipients), SUM(done),
                          SUM(failed), SUM(retried)
                   FROM requests GROUP BY state";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let state = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?.parse()?;
            counts.push(Count {
                state,
                requests: row.get(1)?,
                recipients: row.get(2)?,
                done: row.get(3)?,
                failed: row.get(4)?,
                retried: row.get(5)?,
            });
        }
        Ok(counts)
    }

    fn after(&mut self, generation: i64, number: i64) -> Result<Vec<Batch>, LedgerError> {
        let sql = format!(
            "SELECT {BATCH} FROM requests WHERE generation = ?1 AND number > ?2
             ORDER BY number LIMIT ?3"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query((generation, number, PAGE))?;
        let mut batches = Vec::new();
        while let Some(row) = rows.next()? {
            batches.push(batch(row)?);
        }
        Ok(batches)
    }

    fn generations(&mut self) -> Result<i64, LedgerError> {
        let sql = "SELECT COALESCE(MAX(generation), 0) FROM requests";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }
}

fn add(work: &Transaction<'_>, generation: i64, requests: &[Planned]) -> Result<(), LedgerError> {
    let mut insert = work.prepare(
        "INSERT INTO requests (generation, places, recipients, bytes, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for Planned { places, bytes, hash } in requests {
        insert.execute((generation, places.to_string(), places.len(), bytes, hash))?;
    }
    Ok(())
}

fn batch(row: &Row<'_>) -> Result<Batch, LedgerError> {
    let hash: Vec<u8> = row.get("hash")?;
    Ok(Batch {
        number: row.get("number")?,
        generation: row.get("generation")?,
        planned: super::planned(&row.get::<_, String>("places")?, row.get("bytes")?, &hash)?,
        state: row.get::<_, String>("state")?.parse()?,
        job: row.get("job")?,
        report: row.get("report")?,
        reason: row.get("reason")?,
        retried: row.get("retried")?,
    })
}

fn queued(work: &Transaction<'_>) -> Result<Option<Batch>, LedgerError> {
    let sql =
        format!("SELECT {BATCH} FROM requests WHERE state = 'queued' ORDER BY number LIMIT 1");
    let mut statement = work.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    rows.next()?.map(batch).transpose()
}

fn due_job(work: &Transaction<'_>, now: i64) -> Result<Option<Job>, LedgerError> {
    let sql = "SELECT number, job, recipients, done, pause FROM requests
               WHERE state = 'accepted' AND ask_at <= ?1 ORDER BY ask_at LIMIT 1";
    let job = work.prepare_cached(sql)?.query_row([now], |row| {
        Ok(Job {
            number: row.get(0)?,
            id: row.get(1)?,
            recipients: row.get(2)?,
            done: row.get(3)?,
            interval: Duration::from_millis(row.get(4)?),
        })
    });
    Ok(job.optional()?)
}

/// Where nothing is due: until something may be.
fn rest(work: &Transaction<'_>, now: i64) -> Result<Call, LedgerError> {
    let sql = "SELECT MIN(ask_at), EXISTS (SELECT 1 FROM requests WHERE state = 'sending' OR
                   (state = 'accepted' AND ask_at IS NULL AND pause > 0))
               FROM requests WHERE state = 'accepted'";
    let (next, is_at_work): (Option<i64>, bool) =
        work.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(match next {
        Some(next) => Call::Wait(Duration::from_millis((next - now).max(1).unsigned_abs())),
        None if is_at_work => Call::Wait(SHORTLY),
        None => Call::Done,
    })
}

/// Draws a call from the bucket.
fn draw(work: &Transaction<'_>, now: i64) -> Result<Result<(), Duration>, LedgerError> {
    let now = Duration::from_millis(now.unsigned_abs());
    let found = work
        .query_row("SELECT calls, at FROM bucket", [], |row| {
            Ok(Bucket { calls: row.get(0)?, at: Duration::from_millis(row.get(1)?) })
        })
        .optional()?;
    let mut bucket = found.unwrap_or(Bucket::full(now));
    let drawn = bucket.draw(now);
    work.execute(
        "INSERT OR REPLACE INTO bucket (id, calls, at) VALUES (1, ?1, ?2)",
        (bucket.calls, millis(bucket.at)),
    )?;
    Ok(drawn)
}

/// Milliseconds since 1970.
fn now() -> i64 {
    millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
