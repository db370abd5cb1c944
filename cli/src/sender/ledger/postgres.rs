//! The ledger in a PostgreSQL database: several senders, on several machines, share a campaign.
//!
//! - A sender takes a request that no other one is looking at (`FOR UPDATE SKIP LOCKED`) and holds
//!   it on a lease. A lease that runs out while the request is `sending` makes it `unknown`: the
//!   sender may be dead, and nobody knows what it had done.
//! - The calls of a bot are drawn from one row, whatever campaign they are for.
//! - All times are the database's, so that no machine's clock matters.

mod calls;

use std::time::Duration;

use ::postgres::{Client, Config, Row, Transaction};
use rustls_platform_verifier::ConfigVerifierExt as _;
use tokio_postgres_rustls::MakeRustlsConnect;
use uuid::Uuid;

use super::{
    Asked, Batch, Call, Campaign, Count, Ended, FIRST_ASKED, LEFT_SENDING, Ledger, LedgerError,
    Sent, State,
};
use crate::sender::pace::Bucket;
use crate::sender::plan::Planned;

/// Made where there are none. Two senders that start at once would both make them, so a lock of
/// this number is held meanwhile.
const TABLES: &str = "
    SELECT pg_advisory_xact_lock(7953756164);

    CREATE TABLE IF NOT EXISTS notify_campaigns (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        input BYTEA NOT NULL,
        message BYTEA NOT NULL,
        most_recipients BIGINT NOT NULL,
        most_bytes BIGINT NOT NULL,
        url TEXT NOT NULL
    );

    CREATE TABLE IF NOT EXISTS notify_requests (
        campaign BIGINT NOT NULL REFERENCES notify_campaigns (id) ON DELETE CASCADE,
        number BIGINT NOT NULL,
        generation BIGINT NOT NULL,
        places TEXT NOT NULL,
        recipients BIGINT NOT NULL,
        bytes BIGINT NOT NULL,
        hash BYTEA NOT NULL,
        state TEXT NOT NULL DEFAULT 'queued',
        attempts BIGINT NOT NULL DEFAULT 0,
        -- Who is sending it, and until when that is believed, in ms since 1970.
        holder TEXT,
        lease BIGINT,
        job TEXT,
        done BIGINT NOT NULL DEFAULT 0,
        failed BIGINT NOT NULL DEFAULT 0,
        report TEXT,
        reason TEXT,
        retried BIGINT NOT NULL DEFAULT 0,
        ask_at BIGINT,
        pause BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (campaign, number)
    );
    CREATE INDEX IF NOT EXISTS notify_requests_by_state
        ON notify_requests (campaign, state, ask_at, number);

    -- The calls of a bot, by the address that its requests go to.
    CREATE TABLE IF NOT EXISTS notify_buckets (
        url TEXT PRIMARY KEY,
        calls DOUBLE PRECISION NOT NULL,
        at BIGINT NOT NULL
    );
";

/// The columns of a `Batch`.
const BATCH: &str = "number, generation, places, bytes, hash, state, job, report, reason, retried";

/// Now, by the database.
const NOW: &str = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT";

/// How many requests are read at once.
const PAGE: i64 = 100;

/// A request goes out.
const SENDING: &str = "
    UPDATE notify_requests SET state = 'sending', attempts = attempts + 1, lease = $3, holder = $4
    WHERE campaign = $1 AND number = $2";

/// A job is asked for, and not for a second time while the answer is awaited.
const ASKING: &str = "
    UPDATE notify_requests SET ask_at = $3, holder = $4 WHERE campaign = $1 AND number = $2";

/// A ledger that other senders use as well.
pub struct Postgres {
    client: Client,
    name: String,
    /// Where the requests go: whose calls are drawn.
    url: String,
    /// Of the campaign; 0 before it is in the database.
    campaign: i64,
    /// This sender.
    holder: String,
    lease: Duration,
    has_sent: bool,
}

impl Postgres {
    /// Connects, and makes the tables where there are none. `address` is `postgres://…`; a
    /// password that is not in it comes from PGPASSWORD.
    pub fn open(
        address: &str,
        name: &str,
        url: &str,
        lease: Duration,
    ) -> Result<Postgres, LedgerError> {
        let mut config: Config = address.parse().map_err(LedgerError::NoDatabase)?;
        if config.get_password().is_none()
            && let Ok(password) = std::env::var("PGPASSWORD")
        {
            config.password(password);
        }
        config.application_name("notify-preflight");
        // Fails where a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let tls = rustls::ClientConfig::with_platform_verifier()?;
        waiting(|| {
            let mut client =
                config.connect(MakeRustlsConnect::new(tls)).map_err(LedgerError::NoDatabase)?;
            let mut work = client.transaction()?;
            work.batch_execute(TABLES)?;
            let full = Bucket::full(Duration::ZERO).calls;
            work.execute(
                &format!("INSERT INTO notify_buckets (url, calls, at) VALUES ($1, $2, {NOW}) ON CONFLICT DO NOTHING"),
                &[&url, &full],
            )?;
            work.commit()?;
            Ok(Postgres {
                client,
                name: name.to_owned(),
                url: url.to_owned(),
                campaign: 0,
                holder: Uuid::new_v4().to_string(),
                lease,
                has_sent: false,
            })
        })
    }
}

/// The client runs its own event loop, which must not be inside of another one.
fn waiting<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}

impl Ledger for Postgres {
    fn campaign(&mut self) -> Result<Option<Campaign>, LedgerError> {
        let sql = "SELECT id, input, message, most_recipients, most_bytes, url
                   FROM notify_campaigns WHERE name = $1";
        let Some(row) = waiting(|| self.client.query_opt(sql, &[&self.name]))? else {
            return Ok(None);
        };
        self.campaign = row.try_get("id")?;
        // Jobs are asked for again that an earlier run has given up.
        let sql = format!(
            "UPDATE notify_requests SET ask_at = {NOW}, pause = $2
             WHERE campaign = $1 AND state = 'accepted' AND ask_at IS NULL"
        );
        waiting(|| self.client.execute(&sql, &[&self.campaign, &millis(FIRST_ASKED)]))?;
        Ok(Some(Campaign {
            input: hash(&row, "input")?,
            message: hash(&row, "message")?,
            most_recipients: number(row.try_get("most_recipients")?)?,
            most_bytes: number(row.try_get("most_bytes")?)?,
            url: row.try_get("url")?,
        }))
    }

    fn begin(&mut self, campaign: &Campaign, requests: &[Planned]) -> Result<(), LedgerError> {
        let Campaign { input, message, most_recipients, most_bytes, url } = campaign;
        waiting(|| {
            let mut work = self.client.transaction()?;
            // Another sender may just have put it in.
            let id = work.query_opt(
                "INSERT INTO notify_campaigns (name, input, message, most_recipients, most_bytes, url)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO NOTHING RETURNING id",
                &[&self.name, &&input[..], &&message[..], &signed(*most_recipients), &signed(*most_bytes), url],
            )?;
            if let Some(id) = id {
                add(&mut work, id.try_get(0)?, 1, 0, requests)?;
            }
            Ok(work.commit()?)
        })
    }

    fn retry(&mut self, failed: &[(i64, usize)], requests: &[Planned]) -> Result<(), LedgerError> {
        let campaign = self.campaign;
        waiting(|| {
            let mut work = self.client.transaction()?;
            // One sender at a time, and one of them all: a second one finds the failures taken.
            work.execute("SELECT 1 FROM notify_campaigns WHERE id = $1 FOR UPDATE", &[&campaign])?;
            let numbers: Vec<i64> = failed.iter().map(|(number, _)| *number).collect();
            let taken: i64 = work
                .query_one(
                    "SELECT COUNT(*) FROM notify_requests
                     WHERE campaign = $1 AND number = ANY ($2) AND retried > 0",
                    &[&campaign, &numbers],
                )?
                .try_get(0)?;
            if taken > 0 {
                return Ok(());
            }
            let last = work.query_one(
                "SELECT MAX(generation), MAX(number) FROM notify_requests WHERE campaign = $1",
                &[&campaign],
            )?;
            add(&mut work, campaign, last.try_get::<_, i64>(0)? + 1, last.try_get(1)?, requests)?;
            for (number, retried) in failed {
                work.execute(
                    "UPDATE notify_requests SET retried = $3 WHERE campaign = $1 AND number = $2",
                    &[&campaign, number, &signed(*retried)],
                )?;
            }
            Ok(work.commit()?)
        })
    }

    fn queue_again(&mut self, state: State) -> Result<usize, LedgerError> {
        let sql = "UPDATE notify_requests SET state = 'queued', reason = NULL, holder = NULL
                   WHERE campaign = $1 AND state = $2";
        let queued = waiting(|| self.client.execute(sql, &[&self.campaign, &state.name()]))?;
        Ok(usize::try_from(queued).unwrap_or(usize::MAX))
    }

    fn next_call(&mut self) -> Result<Call, LedgerError> {
        let Postgres { client, campaign, url, holder, lease, has_sent, .. } = self;
        let (campaign, lease) = (*campaign, millis(*lease));
        let call = waiting(|| {
            let mut work = client.transaction()?;
            let now: i64 = work.query_one(&format!("SELECT {NOW}"), &[])?.try_get(0)?;
            calls::expire(&mut work, campaign, now)?;
            let job = calls::due_job(&mut work, campaign, now)?;
            let asks_first = *has_sent && job.is_some();
            let batch = if asks_first { None } else { calls::queued(&mut work, campaign)? };
            let (number, call, noted) = match (batch, job) {
                (Some(batch), _) => (batch.number, Call::Send(Box::new(batch)), SENDING),
                (None, Some(job)) => (job.number, Call::Ask(job), ASKING),
                (None, None) => {
                    let rest = calls::rest(&mut work, campaign, now)?;
                    work.commit()?;
                    return Ok(rest);
                }
            };
            if let Err(wait) = calls::draw(&mut work, url)? {
                return Ok(Call::Wait(wait));
            }
            work.execute(noted, &[&campaign, &number, &(now + lease), holder])?;
            work.commit()?;
            Ok::<_, LedgerError>(call)
        })?;
        *has_sent = matches!(call, Call::Send(_));
        Ok(call)
    }

    fn sent(&mut self, number: i64, sent: Sent) -> Result<(), LedgerError> {
        let is_harmless = matches!(sent, Sent::Refused(_) | Sent::NotYet);
        let (state, job, reason) = match sent {
            Sent::Accepted(job) => (State::Accepted, Some(job), None),
            Sent::Refused(reason) => (State::Refused, None, Some(reason)),
            Sent::Unknown(reason) => (State::Unknown, None, Some(reason)),
            Sent::NotYet => (State::Queued, None, None),
        };
        // An answer that comes after the lease is still an answer, unless somebody has sent the
        // request again on purpose.
        let sql = format!(
            "UPDATE notify_requests
             SET state = $3, job = $4, reason = $5, ask_at = {NOW} + $6, pause = $6, lease = NULL
             WHERE campaign = $1 AND number = $2 AND holder = $7 AND state IN ('sending', 'unknown')"
        );
        let Postgres { client, campaign, holder, .. } = self;
        let pause = millis(FIRST_ASKED);
        let noted = waiting(|| {
            client.execute(&sql, &[campaign, &number, &state.name(), &job, &reason, &pause, holder])
        })?;
        if noted == 0 && !is_harmless {
            return Err(LedgerError::TakenOver(number));
        }
        Ok(())
    }

    fn asked(&mut self, number: i64, asked: Asked) -> Result<(), LedgerError> {
        let Postgres { client, campaign, .. } = self;
        let table = "UPDATE notify_requests SET";
        let of = "WHERE campaign = $1 AND number = $2 AND state = 'accepted'";
        waiting(|| match asked {
            Asked::Running(done, pause) => client.execute(
                &format!("{table} done = $3, ask_at = {NOW} + $4, pause = $4 {of}"),
                &[campaign, &number, &signed(done), &millis(pause)],
            ),
            Asked::Ended(Ended { state, done, failed, report }) => client.execute(
                &format!(
                    "{table} state = $3, done = $4, failed = $5, report = $6, reason = NULL {of}"
                ),
                &[campaign, &number, &state.name(), &signed(done), &signed(failed), &report],
            ),
            Asked::Lost(reason) => client.execute(
                &format!("{table} reason = $3, ask_at = NULL, pause = 0 {of}"),
                &[campaign, &number, &reason],
            ),
        })?;
        Ok(())
    }

    fn counts(&mut self) -> Result<Vec<Count>, LedgerError> {
        let sql = "SELECT state, COUNT(*), SUM(recipients)::BIGINT, SUM(done)::BIGINT,
                          SUM(failed)::BIGINT, SUM(retried)::BIGINT
                   FROM notify_requests WHERE campaign = $1 GROUP BY state";
        let rows = waiting(|| self.client.query(sql, &[&self.campaign]))?;
        let count = |row: &Row| {
            Ok(Count {
                state: row.try_get::<_, &str>(0)?.parse()?,
                requests: number(row.try_get(1)?)?,
                recipients: number(row.try_get(2)?)?,
                done: number(row.try_get(3)?)?,
                failed: number(row.try_get(4)?)?,
                retried: number(row.try_get(5)?)?,
            })
        };
        rows.iter().map(count).collect()
    }

    fn after(&mut self, generation: i64, number: i64) -> Result<Vec<Batch>, LedgerError> {
        let sql = format!(
            "SELECT {BATCH} FROM notify_requests
             WHERE campaign = $1 AND generation = $2 AND number > $3 ORDER BY number LIMIT {PAGE}"
        );
        let rows = waiting(|| self.client.query(&sql, &[&self.campaign, &generation, &number]))?;
        rows.iter().map(batch).collect()
    }

    fn generations(&mut self) -> Result<i64, LedgerError> {
        let sql = "SELECT COALESCE(MAX(generation), 0) FROM notify_requests WHERE campaign = $1";
        Ok(waiting(|| self.client.query_one(sql, &[&self.campaign]))?.try_get(0)?)
    }
}

fn add(
    work: &mut Transaction<'_>,
    campaign: i64,
    generation: i64,
    last: i64,
    requests: &[Planned],
) -> Result<(), LedgerError> {
    let insert = work.prepare(
        "INSERT INTO notify_requests (campaign, number, generation, places, recipients, bytes, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )?;
    for (number, Planned { places, bytes, hash }) in (last + 1..).zip(requests) {
        let (text, recipients, bytes) = (places.to_string(), signed(places.len()), signed(*bytes));
        work.execute(
            &insert,
            &[&campaign, &number, &generation, &text, &recipients, &bytes, &&hash[..]],
        )?;
    }
    Ok(())
}

fn batch(row: &Row) -> Result<Batch, LedgerError> {
    let (places, hash): (&str, &[u8]) = (row.try_get("places")?, row.try_get("hash")?);
    Ok(Batch {
        number: row.try_get("number")?,
        generation: row.try_get("generation")?,
        planned: super::planned(places, row.try_get("bytes")?, hash)?,
        state: row.try_get::<_, &str>("state")?.parse()?,
        job: row.try_get("job")?,
        report: row.try_get("report")?,
        reason: row.try_get("reason")?,
        retried: number(row.try_get("retried")?)?,
    })
}

fn hash(row: &Row, column: &str) -> Result<[u8; 32], LedgerError> {
    row.try_get::<_, &[u8]>(column)?.try_into().map_err(|_| LedgerError::Damaged)
}

fn number(number: i64) -> Result<usize, LedgerError> {
    usize::try_from(number).map_err(|_| LedgerError::Damaged)
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
