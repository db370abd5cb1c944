//! Request bodies: never more than the API takes, and read to the end where that lets the sender
//! hear the answer.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::answer::Refusal;

/// The largest body, in bytes.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// How long a body may take to come.
const READ_WITHIN: Duration = Duration::from_secs(30);

/// Only so many bodies of more than [`SMALL`] bytes are held at once; the others wait, and the
/// senders with them.
static LARGE: Semaphore = Semaphore::const_new(8);
const SMALL: usize = 1024 * 1024;

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

/// Reads the whole body of a call to the API.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    read_within(headers, body, LARGEST).await
}

/// Reads the whole body, no more than `largest` bytes, whether or not its length was announced.
pub async fn read_within(
    headers: &HeaderMap,
    mut body: Body,
    largest: usize,
) -> Result<Bytes, Refusal> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let read = if announced.is_some_and(|length| length > largest as u64) {
        Err(too_large(largest))
    } else {
        let reading = frames(&mut body, largest);
        tokio::time::timeout(READ_WITHIN, reading).await.unwrap_or_else(|_| Err(too_slow()))
    };
    if let Err((_, Rest::MayCome)) = &read {
        discard(headers, body).await;
    }
    read.map_err(|(refusal, _)| refusal)
}

/// Whether what is left of a refused body is worth reading.
enum Rest {
    MayCome,
    HasGone,
}

async fn frames(body: &mut Body, largest: usize) -> Result<Bytes, (Refusal, Rest)> {
    let (mut read, mut place) = (Vec::new(), None);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| cut_short())?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        if read.len() + data.len() > largest {
            return Err(too_large(largest));
        }
        if read.len() + data.len() > SMALL && place.is_none() {
            // The semaphore is never closed.
            place = LARGE.acquire().await.ok();
        }
        read.extend_from_slice(data);
    }
    Ok(Bytes::from_owner(Held { bytes: read, _place: place }))
}

/// A body, and its place among the large ones.
struct Held {
    bytes: Vec<u8>,
    _place: Option<SemaphorePermit<'static>>,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
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

fn too_large(largest: usize) -> (Refusal, Rest) {
    let message = if largest == LARGEST {
        format!(
            "the body is larger than {} MiB: send the recipients in several requests",
            largest / (1024 * 1024)
        )
    } else {
        format!("the body is larger than {} KiB", largest / 1024)
    };
    (Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message), Rest::MayCome)
}

fn too_slow() -> (Refusal, Rest) {
    let message = format!("the body did not come within {} seconds", READ_WITHIN.as_secs());
    (Refusal::new(StatusCode::REQUEST_TIMEOUT, message), Rest::HasGone)
}

fn cut_short() -> (Refusal, Rest) {
    let refusal = Refusal::new(StatusCode::BAD_REQUEST, "the body ended before its announced end");
    (refusal, Rest::HasGone)
}
