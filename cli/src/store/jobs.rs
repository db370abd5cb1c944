//! Jobs: how they are added, moved on, and looked up.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use uuid::Uuid;

use super::records::{Advanced, Delivery, Job, JobStatus, Log, NewJob, Progress};
use super::{Store, StoreError};

/// A job is run in this many steps, whatever its size: recipient `i` of `n` is due at step
/// `STEPS * (i + 1) / n`, rounded up. So ten recipients and a thousand take equally long.
const STEPS: i64 = 12;

/// How many jobs are moved on in one transaction.
const JOBS: i64 = 16;

/// Now, as the API writes times.
const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

impl Store {
    /// Adds a job. Once this answers, the job is on the disk.
    pub async fn add_job(&self, job: NewJob) -> Result<Job, StoreError> {
        self.writer.add(job).await
    }

    /// Moves every unfinished job one step on; `deliver` says how each recipient fares, from
    /// the identity and the message. A few jobs in each transaction: senders come in between.
    pub async fn advance(
        &self,
        deliver: impl Fn(&str, &str) -> Delivery + Clone + Send + 'static,
    ) -> Result<Advanced, StoreError> {
        let (mut all, mut after) = (Advanced::default(), Some(0));
        while let Some(number) = after {
            let deliver = deliver.clone();
            let (some, last) =
                self.run(move |connection| advance(connection, number, &deliver)).await?;
            all.moved.extend(some.moved);
            all.unfinished += some.unfinished;
            after = last;
        }
        Ok(all)
    }

    /// A job of this stream, with its logs.
    pub async fn progress(
        &self,
        stream_id: String,
        job_id: String,
    ) -> Result<Option<Progress>, StoreError> {
        self.run(move |connection| progress(connection, &stream_id, &job_id)).await
    }
}

/// Adds all of these jobs in one transaction, or none.
pub fn add(connection: &mut Connection, new: &[NewJob]) -> rusqlite::Result<Vec<Job>> {
    let transaction = begin(connection)?;
    let jobs = new.iter().map(|new| insert(&transaction, new)).collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(jobs)
}

fn begin(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

fn insert(transaction: &Transaction<'_>, new: &NewJob) -> rusqlite::Result<Job> {
    let mut insert = transaction.prepare_cached(&format!(
        "INSERT INTO jobs (id, stream_id, channel, status, identities_count, created_by, created_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, {NOW})
         RETURNING {JOB_COLUMNS}"
    ))?;
    let job = insert.query_row(
        (
            format!("ds-{}", Uuid::new_v4()),
            &new.stream_id,
            &new.channel,
            JobStatus::InProgress,
            i64::try_from(new.recipients.len()).unwrap_or(i64::MAX),
            &new.created_by,
        ),
        job_row,
    )?;
    transaction
        .prepare_cached("INSERT INTO requests (job, body) VALUES (?1, ?2)")?
        .execute((job.number, &*new.request))?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO recipients (job, position, identity, message, form) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, recipient) in (0_i64..).zip(&new.recipients) {
        let form = if recipient.is_json { "json" } else { "text" };
        insert.execute((job.number, position, &recipient.identity, &recipient.message, form))?;
    }
    Ok(job)
}

/// An unfinished job, as the runner needs it.
struct Unfinished {
    number: i64,
    id: String,
    recipients: i64,
    step: i64,
    logged: i64,
}

/// Moves the first jobs on that come after this one; says which was the last.
fn advance(
    connection: &mut Connection,
    after: i64,
    deliver: &impl Fn(&str, &str) -> Delivery,
) -> Result<(Advanced, Option<i64>), StoreError> {
    let transaction = begin(connection)?;
    let jobs = unfinished(&transaction, after)?;
    let last = jobs.last().map(|job| job.number);
    let mut unfinished = 0;
    for job in &jobs {
        let step = job.step + 1;
        let due = job.recipients * step.min(STEPS) / STEPS;
        // What is logged, not what the step says, is where a job goes on: nobody twice.
        log(&transaction, job.number, job.logged..due, deliver)?;
        let status = if due < job.recipients {
            unfinished += 1;
            JobStatus::InProgress
        } else {
            final_status(&transaction, job.number)?
        };
        transaction.execute(
            "UPDATE jobs SET step = ?2, status = ?3 WHERE number = ?1",
            (job.number, step, status),
        )?;
    }
    transaction.commit()?;
    Ok((Advanced { moved: jobs.into_iter().map(|job| job.id).collect(), unfinished }, last))
}

fn unfinished(transaction: &Transaction<'_>, after: i64) -> rusqlite::Result<Vec<Unfinished>> {
    transaction
        .prepare(
            "SELECT number, id, identities_count, step,
                    (SELECT COUNT(*) FROM logs WHERE logs.job = jobs.number)
             FROM jobs WHERE status = 'IN_PROGRESS' AND number > ?1 ORDER BY number LIMIT ?2",
        )?
        .query_map([after, JOBS], |row| {
            Ok(Unfinished {
                number: row.get(0)?,
                id: row.get(1)?,
                recipients: row.get(2)?,
                step: row.get(3)?,
                logged: row.get(4)?,
            })
        })?
        .collect()
}

fn log(
    transaction: &Transaction<'_>,
    job: i64,
    positions: Range<i64>,
    deliver: &impl Fn(&str, &str) -> Delivery,
) -> rusqlite::Result<()> {
    let mut find = transaction.prepare_cached(
        "SELECT identity, message FROM recipients WHERE job = ?1 AND position = ?2",
    )?;
    let mut insert = transaction.prepare_cached(&format!(
        "INSERT INTO logs (job, position, id, message_id, user_id, status, comments, created_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, {NOW})"
    ))?;
    for position in positions {
        let delivery = find.query_row((job, position), |row| {
            let identity = row.get_ref(0)?.as_str()?;
            Ok(deliver(identity, row.get_ref(1)?.as_str()?))
        })?;
        insert.execute((
            job,
            position,
            format!("nl-{}", Uuid::new_v4()),
            format!("ms-{}", Uuid::new_v4()),
            format!("u-{}", Uuid::new_v4()),
            delivery.outcome,
            delivery.comments,
        ))?;
    }
    Ok(())
}

fn final_status(transaction: &Transaction<'_>, job: i64) -> rusqlite::Result<JobStatus> {
    let (all, failed): (i64, i64) = transaction.query_row(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE status = 'FAILURE') FROM logs WHERE job = ?1",
        [job],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(match failed {
        0 => JobStatus::Success,
        _ if failed == all => JobStatus::Failure,
        _ => JobStatus::PartialSuccess,
    })
}

fn progress(
    connection: &mut Connection,
    stream_id: &str,
    job_id: &str,
) -> Result<Option<Progress>, StoreError> {
    // One transaction, so that the status and the logs are of the same moment.
    let transaction = connection.transaction()?;
    let found = transaction
        .query_row(
            &format!("SELECT {JOB_COLUMNS} FROM jobs WHERE id = ?1 AND stream_id = ?2"),
            (job_id, stream_id),
            job_row,
        )
        .optional()?;
    let Some(job) = found else {
        return Ok(None);
    };
    let logs = transaction
        .prepare(
            "SELECT id, message_id, user_id, identity, status, comments, created_on
             FROM logs JOIN recipients USING (job, position) WHERE job = ?1 ORDER BY position",
        )?
        .query_map([job.number], log_row)?
        .collect::<Result<_, _>>()?;
    Ok(Some(Progress { job, logs }))
}

const JOB_COLUMNS: &str =
    "number, id, stream_id, channel, status, identities_count, created_by, created_on";

fn job_row(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        number: row.get("number")?,
        id: row.get("id")?,
        stream_id: row.get("stream_id")?,
        channel: row.get("channel")?,
        status: row.get("status")?,
        identities_count: row.get("identities_count")?,
        created_by: row.get("created_by")?,
        created_on: row.get("created_on")?,
    })
}

fn log_row(row: &Row<'_>) -> rusqlite::Result<Log> {
    Ok(Log {
        id: row.get("id")?,
        message_id: row.get("message_id")?,
        user_id: row.get("user_id")?,
        identity: row.get("identity")?,
        status: row.get("status")?,
        comments: row.get("comments")?,
        created_on: row.get("created_on")?,
    })
}
