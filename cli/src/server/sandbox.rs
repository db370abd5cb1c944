//! The sandbox: the API's two routes, answered from the store; beside them its inbox and its
//! faults.
//!
//! Checks come in the platform's order: who calls, what is asked for, how often, how it is said
//! to be written, how long it is, and then what it says.

mod accept;
mod documents;
mod events;
mod faults;
mod fields;
mod inbox;
mod rate_limit;
mod runner;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, body::Bytes};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::answer::{Refusal, wrong_method};
use super::auth::Authority;
use super::connections::HangUp;
use super::{body, contract, ids};
use crate::output;
use crate::secret::ClientSecret;
use crate::store::{Store, StoreError};
use accept::Unaccepted;
use documents::{JobDocument, StatusDocument};
use events::{Event, Events};
use faults::{Fate, Faults, Misfortune};
use rate_limit::RateLimiter;
use runner::Runner;

/// The stream id that the printed link names; any other works as well.
pub const STREAM: &str = "st-sandbox";

/// Where the store keeps the faults in force.
const FAULTS: &str = "faults";

/// The largest body of the sandbox's own routes.
const SMALL: usize = 64 << 10;

/// How the sandbox behaves.
#[derive(Debug)]
pub struct Settings {
    /// The time between two steps of a job.
    pub pace: Duration,
    /// Whether payloads with errors are accepted as far as they can be read.
    pub loose: bool,
    /// The secret that tokens are signed with; without one the sandbox makes its own.
    pub secret: Option<ClientSecret>,
}

/// The sandbox's parts; cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    store: Store,
    authority: Arc<Authority>,
    runner: Runner,
    events: Events,
    faults: Arc<Misfortune>,
    rate: Arc<RateLimiter>,
    /// Payloads being checked and rendered.
    checks: Arc<Semaphore>,
    user_id: Arc<str>,
    loose: bool,
}

impl Sandbox {
    /// A sandbox over this store.
    pub async fn new(store: Store, settings: Settings) -> Result<Sandbox, StoreError> {
        let events = Events::new();
        let faults = Arc::new(faults_of(&store).await?);
        Ok(Sandbox {
            authority: Arc::new(Authority::of(&store, settings.secret).await?),
            runner: Runner::new(store.clone(), settings.pace, Arc::clone(&faults), events.clone()),
            events,
            faults,
            rate: Arc::default(),
            checks: Arc::new(Semaphore::new(accept::AT_ONCE)),
            user_id: user_of(&store).await?.into(),
            loose: settings.loose,
            store,
        })
    }

    /// A token that this sandbox takes, where it signs any.
    pub fn token(&self) -> Option<jsonwebtoken::errors::Result<String>> {
        self.authority.token()
    }

    /// The runner of its jobs, to be started.
    pub fn runner(&self) -> Runner {
        self.runner.clone()
    }

    /// Ends what would stay open for good: the listeners to events.
    pub fn stop(&self) {
        self.events.tell(Event::Stop);
    }

    /// All routes.
    pub fn routes(self) -> Router {
        let faults = get(faults_in_force).put(set_faults).delete(clear_faults);
        super::routes(notify, status)
            .route("/sandbox/faults", faults.fallback(wrong_method))
            .route("/sandbox/openapi.yaml", contract::openapi())
            .merge(inbox::routes())
            .with_state(self)
    }
}

/// The id of the user that every job is of.
async fn user_of(store: &Store) -> Result<String, StoreError> {
    if let Some(id) = store.meta("user").await? {
        return Ok(String::from_utf8_lossy(&id).into_owned());
    }
    let id = format!("u-{}", Uuid::new_v4());
    store.set_meta("user", id.clone().into_bytes()).await?;
    Ok(id)
}

/// The faults that were in force when the server stopped.
async fn faults_of(store: &Store) -> Result<Misfortune, StoreError> {
    let kept = store.meta(FAULTS).await?.unwrap_or_else(|| b"{}".to_vec());
    Faults::read(&kept).and_then(Misfortune::new).map_err(StoreError::Faults)
}

/// `POST …/notifyV2`.
async fn notify(
    State(sandbox): State<Sandbox>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let checked = sandbox.authority.check(&headers).and_then(|()| ids::stream(path));
    let checked = checked.and_then(|stream| {
        sandbox.rate.admit(&stream, sandbox.faults.rate_limit())?;
        body::expect_json(&headers).map(|()| stream)
    });
    let stream_id = match checked {
        Ok(stream_id) => stream_id,
        Err(refusal) => {
            body::discard(&headers, body).await;
            return Err(refusal);
        }
    };
    let fate = sandbox.faults.draw();
    let answer = answer(&sandbox, stream_id, &headers, body, &fate).await;
    tokio::time::sleep(fate.delay).await;
    answer
}

async fn answer(
    sandbox: &Sandbox,
    stream_id: String,
    headers: &HeaderMap,
    body: Body,
    fate: &Fate,
) -> Result<Response, Refusal> {
    let payload = body::read(headers, body).await?;
    let checked = match sandbox.check(stream_id, payload).await {
        Ok(checked) => checked,
        Err(unaccepted) => return unaccepted.into_response(),
    };
    if let Some(status) = fate.refused {
        return Err(refusal(status));
    }
    let job = sandbox.accept(checked).await?;
    if fate.dropped {
        let dropped = format!("a fault that was asked for: the answer to {} is dropped\n", job.id);
        output::print_error(&dropped);
        return Ok(HangUp.into_response());
    }
    Ok(Json(JobDocument::from(job)).into_response())
}

/// What a send is answered with that is refused on request.
fn refusal(status: StatusCode) -> Refusal {
    let refusal =
        Refusal::new(status, "a fault that was asked for: the sandbox has not accepted this send");
    // Those that name a time to come back, as servers do.
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => refusal.retry_after(1),
        _ => refusal,
    }
}

/// `GET …/notifyV2/status/{jobId}`.
async fn status(
    State(sandbox): State<Sandbox>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Json<StatusDocument>, Refusal> {
    sandbox.authority.check(&headers)?;
    let (stream_id, job_id) = ids::stream_and_job(path)?;
    sandbox.rate.admit(&stream_id, sandbox.faults.rate_limit())?;
    let progress = sandbox.store.progress(stream_id, job_id).await;
    match progress.map_err(failed)? {
        Some(progress) => Ok(Json(progress.into())),
        None => Err(Refusal::new(StatusCode::NOT_FOUND, "this stream has no such job")),
    }
}

/// `GET /sandbox/faults`.
async fn faults_in_force(State(sandbox): State<Sandbox>) -> Json<Faults> {
    Json(sandbox.faults.faults())
}

/// `PUT /sandbox/faults`.
async fn set_faults(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Faults>, Refusal> {
    let body = small(&headers, body).await?;
    let faults = Faults::read(&body).map_err(bad_request)?;
    put_in_force(&sandbox, faults).await
}

/// `DELETE /sandbox/faults`.
async fn clear_faults(State(sandbox): State<Sandbox>) -> Result<Json<Faults>, Refusal> {
    put_in_force(&sandbox, Faults::default()).await
}

async fn put_in_force(sandbox: &Sandbox, faults: Faults) -> Result<Json<Faults>, Refusal> {
    sandbox.faults.set(faults.clone()).map_err(bad_request)?;
    sandbox.events.tell(Event::Faults);
    let kept = serde_json::to_vec(&faults).map_err(|_| internal("the faults cannot be kept"))?;
    sandbox.store.set_meta(FAULTS, kept).await.map_err(failed)?;
    Ok(Json(faults))
}

/// The body of one of the sandbox's own routes.
async fn small(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    if let Err(refusal) = body::expect_json(headers) {
        body::discard(headers, body).await;
        return Err(refusal);
    }
    body::read_within(headers, body, SMALL).await
}

fn bad_request(message: String) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, message)
}

fn failed(error: StoreError) -> Refusal {
    output::complain(&error);
    internal("the sandbox could not use its data file; its log says why")
}

fn internal(message: &str) -> Refusal {
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message)
}

impl Unaccepted {
    fn into_response(self) -> Result<Response, Refusal> {
        match self {
            Unaccepted::Errors(report) => {
                Ok((StatusCode::BAD_REQUEST, Json(report)).into_response())
            }
            Unaccepted::Refused(refusal) => Err(refusal),
        }
    }
}
