//! `--loose`: what can be read is accepted, and what is wrong with it is logged.

use serde_json::json;

use crate::support::{Server, answer, payload};

fn loose() -> Server {
    Server::start(&["--data", ":memory:", "--pace", "20", "--loose"])
}

#[tokio::test]
async fn a_payload_with_errors_becomes_a_job() {
    let server = loose();
    let mut wrong = payload(["ann@example.com"]);
    wrong["colour"] = json!("marked-4711");
    wrong["identities"].as_array_mut().unwrap().push(json!({ "customMessage": "Hi" }));
    let id = server.job(&wrong).await;
    let report = server.finished(&id).await;
    assert_eq!(report["status"], "PARTIAL_SUCCESS");
    assert_eq!(report["statusLogs"][1]["comments"], "Identity is not associated with the channel");
    let log = server.kill();
    assert!(log.contains("accepted loosely; the API would refuse it, errors: 2\n"), "{log}");
    assert!(log.contains("unknown-field at line 1, column "), "{log}");
    assert!(log.contains("missing-field at line 1, column "), "{log}");
    assert!(!log.contains("4711"), "what the author wrote is not logged: {log}");
}

#[tokio::test]
async fn more_than_a_thousand_recipients_become_one() {
    let server = loose();
    let addresses: Vec<_> = (0..1500).map(|number| format!("user{number}@example.com")).collect();
    let id = server.job(&payload(addresses.iter().map(String::as_str))).await;
    assert_eq!(server.finished(&id).await["count"], 1500);
    assert_eq!(server.inbox("?search=user1499@").await["messages"][0]["index"], 1499);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_all_the_same() {
    let server = loose();
    for sent in ["", "no payload", "[]", "{}", r#"{"identities": []}"#, r#"{"identities": 7}"#] {
        let (status, report) = answer(server.send("st-1", sent)).await;
        assert_eq!((status.as_u16(), &report["valid"]), (400, &json!(false)), "{sent}");
    }
    assert_eq!(server.inbox("").await["total"], 0);
}
