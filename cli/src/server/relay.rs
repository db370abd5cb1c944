//! The relay: the same two routes, passed on to the real API, which browsers cannot call across
//! origins. The method, the ids, the body and two headers go out; a status and JSON come back.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::Response;

use super::answer::Refusal;
use super::destination::{self, Destination};
use super::upstream::{Upstream, UpstreamError};
use super::{NOTIFY, STATUS, body, ids};

/// The header by which a caller says which upstream is meant, where there are several.
const UPSTREAM: HeaderName = HeaderName::from_static("x-notify-upstream");

/// A relay to the upstreams that the command line names, and to nothing else; cheap to clone.
#[derive(Clone, Debug)]
pub struct Relay {
    destinations: Arc<[Destination]>,
}

/// Why there is no relay.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// One of the upstreams is not for it.
    #[error("`{0}` is not relayed to")]
    Upstream(Upstream, #[source] UpstreamError),
    /// Nothing to tell the platform by. Certificates that came with this program would grow old
    /// in it, and would overrule whoever looks after this machine.
    #[error(
        "this machine has no certificates to know `{0}` by ({1}): install the package \
         `ca-certificates`, or name a file of certificates in the environment variable \
         `SSL_CERT_FILE`"
    )]
    Certificates(Upstream, String),
}

impl Relay {
    /// A relay to these upstreams; one that is named twice is there once.
    pub fn new(upstreams: &[Upstream], allow_private: bool) -> Result<Relay, RelayError> {
        let mut destinations: Vec<Destination> = Vec::new();
        for upstream in upstreams {
            if destinations.iter().any(|known| known.upstream() == upstream) {
                continue;
            }
            let admits = upstream
                .admits(allow_private)
                .map_err(|error| RelayError::Upstream(upstream.clone(), error))?;
            let destination = Destination::new(upstream.clone(), admits).map_err(|error| {
                let cause = destination::innermost(&error).unwrap_or_else(|| error.to_string());
                RelayError::Certificates(upstream.clone(), cause)
            })?;
            destinations.push(destination);
        }
        Ok(Relay { destinations: destinations.into() })
    }

    /// The upstreams, as the command line names them.
    pub fn upstreams(&self) -> impl Iterator<Item = String> {
        self.destinations.iter().map(|destination| destination.upstream().to_string())
    }

    /// The two routes.
    pub fn routes(self) -> Router {
        super::routes(notify, status).with_state(self)
    }

    /// Which upstream is meant: the very text of one of them, so that nothing is left to reading.
    fn destination(&self, headers: &HeaderMap) -> Result<&Destination, Refusal> {
        let mut named = headers.get_all(UPSTREAM).iter();
        let found = match (named.next(), named.next()) {
            (None, _) if self.destinations.len() == 1 => self.destinations.first(),
            (Some(origin), None) => {
                self.destinations.iter().find(|known| *origin == *known.upstream().to_string())
            }
            _ => None,
        };
        // What was named is not repeated: it may be anything, and a token among it.
        found.ok_or_else(|| {
            let message = format!(
                "the header `{UPSTREAM}` must name, once, where this relay passes on to: {}",
                self.upstreams().map(|origin| format!("`{origin}`")).collect::<Vec<_>>().join(", ")
            );
            Refusal::new(StatusCode::BAD_REQUEST, message).may_have_reached(false)
        })
    }
}

/// `POST …/notifyV2`.
async fn notify(
    State(relay): State<Relay>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    // JSON alone goes out: what a form on another site can send without asking is not that.
    let checked = body::expect_json(&headers)
        .and_then(|()| ids::stream(path))
        .and_then(|stream| Ok((stream, relay.destination(&headers)?)));
    let (stream, destination) = match checked {
        Ok(checked) => checked,
        Err(refusal) => {
            body::discard(&headers, body).await;
            return Err(refusal);
        }
    };
    let body = body::read(&headers, body).await?;
    let path = NOTIFY.replace("{stream}", &stream);
    destination.pass_on(Method::POST, &path, &headers, body).await
}

/// `GET …/notifyV2/status/{jobId}`.
async fn status(
    State(relay): State<Relay>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (stream, job) = ids::stream_and_job(path)?;
    let destination = relay.destination(&headers)?;
    let path = STATUS.replace("{stream}", &stream).replace("{job}", &job);
    destination.pass_on(Method::GET, &path, &headers, Bytes::new()).await
}
