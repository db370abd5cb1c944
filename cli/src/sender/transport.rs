//! The calls on the wire: what the core says a call is goes out, and what came back is told in the
//! core's words.

use std::time::SystemTime;

use notify_preflight::request::{Answer, ApiRequest, Method};

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
    let retry_after = http::retry_after(answer.headers(), SystemTime::now());
    let Ok(body) = http::body(&mut answer).await else {
        return Reply::Lost;
    };
    let body = String::from_utf8_lossy(&body).into_owned();
    Reply::Http { status, retry_after, body }
}
