//! The inbox's routes: what every recipient would have got, the requests as they came, the same
//! request once more, and a clean slate.

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post};
use axum::{Json, Router};
use notify_preflight::Channel;
use regex::RegexBuilder;
use serde::{Deserialize, Serialize};

use super::super::answer::{Refusal, wrong_method};
use super::super::ids;
use super::documents::JobDocument;
use super::events::Event;
use super::fields::{self, Fields};
use super::{Sandbox, bad_request, failed, small};
use crate::store::{Listed, Message, Request, Wanted};

/// How many messages are listed where the request does not say, and at most.
const USUAL: usize = 100;
const MOST: usize = 1000;

/// The longest text to search for, in characters.
const LONGEST_SEARCH: usize = 1000;

/// The routes.
pub fn routes() -> Router<Sandbox> {
    let only = |route: MethodRouter<Sandbox>| route.fallback(wrong_method);
    Router::new()
        .route("/sandbox/inbox", only(get(list).merge(delete(reset))))
        .route("/sandbox/inbox/events", only(get(events)))
        .route("/sandbox/requests/{job}", only(get(request)))
        .route("/sandbox/replay", only(post(replay)))
}

/// The query as it came; what is in it is read by [`wanted`].
#[derive(Debug, Deserialize)]
struct Asked {
    search: Option<String>,
    channel: Option<String>,
    before: Option<String>,
    limit: Option<String>,
}

#[derive(Debug, Serialize)]
struct Listing {
    messages: Vec<MessageDocument>,
    total: i64,
    more: bool,
}

/// A message as the page takes it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MessageDocument {
    id: i64,
    job: String,
    stream: String,
    channel: String,
    identity: String,
    index: i64,
    text: String,
    json: bool,
    status: String,
    comments: Option<String>,
    created_on: String,
}

/// `GET /sandbox/inbox`.
async fn list(
    State(sandbox): State<Sandbox>,
    query: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Listing>, Refusal> {
    let Query(asked) = query.map_err(|_| {
        bad_request("the query takes `search`, `channel`, `before` and `limit`, each once".into())
    })?;
    let wanted = wanted(asked).map_err(bad_request)?;
    let Listed { messages, total, more } = sandbox.store.messages(wanted).await.map_err(failed)?;
    let messages = messages.into_iter().map(MessageDocument::from).collect();
    Ok(Json(Listing { messages, total, more }))
}

fn wanted(asked: Asked) -> Result<Wanted, String> {
    let number = |name: &str, text: Option<String>, most: u64| match text {
        None => Ok(None),
        Some(text) => match text.parse() {
            Ok(number) if (1..=most).contains(&number) => Ok(Some(number)),
            _ => Err(format!("`{name}` must be a whole number from 1 to {most}, not `{text}`")),
        },
    };
    if let Some(channel) = &asked.channel
        && Channel::from_name(channel).is_none()
    {
        let channels = Channel::ALL.map(|channel| format!("`{channel}`")).join(", ");
        return Err(format!("`channel` must be one of {channels}, not `{channel}`"));
    }
    let limit = number("limit", asked.limit, MOST as u64)?;
    let before = number("before", asked.before, i64::MAX as u64)?;
    Ok(Wanted {
        search: asked
            .search
            .filter(|text| !text.is_empty())
            .map(|text| search(&text))
            .transpose()?,
        channel: asked.channel,
        before: before.and_then(|id: u64| i64::try_from(id).ok()),
        limit: limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(USUAL),
    })
}

/// The text itself, in any case.
fn search(text: &str) -> Result<regex::Regex, String> {
    if text.chars().nth(LONGEST_SEARCH).is_some() {
        return Err(format!("`search` has at most {LONGEST_SEARCH} characters"));
    }
    RegexBuilder::new(&regex::escape(text))
        .case_insensitive(true)
        .build()
        .map_err(|_| "`search` cannot be searched for".to_owned())
}

impl From<Message> for MessageDocument {
    fn from(message: Message) -> MessageDocument {
        let (status, comments) = match message.outcome {
            Some((outcome, comments)) => (outcome.to_string(), Some(comments)),
            None => ("QUEUED".to_owned(), None),
        };
        MessageDocument {
            id: message.id,
            job: message.job,
            stream: message.stream_id,
            channel: message.channel,
            identity: message.identity,
            index: message.position,
            text: message.text,
            json: message.is_json,
            status,
            comments,
            created_on: message.created_on,
        }
    }
}

/// `GET /sandbox/inbox/events`.
async fn events(State(sandbox): State<Sandbox>) -> Response {
    sandbox.events.listen().into_response()
}

/// `DELETE /sandbox/inbox`.
async fn reset(State(sandbox): State<Sandbox>) -> Result<Json<Removed>, Refusal> {
    let (jobs, messages) = sandbox.store.reset().await.map_err(failed)?;
    sandbox.events.tell(Event::Reset);
    Ok(Json(Removed { jobs, messages }))
}

/// How much was forgotten.
#[derive(Debug, Serialize)]
struct Removed {
    jobs: usize,
    messages: usize,
}

/// `GET /sandbox/requests/{job}`.
async fn request(
    State(sandbox): State<Sandbox>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let (_, body) = find(&sandbox, ids::job(path)?).await?;
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

/// `POST /sandbox/replay`.
async fn replay(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let body = small(&headers, body).await?;
    let job = job_of(&body).map_err(bad_request)?;
    let (stream_id, payload) = find(&sandbox, job).await?;
    match sandbox.check(stream_id, payload).await {
        Ok(checked) => {
            let job = sandbox.accept(checked).await?;
            Ok(Json(JobDocument::from(job)).into_response())
        }
        Err(unaccepted) => unaccepted.into_response(),
    }
}

fn job_of(body: &[u8]) -> Result<String, String> {
    let value = fields::parse(body)?;
    let job = Fields::of(&value, "", &["job"])?.text("job")?;
    job.ok_or_else(|| "`job` is missing: it takes the id of a job".to_owned())
}

/// The stream and the body of the request that a job was made of.
async fn find(sandbox: &Sandbox, job: String) -> Result<(String, axum::body::Bytes), Refusal> {
    match sandbox.store.request(job).await.map_err(failed)? {
        Some(Request { stream_id, body: Some(body) }) => Ok((stream_id, body)),
        Some(Request { body: None, .. }) => Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "this job was made by an earlier version, which kept no requests",
        )),
        None => Err(Refusal::new(StatusCode::NOT_FOUND, "there is no such job")),
    }
}
