//! The next call, as a transaction finds it: what nobody else is at.

use std::time::Duration;

use postgres::Transaction;

use super::{BATCH, LEFT_SENDING, NOW, batch, millis, number};
use crate::sender::ledger::{Batch, Call, Job, LedgerError};
use crate::sender::pace::Bucket;

/// How long a sender waits for what the others are at.
const SHORTLY: Duration = Duration::from_millis(500);

/// What a sender has left that is not heard of any more.
pub fn expire(work: &mut Transaction<'_>, campaign: i64, now: i64) -> Result<(), LedgerError> {
    work.execute(
        "UPDATE notify_requests SET state = 'unknown', reason = $3, lease = NULL
         WHERE (campaign, number) IN (
             SELECT campaign, number FROM notify_requests
             WHERE campaign = $1 AND state = 'sending' AND lease < $2 FOR UPDATE SKIP LOCKED)",
        &[&campaign, &now, &LEFT_SENDING],
    )?;
    Ok(())
}

/// A request that waits for its turn.
pub fn queued(work: &mut Transaction<'_>, campaign: i64) -> Result<Option<Batch>, LedgerError> {
    let sql = format!(
        "SELECT {BATCH} FROM notify_requests WHERE campaign = $1 AND state = 'queued'
         ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED"
    );
    work.query_opt(&sql, &[&campaign])?.as_ref().map(batch).transpose()
}

/// A job that it is time to ask for.
pub fn due_job(
    work: &mut Transaction<'_>,
    campaign: i64,
    now: i64,
) -> Result<Option<Job>, LedgerError> {
    let sql = "SELECT number, job, recipients, done, pause FROM notify_requests
               WHERE campaign = $1 AND state = 'accepted' AND ask_at <= $2
               ORDER BY ask_at LIMIT 1 FOR UPDATE SKIP LOCKED";
    let Some(row) = work.query_opt(sql, &[&campaign, &now])? else { return Ok(None) };
    let pause: i64 = row.try_get("pause")?;
    Ok(Some(Job {
        number: row.try_get("number")?,
        id: row.try_get("job")?,
        recipients: number(row.try_get("recipients")?)?,
        done: number(row.try_get("done")?)?,
        interval: Duration::from_millis(pause.unsigned_abs()),
    }))
}

/// Where nothing is due: until something may be.
pub fn rest(work: &mut Transaction<'_>, campaign: i64, now: i64) -> Result<Call, LedgerError> {
    let row = work.query_one(
        "SELECT MIN(ask_at) FILTER (WHERE state = 'accepted'),
                COUNT(*) FILTER (WHERE state IN ('queued', 'sending')) > 0
         FROM notify_requests WHERE campaign = $1",
        &[&campaign],
    )?;
    let (next, is_at_work): (Option<i64>, bool) = (row.try_get(0)?, row.try_get(1)?);
    Ok(match next {
        _ if is_at_work => Call::Wait(SHORTLY),
        Some(next) => Call::Wait(Duration::from_millis((next - now).max(1).unsigned_abs())),
        None => Call::Done,
    })
}

/// Draws a call from the bot's bucket; every other sender of the bot waits for its turn.
pub fn draw(work: &mut Transaction<'_>, url: &str) -> Result<Result<(), Duration>, LedgerError> {
    let row =
        work.query_one("SELECT calls, at FROM notify_buckets WHERE url = $1 FOR UPDATE", &[&url])?;
    // By the clock as it is now that it is this sender's turn.
    let now: i64 = work.query_one(&format!("SELECT {NOW}"), &[])?.try_get(0)?;
    let since = |at: i64| Duration::from_millis(at.unsigned_abs());
    let mut bucket = Bucket { calls: row.try_get(0)?, at: since(row.try_get(1)?) };
    let drawn = bucket.draw(since(now));
    if drawn.is_ok() {
        work.execute(
            "UPDATE notify_buckets SET calls = $2, at = $3 WHERE url = $1",
            &[&url, &bucket.calls, &millis(bucket.at)],
        )?;
    }
    Ok(drawn)
}
