//! From a payload to a job: checked and rendered by the core, then put on the disk.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;
use notify_preflight::{
    FilledMessage, Options, Preview, Recipient, Report, Severity, preview_bytes,
};
use tokio::sync::OwnedSemaphorePermit;

use super::super::answer::Refusal;
use super::events::Event;
use super::{Sandbox, failed, internal};
use crate::output;
use crate::payload::Fields;
use crate::store::{Job, NewJob, NewRecipient, message_id};

/// How many payloads are checked and rendered at once, each of which may take [`TEXTS`].
pub const AT_ONCE: usize = 4;

/// How many bytes of rendered text the sandbox keeps for one request. Far beyond what the
/// documented limits allow, short of what fills a laptop.
const TEXTS: usize = 256 << 20;

/// Texts of more bytes than these count among those [`AT_ONCE`] until they are on the disk.
const LARGE: usize = 1 << 20;

/// How many errors the log shows of a payload that is accepted all the same.
const SHOWN: usize = 5;

/// A payload that can become a job.
pub struct Checked {
    job: NewJob,
    _place: Option<OwnedSemaphorePermit>,
}

/// Why a payload becomes no job.
pub enum Unaccepted {
    /// It has errors.
    Errors(Box<Report>),
    /// It cannot be worked on.
    Refused(Refusal),
}

impl From<Refusal> for Unaccepted {
    fn from(refusal: Refusal) -> Unaccepted {
        Unaccepted::Refused(refusal)
    }
}

impl Sandbox {
    /// Checks a payload, and renders what each recipient gets.
    pub async fn check(&self, stream_id: String, payload: Bytes) -> Result<Checked, Unaccepted> {
        let place = Arc::clone(&self.checks).acquire_owned().await;
        let place = place.map_err(|_| internal("the sandbox is stopping"))?;
        let (payload, Preview { report, recipients }) = preview(payload).await?;
        if !report.valid {
            if !self.loose || recipients.is_empty() {
                return Err(Unaccepted::Errors(Box::new(report)));
            }
            output::print_error(&accepted_loosely(&report));
        }
        let recipients: Vec<_> = recipients.into_iter().map(recipient).collect();
        let is_large = recipients.iter().map(|one| one.message.len()).sum::<usize>() > LARGE;
        let job = NewJob {
            stream_id,
            channel: Fields::of(&payload).channel(),
            created_by: self.user_id.to_string(),
            recipients,
            request: payload,
        };
        Ok(Checked { job, _place: is_large.then_some(place) })
    }

    /// Makes the job. Once this answers, it is on the disk.
    pub async fn accept(&self, checked: Checked) -> Result<Job, Refusal> {
        let sandbox = self.clone();
        // In a task of its own: a sender that goes away must not leave a job that nobody runs.
        let accepting = tokio::spawn(async move {
            let count = checked.job.recipients.len();
            let job = sandbox.store.add_job(checked.job).await?;
            sandbox.runner.wake();
            let last = i64::try_from(count).unwrap_or(i64::MAX) - 1;
            sandbox.events.tell(Event::Messages { latest: message_id(job.number, last), count });
            Ok(job)
        });
        match accepting.await {
            Ok(job) => job.map_err(failed),
            Err(_) => Err(internal("the sandbox is stopping")),
        }
    }
}

/// Checks and renders away from the threads that answer requests: a large payload takes a while.
async fn preview(payload: Bytes) -> Result<(Bytes, Preview), Refusal> {
    let rendered = tokio::task::spawn_blocking(move || {
        let preview = preview_bytes(&payload, &Options::default(), TEXTS);
        preview.map(|preview| (payload, preview))
    });
    match rendered.await {
        Ok(preview) => preview.map_err(|error| {
            let message = format!("the sandbox keeps what each recipient gets, and {error}");
            Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message)
        }),
        Err(_) => Err(internal("the payload could not be checked")),
    }
}

fn recipient(recipient: Recipient) -> NewRecipient {
    NewRecipient {
        identity: recipient.identity,
        is_json: matches!(recipient.filled, FilledMessage::Json(_)),
        message: recipient.filled.to_string(),
    }
}

/// Errors by code and place alone: what the author wrote does not belong in a log.
fn accepted_loosely(report: &Report) -> String {
    let errors = report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let mut text =
        format!("accepted loosely; the API would refuse it, errors: {}", report.totals.error);
    for error in errors.take(SHOWN) {
        text.push_str(&format!("\n  {}", error.code));
        if let Some(span) = error.span {
            text.push_str(&format!(" at line {}, column {}", span.line, span.column));
        }
    }
    text.push('\n');
    text
}
