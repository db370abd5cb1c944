//! Clients that are slow, silent, gone or many: each is ended or answered, and none holds up
//! another.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;

use crate::support::{Server, answer, client, command, payload, raw};

const SEND: &str =
    "POST /api/public/bot/st-1/notifyV2 HTTP/1.1\r\ncontent-type: application/json\r\n";

/// A send, as it goes over the line.
fn request(server: &Server) -> String {
    let sent = payload(["ann@example.com"]).to_string();
    let (host, token, length) = (server.address, &server.token, sent.len());
    format!("{SEND}host: {host}\r\nauth: {token}\r\ncontent-length: {length}\r\n\r\n{sent}")
}

/// Sends this, and then nothing more; what the server says until it closes.
fn silent(address: SocketAddr, start: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(start.as_bytes()).unwrap();
    until_closed(&mut stream)
}

/// Sends one byte after the other, each of them in time.
fn dripping(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut sending = stream.try_clone().unwrap();
    let text = text.to_owned();
    let dripping = thread::spawn(move || {
        for byte in text.bytes() {
            if sending.write_all(&[byte]).is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(500));
        }
    });
    let answer = until_closed(&mut stream);
    dripping.join().unwrap();
    answer
}

fn until_closed(stream: &mut TcpStream) -> String {
    let (mut answer, mut bytes) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => answer.extend(&bytes[..read]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error}"),
        }
    }
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn slow_clients_are_not_waited_for() {
    let server = Server::sandbox();
    server.without_limits().await;
    let address = server.address;
    let head = format!("{SEND}host: {address}\r\nauth: {}\r\n", server.token);
    let body = format!("{head}content-length: 100\r\n\r\n{{");
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n1\r\n{{\r\n");
    let endless = format!("{body}{}", " ".repeat(98));
    let clients = [
        (thread::spawn(move || silent(address, "")), ""),
        (thread::spawn(move || silent(address, "GET / HT")), ""),
        (thread::spawn(move || dripping(address, &head)), ""),
        (thread::spawn(move || silent(address, &body)), "HTTP/1.1 408 "),
        (thread::spawn(move || silent(address, &chunked)), "HTTP/1.1 408 "),
        (thread::spawn(move || silent_after(address, &endless)), "HTTP/1.1 408 "),
    ];
    // Beside them all goes as ever.
    while !clients.iter().all(|(client, _)| client.is_finished()) {
        let id = server.job(&payload(["ann@example.com"])).await;
        assert_eq!(server.finished(&id).await["status"], "SUCCESS");
    }
    for (client, start) in clients {
        let answer = client.join().unwrap();
        assert!(answer.starts_with(start) && answer.is_empty() == start.is_empty(), "{answer}");
    }
}

/// Nearly all at once, and the rest never.
fn silent_after(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    for piece in text.as_bytes().chunks(64) {
        stream.write_all(piece).unwrap();
        thread::sleep(Duration::from_millis(10));
    }
    until_closed(&mut stream)
}

#[tokio::test]
async fn a_client_that_goes_away_takes_nothing_with_it() {
    let server = Server::start(&["--data", ":memory:", "--pace", "200"]);
    server.without_limits().await;
    for wait in 0..50 {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(request(&server).as_bytes()).unwrap();
        // At one moment or another of its being answered.
        thread::sleep(Duration::from_millis(wait / 2));
    }
    // Those that were accepted run to their end, although nobody heard of them.
    let patience = Instant::now();
    loop {
        let listed = server.inbox("?limit=1000").await;
        let messages = listed["messages"].as_array().unwrap();
        assert!(!messages.is_empty());
        if messages.iter().all(|message| message["status"] == "SUCCESS") {
            break;
        }
        assert!(patience.elapsed() < Duration::from_secs(60), "{listed}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_client_that_has_closed_its_side_is_answered() {
    let server = Server::sandbox();
    server.set_faults(json!({ "delay": { "least": 200, "most": 200 } })).await;
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(request(&server).as_bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let answer = until_closed(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\"_id\":\"ds-"), "{answer}");
}

#[tokio::test]
async fn a_thousand_connections_at_once_are_all_answered() {
    rlimit::increase_nofile_limit(2048).unwrap();
    let server = Server::sandbox();
    let mut streams: Vec<_> = (0..1000)
        .map(|_| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream.write_all(b"GET /preflight.json HTTP/1.1\r\n").unwrap();
            stream
        })
        .collect();
    // With all of them half way, another is served.
    server.job(&payload(["ann@example.com"])).await;
    let rest = format!("host: {}\r\nconnection: close\r\n\r\n", server.address);
    for stream in &mut streams {
        stream.write_all(rest.as_bytes()).unwrap();
    }
    for stream in &mut streams {
        let answer = until_closed(stream);
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("sandbox"), "{answer}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn more_connections_than_files_are_waited_with_not_died_of() {
    let binary = command();
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "ulimit -n 64; exec \"$0\" \"$@\""]).arg(binary.get_program());
    limited.args(["serve", "--port", "0", "--data", ":memory:"]);
    let server = Server::spawn(&mut limited);
    let silent: Vec<_> = (0..40).map(|_| TcpStream::connect(server.address).unwrap()).collect();
    // Its turn comes when those before it have been silent for too long.
    server.job(&payload(["ann@example.com"])).await;
    drop(silent);
    server.job(&payload(["ann@example.com"])).await;
}

#[tokio::test]
async fn a_dropped_answer_is_not_one_byte() {
    let server = Server::sandbox();
    server.set_faults(json!({ "drop": { "probability": 1 } })).await;
    assert_eq!(raw(server.address, &request(&server)), "");
    assert_eq!(server.inbox("").await["total"], 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_server_that_stops_ends_its_events() {
    let server = Server::sandbox();
    let mut events = client().get(server.url("/sandbox/inbox/events")).send().await.unwrap();
    answer(server.own(Method::DELETE, "inbox", None)).await;
    let id = server.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let mut told = String::new();
    while let Some(chunk) = events.chunk().await.unwrap() {
        told.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    assert_eq!(told, "event: reset\ndata: {}\n\n");
    assert_eq!(server.wait().0, Some(0));
}
