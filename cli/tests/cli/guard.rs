//! What keeps other sites out: which names and origins the server answers to, what it takes for
//! a page of its own, and the headers that stand on every answer.

use reqwest::{Method, Response};

use crate::support::{Server, answer, client, raw, sentence};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'";

const SEND: &str = "/api/public/bot/st-1/notifyV2";
const ASK: &str = "/api/public/bot/st-1/notifyV2/status/ds-1";

/// Whatever is no file of the page: what is there, what is not, and what may come one day.
const GUARDED: [&str; 9] = [
    "/preflight.json",
    SEND,
    ASK,
    "/api/none",
    "/sandbox/inbox",
    "/sandbox/inbox/events",
    "/sandbox/faults",
    "/sandbox/none",
    "/none",
];

fn servers() -> [Server; 2] {
    [Server::sandbox(), Server::relay("http://127.0.0.1:9")]
}

fn assert_secure(found: &Response, what: &str) {
    let headers = found.headers();
    assert_eq!(headers["content-security-policy"], POLICY, "{what}");
    assert_eq!(headers["x-content-type-options"], "nosniff", "{what}");
    assert_eq!(headers["referrer-policy"], "no-referrer", "{what}");
    assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{what}");
    assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{what}");
    assert!(headers.contains_key("cache-control"), "{what}");
    let cors = headers.keys().find(|name| name.as_str().starts_with("access-control"));
    assert_eq!(cors, None, "{what}");
}

#[tokio::test]
async fn security_headers_stand_on_everything() {
    let client = client();
    for server in servers() {
        for path in GUARDED.into_iter().chain(["/", "/index.html"]) {
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "OTHER"] {
                let method: Method = method.parse().unwrap();
                for header in [("accept", "*/*"), ("host", "evil.example"), ("origin", "null")] {
                    let request = client.request(method.clone(), server.url(path));
                    let found = request.header(header.0, header.1).send().await.unwrap();
                    assert_secure(&found, &format!("{method} {path} {header:?}"));
                }
            }
        }
    }
}

#[tokio::test]
async fn security_headers_stand_on_what_is_refused_for_its_body() {
    for server in servers() {
        let large = server.send("st-1", vec![b' '; 32 * 1024 * 1024 + 1]);
        let untyped = client().post(server.url("/sandbox/none")).body("{}");
        for (request, status) in [(large, 413), (untyped, 415)] {
            let found = request.send().await.unwrap();
            assert_eq!(found.status(), status);
            assert_secure(&found, &status.to_string());
        }
    }
}

#[tokio::test]
async fn no_browser_keeps_what_is_not_the_page() {
    let server = Server::sandbox();
    for path in ["/preflight.json", ASK, "/api/none"] {
        let found = client().get(server.url(path)).send().await.unwrap();
        assert_eq!(found.headers()["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test]
async fn another_name_for_this_machine_is_refused() {
    let server = Server::sandbox();
    let port = server.address.port();
    let client = client();
    for path in GUARDED.into_iter().chain(["/"]) {
        for host in [
            format!("evil.example:{port}"),
            "evil.example".to_owned(),
            "127.0.0.1".to_owned(),
            format!("127.0.0.1:{}", port ^ 1),
            format!("127.0.0.2:{port}"),
            format!("127.0.0.1.evil.example:{port}"),
            format!("localhost.:{port}"),
            format!("0.0.0.0:{port}"),
            format!("a@127.0.0.1:{port}"),
        ] {
            let found = answer(client.get(server.url(path)).header("host", &host)).await;
            let said = sentence(403, &found);
            assert!(said.contains(&format!("`localhost:{port}`")), "{host}: {said}");
        }
        for host in [format!("localhost:{port}"), format!("[::1]:{port}")] {
            let request = client.get(server.url(path)).header("host", &host);
            assert_ne!(request.send().await.unwrap().status(), 403, "{host}");
        }
    }
    for hosts in ["", "host: evil.example\r\n", "host: {us}\r\nhost: evil.example\r\n"] {
        let hosts = hosts.replace("{us}", &server.address.to_string());
        let request = format!("GET / HTTP/1.1\r\n{hosts}connection: close\r\n\r\n");
        let found = raw(server.address, &request);
        assert!(!found.starts_with("HTTP/1.1 200"), "{hosts}: {found}");
    }
}

#[tokio::test]
async fn the_address_listened_on_is_a_name_of_the_server() {
    let server = Server::start(&["--data", ":memory:", "--host", "127.0.0.2"]);
    let found = client().get(server.url("/preflight.json")).send().await.unwrap();
    assert_eq!(found.status(), 200);
}

/// Also from browsers too old to say of which site a page is.
#[tokio::test]
async fn pages_of_other_origins_may_not_call() {
    let client = client();
    for server in servers() {
        let from = |method: &Method, path: &str, origin: &str| {
            client.request(method.clone(), server.url(path)).header("origin", origin)
        };
        for path in GUARDED.into_iter().chain(["/"]) {
            for origin in [
                "null".to_owned(),
                "https://evil.example".to_owned(),
                format!("https://{}", server.address),
                format!("http://127.0.0.1:{}", server.address.port() ^ 1),
                format!("http://{}.evil.example", server.address),
            ] {
                for method in [Method::GET, Method::POST] {
                    sentence(403, &answer(from(&method, path, &origin)).await);
                }
            }
            let own = from(&Method::GET, path, &server.url("")).send().await.unwrap();
            assert_ne!(own.status(), 403, "{path}");
        }
    }
}

#[tokio::test]
async fn pages_of_other_sites_may_lead_here_but_not_call() {
    let client = client();
    for server in servers() {
        let from =
            |path: &str, site: &str| client.get(server.url(path)).header("sec-fetch-site", site);
        for path in GUARDED {
            // A page on another port of this machine is of the same site.
            for site in ["cross-site", "same-site", "", "Same-Origin", "anything"] {
                sentence(403, &answer(from(path, site)).await);
            }
            let twice = from(path, "same-origin").header("sec-fetch-site", "cross-site");
            sentence(403, &answer(twice).await);
            for site in ["same-origin", "none"] {
                assert_ne!(from(path, site).send().await.unwrap().status(), 403, "{path} {site}");
            }
        }
        assert_eq!(from("/", "cross-site").send().await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn no_other_origin_is_granted_anything_beforehand() {
    for server in servers() {
        for path in GUARDED {
            let asked = client()
                .request(Method::OPTIONS, server.url(path))
                .header("origin", "https://evil.example")
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "auth, content-type")
                .header("access-control-request-private-network", "true")
                .send()
                .await
                .unwrap();
            assert_eq!(asked.status(), 403, "{path}");
            assert_secure(&asked, path);
        }
    }
}

#[tokio::test]
async fn a_body_is_json_on_every_route() {
    for mut server in servers() {
        // The API's routes look at the token first.
        server.token = "a.b.c".to_owned();
        for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
            for (method, path) in [
                (Method::POST, "/sandbox/replay"),
                (Method::PUT, "/sandbox/faults"),
                (Method::DELETE, "/none"),
                (Method::POST, "/preflight.json"),
            ] {
                let mut request = client().request(method, server.url(path)).body("{}");
                if let Some(kind) = kind {
                    request = request.header("content-type", kind);
                }
                let said = sentence(415, &answer(request).await);
                assert!(said.contains("must be `application/json`"), "{said}");
            }
        }
        let chunked = "POST /sandbox/none HTTP/1.1\r\nhost: {us}\r\ntransfer-encoding: chunked\r\n\
            connection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
        let found = raw(server.address, &chunked.replace("{us}", &server.address.to_string()));
        assert!(found.starts_with("HTTP/1.1 415 "), "{found}");
    }
}
