//! Calls: to where the author says, over TLS or to this machine, the ids one segment each.
//!
//! An input is a host, a stream id, a JWT and a job id, a NUL between each.

use notify_preflight::request::{Target, send, status};
use url::{Host, Url};

/// Holds for any text.
pub fn hold(input: &str) {
    let mut parts = input.split('\0');
    let mut next = || parts.next().unwrap_or_default();
    let (host, stream, jwt, job) = (next(), next(), next(), next());
    // Whether such a label is one takes tables of Unicode to tell: whoever sends will.
    if host.to_ascii_lowercase().contains("xn--") {
        return;
    }
    let Ok(target) = Target::new(host, stream, jwt) else { return };
    let call = send(&target, input);
    goes_to(&call.url, host, &[stream]);
    assert_eq!(call.headers.get("auth").map(String::as_str), Some(jwt));
    assert!(jwt.bytes().all(|byte| byte.is_ascii_graphic()));
    assert_eq!(call.body.as_deref(), Some(input));
    if let Ok(call) = status(&target, job) {
        goes_to(&call.url, host, &[stream, job]);
        assert_eq!((call.headers.get("auth").map(String::as_str), call.body), (Some(jwt), None));
    }
}

fn goes_to(url: &str, host: &str, ids: &[&str]) {
    let parsed = Url::parse(url).unwrap_or_else(|error| panic!("{host:?}, {url}: {error}"));
    let is_loopback = match parsed.host().expect("a host") {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    match parsed.scheme() {
        "https" => {}
        scheme => assert!(scheme == "http" && is_loopback, "{url}"),
    }
    assert_eq!((parsed.username(), parsed.password()), ("", None));
    assert_eq!((parsed.query(), parsed.fragment()), (None, None), "{url}");
    let path: Vec<String> = parsed.path_segments().expect("a path").map(decoded).collect();
    let [stream, job @ ..] = ids else { return };
    let mut expected = vec!["api", "public", "bot", stream, "notifyV2"];
    expected.extend(job.iter().flat_map(|job| ["status", job]));
    assert_eq!(path, expected, "{url}");
}

fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("ids are UTF-8")
}
