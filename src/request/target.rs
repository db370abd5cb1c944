//! Where a call goes and who makes it, checked before anything is sent (SPEC section 4).

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::diagnostic::quote;
use crate::find::find;

/// Where a call goes and who makes it; checked when made.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// Scheme and authority, no trailing slash.
    origin: String,
    /// As a path segment.
    stream: String,
    jwt: String,
}

/// Why a call cannot be made. Never says the JWT.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The host is no host, or plain `http` to another machine.
    #[error("{0}")]
    InvalidHost(String),
    /// The stream id cannot be one segment of a path.
    #[error("{0}")]
    InvalidStreamId(String),
    /// The job id cannot be one segment of a path.
    #[error("{0}")]
    InvalidJobId(String),
    /// The JWT cannot stand in a header.
    #[error("{0}")]
    InvalidJwt(String),
}

impl RequestError {
    /// A stable name, as [`Target::new`] shows it: `invalid-host`, `invalid-stream-id`, `invalid-job-id`, `invalid-jwt`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            RequestError::InvalidHost(_) => "invalid-host",
            RequestError::InvalidStreamId(_) => "invalid-stream-id",
            RequestError::InvalidJobId(_) => "invalid-job-id",
            RequestError::InvalidJwt(_) => "invalid-jwt",
        }
    }
}

impl Target {
    /// Checks and normalises where a call goes.
    ///
    /// `host` comes with or without a scheme and a trailing slash; without one it
    /// is `https`, on a loopback host `http`.
    ///
    /// # Errors
    ///
    /// A host that is none or would be called over plain `http` though it is no
    /// loopback host, a stream id that is no single path segment, a JWT that
    /// cannot stand in a header.
    ///
    /// ```
    /// use notify_preflight::request::Target;
    ///
    /// assert!(Target::new("http://127.0.0.1:7360/", "st-1", "a.b.c").is_ok());
    /// let error = Target::new("http://example.com", "st-1", "a.b.c").unwrap_err();
    /// assert_eq!(error.code(), "invalid-host");
    /// ```
    pub fn new(host: &str, stream_id: &str, jwt: &str) -> Result<Target, RequestError> {
        Ok(Target {
            origin: origin(host)?,
            stream: segment("stream id", stream_id).map_err(RequestError::InvalidStreamId)?,
            jwt: header_value(jwt).map_err(RequestError::InvalidJwt)?,
        })
    }

    pub(super) fn url(&self, rest: &str) -> String {
        format!("{}/api/public/bot/{}/notifyV2{rest}", self.origin, self.stream)
    }

    pub(super) fn jwt(&self) -> &str {
        &self.jwt
    }
}

// The JWT must not reach a log by way of a debug print.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("origin", &self.origin)
            .field("stream", &self.stream)
            .finish_non_exhaustive()
    }
}

/// The job's segment of a status call's path.
pub(super) fn job_segment(id: &str) -> Result<String, RequestError> {
    segment("job id", id).map_err(RequestError::InvalidJobId)
}

/// Scheme, host and port of a host as people write it, by the same rules as
/// [`Target::new`]: for whoever passes calls on and must know where to.
///
/// # Errors
///
/// A host that is none, or would be called over plain `http` though it is no loopback
/// host. A user name, a path and a way to write an address that not everybody reads
/// alike (`2130706433`, `0x7f.1`, `fe80::1%eth0`) make it none.
///
/// ```
/// use notify_preflight::request::origin;
///
/// assert_eq!(origin("platform.example.com/")?, "https://platform.example.com");
/// assert!(origin("https://me@platform.example.com").is_err());
/// # Ok::<(), notify_preflight::request::RequestError>(())
/// ```
pub fn origin(host: &str) -> Result<String, RequestError> {
    read_origin(host).map_err(RequestError::InvalidHost)
}

fn read_origin(host: &str) -> Result<String, String> {
    let written = host.trim();
    const COLON: &str = "://";
    let split = find(written, COLON).and_then(|at| written.split_at_checked(at));
    let (scheme, rest) = match split {
        Some((scheme, rest)) => {
            (Some(scheme.to_ascii_lowercase()), rest.strip_prefix(COLON).unwrap_or_default())
        }
        None => (None, written),
    };
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    let loopback = is_loopback(authority).ok_or_else(|| {
        format!("{} is no host; write it as `https://platform.example.com`", quote(written))
    })?;
    match scheme.as_deref() {
        Some("https") => Ok(format!("https://{authority}")),
        Some("http") if loopback => Ok(format!("http://{authority}")),
        Some("http") => Err(format!(
            "{} would send the token unencrypted; plain `http` is allowed to this machine only",
            quote(written)
        )),
        None => Ok(format!("{}://{authority}", if loopback { "http" } else { "https" })),
        Some(other) => Err(format!("{} is no scheme of this API; write `https`", quote(other))),
    }
}

/// Whether `name`, `name:port`, `[v6]` or `[v6]:port` leads to this machine; none of these
/// is no host.
fn is_loopback(authority: &str) -> Option<bool> {
    let (is_loopback, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, after) = rest.split_once(']')?;
            (address.parse::<Ipv6Addr>().ok()?.is_loopback(), after)
        }
        None => {
            let colon = authority.find(':').unwrap_or(authority.len());
            let (name, after) = authority.split_at_checked(colon)?;
            (is_loopback_name(name)?, after)
        }
    };
    let is_port = match port.strip_prefix(':') {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_digit()) && digits.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    is_port.then_some(is_loopback)
}

fn is_loopback_name(name: &str) -> Option<bool> {
    let is_label = |label: &str| label.bytes().any(|b| b.is_ascii_alphanumeric());
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    if !name.split('.').all(is_label) || !name.bytes().all(is_allowed) {
        return None;
    }
    if ends_in_a_number(name) {
        return Some(name.parse::<Ipv4Addr>().ok()?.is_loopback());
    }
    let name = name.to_ascii_lowercase();
    Some(name == "localhost" || name.ends_with(".localhost"))
}

/// Such a name is an address to whoever sends (URL Standard, "ends in a number"): `a.1`
/// is none, and `127.1` one that not everybody reads alike.
fn ends_in_a_number(name: &str) -> bool {
    let start = name.bytes().rposition(|byte| byte == b'.').map_or(0, |dot| dot + 1);
    let last = name.get(start..).unwrap_or_default();
    match last.strip_prefix("0x").or_else(|| last.strip_prefix("0X")) {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_hexdigit()),
        None => last.bytes().all(|b| b.is_ascii_digit()),
    }
}

/// One segment of a path, percent-encoded.
fn segment(what: &str, id: &str) -> Result<String, String> {
    if id.is_empty() {
        return Err(format!("the {what} is missing"));
    }
    let leaves_the_segment = matches!(id, "." | "..")
        || id.chars().any(|c| matches!(c, '/' | '\\') || c.is_control() || c.is_whitespace());
    if leaves_the_segment {
        return Err(format!(
            "{} is no {what}; it may hold no slash, space or line break",
            quote(id)
        ));
    }
    let mut encoded = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{:02X}", u32::from(byte)));
        }
    }
    Ok(encoded)
}

fn header_value(jwt: &str) -> Result<String, String> {
    if jwt.is_empty() {
        return Err("the JWT is missing".to_owned());
    }
    if jwt.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer ")) {
        return Err("the JWT goes alone into the header, without `Bearer`".to_owned());
    }
    match jwt.chars().find(|c| !c.is_ascii_graphic()) {
        None => Ok(jwt.to_owned()),
        Some(found) => Err(format!(
            "the JWT holds {}, which cannot stand in a header; copy it again in one piece",
            match found {
                ' ' => "a space".to_owned(),
                '\n' | '\r' => "a line break".to_owned(),
                _ => format!("the character U+{:04X}", u32::from(found)),
            }
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{send, status};
    use super::*;

    #[test]
    fn hosts_are_normalised() {
        for (host, origin) in [
            ("platform.example.com", "https://platform.example.com"),
            (" https://platform.example.com/ ", "https://platform.example.com"),
            ("HTTPS://a.b:8443", "https://a.b:8443"),
            ("localhost:7360", "http://localhost:7360"),
            ("App.localhost", "http://App.localhost"),
            ("notlocalhost", "https://notlocalhost"),
            ("http://[::1]:80/", "http://[::1]:80"),
            ("https://127.0.0.1", "https://127.0.0.1"),
            ("[::ffff:1.2.3.4]", "https://[::ffff:1.2.3.4]"),
            ("10.0.0.1.example.com", "https://10.0.0.1.example.com"),
        ] {
            assert_eq!(super::origin(host).as_deref(), Ok(origin), "{host}");
        }
    }

    #[test]
    fn hosts_that_are_none_are_refused() {
        for host in [
            "",
            "https://",
            "ftp://a.b",
            "a.b/path",
            "a.b?x",
            "user@a.b",
            "a.b:port",
            "a.b:99999",
            "a.b//",
            "a b",
            "[::1",
            "[zz]",
            "..",
            "-",
            "a..b",
            "a:1:2",
            "a.1",
            "1.2.3.256",
            "127.1",
            "0177.0.0.1",
            "a.0x7F",
            "2130706433",
            "http://example.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "a.b.",
            "127.0.0.1.",
            "localhost.",
            "a.b@c.d",
            "a.b:80@c.d",
            "[fe80::1%eth0]",
            "[fe80::1%25eth0]",
            "0x7f000001",
            "0x7f.0.0.1",
            "017700000001",
            "①②⑦.0.0.1",
            "localhost。",
        ] {
            let target = Target::new(host, "st-1", "a.b.c");
            assert_eq!(target.map_err(|error| error.code()), Err("invalid-host"), "{host}");
        }
    }

    #[test]
    fn ids_are_one_segment() {
        let url = |id: &str| Target::new("a.b", id, "x").map(|target| send(&target, "").url);
        assert_eq!(
            url("st ü?#%".replace(' ', "").as_str()).as_deref(),
            Ok("https://a.b/api/public/bot/st%C3%BC%3F%23%25/notifyV2")
        );
        for id in ["", ".", "..", "a/b", "a\\b", "a b", "a\n"] {
            assert_eq!(url(id).map_err(|error| error.code()), Err("invalid-stream-id"), "{id:?}");
        }
        let target = Target::new("a.b", "st", "x").unwrap();
        assert_eq!(status(&target, "../x").map_err(|error| error.code()), Err("invalid-job-id"));
    }

    #[test]
    fn a_jwt_that_cannot_stand_in_a_header_is_refused_and_never_shown() {
        for jwt in ["", "Bearer secret", "sec ret", "secret\n", "sécret", "secret\u{7f}"] {
            let error = Target::new("a.b", "st", jwt).unwrap_err();
            assert_eq!(error.code(), "invalid-jwt");
            assert!(!error.to_string().contains("cret"), "{error}");
        }
        let target = Target::new("a.b", "st", "secret").unwrap();
        let printed = [format!("{target:?}"), format!("{:?}", send(&target, ""))];
        for printed in printed {
            assert!(printed.contains("https://a.b") && !printed.contains("secret"), "{printed}");
        }
    }
}
