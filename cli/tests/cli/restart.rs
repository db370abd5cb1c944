//! A server killed in the middle of its work: nothing that it answered for is lost, and nobody
//! is served twice.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Server, answer, payload, sentence};

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
async fn every_job_answered_for_is_there_after_a_kill_and_none_is_there_twice() {
    let kills = if std::env::var_os("NOTIFY_PREFLIGHT_LONG").is_some() { 200 } else { 5 };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let accepted = Arc::new(Mutex::new(BTreeMap::new()));
    let sent = Arc::new(AtomicUsize::new(0));
    for round in 0..kills {
        let server = Arc::new(Server::on(&data, "1"));
        server.without_limits().await;
        let before = accepted.lock().unwrap().len();
        let senders: Vec<_> = (0..4)
            .map(|_| {
                let (server, sent) = (Arc::clone(&server), Arc::clone(&sent));
                tokio::spawn(send_until_killed(server, sent, Arc::clone(&accepted)))
            })
            .collect();
        // In the midst of the work, each time at another moment of it.
        while accepted.lock().unwrap().len() < before + 10 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(round * 7 % 23)).await;
        server.kill_now();
        for sender in senders {
            sender.await.unwrap();
        }
    }

    let server = Server::on(&data, "1");
    let kept = everything(&server).await;
    let (accepted, sent) = (accepted.lock().unwrap(), sent.load(Ordering::SeqCst));
    assert!(accepted.len() >= 10 * kills as usize && kept.len() <= sent);
    for (identity, job) in accepted.iter() {
        assert_eq!(kept.get(identity), Some(job), "{identity}");
    }
}

/// Notes the recipient and the job of each answer that came in full: only that is a promise.
async fn send_until_killed(
    server: Arc<Server>,
    sent: Arc<AtomicUsize>,
    accepted: Arc<Mutex<BTreeMap<String, String>>>,
) {
    loop {
        let identity = format!("user{}@example.com", sent.fetch_add(1, Ordering::SeqCst));
        let request = server.send("st-1", payload([identity.as_str()]).to_string());
        let Ok(answer) = request.send().await else { break };
        let Ok(body) = answer.bytes().await else { break };
        let job: Value = serde_json::from_slice(&body).unwrap();
        let job = job["_id"].as_str().unwrap().to_owned();
        accepted.lock().unwrap().insert(identity, job);
    }
}

/// The job of each recipient in the inbox, once all are served; nobody may be there twice.
async fn everything(server: &Server) -> BTreeMap<String, String> {
    let mut kept = BTreeMap::new();
    let mut before = i64::MAX;
    loop {
        let listed = server.inbox(&format!("?limit=1000&before={before}")).await;
        for message in listed["messages"].as_array().unwrap() {
            let [identity, job] = ["identity", "job"].map(|key| message[key].as_str().unwrap());
            if message["status"] == "QUEUED" {
                let report = server.finished(job).await;
                assert_eq!((&report["status"], logs(&report).len()), (&json!("SUCCESS"), 1));
            }
            assert_eq!(kept.insert(identity.to_owned(), job.to_owned()), None, "{identity}");
            before = message["id"].as_i64().unwrap();
        }
        if listed["more"] == false {
            return kept;
        }
    }
}

#[tokio::test]
async fn a_file_of_the_first_version_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let server = Server::on(&data, "1");
    let id = server.job(&payload(["ann@example.com"])).await;
    server.finished(&id).await;
    server.kill();
    // What that version did not have.
    let file = rusqlite::Connection::open(&data).unwrap();
    file.execute_batch("DROP TABLE requests; PRAGMA user_version = 1").unwrap();
    drop(file);

    let server = Server::on(&data, "1");
    assert_eq!(server.finished(&id).await["status"], "SUCCESS");
    assert_eq!(server.inbox("").await["messages"][0]["job"], *id);
    let request = server.own(Method::GET, &format!("requests/{id}"), None);
    let said = sentence(404, &answer(request).await);
    assert!(said.contains("an earlier version"), "{said}");
    server.job(&payload(["bob@example.com"])).await;
    assert_eq!(server.inbox("").await["total"], 2);
}
