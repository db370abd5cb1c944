//! A token goes in by every way, and is then nowhere: not in the data file or its log of
//! writes, not in what the server prints, not in an answer.

use std::fs;
use std::path::Path;

use jsonwebtoken::{EncodingKey, Header, encode};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::platform::{Platform, http};
use crate::support::{Server, client, payload, raw};

/// A token as the platform makes them.
fn canary() -> String {
    let key = EncodingKey::from_secret(b"the platform's");
    encode(&Header::default(), &json!({ "appId": "cs-1", "sub": "x" }), &key).unwrap()
}

/// Every way a token can come in, by right or by mistake; what is answered.
async fn spend(server: &Server, token: &str) -> String {
    let client = client();
    let sent = payload(["a@example.com"]).to_string();
    let path = "/api/public/bot/st-1/notifyV2";
    let send = server.url(path);
    let bearer = format!("Bearer {token}");
    let post =
        |url: &str| client.post(url).header("content-type", "application/json").body(sent.clone());
    let get = |url: String| client.get(url).header("auth", token);
    let method = |method| client.request(method, &send).header("auth", token);
    let mut answers = String::new();
    for request in [
        post(&send).header("auth", token),
        post(&send).header("auth", &bearer),
        post(&send).header("auth", token).header("auth", token),
        post(&send).header("authorization", &bearer),
        post(&send).header("cookie", format!("token={token}")),
        post(&send).header("x-notify-upstream", token).header("auth", token),
        post(&send).header("origin", token).header("auth", token),
        post(&send).header("host", token).header("auth", token),
        post(&send).header("sec-fetch-site", token).header("auth", token),
        post(&format!("{send}?token={token}")).header("auth", token),
        post(&server.url(&format!("/api/public/bot/{token}/notifyV2"))).header("auth", token),
        post(&server.url(&format!("/api/{token}"))),
        post(&server.url("/sandbox/none")).header("auth", token),
        post(&server.url("/sandbox/replay")).body(json!({ "job": token }).to_string()),
        get(server.url(&format!("/sandbox/inbox?search={token}"))),
        get(server.url(&format!("/sandbox/requests/{token}"))),
        post(&send).header("auth", token).body("{}"),
        post(&send).header("auth", token).body("{ no JSON"),
        post(&send).header("auth", token).body(vec![b' '; 32 * 1024 * 1024 + 1]),
        client.post(&send).header("auth", token).header("content-type", token),
        client.post(&send).header("auth", token).body(sent.clone()),
        method(Method::PUT),
        method(Method::OPTIONS),
        method(Method::from_bytes(token.as_bytes()).unwrap()),
        get(format!("{send}/status/{token}")),
        get(format!("{send}/status/ds-1")),
        get(format!("{send}/status/ds-1?token={token}")),
        get(format!("{send}/status/%ff{token}")),
        get(server.url(&format!("/{token}"))),
        get(server.url("/preflight.json")),
    ] {
        answers.push_str(&answered(request).await);
    }
    for broken in [
        format!("POST {path} HTTP/1.1\r\nhost: {{us}}\r\nauth: {token}\r\n{token}\r\n\r\n"),
        format!(
            "POST {path} HTTP/1.1\r\nhost: {{us}}\r\nauth: {token}\r\ncontent-length: x\r\n\r\n"
        ),
        format!("POST {path} {token} HTTP/1.1\r\nhost: {{us}}\r\n\r\n"),
        format!("{token}\r\n\r\n"),
    ] {
        answers
            .push_str(&raw(server.address, &broken.replace("{us}", &server.address.to_string())));
    }
    answers
}

/// Headers and body.
async fn answered(request: RequestBuilder) -> String {
    let answer = request.send().await.unwrap();
    let headers = format!("{:?}", answer.headers());
    headers + &String::from_utf8_lossy(&answer.bytes().await.unwrap())
}

/// The part of a token that nothing else has.
fn signature(token: &str) -> &str {
    token.rsplit('.').next().unwrap()
}

/// Says where it is, if it is: all of the answers would be pages.
fn assert_absent(token: &str, text: &str) {
    let place = text.find(signature(token));
    let before = place.map(|place| text[..place].chars().rev().take(300).collect::<Vec<_>>());
    let before = before.map(|letters| letters.into_iter().rev().collect::<String>());
    assert_eq!(before, None, "the token stands after this");
}

fn holds(file: &Path, text: &str) -> bool {
    let bytes = fs::read(file).unwrap();
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn the_sandbox_keeps_no_token() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let server = Server::on(&data, "20");
    let own = server.token.clone();
    let real = canary();
    for token in [&own, &real] {
        let answers = spend(&server, token).await;
        assert_absent(token, &answers);
    }

    // Killed, so that the log of writes is still there.
    let printed = server.kill_and_read();
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 1, "{files:?}");
    for token in [&own, &real] {
        assert_absent(token, &printed);
        for file in &files {
            assert!(!holds(file, signature(token)), "{}", file.display());
        }
    }
    assert!(printed.contains("… /api/public/bot/st-1/notifyV2 405 "), "{printed}");
    // The search finds what is there.
    assert!(files.iter().any(|file| holds(file, "a@example.com")));
    assert!(printed.contains("POST /api/public/bot/st-1/notifyV2 200 "), "{printed}");
    assert!(printed.contains("POST /api/public/bot/…/notifyV2 404 "), "{printed}");
    assert!(printed.contains("GET /api/public/bot/st-1/notifyV2/status/ds-1 404 "), "{printed}");
}

#[tokio::test]
async fn the_relay_keeps_no_token() {
    let upstream = Server::sandbox();
    let relay = Server::relay(&format!("http://{}", upstream.address));
    let token = upstream.token.clone();
    let mut answers = spend(&relay, &token).await;
    drop(upstream);
    // Now nothing answers, and errors are told.
    answers += &spend(&relay, &token).await;
    assert_absent(&token, &answers);
    let printed = relay.kill_and_read();
    assert_absent(&token, &printed);
    assert!(printed.contains("POST /api/public/bot/st-1/notifyV2 200 "), "{printed}");
    assert!(printed.contains("POST /api/public/bot/st-1/notifyV2 502 "), "{printed}");
}

/// What a platform answers to its caller goes on to a page, which shows it and may keep it.
#[tokio::test]
async fn what_a_platform_repeats_is_not_passed_on() {
    let token = canary();
    let echo = |status: &str, headers: &str, body: &str| {
        let [status, headers, body] =
            [status, headers, body].map(|text| text.replace("{token}", &token));
        http(&status, &headers, &body)
    };
    for (answer, expected) in [
        (echo("200 OK", "", r#"{"_id":"ds-1","by":"{token}"}"#), r#"{"_id":"ds-1","by":"…"}"#),
        (
            echo("401 Unauthorized", "", r#"{"errors":[{"msg":"bad token {token}"}]}"#),
            r#"{"errors":[{"msg":"bad token …"}]}"#,
        ),
        (echo("429 Too Many Requests", "retry-after: {token}\r\n", "{}"), "{}"),
        (echo("401 Unauthorized", "www-authenticate: {token}\r\n", "{}"), "{}"),
        (
            echo("401 Unauthorized", "content-type: {token}\r\n", "{token}"),
            "something other than JSON (`…`)",
        ),
        (echo("200 {token}", "", "{token}"), "something other than JSON"),
        (echo("307 Elsewhere", "location: https://{token}.example/\r\n", ""), "does not follow"),
        (token.clone(), "broke"),
        (echo("200 OK", "{token}\r\n", "{}"), "broke"),
    ] {
        let platform = Platform::answering(answer);
        let mut relay = platform.relay();
        relay.token = token.clone();
        let answers = answered(relay.send("st-1", "{}")).await;
        assert!(answers.contains(expected), "{answers}");
        let printed = relay.kill_and_read();
        for text in [answers, printed] {
            assert_absent(&token, &text);
        }
    }
}
