//! A sender killed at random moments, and started again: nobody is lost, and nobody is sent to
//! twice but those whose request is said to be `unknown`.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::process::Stdio;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::json;

use crate::campaign::{Campaign, addresses};
use crate::support::Server;

struct Size {
    recipients: usize,
    /// Of a request.
    most: u64,
    kills: u64,
}

#[tokio::test]
async fn nobody_is_lost_and_nobody_gets_it_twice() {
    let size = if std::env::var_os("NOTIFY_PREFLIGHT_LONG").is_some() {
        Size { recipients: 100_000, most: 250, kills: 50 }
    } else {
        Size { recipients: 3000, most: 50, kills: 5 }
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("sandbox.sqlite");
    let server = Server::on(&data, "20");
    server.set_faults(json!({ "delay": { "least": 20, "most": 200 } })).await;
    let csv = addresses(size.recipients);
    let most = size.most.to_string();
    let campaign = Campaign::table(&server, &csv, "Hello {name}").with(&["--max", &most]);

    let random = RandomState::new();
    let mut kills = 0;
    for kill in 0..size.kills {
        // After some of its share of the requests, as others are under way then; and a moment more.
        let random = random.hash_one(kill);
        let requests = size.recipients as u64 / size.most / size.kills;
        let enough = campaign.messages().await + size.most * (1 + random % (requests / 3));
        let mut sender =
            campaign.sender(&[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while sender.try_wait().unwrap().is_none() && campaign.messages().await < enough {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(random % 100)).await;
        kills += u64::from(sender.try_wait().unwrap().is_none());
        sender.kill().unwrap();
        sender.wait().unwrap();
    }
    assert!(kills >= size.kills / 2, "{kills} kills, of {}", size.kills);
    server.set_faults(json!({})).await;
    campaign.send(&["--results", "results.csv"]).await;
    let results = campaign.results();
    let said = campaign.sent(0, &["--resend-unknown"]).await;
    assert!(said.contains("0 failed\n"), "{said}");
    server.kill();

    let got = messages(&data);
    assert_eq!(results.len(), size.recipients);
    let mut unknown = 0;
    for cells in results.values() {
        let got = got.get(&cells[0]).copied().unwrap_or_default();
        match cells[4].as_str() {
            "done" => assert_eq!(got, 1, "{cells:?}"),
            "unknown" => {
                unknown += 1;
                assert!((1..=2).contains(&got), "{got}: {cells:?}");
            }
            other => panic!("{other}: {cells:?}"),
        }
    }
    assert!(unknown > 0, "nobody was killed at work");
    eprintln!("{kills} kills, {unknown} of {} recipients unknown in between", size.recipients);
}

/// How many messages each identity has, by the sandbox's own file.
fn messages(data: &std::path::Path) -> HashMap<String, usize> {
    let connection = Connection::open(data).unwrap();
    let mut count =
        connection.prepare("SELECT identity, COUNT(*) FROM recipients GROUP BY identity").unwrap();
    let rows = count.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}
