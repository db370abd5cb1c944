//! One upstream of a relay: a request passed on to it, and its answer passed back.

use std::error::Error as _;
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::de::IgnoredAny;

use super::addresses::Admits;
use super::answer::Refusal;
use super::auth;
use super::connect::{self, System};
use super::token::Token;
use super::upstream::Upstream;
use crate::http::{self, ANSWER_WITHIN, LARGEST_ANSWER, Unread};

/// The headers that go out.
const PASSED_ON: [HeaderName; 2] = [HeaderName::from_static(auth::AUTH), CONTENT_TYPE];

/// An upstream, and what calls it.
#[derive(Debug)]
pub struct Destination {
    upstream: Upstream,
    client: reqwest::Client,
    answer_within: Duration,
}

impl Destination {
    /// Calls this upstream, where it leads to an address that is admitted.
    pub fn new(upstream: Upstream, admits: Admits) -> reqwest::Result<Destination> {
        let client = connect::client(&upstream, admits, System)?;
        Ok(Destination { upstream, client, answer_within: ANSWER_WITHIN })
    }

    /// Where it is.
    pub fn upstream(&self) -> &Upstream {
        &self.upstream
    }

    /// Passes on a request with this path, and two of its headers.
    pub async fn pass_on(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Response, Refusal> {
        let url = format!("{}{path}", self.upstream);
        let mut request = self.client.request(method, url).timeout(self.answer_within).body(body);
        for name in PASSED_ON {
            if let Some(value) = headers.get(&name) {
                request = request.header(name, value);
            }
        }
        let answer = request.send().await.map_err(|error| self.failed(&error))?;
        self.pass_back(answer, &Token::of(headers)).await
    }

    /// Passes an answer back: its status, and its body where that is JSON.
    async fn pass_back(
        &self,
        mut answer: reqwest::Response,
        token: &Token<'_>,
    ) -> Result<Response, Refusal> {
        let content = http::body(&mut answer).await.map_err(|unread| match unread {
            Unread::Broken(error) => self.failed(&error),
            Unread::TooLarge => self.too_large(),
        })?;
        // A stray byte must not cost a caller the job that the answer tells of.
        let content = token.hidden_in(String::from_utf8_lossy(&content));
        if serde_json::from_str::<IgnoredAny>(&content).is_err() {
            return Err(self.not_json(&answer, token));
        }
        let json = [(CONTENT_TYPE, "application/json")];
        let mut passed = (answer.status(), json, content.into_owned()).into_response();
        passed.headers_mut().extend(wait(&answer).map(|seconds| (RETRY_AFTER, seconds.into())));
        Ok(passed)
    }

    fn not_json(&self, answer: &reqwest::Response, token: &Token<'_>) -> Refusal {
        let status = answer.status();
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind =
            kind.map_or(String::new(), |kind| format!(" (`{}`)", token.hidden_in(kind.into())));
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
            true => Refusal::new(StatusCode::BAD_GATEWAY, message).may_have_reached(true),
            false => Refusal::new(status, message).retry_after(wait(answer)),
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
                self.answer_within.as_secs()
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
pub fn innermost(error: &reqwest::Error) -> Option<String> {
    let mut cause = error.source()?;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    Some(cause.to_string())
}

/// How many seconds an answer asks to wait. Of any other word in that place nothing is passed on.
fn wait(answer: &reqwest::Response) -> Option<u64> {
    http::retry_after(answer.headers(), SystemTime::now())?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;
    use crate::server::addresses;

    /// An upstream that sends these bytes and then a byte from time to time, without end.
    fn never_done(start: &'static str) -> Destination {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let upstream = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            stream.write_all(start.as_bytes()).unwrap();
            while start.is_empty() || stream.write_all(b" ").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let mut destination = Destination::new(upstream, addresses::loopback).unwrap();
        destination.answer_within = Duration::from_millis(300);
        destination
    }

    #[tokio::test]
    async fn an_answer_that_takes_too_long_is_given_up() {
        for start in ["", "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n"] {
            let destination = never_done(start);
            let passed =
                destination.pass_on(Method::GET, "/", &HeaderMap::new(), Bytes::new()).await;
            let refusal = serde_json::to_value(passed.unwrap_err()).unwrap();
            assert_eq!(refusal["mayHaveReached"], true);
            let said = refusal["errors"][0]["msg"].as_str().unwrap();
            assert!(said.contains("gave no answer within"), "{said}");
        }
    }
}
