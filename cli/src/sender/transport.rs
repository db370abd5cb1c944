//! The calls on the wire: what the core says a call is goes out, and what came back is told in the
//! core's words.

use std::time::SystemTime;

use notify_preflight::request::{Answer, ApiRequest, Method};
use reqwest::header::RETRY_AFTER;

use crate::http;

/// A client of the API.
#[derive(Clone, Debug)]
pub struct Transport(reqwest::Client);

/// What came back.
#[derive(Debug)]
pub enum Reply {
    /// No connection came about.
    Unreached,
    /// The connection broke, or the time ran out.
    Lost,
    /// An HTTP answer.
    Http { status: u16, retry_after: Option<String>, body: String },
}

impl Reply {
    /// The same as the core names it.
    pub fn answer(&self) -> Answer<'_> {
        match self {
            Reply::Unreached => Answer::Unreached,
            Reply::Lost => Answer::Lost,
            Reply::Http { status, retry_after, body } => {
                Answer::Http { status: *status, retry_after: retry_after.as_deref(), body }
            }
        }
    }
}

impl Transport {
    /// A client that goes where it is told and nowhere else.
    pub fn new() -> reqwest::Result<Transport> {
        http::client().timeout(http::ANSWER_WITHIN).build().map(Transport)
    }

    /// Makes the call.
    pub async fn call(&self, call: ApiRequest) -> Reply {
        let method = match call.method {
            Method::Post => reqwest::Method::POST,
            Method::Get => reqwest::Method::GET,
        };
        let mut request = self.0.request(method, &call.url);
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        if let Some(body) = call.body {
            request = request.body(body);
        }
        match request.send().await {
            Ok(answer) => read(answer).await,
            Err(error) if error.is_connect() || error.is_builder() => Reply::Unreached,
            Err(_) => Reply::Lost,
        }
    }
}

async fn read(mut answer: reqwest::Response) -> Reply {
    let status = answer.status().as_u16();
    let retry_after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = retry_after.map(|after| in_seconds(after, SystemTime::now()));
    let Ok(body) = http::body(&mut answer).await else {
        return Reply::Lost;
    };
    let body = String::from_utf8_lossy(&body).into_owned();
    Reply::Http { status, retry_after, body }
}

/// The header may also name a time, which the core, having no clock, does not read.
fn in_seconds(retry_after: &str, now: SystemTime) -> String {
    let Ok(time) = httpdate::parse_http_date(retry_after.trim()) else {
        return retry_after.to_owned();
    };
    let wait = time.duration_since(now).unwrap_or_default();
    // Rounded up: never before the time that was named.
    wait.as_nanos().div_ceil(1_000_000_000).to_string()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_time_to_come_back_at_is_so_many_seconds_away() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_500);
        let seconds = |after| in_seconds(after, now);
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), "0");
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:38 GMT"), "1");
        assert_eq!(seconds(" Sun, 06 Nov 1994 09:49:37 GMT "), "3600");
        assert_eq!(seconds("120"), "120");
        assert_eq!(seconds("soon"), "soon");
    }
}
