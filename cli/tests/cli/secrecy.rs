//! A token goes in by every way, and is then nowhere: not in the data file or its log of
//! writes, not on standard error, not in an answer.

use std::fs;
use std::path::Path;

use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::json;

use crate::support::{Server, client, payload};

/// Every way a token can come in, by right or by mistake.
async fn spend(server: &Server, token: &str) -> String {
    let sent = payload(["a@example.com"]).to_string();
    let send = server.url("/api/public/bot/st-1/notifyV2");
    let bearer = format!("Bearer {token}");
    let post = |url: &str| {
        client().post(url).header("content-type", "application/json").body(sent.clone())
    };
    let mut answers = String::new();
    for request in [
        post(&send).header("auth", token),
        post(&send).header("auth", &bearer),
        post(&send).header("authorization", &bearer),
        post(&send).header("cookie", format!("token={token}")),
        post(&format!("{send}?token={token}")).header("auth", token),
        post(&server.url(&format!("/api/public/bot/{token}/notifyV2"))).header("auth", token),
        post(&server.url(&format!("/api/{token}"))),
        client().post(&send).header("auth", token).header("content-type", token),
        client().get(format!("{send}/status/{token}")).header("auth", token),
        client().get(format!("{send}/status/ds-1?token={token}")).header("auth", token),
        client().get(server.url(&format!("/{token}"))),
    ] {
        let answer = request.send().await.unwrap();
        answers.push_str(&String::from_utf8_lossy(&answer.bytes().await.unwrap()));
    }
    answers
}

/// The part of a token that nothing else has.
fn signature(token: &str) -> &str {
    token.rsplit('.').next().unwrap()
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
    let key = EncodingKey::from_secret(b"the platform's");
    let real = encode(&Header::default(), &json!({ "appId": "cs-1", "sub": "x" }), &key).unwrap();
    spend(&server, &own).await;
    let answers = spend(&server, &real).await;
    // `content-type` is repeated to whoever sent it, and to nobody else.
    let repeated = answers.matches(signature(&real)).count();
    assert!(repeated <= 1, "{answers}");

    // Killed, so that the log of writes is still there.
    let errors = server.kill();
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for token in [&own, &real] {
        assert!(!errors.contains(signature(token)), "{errors}");
        for file in &files {
            assert!(!holds(file, signature(token)), "{}", file.display());
        }
    }
    // The search finds what is there.
    assert!(files.iter().any(|file| holds(file, "a@example.com")));
    assert!(errors.contains("POST /api/public/bot/st-1/notifyV2 200 "), "{errors}");
    assert!(errors.contains("POST /api/public/bot/…/notifyV2 404 "), "{errors}");
    assert!(errors.contains("GET /api/public/bot/st-1/notifyV2/status/ds-1 404 "), "{errors}");
}

#[tokio::test]
async fn the_relay_keeps_no_token() {
    let upstream = Server::sandbox();
    let relay = Server::relay(&format!("http://{}", upstream.address));
    spend(&relay, &upstream.token).await;
    let token = upstream.token.clone();
    drop(upstream);
    // Now nothing answers, and errors are told.
    spend(&relay, &token).await;
    let errors = relay.kill();
    assert!(!errors.contains(signature(&token)), "{errors}");
    assert!(errors.contains("POST /api/public/bot/st-1/notifyV2 502 "), "{errors}");
}
