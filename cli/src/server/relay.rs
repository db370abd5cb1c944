//! The relay: the same two routes, passed on to the real API, which browsers cannot call across
//! origins. The method, the ids, the body and two headers go out; a status and JSON come back.

use std::error::Error as _;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use reqwest::redirect::Policy;
use serde::de::IgnoredAny;

use super::answer::Refusal;
use super::upstream::Upstream;
use super::{NOTIFY, STATUS, auth, body, ids};

/// The headers that go out.
const PASSED_ON: [HeaderName; 2] = [HeaderName::from_static(auth::AUTH), CONTENT_TYPE];

/// The longest time for a connection, and for the whole exchange.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// The largest answer, in bytes.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;

/// A relay to one upstream; cheap to clone.
#[derive(Clone, Debug)]
pub struct Relay {
    client: reqwest::Client,
    upstream: Upstream,
}

impl Relay {
    /// A relay to this upstream.
    pub fn new(upstream: Upstream) -> reqwest::Result<Relay> {
        // Fails where a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .https_only(!upstream.is_loopback())
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN)
            // A send is never repeated, and a connection never kept: one that the other side
            // closes just as it is used again would leave it unknown whether a send arrived.
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Relay { client, upstream })
    }

    /// The two routes.
    pub fn routes(self) -> Router {
        super::routes(notify, status).with_state(self)
    }

    async fn pass_on(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Response, Refusal> {
        let mut request =
            self.client.request(method, format!("{}{path}", self.upstream)).body(body);
        for name in PASSED_ON {
            if let Some(value) = headers.get(&name) {
                request = request.header(name, value);
            }
        }
        let answer = request.send().await.map_err(|error| self.failed(&error))?;
        self.answer(answer).await
    }

    /// Passes an answer back: its status, and its body where that is JSON.
    async fn answer(&self, mut answer: reqwest::Response) -> Result<Response, Refusal> {
        let status = answer.status();
        let kind = answer.headers().get(CONTENT_TYPE).cloned();
        let retry_after = answer.headers().get(RETRY_AFTER).cloned();
        let mut content = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.failed(&error))? {
            if content.len() + chunk.len() > LARGEST_ANSWER {
                return Err(self.too_large());
            }
            content.extend_from_slice(&chunk);
        }
        if serde_json::from_slice::<IgnoredAny>(&content).is_ok() {
            let mut passed =
                (status, [(CONTENT_TYPE, "application/json")], content).into_response();
            passed.headers_mut().extend(retry_after.map(|after| (RETRY_AFTER, after)));
            return Ok(passed);
        }
        let kind = kind.as_ref().and_then(|kind| kind.to_str().ok());
        let kind = kind.map_or(String::new(), |kind| format!(" (`{kind}`)"));
        let redirect = if status.is_redirection() {
            ": it redirects elsewhere, and the relay does not follow"
        } else {
            ""
        };
        let message = format!(
            "`{}` answered {status} with something other than JSON{kind}{redirect}",
            self.upstream
        );
        // A success that is no answer of the API says nothing of what became of the request.
        match status.is_success() {
            true => Err(Refusal::new(StatusCode::BAD_GATEWAY, message).may_have_reached(true)),
            false => Err(Refusal::new(status, message)),
        }
    }

    fn failed(&self, error: &reqwest::Error) -> Refusal {
        let upstream = &self.upstream;
        // Where no connection came about, nothing was sent.
        let (message, reached) = if error.is_connect() {
            let message = format!("cannot connect to `{upstream}`: the request has not reached it");
            (message, false)
        } else if error.is_timeout() {
            let message = format!(
                "`{upstream}` gave no answer within {} seconds: the request may have reached it",
                ANSWER_WITHIN.as_secs()
            );
            (message, true)
        } else {
            let message =
                format!("the connection to `{upstream}` broke: the request may have reached it");
            (message, true)
        };
        let message = match innermost(error) {
            Some(cause) => format!("{message} ({cause})"),
            None => message,
        };
        Refusal::new(StatusCode::BAD_GATEWAY, message).may_have_reached(reached)
    }

    fn too_large(&self) -> Refusal {
        let message = format!(
            "`{}` answered with more than {} MiB: the request has reached it",
            self.upstream,
            LARGEST_ANSWER / (1024 * 1024)
        );
        Refusal::new(StatusCode::BAD_GATEWAY, message).may_have_reached(true)
    }
}

/// What lies at the bottom of a failure: `connection refused`, a name that is unknown, a
/// certificate that is not trusted.
fn innermost(error: &reqwest::Error) -> Option<String> {
    let mut cause = error.source()?;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    Some(cause.to_string())
}

/// `POST …/notifyV2`.
async fn notify(
    State(relay): State<Relay>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    // JSON alone goes out: what a form on another site can send without asking is not that.
    let stream = match body::expect_json(&headers).and_then(|()| ids::stream(path)) {
        Ok(stream) => stream,
        Err(refusal) => {
            body::discard(&headers, body).await;
            return Err(refusal);
        }
    };
    let body = body::read(&headers, body).await?;
    let path = NOTIFY.replace("{stream}", &stream);
    relay.pass_on(Method::POST, &path, &headers, body).await
}

/// `GET …/notifyV2/status/{jobId}`.
async fn status(
    State(relay): State<Relay>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (stream, job) = ids::stream_and_job(path)?;
    let path = STATUS.replace("{stream}", &stream).replace("{job}", &job);
    relay.pass_on(Method::GET, &path, &headers, Bytes::new()).await
}
