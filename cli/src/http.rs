//! How the platform is called, by the relay and by the sender alike.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response};

/// The longest time for a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// The longest time for the whole exchange.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// The largest answer, in bytes: a job of 1000 recipients has far less.
pub const LARGEST_ANSWER: usize = 32 * 1024 * 1024;

/// A client that goes where it is told and nowhere else.
pub fn client() -> ClientBuilder {
    // Fails where a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT_WITHIN)
        // A send is never repeated, and a connection never kept: one that the other side closes
        // just as it is used again would leave it unknown whether a send arrived.
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
}

/// Why an answer cannot be read to its end.
#[derive(Debug)]
pub enum Unread {
    /// The connection broke, or the time ran out.
    Broken(reqwest::Error),
    /// It has more than [`LARGEST_ANSWER`] bytes.
    TooLarge,
}

/// Reads an answer's body, and no more of it than an answer may have.
pub async fn body(answer: &mut Response) -> Result<Vec<u8>, Unread> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(Unread::Broken)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Unread::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The header `Retry-After`; where it names a time, which the core, having no clock, does not
/// read, as so many seconds.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<String> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok();
    let time = |name| httpdate::parse_http_date(text(name)?.trim()).ok();
    let Some(then) = time(RETRY_AFTER) else { return text(RETRY_AFTER).map(str::to_owned) };
    // The server goes by its own clock, and mostly says what that shows.
    let wait = then.duration_since(time(DATE).unwrap_or(now)).unwrap_or_default();
    // Rounded up: never before the time that was named.
    Some(wait.as_nanos().div_ceil(1_000_000_000).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_to_come_back_at_is_so_many_seconds_away() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_500);
        let seconds = |headers: &[(HeaderName, &'static str)]| {
            let headers = headers.iter().cloned().map(|(name, text)| (name, text.parse().unwrap()));
            retry_after(&headers.collect(), now)
        };
        for (text, expected) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", "0"),
            ("Sun, 06 Nov 1994 08:49:38 GMT", "1"),
            (" Sun, 06 Nov 1994 09:49:37 GMT ", "3600"),
            ("120", "120"),
            ("soon", "soon"),
        ] {
            assert_eq!(seconds(&[(RETRY_AFTER, text)]).as_deref(), Some(expected), "{text}");
        }
        let their_clock = (DATE, "Sun, 06 Nov 1994 10:00:00 GMT");
        let later = (RETRY_AFTER, "Sun, 06 Nov 1994 10:02:00 GMT");
        assert_eq!(seconds(&[their_clock.clone(), later]).as_deref(), Some("120"));
        assert_eq!(seconds(&[their_clock]), None);
    }
}
