//! What the server answers beside the API: the page, and what it says of itself.

use serde_json::{Value, json};

use crate::support::{Server, answer, client, raw};

#[tokio::test]
async fn the_server_says_what_it_is() {
    let sandbox = Server::sandbox();
    let (status, said) = answer(client().get(sandbox.url("/preflight.json"))).await;
    assert_eq!((status.as_u16(), said), (200, json!({ "mode": "sandbox" })));

    let upstreams = ["platform.example", "https://Other.example:443/", "https://other.example"];
    let relay = Server::start(&upstreams.map(|upstream| ["--upstream", upstream]).concat());
    assert!(relay.banner.contains("relay to https://platform.example, https://other.example: "));
    let (_, said) = answer(client().get(relay.url("/preflight.json"))).await;
    let upstreams = ["https://platform.example", "https://other.example"];
    assert_eq!(said, json!({ "mode": "relay", "upstream": upstreams }));
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
