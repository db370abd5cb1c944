//! A server killed in the middle of its work: nothing that it answered for is lost, and nobody
//! is served twice.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::RequestBuilder;
use serde_json::Value;

use crate::support::{Server, answer, payload};

fn logs(report: &Value) -> &[Value] {
    report["statusLogs"].as_array().unwrap()
}

#[tokio::test]
async fn a_job_goes_on_where_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let addresses: Vec<_> = (0..30).map(|number| format!("user{number}@example.com")).collect();

    let mut server = Server::on(&data, "50");
    server.without_limits().await;
    let token = server.token.clone();
    let id = server.job(&payload(addresses.iter().map(String::as_str))).await;
    let mut seen = Vec::new();
    let report = loop {
        let before = seen.len();
        let report = server
            .report(&id, |report| report["status"] != "IN_PROGRESS" || logs(report).len() > before)
            .await;
        // What was reported once stays, to the last digit.
        assert_eq!(logs(&report)[..before], seen);
        seen = logs(&report).to_vec();
        if report["status"] != "IN_PROGRESS" {
            break report;
        }
        server.kill();
        server = Server::on(&data, "50");
        assert_eq!(server.token, token, "a link printed before is good after");
    };
    assert_eq!(report["status"], "SUCCESS");
    let logged: Vec<_> = seen.iter().map(|log| log["originalId"].as_str().unwrap()).collect();
    assert_eq!(logged, addresses);
}

#[tokio::test]
async fn every_job_answered_for_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let accepted = Arc::new(Mutex::new(Vec::new()));
    for round in 1..=5 {
        let server = Server::on(&data, "1");
        server.without_limits().await;
        let senders: Vec<_> = (0..4)
            .map(|sender| {
                let address = format!("sender{sender}@example.com");
                let request = server.send("st-1", payload([address.as_str()]).to_string());
                tokio::spawn(send_until_killed(request, Arc::clone(&accepted)))
            })
            .collect();
        // In the midst of the work.
        while accepted.lock().unwrap().len() < round * 20 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.kill();
        for sender in senders {
            sender.await.unwrap();
        }
    }

    let server = Server::on(&data, "1");
    let accepted = accepted.lock().unwrap().clone();
    for id in &accepted {
        let report = server.finished(id).await;
        assert_eq!(report["status"], "SUCCESS", "{id}: {report}");
        assert_eq!(logs(&report).len(), 1, "{id}: {report}");
    }
    let (status, _) = answer(server.ask("st-1", "ds-never")).await;
    assert_eq!(status, 404);
}

/// Notes the job of each answer that came in full: only that is a promise.
async fn send_until_killed(request: RequestBuilder, accepted: Arc<Mutex<Vec<String>>>) {
    while let Ok(answer) = request.try_clone().unwrap().send().await {
        let Ok(body) = answer.bytes().await else { break };
        let job: Value = serde_json::from_slice(&body).unwrap();
        accepted.lock().unwrap().push(job["_id"].as_str().unwrap().to_owned());
    }
}
