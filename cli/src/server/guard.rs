//! What every request passes and every answer carries: the server is for this machine's own
//! browser and programs, and for pages of its own alone.

use std::net::IpAddr;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::Refusal;
use super::ids;
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
    for (name, value) in SECURITY {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Refuses what does not come from this machine's own pages and programs.
pub async fn admit(State(port): State<u16>, request: Request, next: Next) -> Response {
    match examine(&request, port) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Writes one line for each request to the API: never a header, never a query.
pub async fn log(request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let method = request.method().clone();
    let path = ids::loggable(request.uri().path());
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let took = start.elapsed().as_millis();
    output::print_error(&format!("{method} {path} {status} {took} ms\n"));
    response
}

/// Whether a path belongs to the API rather than to the page.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Whether a path belongs to the sandbox's own routes.
pub fn is_sandbox(path: &str) -> bool {
    path == "/sandbox" || path.starts_with("/sandbox/")
}

fn examine(request: &Request, port: u16) -> Result<(), Refusal> {
    if !is_local(request.uri(), request.headers(), port) {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            format!(
                "the header `host` must name this machine: `127.0.0.1:{port}`, \
                 `localhost:{port}` or `[::1]:{port}`"
            ),
        ));
    }
    let path = request.uri().path();
    let site = request.headers().get(FETCH_SITE);
    // Only for what carries data: a link on another site may well lead to the page.
    let is_data = is_api(path) || is_sandbox(path) || path == super::ABOUT;
    if is_data && site.is_some_and(|site| site == "cross-site") {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "pages of other sites may not call this server",
        ));
    }
    Ok(())
}

/// Whether the request was sent to a loopback name. A page elsewhere whose own name was made to
/// resolve to this machine (DNS rebinding) sends that name.
fn is_local(uri: &Uri, headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let host = host.to_str().ok().and_then(|host| host.parse().ok());
    host.is_some_and(|host| is_loopback(&host, port))
        && uri.authority().is_none_or(|host| is_loopback(host, port))
}

fn is_loopback(authority: &Authority, port: u16) -> bool {
    // `Authority` takes `user@host`, which no `host` header has.
    if authority.as_str().contains('@') || authority.port_u16().unwrap_or(80) != port {
        return false;
    }
    let host = authority.host();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(host: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static(host));
        is_local(&Uri::from_static("/"), &headers, 7360)
    }

    #[test]
    fn loopback_names_with_our_port_are_admitted() {
        for host in
            ["127.0.0.1:7360", "localhost:7360", "LOCALHOST:7360", "[::1]:7360", "127.8.9.1:7360"]
        {
            assert!(admitted(host), "{host}");
        }
    }

    #[test]
    fn any_other_name_is_not() {
        for host in [
            "",
            "evil.example:7360",
            "localhost",
            "localhost:80",
            "localhost.:7360",
            "localhost.evil.example:7360",
            "127.0.0.1.evil.example:7360",
            "me@127.0.0.1:7360",
            "127.0.0.1:7360@evil.example",
            "2130706433:7360",
            "0x7f.1:7360",
            "0.0.0.0:7360",
            "[::]:7360",
            "10.0.0.1:7360",
            "127.0.0.1:73600",
        ] {
            assert!(!admitted(host), "{host}");
        }
    }

    #[test]
    fn one_host_exactly() {
        let mut headers = HeaderMap::new();
        assert!(!is_local(&Uri::from_static("/"), &headers, 7360));
        headers.append(HOST, HeaderValue::from_static("localhost:7360"));
        let evil = Uri::from_static("http://evil.example:7360/");
        assert!(!is_local(&evil, &headers, 7360));
        headers.append(HOST, HeaderValue::from_static("localhost:7360"));
        assert!(!is_local(&Uri::from_static("/"), &headers, 7360));
    }
}
