//! Answers that are not the thing asked for: as JSON, in the shape of the platform's own errors.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A request that was not served, and why: one sentence for whoever sent it.
#[derive(Debug, Serialize)]
pub struct Refusal {
    errors: [Problem; 1],
    /// For a request that was to be passed on: whether the platform may have got it all the same.
    #[serde(rename = "mayHaveReached", skip_serializing_if = "Option::is_none")]
    may_have_reached: Option<bool>,
    #[serde(skip)]
    retry_after: Option<u64>,
    #[serde(skip)]
    status: StatusCode,
}

#[derive(Debug, Serialize)]
struct Problem {
    msg: String,
    code: u16,
}

impl Refusal {
    /// Refuses with this status and sentence.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Refusal {
        Refusal {
            errors: [Problem { msg: message.into(), code: status.as_u16() }],
            may_have_reached: None,
            retry_after: None,
            status,
        }
    }

    /// Says whether the platform may have got the request.
    pub fn may_have_reached(mut self, may_have_reached: bool) -> Refusal {
        self.may_have_reached = Some(may_have_reached);
        self
    }

    /// Says after how many seconds to try again, where that is known.
    pub fn retry_after(mut self, seconds: impl Into<Option<u64>>) -> Refusal {
        self.retry_after = seconds.into();
        self
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let retry_after = self.retry_after.map(|seconds| (RETRY_AFTER, seconds.into()));
        let mut response = (self.status, Json(self)).into_response();
        response.headers_mut().extend(retry_after);
        response
    }
}

/// Answers a path of the API that there is not.
pub fn no_such_route() -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        "there is no such route: the routes are `POST /api/public/bot/{streamId}/notifyV2` and \
         `GET /api/public/bot/{streamId}/notifyV2/status/{jobId}`",
    )
}

/// Answers `POST` where only `GET` is served, and the other way round.
pub async fn no_such_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this route does not take this method: send with `POST …/notifyV2`, ask for the status \
         with `GET …/notifyV2/status/{jobId}`",
    )
}

/// Answers a method that a route beside the API does not take.
pub async fn wrong_method() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "this route does not take this method")
}
