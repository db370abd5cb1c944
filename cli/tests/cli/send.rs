//! `send` and `status`, against the sandbox: what goes out, what is said, and what stops it.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use crate::campaign::{Campaign, addresses};
use crate::support::{Server, client, command, text};

#[tokio::test]
async fn a_table_is_sent_and_its_results_stand_beside_its_rows() {
    let server = Server::sandbox();
    // An empty row, a line break and a quote in a cell, a header that is almost right.
    let csv = "E-Mail,name\nann@example.com,Ada\n\n\"bob@example.com\",\"B\n\"\"o\"\"b\"\r\nfail@example.com,\n";
    let campaign = Campaign::table(&server, csv, "Hello {name}").with(&["--max", "2"]);
    let said = campaign.sent(1, &["--results", "results.csv"]).await;
    assert!(
        said.contains("people.csv:A: info[near-miss-header]: `E-Mail` is read as `email`"),
        "{said}"
    );
    assert!(said.contains("recipients  3: 2 reached, 1 failed\n"), "{said}");
    assert!(said.contains("add --retry-failures"), "{said}");

    let results = campaign.results();
    assert_eq!(results.keys().copied().collect::<Vec<_>>(), [2, 4, 5]);
    assert_eq!(results[&4][..2], ["bob@example.com", "SUCCESS"]);
    let comment = "Identity is not associated with the channel";
    assert_eq!(results[&5][..3], ["fail@example.com", "FAILURE", comment]);
    let listed = server.inbox("?search=bob@").await;
    assert_eq!(listed["messages"][0]["text"], "Hello B\n\"o\"b");
    assert_eq!(listed["messages"][0]["job"], results[&4][3]);
}

#[tokio::test]
async fn a_payload_goes_out_byte_for_byte() {
    let server = Server::sandbox();
    let payload = "{ \"channel\": \"ivr\",\n\t\"message\": {\"value\": \"caf\\u00e9\", \"type\": \"text\"},\n \
                   \"identities\": [ {\"email\": \"ann@example.com\"}, {\"email\":\"bob@example.com\"} ] }\n";
    let campaign = Campaign::payload(&server, payload);
    let said = campaign.sent(0, &["--results", "results.csv"]).await;
    assert!(said.contains("recipients  2: 2 reached, 0 failed\n"), "{said}");
    let job = &campaign.results()[&0][3];
    let raw = client().get(server.url(&format!("/sandbox/requests/{job}"))).send().await.unwrap();
    assert_eq!(raw.text().await.unwrap(), payload);
}

#[tokio::test]
async fn an_error_in_the_last_row_stops_everything() {
    let server = Server::sandbox();
    let csv = addresses(25) + ",Nobody\n";
    let campaign = Campaign::table(&server, &csv, "Hello").with(&["--max", "10"]);
    let said = campaign.sent(1, &[]).await;
    assert!(
        said.contains("people.csv:27:A: error[missing-identity]: the row has no `email`"),
        "{said}"
    );
    assert!(said.contains("nothing was sent"), "{said}");
    assert_eq!(campaign.messages().await, 0);
    assert!(!campaign.path("people.csv.notify-ledger.sqlite").exists());

    let sms = r#"{"channel": "ivr", "message": {"type": "sms", "value": "Hello"}}"#;
    let campaign = Campaign::framed(&server, &addresses(25), sms);
    let said = campaign.sent(1, &["--max", "10"]).await;
    assert_eq!(said.matches("error[unknown-message-type]").count(), 1, "said once: {said}");
    let campaign = Campaign::payload(&server, "{\"channel\": \"ivr\",}");
    assert!(campaign.sent(1, &[]).await.contains("payload.json:1:19: error[json-syntax]"));
    assert_eq!(campaign.messages().await, 0);
}

#[tokio::test]
async fn what_was_sent_is_not_sent_again_and_another_campaign_is_refused() {
    let server = Server::sandbox();
    let campaign = Campaign::table(&server, &addresses(7), "Hello {name}").with(&["--max", "3"]);
    campaign.sent(0, &[]).await;
    let said = campaign.sent(0, &[]).await;
    assert!(said.contains("name another --ledger"), "{said}");
    assert_eq!(campaign.messages().await, 7);

    let refused = [
        (&["--max", "2"][..], "its requests have up to 3 recipients (`--max`)"),
        (&["--max-bytes", "9999"], "its requests have any number of bytes"),
        (&["--message", "Bye {name}"], "the channel or the message was another one"),
        (&["--stream", "st-2"], "/api/public/bot/st-1/notifyV2`"),
    ];
    for (other, says) in refused {
        let said = overridden(&campaign, other).await;
        assert!(
            said.contains("is the ledger of another campaign") && said.contains(says),
            "{said}"
        );
    }
    fs::write(campaign.path("people.csv"), addresses(8)).unwrap();
    let said = campaign.sent(2, &[]).await;
    assert!(
        said.contains("`people.csv` is not the file that it was made for, or has changed since"),
        "{said}"
    );
    assert_eq!(campaign.messages().await, 7);
}

/// Runs a campaign with an option of another value.
async fn overridden(campaign: &Campaign<'_>, option: &[&str]) -> String {
    let mut arguments = campaign.arguments.clone();
    match arguments.iter().position(|argument| argument == option[0]) {
        Some(at) => arguments[at + 1] = option[1].to_owned(),
        None => arguments.extend(option.iter().map(|word| (*word).to_owned())),
    }
    let mut sender = command();
    sender.arg("send").args(arguments).current_dir(&campaign.folder).env("NOTIFY_JWT", "a.b.c");
    let output = tokio::task::spawn_blocking(move || sender.output().unwrap()).await.unwrap();
    assert_eq!(output.status.code(), Some(2));
    text(&output.stderr).to_owned()
}

#[tokio::test]
async fn a_refusal_stops_and_the_same_command_goes_on() {
    let server = Server::sandbox();
    let campaign = Campaign::table(&server, &addresses(12), "Hello").with(&["--max", "1"]);
    server.set_faults(json!({ "refuse": { "status": 403, "probability": 1 } })).await;
    let said = campaign.sent(1, &[]).await;
    assert!(said.contains("was refused:") && said.contains("(403)"), "{said}");
    assert!(said.contains("queued") && said.contains("run the same command again"), "{said}");
    assert_eq!(campaign.messages().await, 0);
    server.set_faults(json!({})).await;
    campaign.sent(0, &[]).await;
    assert_eq!(campaign.messages().await, 12);
}

#[tokio::test]
async fn what_was_not_accepted_for_certain_goes_again_by_itself() {
    let server = Server::sandbox();
    server.set_faults(json!({ "seed": 1, "refuse": { "status": 429, "probability": 0.3 } })).await;
    let campaign = Campaign::table(&server, &addresses(6), "Hello").with(&["--max", "1"]);
    campaign.sent(0, &[]).await;
    assert_eq!(campaign.messages().await, 6);
}

#[tokio::test]
async fn a_lost_answer_is_unknown_until_the_author_says_so() {
    let server = Server::sandbox();
    let campaign = Campaign::table(&server, &addresses(20), "Hello").with(&["--max", "1"]);
    server.set_faults(json!({ "drop": { "probability": 1 } })).await;
    let said = campaign.sent(2, &[]).await;
    assert!(said.contains("of 3 requests in a row nobody knows what became"), "{said}");
    assert!(said.contains("is unknown:"), "{said}");
    // The sandbox has them all the same.
    let doubtful = campaign.messages().await;
    assert!((3..20).contains(&doubtful), "{doubtful}");

    server.set_faults(json!({})).await;
    let said = campaign.sent(1, &["--results", "results.csv"]).await;
    assert!(said.contains("add --resend-unknown"), "{said}");
    assert_eq!(campaign.messages().await, 20);
    let unknown = |cells: &&Vec<String>| cells[4] == "unknown" && cells[1].is_empty();
    assert_eq!(campaign.results().values().filter(unknown).count() as u64, doubtful);

    campaign.sent(0, &["--resend-unknown"]).await;
    assert_eq!(campaign.messages().await, 20 + doubtful);
}

#[tokio::test]
async fn a_refused_token_stops_and_another_one_goes_on() {
    let server = Server::sandbox();
    let mut campaign = Campaign::table(&server, &addresses(4), "Hello").with(&["--max", "1"]);
    let token = std::mem::replace(&mut campaign.token, "not.the.token".to_owned());
    let said = campaign.sent(2, &[]).await;
    assert!(said.contains("the token was refused, and nobody can be asked"), "{said}");
    assert!(said.contains("4 queued") && !said.contains("not.the.token"), "{said}");

    // From a file, which wins over the environment.
    fs::write(campaign.path("token"), "\n").unwrap();
    assert!(campaign.sent(2, &["--jwt-file", "token"]).await.contains("`token` is empty"));
    fs::write(campaign.path("token"), token.clone() + "\n").unwrap();
    campaign.sent(0, &["--jwt-file", "token"]).await;
    assert_eq!(campaign.messages().await, 4);
    let ledger = fs::read(campaign.path("people.csv.notify-ledger.sqlite")).unwrap();
    assert!(!ledger.windows(token.len()).any(|window| window == token.as_bytes()));
    campaign.token = String::new();
    assert!(campaign.sent(2, &[]).await.contains("no token: name a file"));
}

#[tokio::test]
async fn a_dry_run_says_what_it_takes() {
    let server = Server::sandbox();
    let campaign = Campaign::table(&server, &addresses(1000), "Hello {nam}").with(&["--max", "2"]);
    let said = campaign.sent(0, &["--dry-run"]).await;
    for line in [
        "requests     500\n",
        "recipients   1,000\n",
        "calls        1,000 at least",
        // 1000 calls, less 290 at once, at 17,700 an hour.
        "least time   2 minutes under the rate limits\n",
        "near-miss-placeholder",
        "nothing was sent\n",
    ] {
        assert!(said.contains(line), "{line:?}: {said}");
    }
    assert_eq!(campaign.messages().await, 0);
    assert!(!campaign.path("people.csv.notify-ledger.sqlite").exists());

    // Two of each row: all are counted.
    let rows = (0..1500).map(|row| format!("nobody {row},Hi {{x}}\n")).collect::<String>();
    let csv = format!("email,customMessage\n{rows}");
    let said = Campaign::table(&server, &csv, "Hello").sent(0, &["--dry-run"]).await;
    assert!(said.contains("1,500 unresolved-placeholder"), "{said}");
    assert!(said.contains("1,500 implausible-identity"), "{said}");

    let output = campaign.send(&["--dry-run", "--max-bytes", "150"]).await;
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(
        said.contains("the recipient `user0@example.com` in row 2 alone makes a request of"),
        "{said}"
    );
}

#[tokio::test]
async fn failures_go_out_once_more() {
    let server = Server::sandbox();
    server.set_faults(json!({ "failing": "^user1[0-9]*@" })).await;
    let campaign = Campaign::table(&server, &addresses(30), "Hello").with(&["--max", "4"]);
    // user1, user10 … user19, at first and once more.
    let said = campaign.sent(1, &["--retry-failures"]).await;
    assert!(said.contains("recipients  30: 19 reached, 11 failed\n"), "{said}");
    assert_eq!(campaign.messages().await, 30 + 11);

    server.set_faults(json!({})).await;
    let said = campaign.sent(0, &["--retry-failures", "--results", "results.csv"]).await;
    assert!(said.contains("recipients  30: 30 reached, 0 failed\n"), "{said}");
    assert_eq!(campaign.messages().await, 30 + 11 + 11);
    let results = campaign.results();
    assert_eq!(results.len(), 30);
    assert_eq!((results[&2][5].as_str(), results[&3][5].as_str()), ("1", "3"));
    assert!(results.values().all(|cells| cells[1] == "SUCCESS"));
}

#[tokio::test]
async fn failures_of_a_payload_go_out_as_they_were_written() {
    let server = Server::sandbox();
    let payload = r#"{"channel": "ivr", "message": {"type": "text", "value": "Hi"}, "identities": [
        {"email": "ann@example.com"}, {"email": "fail1@example.com"}, {"email":"fail2@example.com" } ]}"#;
    let campaign = Campaign::payload(&server, payload).with(&["--max", "2"]);
    campaign.sent(1, &["--retry-failures", "--results", "results.csv"]).await;
    let results = campaign.results();
    assert_eq!((results[&0][5].as_str(), results[&1][5].as_str()), ("1", "2"));
    assert_eq!(results[&1][3], results[&2][3], "both in one request");
    let path = format!("/sandbox/requests/{}", results[&1][3]);
    let raw = client().get(server.url(&path)).send().await.unwrap().text().await.unwrap();
    assert_eq!(raw, payload.replace(r#"{"email": "ann@example.com"}, "#, ""));
}

#[tokio::test]
async fn ctrl_c_stops_and_the_same_command_goes_on() {
    let server = Server::sandbox();
    server.set_faults(json!({ "delay": { "least": 30, "most": 60 } })).await;
    let campaign = Campaign::table(&server, &addresses(60), "Hello").with(&["--max", "1"]);
    let sender =
        campaign.sender(&[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while campaign.messages().await == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let id = sender.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = tokio::task::spawn_blocking(|| sender.wait_with_output().unwrap()).await.unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("stopping when") && said.contains("run the same command again"),
        "{said}"
    );
    // Every answer was waited for.
    assert!(!text(&output.stdout).contains("sending") && !said.contains("unknown"), "{said}");
    campaign.sent(0, &[]).await;
    assert_eq!(campaign.messages().await, 60);
}

#[tokio::test]
async fn two_senders_do_not_share_a_file() {
    let server = Server::sandbox();
    server.set_faults(json!({ "delay": { "least": 300, "most": 300 } })).await;
    let campaign = Campaign::table(&server, &addresses(12), "Hello").with(&["--max", "1"]);
    let mut first =
        campaign.sender(&[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while campaign.messages().await == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let said = campaign.sent(2, &[]).await;
    assert!(said.contains("is in use: another sender is at work on it"), "{said}");
    let status = tokio::task::spawn_blocking(move || first.wait().unwrap()).await.unwrap();
    assert!(status.success());
}

#[test]
fn what_makes_no_sense_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("people.csv"), "email\nann@example.com\n").unwrap();
    fs::write(folder.path().join("empty.csv"), "").unwrap();
    fs::write(folder.path().join("header.csv"), "email,name\n").unwrap();
    fs::write(folder.path().join("latin.csv"), b"email,n\nann@example.com,\xEB\n").unwrap();
    fs::write(folder.path().join("utf16.csv"), b"\xFF\xFEe\0m\0a\0i\0l\0\n\0a\0@\0b\0").unwrap();
    fs::write(folder.path().join("payload.json"), "{}").unwrap();
    let message = ["--channel", "ivr", "--message", "Hello"];
    for (status, file, more, says) in [
        (2, "-", &[][..], "standard input cannot be sent"),
        (2, "none.json", &[], "cannot read `none.json`: there is no such file"),
        (2, "none.csv", &message, "cannot read `none.csv`"),
        (2, "people.csv", &["--message", "Hello"], "`--channel` is missing"),
        (2, "people.csv", &["--channel", "ivr"], "a CSV needs a message"),
        (
            2,
            "people.csv",
            &["--channel", "sms", "--message", "x"],
            "invalid value 'sms' for '--channel",
        ),
        (2, "people.csv", &["--max", "1001"], "a number from 1 to 1000 is needed"),
        (2, "payload.json", &["--channel", "ivr"], "`--channel` is for a CSV"),
        (1, "payload.json", &[], "error[missing-field]: `identities` is missing"),
        (2, "empty.csv", &message, "the file is empty; begin with a row of column names"),
        (1, "header.csv", &message, "error[no-rows]: there is no row below the header"),
        (2, "latin.csv", &message, "here is the byte EB"),
        (2, "utf16.csv", &message, "the file is not UTF-8; save the file as UTF-8"),
    ] {
        let output = command()
            .current_dir(&folder)
            .args(["send", file, "--dry-run"])
            .args(more)
            .output()
            .unwrap();
        let said = text(&output.stderr);
        assert!(said.contains(says), "{file} {more:?}: {said}");
        assert_eq!(output.status.code(), Some(status), "{file} {more:?}: {said}");
    }
    let output = command().args(["send", "people.csv"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "without --host and --stream");
}

#[tokio::test]
async fn a_job_is_followed_to_its_end() {
    let server = Server::sandbox();
    let payload = crate::support::payload(["ann@example.com", "fail@example.com"]);
    let job = server.job(&payload).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("payload.json");
    fs::write(&file, payload.to_string()).unwrap();
    let status = |more: &[&str]| {
        let mut status = command();
        status.args(["status", &job, "--host", &server.url(""), "--stream", "st-1"]).args(more);
        status.env("NOTIFY_JWT", &server.token);
        async { tokio::task::spawn_blocking(move || status.output().unwrap()).await.unwrap() }
    };
    let output = status(&["--follow", "--payload", file.to_str().unwrap()]).await;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "PARTIAL_SUCCESS: 2 recipients of 2 done (1 FAILURE, 1 SUCCESS)\n\
         ann@example.com SUCCESS: Notification has been sent successfully\n\
         fail@example.com FAILURE: Identity is not associated with the channel\n"
    );
    let output = status(&["--format", "json"]).await;
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&found["finished"], &found["byStatus"]["FAILURE"]), (&json!(true), &json!(1)));

    let mut other = command();
    other.args(["status", "ds-none", "--host", &server.url(""), "--stream", "st-1", "--follow"]);
    other.env("NOTIFY_JWT", &server.token);
    let output = tokio::task::spawn_blocking(move || other.output().unwrap()).await.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("(404)"), "{}", text(&output.stderr));
}
