//! The inbox: what every recipient would have got, newest first; the requests as they came.

use std::sync::Arc;

use axum::body::Bytes;
use regex::Regex;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::records::Outcome;
use super::{Store, StoreError};

/// A message's id is its job's number and its position in the request in one number, which
/// JavaScript holds exactly: later jobs have greater ones.
const POSITIONS: i64 = 1 << 20;

/// How many jobs are searched at once.
const JOBS: i64 = 64;

/// Most bytes of text in one listing, so that a page of long messages stays a page.
const LONGEST_LISTING: usize = 8 << 20;

/// The id of the message at this position of a job.
pub fn message_id(job: i64, position: i64) -> i64 {
    job * POSITIONS + position
}

/// Which messages are asked for.
#[derive(Debug)]
pub struct Wanted {
    /// Found in the identity or the text.
    pub search: Option<Regex>,
    /// Of this channel alone.
    pub channel: Option<String>,
    /// Older than this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

/// Messages, newest first.
#[derive(Debug)]
pub struct Listed {
    /// Those listed.
    pub messages: Vec<Message>,
    /// How many are of this channel and found, listed or not.
    pub total: i64,
    /// Whether there are older ones that are found.
    pub more: bool,
}

/// What one recipient gets.
#[derive(Debug)]
pub struct Message {
    /// See [`message_id`].
    pub id: i64,
    /// The job, `ds-…`.
    pub job: String,
    /// The bot it was sent to.
    pub stream_id: String,
    /// The payload's channel.
    pub channel: String,
    /// The identity that the payload names.
    pub identity: String,
    /// The position in the request.
    pub position: i64,
    /// What the recipient gets.
    pub text: String,
    /// Whether `text` is a JSON value.
    pub is_json: bool,
    /// What became of it, with the same in words; nothing yet while it waits.
    pub outcome: Option<(Outcome, String)>,
    /// When the request came.
    pub created_on: String,
}

/// A request as it came.
#[derive(Debug)]
pub struct Request {
    /// The bot it was sent to.
    pub stream_id: String,
    /// Its body; none was kept by the first version of the store.
    pub body: Option<Bytes>,
}

impl Store {
    /// The messages asked for.
    pub async fn messages(&self, wanted: Wanted) -> Result<Listed, StoreError> {
        let wanted = Arc::new(wanted);
        let found = match &wanted.search {
            Some(search) => self.find(&wanted, search).await?,
            None => {
                let wanted = Arc::clone(&wanted);
                self.run(move |connection| Ok(newest(&connection.transaction()?, &wanted)?)).await?
            }
        };
        self.run(move |connection| Ok(list(&connection.transaction()?, found, wanted.limit)?)).await
    }

    /// The messages found: a few jobs at a time, so that a long search holds up no sender.
    async fn find(&self, wanted: &Arc<Wanted>, search: &Regex) -> Result<Found, StoreError> {
        let (mut found, mut before) = (Found::default(), Some(i64::MAX));
        while let Some(job) = before {
            let (wanted, search) = (Arc::clone(wanted), search.clone());
            (found, before) = self
                .run(move |connection| {
                    let transaction = connection.transaction()?;
                    let last = search_jobs(&transaction, job, &wanted, &search, &mut found)?;
                    Ok((found, last))
                })
                .await?;
        }
        Ok(found)
    }

    /// The request that a job was made of.
    pub async fn request(&self, job_id: String) -> Result<Option<Request>, StoreError> {
        self.run(move |connection| {
            let mut find = connection.prepare(
                "SELECT stream_id, body FROM jobs LEFT JOIN requests ON job = number WHERE id = ?1",
            )?;
            let request = find.query_row([job_id], |row| {
                let body: Option<Vec<u8>> = row.get(1)?;
                Ok(Request { stream_id: row.get(0)?, body: body.map(Bytes::from) })
            });
            Ok(request.optional()?)
        })
        .await
    }

    /// Forgets all jobs and what belongs to them; says how many jobs and messages there were.
    pub async fn reset(&self) -> Result<(usize, usize), StoreError> {
        self.run(|connection| {
            let removed = reset(connection)?;
            // What was forgotten must not stay in the file, nor keep its room there.
            connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")?;
            Ok(removed)
        })
        .await
    }
}

fn reset(connection: &mut Connection) -> rusqlite::Result<(usize, usize)> {
    let transaction = connection.transaction()?;
    transaction.execute("DELETE FROM requests", ())?;
    transaction.execute("DELETE FROM logs", ())?;
    let messages = transaction.execute("DELETE FROM recipients", ())?;
    let jobs = transaction.execute("DELETE FROM jobs", ())?;
    transaction.commit()?;
    Ok((jobs, messages))
}

/// Which messages are to be listed, one more than are asked for where there are more; and how
/// many there are, listed or not.
#[derive(Debug, Default)]
struct Found {
    ids: Vec<i64>,
    total: i64,
}

fn list(transaction: &Transaction<'_>, found: Found, limit: usize) -> rusqlite::Result<Listed> {
    let Found { mut ids, total } = found;
    let mut more = ids.len() > limit;
    ids.truncate(limit);
    let mut statement = transaction.prepare_cached(MESSAGE)?;
    let (mut messages, mut bytes) = (Vec::with_capacity(ids.len()), 0);
    for id in ids {
        if bytes > LONGEST_LISTING {
            more = true;
            break;
        }
        let message = statement.query_row([id / POSITIONS, id % POSITIONS], message_row);
        // Everything may have been forgotten since.
        if let Some(message) = message.optional()? {
            bytes += message.text.len();
            messages.push(message);
        }
    }
    Ok(Listed { messages, total, more })
}

/// The newest messages.
fn newest(transaction: &Transaction<'_>, wanted: &Wanted) -> rusqlite::Result<Found> {
    let before = wanted.before.unwrap_or(i64::MAX);
    let limit = i64::try_from(wanted.limit).unwrap_or(i64::MAX).saturating_add(1);
    let ids = transaction
        .prepare_cached(
            "SELECT job, position FROM jobs CROSS JOIN recipients ON job = number
             WHERE number <= ?1 AND (number < ?1 OR position < ?2)
               AND (?3 IS NULL OR channel = ?3)
             ORDER BY number DESC, position DESC LIMIT ?4",
        )?
        .query_map((before / POSITIONS, before % POSITIONS, &wanted.channel, limit), id_row)?
        .collect::<Result<_, _>>()?;
    let total = transaction.query_row(
        "SELECT COALESCE(SUM(identities_count), 0) FROM jobs WHERE ?1 IS NULL OR channel = ?1",
        [&wanted.channel],
        |row| row.get(0),
    )?;
    Ok(Found { ids, total })
}

/// Searches the last jobs before this one, newest first; says which was the oldest of them.
fn search_jobs(
    transaction: &Transaction<'_>,
    before: i64,
    wanted: &Wanted,
    search: &Regex,
    found: &mut Found,
) -> rusqlite::Result<Option<i64>> {
    let jobs: Vec<i64> = transaction
        .prepare_cached(
            "SELECT number FROM jobs WHERE number < ?1 AND (?2 IS NULL OR channel = ?2)
             ORDER BY number DESC LIMIT ?3",
        )?
        .query_map((before, &wanted.channel, JOBS), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut statement = transaction.prepare_cached(
        "SELECT job, position, identity, message FROM recipients
         WHERE job = ?1 ORDER BY position DESC",
    )?;
    for job in &jobs {
        let mut rows = statement.query([job])?;
        while let Some(row) = rows.next()? {
            let holds =
                |index| Ok::<_, rusqlite::Error>(search.is_match(row.get_ref(index)?.as_str()?));
            if !(holds(2)? || holds(3)?) {
                continue;
            }
            found.total += 1;
            let id = id_row(row)?;
            if wanted.before.is_none_or(|before| id < before) && found.ids.len() <= wanted.limit {
                found.ids.push(id);
            }
        }
    }
    Ok(jobs.last().copied())
}

fn id_row(row: &Row<'_>) -> rusqlite::Result<i64> {
    Ok(message_id(row.get(0)?, row.get(1)?))
}

const MESSAGE: &str = "
    SELECT number, recipients.position, jobs.id, stream_id, channel, jobs.created_on,
           identity, message, form, logs.status, comments
    FROM jobs JOIN recipients ON recipients.job = number LEFT JOIN logs USING (job, position)
    WHERE number = ?1 AND recipients.position = ?2";

fn message_row(row: &Row<'_>) -> rusqlite::Result<Message> {
    let (job, position) = (row.get(0)?, row.get(1)?);
    let outcome: Option<Outcome> = row.get(9)?;
    Ok(Message {
        id: message_id(job, position),
        position,
        job: row.get(2)?,
        stream_id: row.get(3)?,
        channel: row.get(4)?,
        created_on: row.get(5)?,
        identity: row.get(6)?,
        text: row.get(7)?,
        is_json: row.get_ref(8)?.as_str()? == "json",
        outcome: outcome
            .map(|outcome| Ok::<_, rusqlite::Error>((outcome, row.get(10)?)))
            .transpose()?,
    })
}
