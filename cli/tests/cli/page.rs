//! What the server answers beside the API: the page, what it says of itself, and the headers
//! that keep other sites out.

use serde_json::{Value, json};

use crate::support::{Server, answer, client, raw, sentence};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'";

const API: &str = "/api/public/bot/st-1/notifyV2/status/ds-1";

#[tokio::test]
async fn security_headers_stand_on_everything() {
    let server = Server::sandbox();
    for path in ["/", "/index.html", "/none.html", "/preflight.json", API, "/api/none"] {
        for host in [None, Some("evil.example")] {
            let mut request = client().get(server.url(path));
            if let Some(host) = host {
                request = request.header("host", host);
            }
            let found = request.send().await.unwrap();
            let headers = found.headers();
            assert_eq!(headers["content-security-policy"], POLICY, "{path}");
            assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
            assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
            assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{path}");
            assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{path}");
            let cors = headers.keys().find(|name| name.as_str().starts_with("access-control"));
            assert_eq!(cors, None, "{path}");
        }
    }
}

#[tokio::test]
async fn another_name_for_this_machine_is_refused() {
    let server = Server::sandbox();
    let port = server.address.port();
    for path in ["/", "/preflight.json", API] {
        for host in [
            format!("evil.example:{port}"),
            "evil.example".to_owned(),
            "127.0.0.1".to_owned(),
            format!("127.0.0.1:{}", port ^ 1),
            format!("127.0.0.1.evil.example:{port}"),
            format!("localhost.:{port}"),
            format!("0.0.0.0:{port}"),
            format!("a@127.0.0.1:{port}"),
        ] {
            let found = answer(client().get(server.url(path)).header("host", &host)).await;
            let said = sentence(403, &found);
            assert!(said.contains(&format!("`localhost:{port}`")), "{host}: {said}");
        }
        for host in [format!("localhost:{port}"), format!("[::1]:{port}")] {
            let request = client().get(server.url(path)).header("host", &host);
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
async fn pages_of_other_sites_may_lead_here_but_not_call() {
    let server = Server::sandbox();
    let from =
        |path: &str, site: &str| client().get(server.url(path)).header("sec-fetch-site", site);
    for path in ["/preflight.json", API, "/api/none"] {
        sentence(403, &answer(from(path, "cross-site")).await);
        assert_ne!(from(path, "same-origin").send().await.unwrap().status(), 403);
    }
    assert_eq!(from("/", "cross-site").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_server_says_what_it_is() {
    let sandbox = Server::sandbox();
    let (status, said) = answer(client().get(sandbox.url("/preflight.json"))).await;
    assert_eq!((status.as_u16(), said), (200, json!({ "mode": "sandbox" })));

    let relay = Server::relay("https://platform.example");
    let (_, said) = answer(client().get(relay.url("/preflight.json"))).await;
    assert_eq!(said, json!({ "mode": "relay", "upstream": ["https://platform.example"] }));
}

#[tokio::test]
async fn the_page_or_word_of_how_to_build_it() {
    let server = Server::sandbox();
    let found = client().get(server.url("/")).send().await.unwrap();
    assert_eq!(found.status(), 200);
    assert_eq!(found.headers()["cache-control"], "no-cache");
    let kind = found.headers()["content-type"].to_str().unwrap().to_owned();
    let tag = found.headers().get("etag").cloned();
    let text = String::from_utf8(found.bytes().await.unwrap().into()).unwrap();
    let Some(tag) = tag else {
        assert_eq!(kind, "text/plain; charset=utf-8");
        assert!(text.contains("`cargo xtask serve`"), "{text}");
        return;
    };
    assert_eq!(kind, "text/html; charset=utf-8");
    let again = client().get(server.url("/")).header("if-none-match", tag);
    assert_eq!(again.send().await.unwrap().status(), 304);

    // What the page loads has a hash in its name, and never changes.
    let asset = text.split('"').find(|part| part.starts_with("/assets/") && part.ends_with(".js"));
    let found = client().get(server.url(asset.unwrap())).send().await.unwrap();
    assert_eq!(found.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(found.headers()["content-type"], "text/javascript; charset=utf-8");
}

#[tokio::test]
async fn there_is_nothing_else() {
    let server = Server::sandbox();
    for path in ["/none", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/assets/", "//etc/passwd"] {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", server.address);
        assert!(raw(server.address, &request).starts_with("HTTP/1.1 404"), "{path}");
    }
    let posted = client().post(server.url("/")).send().await.unwrap();
    assert_eq!(posted.status(), 405);
    let _: Value = answer(client().get(server.url("/api/"))).await.1;
}
