//! The two documents that the API answers with, field by field as its samples show them.

use serde::Serialize;
use serde_json::Value;

use crate::store::{Job, Log, Progress};

/// The answer to a send: the job, just made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JobDocument {
    #[serde(rename = "_id")]
    id: String,
    stream_id: String,
    job_type: &'static str,
    action: &'static str,
    status: String,
    status_logs: [Value; 0],
    percentage_complete: u8,
    store: JobStore,
    created_by: String,
    #[serde(rename = "lMod")]
    modified_on: String,
    count_of_dock_statuses: u8,
    created_on: String,
    requested_time: String,
    #[serde(rename = "__v")]
    version: u8,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct JobStore {
    identities_count: i64,
}

impl From<Job> for JobDocument {
    fn from(job: Job) -> JobDocument {
        JobDocument {
            id: job.id,
            stream_id: job.stream_id,
            job_type: "PROACTIVE_NOTIFICATIONS_API",
            action: "PROACTIVE_NOTIFICATIONS",
            status: job.status.to_string(),
            status_logs: [],
            percentage_complete: 0,
            store: JobStore { identities_count: job.identities_count },
            created_by: job.created_by,
            modified_on: job.created_on.clone(),
            count_of_dock_statuses: 1,
            created_on: job.created_on.clone(),
            requested_time: job.created_on,
            version: 0,
        }
    }
}

/// The answer to a status request. As the real one, it has no percentage.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusDocument {
    status_logs: Vec<LogDocument>,
    count: usize,
    status: String,
    stream_id: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogDocument {
    #[serde(rename = "_id")]
    id: String,
    stream_id: String,
    #[serde(rename = "messagestoreId")]
    message_id: String,
    comments: String,
    #[serde(rename = "koreId")]
    user_id: String,
    channel_id: String,
    channel: String,
    original_id: String,
    request_id: String,
    status: String,
    created_by: String,
    created_on: String,
    #[serde(rename = "__v")]
    version: u8,
}

impl From<Progress> for StatusDocument {
    fn from(Progress { job, logs }: Progress) -> StatusDocument {
        StatusDocument {
            count: logs.len(),
            status_logs: logs.into_iter().map(|log| row(&job, log)).collect(),
            status: job.status.to_string(),
            stream_id: job.stream_id,
        }
    }
}

fn row(job: &Job, log: Log) -> LogDocument {
    LogDocument {
        id: log.id,
        stream_id: job.stream_id.clone(),
        message_id: log.message_id,
        comments: log.comments,
        user_id: log.user_id,
        channel_id: log.identity.clone(),
        channel: job.channel.clone(),
        original_id: log.identity,
        request_id: job.id.clone(),
        status: log.status.to_string(),
        created_by: job.created_by.clone(),
        created_on: log.created_on,
        version: 0,
    }
}
