//! The sandbox's two routes: what they take, what they refuse, and how a job ends.

use jsonwebtoken::{EncodingKey, Header, encode};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Server, answer, client, payload, raw, sentence};

const SEND: &str = "/api/public/bot/st-1/notifyV2";
const MIB: usize = 1024 * 1024;

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn an_accepted_send_is_answered_with_the_job() {
    let server = Server::sandbox();
    let sent = server.send("st-736ff917", payload(["a@example.com", "b@example.com"]).to_string());
    let (status, job) = answer(sent).await;
    assert_eq!(status, 200, "{job}");
    // The keys of the documents' sample, which serde_json sorts.
    let sample = [
        "__v",
        "_id",
        "action",
        "countOfDockStatuses",
        "createdBy",
        "createdOn",
        "jobType",
        "lMod",
        "percentageComplete",
        "requestedTime",
        "status",
        "statusLogs",
        "store",
        "streamId",
    ];
    assert_eq!(keys(&job), sample);
    assert!(job["_id"].as_str().unwrap().starts_with("ds-"));
    assert!(job["createdBy"].as_str().unwrap().starts_with("u-"));
    assert_eq!(job["streamId"], "st-736ff917");
    assert_eq!(job["jobType"], "PROACTIVE_NOTIFICATIONS_API");
    assert_eq!(job["action"], "PROACTIVE_NOTIFICATIONS");
    assert_eq!(job["status"], "IN_PROGRESS");
    assert_eq!(job["statusLogs"], json!([]));
    assert_eq!(job["percentageComplete"], 0);
    assert_eq!(job["store"], json!({ "identitiesCount": 2 }));
    assert_eq!(job["countOfDockStatuses"], 1);
    assert_eq!(job["__v"], 0);
    let time = job["requestedTime"].as_str().unwrap();
    assert!(time.len() == "2025-05-22T05:37:56.693Z".len() && time.ends_with('Z'), "{time}");
    assert_eq!(job["createdOn"], job["requestedTime"]);
}

#[tokio::test]
async fn a_job_runs_to_its_end_and_says_what_became_of_each() {
    let server = Server::sandbox();
    let mut sent = payload(["ann@example.com", "fail@example.com", "bob@example.com"]);
    sent["identities"][2]["customMessage"] = json!(" ");
    let id = server.job(&sent).await;
    let report = server.finished(&id).await;

    assert_eq!(keys(&report), ["count", "status", "statusLogs", "streamId"]);
    assert_eq!(report["status"], "PARTIAL_SUCCESS");
    assert_eq!(report["streamId"], "st-1");
    assert_eq!(report["count"], 3);
    let logs = report["statusLogs"].as_array().unwrap();
    let outcomes: Vec<_> = logs
        .iter()
        .map(|log| ["originalId", "status", "comments"].map(|key| log[key].as_str().unwrap()))
        .collect();
    let expected = [
        ["ann@example.com", "SUCCESS", "Notification has been sent successfully"],
        ["fail@example.com", "FAILURE", "Identity is not associated with the channel"],
        ["bob@example.com", "FAILURE", "Message is empty"],
    ];
    assert_eq!(outcomes, expected);
    for log in logs {
        let sample = [
            "__v",
            "_id",
            "channel",
            "channelId",
            "comments",
            "createdBy",
            "createdOn",
            "koreId",
            "messagestoreId",
            "originalId",
            "requestId",
            "status",
            "streamId",
        ];
        assert_eq!(keys(log), sample);
        for (key, start) in
            [("_id", "nl-"), ("messagestoreId", "ms-"), ("koreId", "u-"), ("createdBy", "u-")]
        {
            assert!(log[key].as_str().unwrap().starts_with(start), "{log}");
        }
        assert_eq!(log["requestId"], *id);
        assert_eq!(log["channel"], "ivr");
        assert_eq!(log["channelId"], log["originalId"]);
    }
}

#[tokio::test]
async fn a_job_succeeds_or_fails_as_a_whole_where_all_do() {
    let server = Server::sandbox();
    let good = server.job(&payload(["a@example.com", "b@example.com"])).await;
    let bad = server.job(&payload(["fail-a@example.com", "fail-b@example.com"])).await;
    assert_eq!(server.finished(&good).await["status"], "SUCCESS");
    assert_eq!(server.finished(&bad).await["status"], "FAILURE");
}

#[tokio::test]
async fn a_thousand_recipients_are_each_logged_once_and_in_order() {
    let server = Server::sandbox();
    let addresses: Vec<_> = (0..1000).map(|number| format!("user{number}@example.com")).collect();
    let id = server.job(&payload(addresses.iter().map(String::as_str))).await;
    let report = server.finished(&id).await;
    let logs = report["statusLogs"].as_array().unwrap();
    let logged: Vec<_> = logs.iter().map(|log| log["originalId"].as_str().unwrap()).collect();
    assert_eq!(logged, addresses);
}

#[tokio::test]
async fn a_payload_with_errors_is_answered_with_its_report() {
    let server = Server::sandbox();
    let sent = r#"{"channel": "sms", "identities": []}"#;
    let (status, report) = answer(server.send("st-1", sent)).await;
    assert_eq!(status, 400);
    let expected = notify_preflight::check(sent, &Default::default());
    assert_eq!(report, serde_json::to_value(expected).unwrap());
}

#[tokio::test]
async fn the_token_must_be_the_sandbox_s_own() {
    let server = Server::sandbox();
    let other = EncodingKey::from_secret(b"another secret, of another sandbox");
    let forged = encode(&Header::default(), &json!({ "appId": "a", "sub": "b" }), &other).unwrap();
    let (_, rest) = server.token.split_once('.').unwrap();
    // {"alg":"none"}
    let unsigned = format!("eyJhbGciOiJub25lIn0.{rest}");
    let bearer = format!("Bearer {}", server.token);
    for (header, value, says) in [
        ("x-other", "", "the header `auth` is missing"),
        ("authorization", &bearer, "not in `authorization`"),
        ("auth", "", "empty"),
        ("auth", &bearer, "without `Bearer`"),
        ("auth", "bearer", "without `Bearer`"),
        ("auth", "token", "does not hold a JWT"),
        ("auth", "a.b.c", "does not hold a JWT"),
        ("auth", &forged, "not signed by this sandbox"),
        ("auth", &unsigned, "does not hold a JWT"),
    ] {
        // The token is looked at before anything else: type and payload are wrong as well.
        let request = client().post(server.url(SEND)).header(header, value).body("no payload");
        let said = sentence(401, &answer(request).await);
        assert!(said.contains(says), "{header}: {value}: {said}");
        let status = client().get(server.url("/api/public/bot/st-1/notifyV2/status/ds-1"));
        sentence(401, &answer(status.header(header, value)).await);
    }
}

#[tokio::test]
async fn the_content_type_must_be_json() {
    let server = Server::sandbox();
    let send = |kind: Option<&str>, body: &str| {
        let request = client().post(server.url(SEND)).header("auth", &server.token);
        let request = request.body(body.to_owned());
        kind.map(|kind| request.try_clone().unwrap().header("content-type", kind))
            .unwrap_or(request)
    };
    for kind in [None, Some("text/plain"), Some("application/jsonx"), Some("text/json"), Some("")] {
        let said = sentence(415, &answer(send(kind, "no payload")).await);
        assert!(said.contains("`application/json`"), "{kind:?}: {said}");
    }
    let sent = payload(["a@example.com"]).to_string();
    for kind in ["application/json", "application/json; charset=utf-8", "Application/JSON ;a=b"] {
        assert_eq!(answer(send(Some(kind), &sent)).await.0, 200, "{kind}");
    }
}

#[tokio::test]
async fn a_body_over_32_mib_is_refused() {
    let server = Server::sandbox();
    let said = sentence(413, &answer(server.send("st-1", vec![b' '; 32 * MIB + 1])).await);
    assert!(said.contains("32 MiB"), "{said}");
    // One byte less is a payload like any other, here an empty one.
    let (status, report) = answer(server.send("st-1", vec![b' '; 32 * MIB])).await;
    assert_eq!((status.as_u16(), &report["valid"]), (400, &json!(false)));
}

#[tokio::test]
async fn a_body_over_32_mib_is_refused_whose_length_nobody_announced() {
    let server = Server::sandbox();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nhost: {}\r\nauth: {}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\nconnection: close\r\n\r\n",
        server.address, server.token
    );
    let chunk = format!("{MIB:x}\r\n{}\r\n", " ".repeat(MIB));
    let answer = raw(server.address, &(head + &chunk.repeat(33) + "0\r\n\r\n"));
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("\"code\":413"), "{answer}");
}

#[tokio::test]
async fn a_sender_that_waits_for_a_word_is_refused_before_it_sends() {
    let server = Server::sandbox();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nhost: {}\r\nauth: {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        server.address,
        server.token,
        64 * MIB
    );
    assert!(raw(server.address, &head).starts_with("HTTP/1.1 413 "));
}

#[tokio::test]
async fn jobs_belong_to_their_stream() {
    let server = Server::sandbox();
    let id = server.job(&payload(["a@example.com"])).await;
    for (stream, job) in [("st-2", id.as_str()), ("st-1", "ds-unknown")] {
        let said = sentence(404, &answer(server.ask(stream, job)).await);
        assert_eq!(said, "this stream has no such job");
    }
}

#[tokio::test]
async fn ids_are_one_plain_segment_each() {
    let server = Server::sandbox();
    for id in ["", "a%2fb", "a.b", "%00", "%ff", "a%20b", &"a".repeat(129)] {
        sentence(404, &answer(server.send(id, "{}")).await);
        sentence(404, &answer(server.ask(id, "ds-1")).await);
        sentence(404, &answer(server.ask("st-1", id)).await);
    }
}

#[tokio::test]
async fn other_routes_and_methods_are_refused_as_json() {
    let server = Server::sandbox();
    for path in ["/api", "/api/", "/api/public/bot/st-1/notify", "/api/public/bot/notifyV2"] {
        let said = sentence(404, &answer(client().get(server.url(path))).await);
        assert!(said.contains("/notifyV2/status/{jobId}"), "{said}");
    }
    let status = format!("{SEND}/status/ds-1");
    for (method, path, allowed) in [
        (Method::GET, SEND, "POST"),
        (Method::OPTIONS, SEND, "POST"),
        (Method::DELETE, SEND, "POST"),
        (Method::POST, status.as_str(), "GET,HEAD"),
    ] {
        let found = client().request(method, server.url(path)).send().await.unwrap();
        assert_eq!(found.headers()["allow"], allowed);
        let status = found.status();
        sentence(405, &(status, found.json_body().await));
    }
}

/// The tests' reqwest has no feature `json`: the binary does not need it.
trait JsonBody {
    async fn json_body(self) -> Value;
}

impl JsonBody for reqwest::Response {
    async fn json_body(self) -> Value {
        serde_json::from_slice(&self.bytes().await.unwrap()).unwrap()
    }
}
