//! The ids in a path: one segment each, checked before anything is done with them.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use regex::Regex;

use super::answer::Refusal;

/// Letters, digits, `-` and `_`: what every id in the API's documents is made of.
#[expect(
    clippy::expect_used,
    reason = "the pattern is a constant, and every request of every test compiles it"
)]
static ID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\A[A-Za-z0-9_-]{1,128}\z").expect("the id pattern is valid"));

/// Whether this can be a stream id or a job id.
pub fn is_id(text: &str) -> bool {
    ID.is_match(text)
}

/// The stream id of a path.
pub fn stream(path: Result<Path<String>, PathRejection>) -> Result<String, Refusal> {
    let Path(stream) = path.map_err(|_| not_text())?;
    checked(stream, "stream id")
}

/// The stream id and the job id of a path.
pub fn stream_and_job(
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<(String, String), Refusal> {
    let Path((stream, job)) = path.map_err(|_| not_text())?;
    Ok((checked(stream, "stream id")?, checked(job, "job id")?))
}

/// The job id of a path.
pub fn job(path: Result<Path<String>, PathRejection>) -> Result<String, Refusal> {
    let Path(job) = path.map_err(|_| not_text())?;
    checked(job, "job id")
}

/// A path for the log: what is no id may be anything, a token pasted into the wrong field
/// included, and is left out.
pub fn loggable(path: &str) -> String {
    path.split('/')
        .map(|segment| if segment.is_empty() || is_id(segment) { segment } else { "…" })
        .collect::<Vec<_>>()
        .join("/")
}

fn checked(id: String, what: &str) -> Result<String, Refusal> {
    if is_id(&id) {
        Ok(id)
    } else {
        Err(Refusal::new(
            StatusCode::NOT_FOUND,
            format!("the {what} in the path is none: it has 1 to 128 letters, digits, `-` and `_`"),
        ))
    }
}

fn not_text() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "the path is not UTF-8 text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_one_plain_segment() {
        for id in ["st-736ff917-d836", "ds-1", "_", &"a".repeat(128)] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "..", "a/b", "a b", "é", "a\n", "a.b", &"a".repeat(129)] {
            assert!(!is_id(id), "{id:?}");
        }
    }

    #[test]
    fn the_log_shows_no_token_pasted_into_a_path() {
        assert_eq!(
            loggable("/api/public/bot/eyJh.eyJi.sig/notifyV2"),
            "/api/public/bot/…/notifyV2"
        );
    }
}
