//! Where a relay passes requests on to: an origin, given on the command line.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

/// An exact origin: scheme, host and port, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    origin: String,
    is_loopback: bool,
}

/// Why an address cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// Not an absolute address of the web.
    #[error("an address such as `https://platform.kore.ai` is needed")]
    NotAnAddress,
    /// The token would travel in the clear.
    #[error("`http` is for this machine alone: use `https`")]
    NotEncrypted,
    /// `user:password@`.
    #[error("the address must not hold a user name or password")]
    HasCredentials,
    /// A path, query or fragment.
    #[error("the address ends after the host and port: the relay adds the path")]
    HasMore,
}

impl Upstream {
    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

impl FromStr for Upstream {
    type Err = UpstreamError;

    fn from_str(text: &str) -> Result<Upstream, UpstreamError> {
        let url: Url = text.parse().map_err(|_| UpstreamError::NotAnAddress)?;
        let host = url.host_str().ok_or(UpstreamError::NotAnAddress)?;
        let is_loopback = is_loopback(host);
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            "http" => return Err(UpstreamError::NotEncrypted),
            _ => return Err(UpstreamError::NotAnAddress),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UpstreamError::HasCredentials);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(UpstreamError::HasMore);
        }
        Ok(Upstream { origin: url.origin().ascii_serialization(), is_loopback })
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_taken() {
        for (given, origin) in [
            ("https://platform.kore.ai", "https://platform.kore.ai"),
            ("HTTPS://Platform.Kore.ai:443/", "https://platform.kore.ai"),
            ("https://host:8443", "https://host:8443"),
            ("http://127.0.0.1:9", "http://127.0.0.1:9"),
            ("http://[::1]:9", "http://[::1]:9"),
            ("http://localhost:9", "http://localhost:9"),
        ] {
            assert_eq!(given.parse::<Upstream>().unwrap().to_string(), origin);
        }
    }

    #[test]
    fn anything_else_is_not() {
        use UpstreamError::*;
        for (given, error) in [
            ("", NotAnAddress),
            ("platform.kore.ai", NotAnAddress),
            ("ftp://platform.kore.ai", NotAnAddress),
            ("http://platform.kore.ai", NotEncrypted),
            ("http://127.0.0.1.evil.example", NotEncrypted),
            ("https://me@platform.kore.ai", HasCredentials),
            ("https://me:secret@platform.kore.ai", HasCredentials),
            ("https://platform.kore.ai/api", HasMore),
            ("https://platform.kore.ai/?a", HasMore),
            ("https://platform.kore.ai/#a", HasMore),
        ] {
            assert_eq!(given.parse::<Upstream>(), Err(error), "{given}");
        }
    }
}
