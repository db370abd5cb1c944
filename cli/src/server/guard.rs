//! What every request passes and every answer carries: the server is for this machine's own
//! browser and programs, and for pages of its own alone. All but the page's own files is guarded,
//! so that a new route is without a word about it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN,
    REFERRER_POLICY, TRANSFER_ENCODING, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::Refusal;
use super::{body, ids, page};
use crate::output;

/// The page needs itself, its wasm and this server; nothing else may run, load or be called.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'";

const SECURITY: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Sets the security headers on an answer, whatever it is.
pub async fn secure(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What is not said to be kept holds somebody's data, and no browser is to keep it on disk.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Refuses what does not come from this machine's own pages and programs.
pub async fn admit(State(address): State<SocketAddr>, request: Request, next: Next) -> Response {
    let foreign = expect_host(&request, address)
        .and_then(|()| expect_own_origin(request.headers()))
        .and_then(|()| expect_own_page(&request));
    if let Err(refusal) = foreign {
        return refusal.into_response();
    }
    // A form on another site sends any body but JSON without asking first. The API's own routes
    // look for themselves, after the token, as the platform does.
    let path = request.uri().path();
    if has_body(request.headers())
        && !page::has(path)
        && !is_api(path)
        && let Err(refusal) = body::expect_json(request.headers())
    {
        let (parts, body) = request.into_parts();
        body::discard(&parts.headers, body).await;
        return refusal.into_response();
    }
    next.run(request).await
}

/// Writes one line for each request to the API: never a header, never a query, and nothing that
/// is not of the API's own words.
pub async fn log(request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let method = loggable(request.method());
    let path = ids::loggable(request.uri().path());
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let took = start.elapsed().as_millis();
    output::print_error(&format!("{method} {path} {status} {took} ms\n"));
    response
}

/// A method for the log: HTTP takes any word for one.
fn loggable(method: &Method) -> &'static str {
    const KNOWN: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
    KNOWN.into_iter().find(|known| method == known).unwrap_or("…")
}

/// Whether a path belongs to the API rather than to the page.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Whether a path belongs to the sandbox's own routes.
pub fn is_sandbox(path: &str) -> bool {
    path == "/sandbox" || path.starts_with("/sandbox/")
}

/// The names by which this server is called, each with its port: the only ones that `host` may
/// hold. A page elsewhere whose own name was made to resolve to this machine (DNS rebinding)
/// sends that name.
fn names(address: SocketAddr) -> Vec<String> {
    let port = address.port();
    let loopback: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    let mut names = vec![format!("localhost:{port}")];
    for ip in loopback.into_iter().chain([address.ip()]) {
        let name = SocketAddr::new(ip, port).to_string();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // Browsers leave this one out.
    if port == 80 {
        let bare: Vec<_> =
            names.iter().filter_map(|name| name.strip_suffix(":80").map(str::to_owned)).collect();
        names.extend(bare);
    }
    names
}

fn expect_host(request: &Request, address: SocketAddr) -> Result<(), Refusal> {
    let names = names(address);
    let is_ours = |given: &str| names.iter().any(|name| name.eq_ignore_ascii_case(given));
    let host = only(request.headers(), HOST);
    // Over HTTP/1 a request line may name a host as well.
    let also = request.uri().authority().map_or(host, |authority| Some(authority.as_str()));
    if host.is_some_and(is_ours) && also.is_some_and(is_ours) {
        return Ok(());
    }
    let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Err(forbidden(format!("the header `host` must name this machine: {names}")))
}

/// A browser names the page that a request comes from, and says `null` where it will not.
fn expect_own_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    if !headers.contains_key(ORIGIN) {
        return Ok(());
    }
    let host = only(headers, HOST).unwrap_or_default();
    let origin = only(headers, ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    match origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host)) {
        true => Ok(()),
        false => Err(forbidden("pages of other origins may not call this server")),
    }
}

/// A page on another port of this machine is of the same site and yet not ours. A link on another
/// site may well lead to our page.
fn expect_own_page(request: &Request) -> Result<(), Refusal> {
    let headers = request.headers();
    let is_own = matches!(only(headers, FETCH_SITE), Some("same-origin" | "none"));
    match !headers.contains_key(FETCH_SITE) || is_own || page::has(request.uri().path()) {
        true => Ok(()),
        false => Err(forbidden("pages of other sites may not call this server")),
    }
}

/// The value of a header that is there once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

fn has_body(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH);
    headers.contains_key(TRANSFER_ENCODING) || length.is_some_and(|length| length != "0")
}

fn forbidden(message: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, message)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Uri;

    use super::*;

    const ADDRESS: &str = "127.0.0.1:7360";

    fn request(headers: &[(HeaderName, &str)]) -> Request {
        let mut request = Request::new(Body::empty());
        for (name, value) in headers {
            request.headers_mut().append(name, HeaderValue::from_str(value).unwrap());
        }
        request
    }

    fn admitted(address: &str, host: &str) -> bool {
        expect_host(&request(&[(HOST, host)]), address.parse().unwrap()).is_ok()
    }

    #[test]
    fn names_of_this_server_with_its_port_are_admitted() {
        for host in ["127.0.0.1:7360", "localhost:7360", "LOCALHOST:7360", "[::1]:7360"] {
            assert!(admitted(ADDRESS, host), "{host}");
        }
        assert!(admitted("127.8.9.1:7360", "127.8.9.1:7360"));
        for host in ["127.0.0.1", "localhost", "[::1]", "localhost:80"] {
            assert!(admitted("127.0.0.1:80", host), "{host}");
        }
    }

    #[test]
    fn any_other_name_is_not() {
        for host in [
            "",
            "evil.example:7360",
            "localhost",
            "localhost:80",
            "localhost:07360",
            "localhost.:7360",
            "localhost.evil.example:7360",
            "127.0.0.1.evil.example:7360",
            "127.8.9.1:7360",
            "me@127.0.0.1:7360",
            "127.0.0.1:7360@evil.example",
            "2130706433:7360",
            "0x7f.1:7360",
            "127.1:7360",
            "0.0.0.0:7360",
            "[::]:7360",
            "[::ffff:127.0.0.1]:7360",
            "[0:0:0:0:0:0:0:1]:7360",
            "[::1%lo]:7360",
            "10.0.0.1:7360",
            "127.0.0.1:73600",
        ] {
            assert!(!admitted(ADDRESS, host), "{host}");
        }
    }

    #[test]
    fn one_host_exactly() {
        let ours = ADDRESS.parse().unwrap();
        assert!(expect_host(&request(&[]), ours).is_err());
        assert!(expect_host(&request(&[(HOST, ADDRESS), (HOST, ADDRESS)]), ours).is_err());
        let mut named_twice = request(&[(HOST, ADDRESS)]);
        *named_twice.uri_mut() = Uri::from_static("http://evil.example:7360/");
        assert!(expect_host(&named_twice, ours).is_err());
        *named_twice.uri_mut() = Uri::from_static("http://localhost:7360/");
        assert!(expect_host(&named_twice, ours).is_ok());
    }

    #[test]
    fn an_origin_is_that_of_the_host_or_absent() {
        let from = |origins: &[&str]| {
            let origins = origins.iter().map(|origin| (ORIGIN, *origin));
            let headers: Vec<_> = [(HOST, ADDRESS)].into_iter().chain(origins).collect();
            expect_own_origin(request(&headers).headers()).is_ok()
        };
        assert!(from(&[]) && from(&["http://127.0.0.1:7360"]));
        for origin in [
            "",
            "null",
            "http://127.0.0.1",
            "http://127.0.0.1:7361",
            "https://127.0.0.1:7360",
            "http://localhost:7360",
            "http://127.0.0.1:7360.evil.example",
            "http://evil.example",
        ] {
            assert!(!from(&[origin]), "{origin}");
        }
        assert!(!from(&["http://127.0.0.1:7360", "http://127.0.0.1:7360"]));
    }
}
