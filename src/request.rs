//! The two calls of the API as data: method, URL, headers, body (SPEC section 4).
//!
//! Nothing is sent here; whoever sends decides how. For whoever does: what an answer
//! means ([`SendOutcome`], [`StatusOutcome`]), when to call again ([`Backoff`],
//! [`Pace`]), until when a token holds ([`expires_at`]), and the same call as a
//! command ([`curl`]).
//!
//! ```
//! use notify_preflight::request::{self, Target};
//!
//! let target = Target::new("platform.example.com", "st-1", "header.claims.signature")?;
//! let call = request::send(&target, r#"{"channel":"ivr"}"#);
//! assert_eq!(call.url, "https://platform.example.com/api/public/bot/st-1/notifyV2");
//! assert_eq!(call.headers.get("auth").map(String::as_str), Some("header.claims.signature"));
//! # Ok::<(), request::RequestError>(())
//! ```

mod answer;
mod backoff;
mod curl;
mod jwt;
mod pace;
mod sentence;
mod target;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::sorted::SortedMap;

pub use answer::{Answer, Failure, SendOutcome, StatusOutcome};
pub use backoff::Backoff;
pub use curl::curl;
pub use jwt::expires_at;
pub use pace::Pace;
pub use target::{RequestError, Target, origin};

/// The header that carries the JWT.
const AUTH: &str = "auth";

/// How a call is made.
///
/// ```
/// use notify_preflight::request::Method;
///
/// assert_eq!(Method::Post.name(), "POST");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Sends a payload.
    Post,
    /// Asks for the status.
    Get,
}

impl Method {
    /// The name, as HTTP writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Method::Post => "POST",
            Method::Get => "GET",
        }
    }

    /// The method of that name, as HTTP spells it.
    ///
    /// ```
    /// use notify_preflight::request::Method;
    ///
    /// assert_eq!(Method::from_name("GET"), Some(Method::Get));
    /// assert_eq!(Method::from_name("get"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Method> {
        [Method::Post, Method::Get].into_iter().find(|method| method.name() == name)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One HTTP call.
///
/// ```
/// use notify_preflight::request::{self, ApiRequest, Target};
///
/// let target = Target::new("platform.example.com", "st-1", "a.b.c")?;
/// let call = request::status(&target, "ds-7")?;
/// let json = serde_json::json!(call);
/// assert_eq!(json["method"], "GET");
/// assert_eq!(serde_json::from_value::<ApiRequest>(json)?, call);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiRequest {
    /// `POST` or `GET`.
    pub method: Method,
    /// Absolute URL.
    pub url: String,
    /// Header names in lower case. Holds the JWT.
    pub headers: SortedMap<String, String>,
    /// The payload as it was given; absent for `GET`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

// The JWT must not reach a log by way of a debug print.
impl fmt::Debug for ApiRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// The call that sends a payload; the payload goes out byte for byte.
///
/// ```
/// use notify_preflight::request::{self, Target};
///
/// let target = Target::new("platform.example.com", "st-1", "a.b.c")?;
/// let call = request::send(&target, "{ }\n");
/// assert_eq!(call.body.as_deref(), Some("{ }\n"));
/// # Ok::<(), request::RequestError>(())
/// ```
#[must_use]
pub fn send(target: &Target, payload: &str) -> ApiRequest {
    ApiRequest {
        method: Method::Post,
        url: target.url(""),
        headers: headers(&[(AUTH, target.jwt()), ("content-type", "application/json")]),
        body: Some(payload.to_owned()),
    }
}

/// Headers in the order of their names.
fn headers(headers: &[(&str, &str)]) -> SortedMap<String, String> {
    let mut all = Vec::with_capacity(headers.len());
    for (name, value) in headers {
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    SortedMap::from_sorted(all)
}

/// The call that asks how far a job is.
///
/// # Errors
///
/// A job id that is no single path segment.
///
/// ```
/// use notify_preflight::request::{self, Target};
///
/// let target = Target::new("localhost:7360", "st-1", "a.b.c")?;
/// let call = request::status(&target, "ds-7")?;
/// assert_eq!(call.url, "http://localhost:7360/api/public/bot/st-1/notifyV2/status/ds-7");
/// # Ok::<(), request::RequestError>(())
/// ```
pub fn status(target: &Target, job_id: &str) -> Result<ApiRequest, RequestError> {
    let job = target::job_segment(job_id)?;
    Ok(ApiRequest {
        method: Method::Get,
        url: target.url(&format!("/status/{job}")),
        headers: headers(&[(AUTH, target.jwt())]),
        body: None,
    })
}
