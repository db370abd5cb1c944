//! Faults on request, and the limits of calls: what a client meets is what was asked for, and
//! the same each time.

use notify_preflight::limits;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Server, answer, client, payload, raw, sentence};

async fn faults(server: &Server) -> Value {
    answer(server.own(Method::GET, "faults", None)).await.1
}

fn none() -> Value {
    json!({ "seed": 0, "refuse": null, "delay": null, "drop": null, "failing": null, "rateLimit": null })
}

/// What becomes of this many sends: a status, or 0 where no answer came.
async fn statuses(server: &Server, count: usize) -> Vec<u16> {
    let sent = payload(["ann@example.com"]).to_string();
    let mut statuses = Vec::new();
    for _ in 0..count {
        let answer = server.send("st-1", sent.clone()).send().await;
        statuses.push(answer.map_or(0, |answer| answer.status().as_u16()));
    }
    statuses
}

#[tokio::test]
async fn faults_are_set_read_kept_and_cleared() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let server = Server::on(&data, "20");
    assert_eq!(faults(&server).await, none());
    let set = json!({
        "seed": 3,
        "refuse": { "status": 500, "probability": 0.5 },
        "delay": { "least": 0, "most": 2 },
        "drop": { "probability": 0.25 },
        "failing": "^bob@",
        "rateLimit": { "perMinute": 100, "perHour": 200 },
    });
    let (status, said) = answer(server.own(Method::PUT, "faults", Some(&set))).await;
    assert_eq!((status.as_u16(), &said), (200, &set));
    server.kill();
    let server = Server::on(&data, "20");
    assert_eq!(faults(&server).await, set);
    // The whole is put: what is absent is none.
    server.set_faults(json!({ "seed": 4 })).await;
    assert_eq!(faults(&server).await["refuse"], Value::Null);
    let (_, cleared) = answer(server.own(Method::DELETE, "faults", None)).await;
    assert_eq!((&cleared, &faults(&server).await), (&none(), &none()));
}

#[tokio::test]
async fn bad_faults_are_refused_and_change_nothing() {
    let server = Server::sandbox();
    server.set_faults(json!({ "seed": 9 })).await;
    for (bad, says) in [
        (json!({ "refuse": { "status": 200, "probability": 1 } }), "`refuse.status`"),
        (json!({ "failing": "a(" }), "`failing` is no pattern: `a(`: unclosed group"),
        (json!({ "failing": "a{1000}{1000}{1000}" }), "`failing` is no pattern"),
        (json!({ "drops": null }), "`drops` is no field"),
        (json!(7), "the body must be an object"),
    ] {
        let said = sentence(400, &answer(server.own(Method::PUT, "faults", Some(&bad))).await);
        assert!(said.contains(says), "{said}");
    }
    let large = json!({ "failing": "a".repeat(70_000) });
    sentence(413, &answer(server.own(Method::PUT, "faults", Some(&large))).await);
    assert_eq!(faults(&server).await["seed"], 9);
}

#[tokio::test]
async fn the_same_seed_and_sends_meet_the_same_faults() {
    let set = json!({
        "seed": 11,
        "refuse": { "status": 502, "probability": 0.4 },
        "drop": { "probability": 0.4 },
    });
    let server = Server::sandbox();
    server.set_faults(set.clone()).await;
    let first = statuses(&server, 30).await;
    for expected in [0, 200, 502] {
        assert!(first.contains(&expected), "{first:?}");
    }
    // Dropped ones are accepted, refused ones are not.
    let accepted = first.iter().filter(|status| **status != 502).count();
    assert_eq!(server.inbox("").await["total"], accepted);
    server.set_faults(set.clone()).await;
    assert_eq!(statuses(&server, 30).await, first);
    let other = Server::sandbox();
    other.set_faults(set).await;
    assert_eq!(statuses(&other, 30).await, first);
}

#[tokio::test]
async fn a_refused_send_says_so_and_when_to_come_again() {
    let server = Server::sandbox();
    for (status, retry) in
        [(400, None), (429, Some("1")), (500, None), (503, Some("1")), (599, None)]
    {
        server.set_faults(json!({ "refuse": { "status": status, "probability": 1 } })).await;
        let sent = server.send("st-1", payload(["ann@example.com"]).to_string());
        let found = sent.try_clone().unwrap().send().await.unwrap();
        let after = found.headers().get("retry-after").map(|value| value.to_str().unwrap());
        assert_eq!(after, retry, "{status}");
        sentence(status, &answer(sent).await);
        // What has errors is told them.
        assert_eq!(answer(server.send("st-1", "{}")).await.1["valid"], false);
    }
    assert_eq!(server.inbox("").await["total"], 0);
}

#[tokio::test]
async fn a_delayed_job_is_there_before_its_answer() {
    let server = Server::sandbox();
    server.set_faults(json!({ "delay": { "least": 600_000, "most": 600_000 } })).await;
    let sent = server.send("st-1", payload(["ann@example.com"]).to_string());
    let sending = tokio::spawn(sent.send());
    while server.inbox("").await["total"] != 1 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(!sending.is_finished());
    sending.abort();
}

#[tokio::test]
async fn recipients_that_match_fail() {
    let server = Server::sandbox();
    server.set_faults(json!({ "failing": r"^b\w+@|(?i)CAROL" })).await;
    let id = server
        .job(&payload(["ann@example.com", "bob@example.com", "carol@example.com", "b@example.com"]))
        .await;
    let report = server.finished(&id).await;
    let statuses: Vec<_> =
        report["statusLogs"].as_array().unwrap().iter().map(|log| &log["status"]).collect();
    assert_eq!(statuses, ["SUCCESS", "FAILURE", "FAILURE", "SUCCESS"]);
}

#[tokio::test]
async fn past_the_limit_of_calls_comes_429_with_a_time_to_wait() {
    let server = Server::sandbox();
    server.set_faults(json!({ "rateLimit": { "perMinute": 3, "perHour": 100 } })).await;
    assert_eq!(statuses(&server, 2).await, [200, 200]);
    // A status call counts as well, whatever its answer.
    sentence(404, &answer(server.ask("st-1", "ds-none")).await);
    assert_eq!(statuses(&server, 2).await, [429, 429]);
    let refused = server.ask("st-1", "ds-none").send().await.unwrap();
    let after: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&after), "{after}");
    let said = sentence(429, &answer(server.ask("st-1", "ds-none")).await);
    assert!(said.contains("3 in a minute and 100 in an hour"), "{said}");
    // Another stream has its own, and whoever has no token none.
    sentence(404, &answer(server.ask("st-2", "ds-none")).await);
    let path = "/api/public/bot/st-1/notifyV2/status/ds-none";
    sentence(401, &answer(client().get(server.url(path))).await);
}

#[tokio::test]
async fn the_documented_limit_holds_unless_told_otherwise() {
    let server = Server::sandbox();
    let path = "/api/public/bot/st-1/notifyV2/status/ds-none";
    let call = |connection: &str| {
        let (host, token) = (server.address, &server.token);
        format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nauth: {token}\r\n{connection}\r\n")
    };
    // In one go, so that a minute is never over before the last of them.
    let calls = call("").repeat(limits::CALLS_PER_MINUTE) + &call("connection: close\r\n");
    let answers = raw(server.address, &calls);
    assert_eq!(answers.matches("HTTP/1.1 404 ").count(), limits::CALLS_PER_MINUTE);
    assert_eq!(answers.matches("HTTP/1.1 429 ").count(), 1);
}
