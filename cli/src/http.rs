//! How the platform is called, by the relay and by the sender alike.

use std::time::Duration;

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
