//! What the store takes and gives: jobs, recipients, logs.

use std::fmt;

use axum::body::Bytes;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// A job to be made.
#[derive(Debug)]
pub struct NewJob {
    /// The bot it was sent to.
    pub stream_id: String,
    /// The payload's channel.
    pub channel: String,
    /// Who sent it.
    pub created_by: String,
    /// Everyone it goes to, in the payload's order.
    pub recipients: Vec<NewRecipient>,
    /// The body of the request, byte for byte as it came.
    pub request: Bytes,
}

/// A recipient, with the message already rendered.
#[derive(Debug)]
pub struct NewRecipient {
    /// The identity that the payload names.
    pub identity: String,
    /// What the recipient gets.
    pub message: String,
    /// Whether `message` is a JSON value rather than text.
    pub is_json: bool,
}

/// A job as it stands.
#[derive(Debug)]
pub struct Job {
    /// Counts the store's jobs.
    pub number: i64,
    /// `ds-…`.
    pub id: String,
    /// The bot it was sent to.
    pub stream_id: String,
    /// The payload's channel.
    pub channel: String,
    /// How far it is.
    pub status: JobStatus,
    /// How many recipients it has.
    pub identities_count: i64,
    /// Who sent it.
    pub created_by: String,
    /// When it was sent.
    pub created_on: String,
}

/// A job and what has become of its recipients so far.
#[derive(Debug)]
pub struct Progress {
    /// The job.
    pub job: Job,
    /// One row for each recipient done, in the payload's order.
    pub logs: Vec<Log>,
}

/// What became of one recipient.
#[derive(Debug)]
pub struct Log {
    /// `nl-…`.
    pub id: String,
    /// `ms-…`.
    pub message_id: String,
    /// `u-…`, the recipient as a user of the platform.
    pub user_id: String,
    /// The identity that the payload names.
    pub identity: String,
    /// `SUCCESS` or `FAILURE`.
    pub status: Outcome,
    /// The same in words.
    pub comments: String,
    /// When.
    pub created_on: String,
}

/// What one step of the jobs has changed.
#[derive(Debug, Default)]
pub struct Advanced {
    /// The ids of the jobs that moved.
    pub moved: Vec<String>,
    /// How many jobs are unfinished still.
    pub unfinished: usize,
}

/// How one recipient's delivery ends.
#[derive(Debug)]
pub struct Delivery {
    /// `SUCCESS` or `FAILURE`.
    pub outcome: Outcome,
    /// The same in words.
    pub comments: &'static str,
}

/// Words that the API uses, as the store and the answers write them.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $($name::$variant => $word,)+ })
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.to_string()))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($word => Ok($name::$variant),)+
                    _ => Err(FromSqlError::InvalidType),
                }
            }
        }
    };
}

words! {
    /// How far a job is.
    JobStatus {
        /// Some recipients are still to come.
        InProgress = "IN_PROGRESS",
        /// Everyone got it.
        Success = "SUCCESS",
        /// Some got it.
        PartialSuccess = "PARTIAL_SUCCESS",
        /// Nobody got it.
        Failure = "FAILURE",
    }
}

words! {
    /// What became of a recipient.
    Outcome {
        /// The recipient got it.
        Success = "SUCCESS",
        /// The recipient did not.
        Failure = "FAILURE",
    }
}
