//! The sandbox: the API's two routes, answered from the store.
//!
//! Checks come in the platform's order: who calls, what is asked for, how it is said to be
//! written, how long it is, and then what it says.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use notify_preflight::{FilledMessage, Options, Preview, Recipient, preview_bytes};
use uuid::Uuid;

use super::answer::Refusal;
use super::auth::Authority;
use super::documents::{JobDocument, StatusDocument};
use super::runner::Runner;
use super::{body, ids};
use crate::output;
use crate::payload::Fields;
use crate::store::{NewJob, NewRecipient, Store, StoreError};

/// The stream id that the printed link names; any other works as well.
pub const STREAM: &str = "st-sandbox";

/// How many bytes of rendered text the sandbox keeps for one request. Far beyond what the
/// documented limits allow, short of what fills a laptop.
const TEXTS: usize = 256 << 20;

/// The sandbox's parts; cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    store: Store,
    authority: Arc<Authority>,
    runner: Runner,
    user_id: Arc<str>,
}

impl Sandbox {
    /// A sandbox over this store; `pace` is the time between two steps of a job.
    pub fn new(store: Store, pace: Duration) -> Result<Sandbox, StoreError> {
        let user_id = store.meta("user", || Ok(format!("u-{}", Uuid::new_v4()).into_bytes()))?;
        Ok(Sandbox {
            authority: Arc::new(Authority::of(&store)?),
            runner: Runner::new(store.clone(), pace),
            user_id: String::from_utf8_lossy(&user_id).into(),
            store,
        })
    }

    /// A token that this sandbox takes.
    pub fn token(&self) -> jsonwebtoken::errors::Result<String> {
        self.authority.token()
    }

    /// The runner of its jobs, to be started.
    pub fn runner(&self) -> Runner {
        self.runner.clone()
    }

    /// The two routes.
    pub fn routes(self) -> Router {
        super::routes(notify, status).with_state(self)
    }
}

/// `POST …/notifyV2`.
async fn notify(
    State(sandbox): State<Sandbox>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let checked = sandbox
        .authority
        .check(&headers)
        .and_then(|()| ids::stream(path))
        .and_then(|stream| body::expect_json(&headers).map(|()| stream));
    let stream_id = match checked {
        Ok(stream_id) => stream_id,
        Err(refusal) => {
            body::discard(&headers, body).await;
            return Err(refusal);
        }
    };
    let payload = body::read(&headers, body).await?;
    let (payload, preview) = preview(payload).await?;
    if !preview.report.valid {
        return Ok((StatusCode::BAD_REQUEST, Json(preview.report)).into_response());
    }
    let job = NewJob {
        stream_id,
        channel: Fields::of(&payload).channel(),
        created_by: sandbox.user_id.to_string(),
        recipients: preview.recipients.into_iter().map(recipient).collect(),
    };
    let job = sandbox.store.add_job(job).await.map_err(failed)?;
    sandbox.runner.wake();
    Ok(Json(JobDocument::from(job)).into_response())
}

/// `GET …/notifyV2/status/{jobId}`.
async fn status(
    State(sandbox): State<Sandbox>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Json<StatusDocument>, Refusal> {
    sandbox.authority.check(&headers)?;
    let (stream_id, job_id) = ids::stream_and_job(path)?;
    let progress = sandbox.store.progress(stream_id, job_id).await;
    match progress.map_err(failed)? {
        Some(progress) => Ok(Json(progress.into())),
        None => Err(Refusal::new(StatusCode::NOT_FOUND, "this stream has no such job")),
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

fn failed(error: StoreError) -> Refusal {
    output::complain(&error);
    internal("the sandbox could not use its data file; its log says why")
}

fn internal(message: &str) -> Refusal {
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message)
}
