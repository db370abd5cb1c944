//! Where a relay passes requests on to: an origin, given on the command line.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use notify_preflight::request::{RequestError, origin};
use reqwest::Url;

use super::addresses::{self, Admits, Refused};

/// An exact origin: scheme, host and port, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// As browsers write it: in lower case, without the scheme's own port.
    origin: String,
    host: String,
    is_plain: bool,
}

/// Why an upstream is not relayed to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// The core's own words: a host is here what it is for every call.
    #[error(transparent)]
    NotAHost(#[from] RequestError),
    /// A name that no browser takes, such as one with a broken `xn--` part.
    #[error("`{0}` is no host; write it as `https://platform.example.com`")]
    NotAName(String),
    /// A loopback name.
    #[error("`{0}` is this machine; `--allow-private` lets the relay call it")]
    ThisMachine(String),
    /// An address that is not for the relay.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl Upstream {
    /// Whether it is called without encryption.
    pub fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Which addresses it may lead to. What the host itself tells is said here, before the first
    /// request; what a name leads to shows only when it is called.
    pub fn admits(&self, allow_private: bool) -> Result<Admits, UpstreamError> {
        let admits = match allow_private {
            false => addresses::public,
            true if self.is_plain => addresses::loopback,
            true => addresses::any,
        };
        if let Some(address) = self.address() {
            // Such a one is connected to without a resolver being asked.
            admits(address)?;
        } else if self.is_this_machine() && !allow_private {
            return Err(UpstreamError::ThisMachine(self.to_string()));
        }
        Ok(admits)
    }

    fn address(&self) -> Option<IpAddr> {
        self.host.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }

    /// Names that lead here by definition (RFC 6761).
    fn is_this_machine(&self) -> bool {
        self.is_plain || self.host == "localhost" || self.host.ends_with(".localhost")
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
        let origin = origin(text)?;
        let not_a_name = || UpstreamError::NotAName(text.to_owned());
        let url: Url = origin.parse().map_err(|_| not_a_name())?;
        let host = url.host_str().ok_or_else(not_a_name)?.to_owned();
        let origin = url.origin().ascii_serialization();
        Ok(Upstream { origin, host, is_plain: url.scheme() == "http" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upstream(text: &str) -> Upstream {
        text.parse().unwrap()
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        for (given, origin) in [
            ("platform.example.com", "https://platform.example.com"),
            ("HTTPS://Platform.Example.com:443/", "https://platform.example.com"),
            ("https://host:8443", "https://host:8443"),
            ("https://[2606:4700:0:0::1111]", "https://[2606:4700::1111]"),
            ("http://127.0.0.1:9", "http://127.0.0.1:9"),
            ("http://[::1]:9", "http://[::1]:9"),
            ("localhost:9", "http://localhost:9"),
        ] {
            assert_eq!(upstream(given).to_string(), origin);
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for given in [
            "",
            "ftp://platform.example.com",
            "http://platform.example.com",
            "http://127.0.0.1.example.com",
            "https://me@platform.example.com",
            "https://me:secret@platform.example.com",
            "https://platform.example.com@127.0.0.1",
            "https://platform.example.com/api",
            "https://platform.example.com/?a",
            "https://platform.example.com/#a",
            "https://platform.example.com\\@127.0.0.1",
            "https://xn--a",
        ] {
            assert!(given.parse::<Upstream>().is_err(), "{given}");
        }
    }

    /// Ways to write an address that some readers take for `127.0.0.1`, and others do not.
    #[test]
    fn addresses_are_written_in_one_way() {
        for given in [
            "https://2130706433",
            "https://0x7f000001",
            "https://017700000001",
            "https://0x7f.0.0.1",
            "https://0177.0.0.1",
            "https://127.1",
            "https://127.0.1",
            "https://127.0.0.1.",
            "https://localhost.",
            "https://①②⑦.0.0.1",
            "https://127。0。0。1",
            "https://%31%32%37.0.0.1",
            "https://[::1%25lo]",
            "https://[::1%lo]",
            "https://[fe80::1%25eth0]",
            "https://[127.0.0.1]",
            "https://::1",
        ] {
            assert!(given.parse::<Upstream>().is_err(), "{given}");
        }
    }

    #[test]
    fn addresses_that_are_not_public_need_a_word() {
        for given in [
            "https://127.0.0.1",
            "https://10.0.0.1:8443",
            "https://169.254.169.254",
            "https://[::1]",
            "https://[::127.0.0.1]",
            "https://[::ffff:127.0.0.1]",
            "https://[::ffff:7f00:1]",
            "https://[64:ff9b::127.0.0.1]",
            "https://[64:ff9b:1::10.0.0.1]",
            "https://[2002:7f00:1::]",
            "https://[2001:0:a00:1::]",
            "https://[fd00:ec2::254]",
            "https://[fe80::1]",
            "https://localhost",
            "https://LOCALHOST",
            "https://a.localhost",
            "http://localhost:9",
            "http://127.0.0.1:9",
        ] {
            assert!(upstream(given).admits(false).is_err(), "{given}");
            assert!(upstream(given).admits(true).is_ok(), "{given}");
        }
        for given in ["https://platform.example.com", "https://1.1.1.1", "https://[2606:4700::1]"] {
            assert!(upstream(given).admits(false).is_ok(), "{given}");
        }
    }

    #[test]
    fn a_loopback_name_over_plain_http_leads_to_this_machine_only() {
        let admits = upstream("http://localhost:9").admits(true).unwrap();
        assert!(admits([127, 0, 0, 1].into()).is_ok());
        assert!(admits([10, 0, 0, 1].into()).is_err());
        let admits = upstream("https://localhost:9").admits(true).unwrap();
        assert!(admits([10, 0, 0, 1].into()).is_ok());
    }
}
