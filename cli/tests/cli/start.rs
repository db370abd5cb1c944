//! How the server starts, what it prints, and how it stops.

use std::fs;
use std::process::Command;

use crate::support::{Server, answer, command, payload, text};

fn refused(arguments: &[&str]) -> String {
    let output = command().arg("serve").args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert_eq!(text(&output.stdout), "");
    text(&output.stderr).to_owned()
}

#[test]
fn the_last_line_is_the_link() {
    let server = Server::sandbox();
    let link = format!("open http://{}/#stream=st-sandbox&token=ey", server.address);
    assert!(server.banner.lines().last().unwrap().starts_with(&link), "{}", server.banner);
    assert!(server.address.ip().is_loopback());

    let server = Server::relay("http://127.0.0.1:9");
    let link = format!("open http://{}/", server.address);
    assert_eq!(server.banner.lines().last().unwrap(), link);
}

#[test]
fn only_loopback_addresses_are_served_on() {
    for host in ["0.0.0.0", "::", "10.1.2.3", "example.com", ""] {
        let said = refused(&["--host", host]);
        assert!(said.contains("`127.0.0.1`, `::1` or `localhost`"), "{host}: {said}");
    }
    for host in ["localhost", "127.0.0.2"] {
        let server = Server::start(&["--data", ":memory:", "--host", host]);
        assert!(server.address.ip().is_loopback());
    }
}

#[test]
fn a_taken_port_is_said_to_be_taken() {
    let server = Server::sandbox();
    let port = server.address.port().to_string();
    let said = refused(&["--data", ":memory:", "--port", &port]);
    assert!(said.contains(&format!("port {port} on `127.0.0.1` is in use")), "{said}");
    assert!(said.contains("`--port`"), "{said}");
}

#[test]
fn an_upstream_is_an_origin_and_leaves_the_data_file_alone() {
    for upstream in ["http://platform.example.com", "https://a.example/path", "https://127.1"] {
        refused(&["--upstream", upstream]);
    }
    let folder = tempfile::tempdir().unwrap();
    let serve = ["serve", "--port", "0", "--upstream", "https://platform.example.com"];
    let server = Server::spawn(command().current_dir(&folder).args(serve));
    drop(server);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn an_upstream_that_is_not_public_needs_a_word() {
    for (upstream, reason) in [
        ("http://localhost:9", "is this machine"),
        ("https://a.localhost", "is this machine"),
        ("https://127.0.0.1", "is a loopback address (RFC 1122)"),
        ("https://169.254.169.254", "is the address of a cloud's metadata"),
        ("https://[::ffff:10.0.0.1]", "is an IPv4-mapped address (RFC 4291)"),
    ] {
        // Before one that is public, and after it.
        for others in [["https://a.example", upstream], [upstream, "https://a.example"]] {
            let given = others.map(|origin| ["--upstream", origin]).concat();
            let said = refused(&[&["--port", "0"], given.as_slice()].concat());
            assert!(said.contains(reason) && said.contains("`--allow-private`"), "{said}");
        }
        Server::relay(upstream);
    }
    refused(&["--allow-private"]);
}

#[test]
fn without_certificates_there_is_no_relay_but_to_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let serve = |upstream| {
        let mut command = command();
        command
            .args(["serve", "--port", "0", "--allow-private", "--upstream", upstream])
            .env("SSL_CERT_FILE", folder.path().join("none.pem"))
            .env("SSL_CERT_DIR", folder.path());
        command
    };
    let output = serve("https://platform.example.com").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("no certificates to know `https://platform.example.com` by"), "{said}");
    assert!(said.contains("`ca-certificates`") && said.contains("`SSL_CERT_FILE`"), "{said}");
    Server::spawn(&mut serve("http://127.0.0.1:9"));
}

#[test]
fn the_data_file_lies_in_the_current_folder() {
    let folder = tempfile::tempdir().unwrap();
    drop(Server::spawn(command().current_dir(&folder).args(["serve", "--port", "0"])));
    assert!(folder.path().join("notify-preflight-sandbox.sqlite").exists());
}

#[test]
fn one_data_file_serves_one_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let _server = Server::on(&data, "20");
    let said = refused(&["--port", "0", "--data", data.to_str().unwrap()]);
    assert!(said.contains("in use by another process"), "{said}");
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("letters.sqlite");
    let database = rusqlite::Connection::open(&other).unwrap();
    database.execute_batch("CREATE TABLE letters (text TEXT)").unwrap();
    drop(database);
    let notes = folder.path().join("notes.txt");
    fs::write(&notes, "not a database at all, but more than a hundred bytes of it. ".repeat(20))
        .unwrap();
    for file in [&other, &notes] {
        let before = fs::read(file).unwrap();
        let said = refused(&["--port", "0", "--data", file.to_str().unwrap()]);
        assert!(said.contains("is not a sandbox's data file"), "{said}");
        assert!(fs::read(file).unwrap() == before, "{} was changed", file.display());
    }
    let nowhere = folder.path().join("none").join("jobs.sqlite");
    let said = refused(&["--port", "0", "--data", nowhere.to_str().unwrap()]);
    assert!(said.contains("cannot open the data file"), "{said}");
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("jobs.sqlite");
    let newer = rusqlite::Connection::open(&data).unwrap();
    newer.execute_batch("PRAGMA user_version = 9999").unwrap();
    drop(newer);
    let said = refused(&["--port", "0", "--data", data.to_str().unwrap()]);
    assert!(said.contains("newer version"), "{said}");
}

#[tokio::test]
async fn the_server_stops_when_told() {
    for signal in ["-TERM", "-INT"] {
        let server = Server::sandbox();
        let job = payload(["a@example.com"]).to_string();
        assert_eq!(answer(server.send("st-1", job)).await.0, 200);
        let id = server.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let (status, errors) = server.wait();
        assert_eq!(status, Some(0), "{errors}");
    }
}
