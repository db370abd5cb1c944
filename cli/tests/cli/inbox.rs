//! The sandbox's inbox: every message, found and listed; the request as it came, and once more.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Server, answer, client, payload, sentence};

fn identities(listed: &Value) -> Vec<&str> {
    let messages = listed["messages"].as_array().unwrap();
    messages.iter().map(|message| message["identity"].as_str().unwrap()).collect()
}

fn whatsapp(value: Value) -> Value {
    json!({
        "channel": "whatsapp",
        "message": { "type": "template", "value": value },
        "identities": [{ "phoneNumber": "+4915550000001", "parameters": { "name": "Ада" } }],
    })
}

#[tokio::test]
async fn messages_are_listed_newest_first_with_what_became_of_them() {
    let server = Server::sandbox();
    let first = server.job(&payload(["ann@example.com", "fail@example.com"])).await;
    server.finished(&first).await;
    let second = server.job(&whatsapp(json!({ "caption": "Hello {name}", "link": 1.5 }))).await;
    server.finished(&second).await;

    let listed = server.inbox("").await;
    assert_eq!((&listed["total"], &listed["more"]), (&json!(3), &json!(false)));
    let messages = listed["messages"].as_array().unwrap();
    let newest = &messages[0];
    assert_eq!(newest["job"], *second);
    assert_eq!(newest["stream"], "st-1");
    assert_eq!(newest["channel"], "whatsapp");
    assert_eq!(newest["text"], r#"{"caption":"Hello Ада","link":1.5}"#);
    assert_eq!(newest["json"], true);
    assert_eq!(newest["status"], "SUCCESS");
    assert_eq!(identities(&listed), ["+4915550000001", "fail@example.com", "ann@example.com"]);
    assert_eq!(messages[1]["status"], "FAILURE");
    assert_eq!(messages[1]["comments"], "Identity is not associated with the channel");
    assert_eq!((&messages[1]["index"], &messages[2]["index"]), (&json!(1), &json!(0)));
    assert_eq!((&messages[2]["json"], &messages[2]["job"]), (&json!(false), &json!(first)));
    assert!(newest["createdOn"].as_str().unwrap().ends_with('Z'));
    let ids: Vec<_> = messages.iter().map(|message| message["id"].as_i64().unwrap()).collect();
    assert!(ids.is_sorted_by(|newer, older| newer > older), "{ids:?}");
}

#[tokio::test]
async fn what_waits_is_queued() {
    let server = Server::start(&["--data", ":memory:", "--pace", "3600000"]);
    server.job(&payload(["ann@example.com"])).await;
    let listed = server.inbox("").await;
    assert_eq!(listed["messages"][0]["status"], "QUEUED");
    assert_eq!(listed["messages"][0]["comments"], Value::Null);
}

#[tokio::test]
async fn messages_are_found_by_identity_and_text_in_any_case() {
    let server = Server::sandbox();
    server.job(&payload(["Ann@example.com", "bob@example.com"])).await;
    server.job(&whatsapp(json!("Привет {name}, 100%_ [sure]"))).await;
    for (query, found) in [
        ("?search=ANN@", vec!["Ann@example.com"]),
        ("?search=PARCEL", vec!["bob@example.com", "Ann@example.com"]),
        ("?search=%D0%BF%D0%A0%D0%98%D0%B2%D0%B5%D1%82", vec!["+4915550000001"]),
        ("?search=%25_%20[", vec!["+4915550000001"]),
        ("?search=.", vec!["bob@example.com", "Ann@example.com"]),
        ("?search=none", vec![]),
        ("?channel=whatsapp", vec!["+4915550000001"]),
        ("?channel=ivr&search=bob", vec!["bob@example.com"]),
        ("?channel=hangouts", vec![]),
        ("?search=", vec!["+4915550000001", "bob@example.com", "Ann@example.com"]),
    ] {
        let listed = server.inbox(query).await;
        assert_eq!(identities(&listed), found, "{query}");
        assert_eq!(listed["total"], found.len(), "{query}");
    }
}

#[tokio::test]
async fn a_long_inbox_comes_in_pieces() {
    let server = Server::sandbox();
    let addresses: Vec<_> = (0..10).map(|number| format!("user{number}@example.com")).collect();
    for half in addresses.chunks(5) {
        server.job(&payload(half.iter().map(String::as_str))).await;
    }
    for search in ["", "&search=user"] {
        let (mut seen, mut before) = (Vec::new(), String::new());
        loop {
            let listed = server.inbox(&format!("?limit=3{search}{before}")).await;
            assert_eq!(listed["total"], 10);
            seen.extend(identities(&listed).into_iter().map(str::to_owned));
            let last = &listed["messages"].as_array().unwrap().last().unwrap()["id"];
            before = format!("&before={last}");
            if listed["more"] == false {
                break;
            }
        }
        seen.reverse();
        assert_eq!(seen, addresses);
    }
}

#[tokio::test]
async fn a_bad_query_is_told() {
    let server = Server::sandbox();
    for (query, says) in [
        ("?limit=0", "`limit` must be a whole number from 1 to 1000, not `0`"),
        ("?limit=many", "not `many`"),
        ("?limit=", "not ``"),
        ("?before=-1", "`before` must be"),
        ("?channel=", "`channel` must be one of"),
        ("?channel=sms", "`channel` must be one of `ivr`, `hangouts`, `whatsapp`, not `sms`"),
        ("?limit=1&limit=2", "each once"),
    ] {
        let request = server.own(Method::GET, &format!("inbox{query}"), None);
        let said = sentence(400, &answer(request).await);
        assert!(said.contains(says), "{query}: {said}");
    }
}

#[tokio::test]
async fn a_request_is_kept_to_the_byte_and_can_be_sent_again() {
    let server = Server::sandbox();
    let body = "{ \"channel\" : \"ivr\",\r\n\t\"message\":{\"type\":\"text\",\"value\":\"caf\\u00e9\"},\
                \"identities\":[{\"email\":\"ann@example.com\"}] }\n";
    let (_, job) = answer(server.send("st-7", body)).await;
    let id = job["_id"].as_str().unwrap();
    let kept = server.own(Method::GET, &format!("requests/{id}"), None).send().await.unwrap();
    assert_eq!(kept.headers()["content-type"], "application/json");
    assert_eq!(kept.bytes().await.unwrap(), body);

    let request = server.own(Method::POST, "replay", Some(&json!({ "job": id })));
    let (status, again) = answer(request).await;
    assert_eq!((status.as_u16(), &again["streamId"]), (200, &json!("st-7")), "{again}");
    assert_ne!(again["_id"], job["_id"]);
    assert_eq!(server.inbox("").await["total"], 2);

    for job in ["ds-none", "a.b"] {
        sentence(404, &answer(server.own(Method::GET, &format!("requests/{job}"), None)).await);
        let replay = server.own(Method::POST, "replay", Some(&json!({ "job": job })));
        sentence(404, &answer(replay).await);
    }
    let said = sentence(400, &answer(server.own(Method::POST, "replay", Some(&json!({})))).await);
    assert!(said.contains("`job` is missing"), "{said}");
}

#[tokio::test]
async fn a_reset_forgets_all_but_the_secret_and_the_faults() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let server = Server::on(&data, "20");
    server.set_faults(json!({ "seed": 5 })).await;
    let id = server.job(&payload(["ann@example.com", "bob@example.com"])).await;
    server.finished(&id).await;
    let (status, removed) = answer(server.own(Method::DELETE, "inbox", None)).await;
    assert_eq!((status.as_u16(), removed), (200, json!({ "jobs": 1, "messages": 2 })));
    assert_eq!(server.inbox("").await, json!({ "messages": [], "total": 0, "more": false }));
    sentence(404, &answer(server.ask("st-1", &id)).await);
    let (_, faults) = answer(server.own(Method::GET, "faults", None)).await;
    assert_eq!(faults["seed"], 5);

    // Not in the files either, with the server still running.
    for file in std::fs::read_dir(&folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(15).any(|window| window == b"ann@example.com"));
    }
    let next = server.job(&payload(["ann@example.com"])).await;
    assert_eq!(server.finished(&next).await["status"], "SUCCESS");
}

#[tokio::test]
async fn what_happens_is_told_as_it_happens() {
    let server = Server::sandbox();
    let mut events = client().get(server.url("/sandbox/inbox/events")).send().await.unwrap();
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let id = server.job(&payload(["ann@example.com", "bob@example.com"])).await;
    let mut told = String::new();
    let mut until = async |end: &str| {
        while !told.contains(end) {
            told.push_str(std::str::from_utf8(&events.chunk().await.unwrap().unwrap()).unwrap());
        }
        told.clone()
    };
    until("event: messages\n").await;
    let latest = server.inbox("?limit=1").await["messages"][0]["id"].clone();
    let message = json!({ "count": 2, "latest": latest });
    until(&format!("data: {message}\n\n")).await;
    until(&format!("event: statuses\ndata: {}\n\n", json!({ "job": id }))).await;
    answer(server.own(Method::DELETE, "inbox", None)).await;
    until("event: reset\n").await;
    answer(server.own(Method::DELETE, "faults", None)).await;
    until("event: faults\n").await;
}

#[tokio::test]
async fn a_relay_and_other_sites_have_no_inbox() {
    let relay = Server::relay("http://127.0.0.1:9");
    for path in ["inbox", "faults", "inbox/events", "requests/ds-1"] {
        sentence(404, &answer(relay.own(Method::GET, path, None)).await);
    }
    let server = Server::sandbox();
    for path in ["inbox", "faults", "inbox/events", "requests/ds-1"] {
        let request = server.own(Method::GET, path, None).header("sec-fetch-site", "cross-site");
        sentence(403, &answer(request).await);
    }
    for (method, path) in
        [(Method::POST, "inbox"), (Method::GET, "replay"), (Method::POST, "faults")]
    {
        sentence(405, &answer(server.own(method, path, None)).await);
    }
    let form = client().post(server.url("/sandbox/replay")).body(r#"{"job":"ds-1"}"#);
    sentence(415, &answer(form).await);
}

#[tokio::test]
async fn a_search_goes_through_all_jobs() {
    let server = Server::sandbox();
    for number in 0..70 {
        let address = format!("user{number}@example.com");
        server.job(&payload([address.as_str(), "ann@example.com"])).await;
    }
    let listed = server.inbox("?search=user&limit=2").await;
    assert_eq!((&listed["total"], &listed["more"]), (&json!(70), &json!(true)));
    assert_eq!(identities(&listed), ["user69@example.com", "user68@example.com"]);
    let oldest = server.inbox("?search=user0@").await;
    assert_eq!((&oldest["total"], &oldest["more"]), (&json!(1), &json!(false)));
}
