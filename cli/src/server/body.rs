//! Request bodies: never more than the API takes, and read to the end where that lets the sender
//! hear the answer.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;

use super::answer::Refusal;

/// The largest body, in bytes.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// How much of a body that will not be used is read all the same, and for how long.
const DISCARDED: usize = 64 * 1024 * 1024;
const DISCARDED_WITHIN: Duration = Duration::from_secs(10);

/// Refuses what is not said to be JSON. Parameters (`charset=utf-8`) are allowed. What was said
/// instead is not repeated: it may be anything, and a token among it.
pub fn expect_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
    let media_type = given.and_then(|value| value.split(';').next());
    if media_type.is_some_and(|found| found.trim().eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    let found = if given.is_some() { "another" } else { "none" };
    Err(Refusal::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        format!("the header `content-type` must be `application/json`; the request has {found}"),
    ))
}

/// Reads the whole body, within the limit, whether or not its length was announced.
pub async fn read(headers: &HeaderMap, mut body: Body) -> Result<Bytes, Refusal> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LARGEST as u64) {
        discard(headers, body).await;
        return Err(too_large());
    }
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| cut_short())?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        if read.len() + data.len() > LARGEST {
            discard(headers, body).await;
            return Err(too_large());
        }
        read.extend_from_slice(data);
    }
    Ok(read.into())
}

/// Reads a body away. Whoever is still sending when the connection closes sees it reset, and
/// never sees the answer; so what is left is read, within bounds.
pub async fn discard(headers: &HeaderMap, mut body: Body) {
    // The sender waits for a word before it sends the body: the answer is that word.
    if headers.contains_key(EXPECT) {
        return;
    }
    let reading = async {
        let mut seen = 0;
        while let Some(Ok(frame)) = body.frame().await {
            seen += frame.data_ref().map_or(0, Bytes::len);
            if seen > DISCARDED {
                break;
            }
        }
    };
    // Past the time, the sender gets its answer as far as the connection carries it.
    let _ = tokio::time::timeout(DISCARDED_WITHIN, reading).await;
}

fn too_large() -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!(
            "the body is larger than {} MiB: send the recipients in several requests",
            LARGEST / (1024 * 1024)
        ),
    )
}

fn cut_short() -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "the body ended before its announced end")
}
