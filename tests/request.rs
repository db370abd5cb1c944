//! The command for a shell, run by a real one: what `curl` would be given is the call.

#![cfg(unix)]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

mod tries;

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use notify_preflight::request::{ApiRequest, Target, curl, send, status};
use proptest::prelude::*;
use tries::tries;

/// Prints its arguments, a NUL after each, and what it would read as the body.
const STAND_IN: &str = r#"#!/bin/sh
printf '%s\000' "$@"
for last in "$@"; do :; done
if [ "$last" = @- ]; then cat; fi
"#;

/// A folder with a `curl` that sends nothing.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("stand-in");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("curl");
    std::fs::write(&file, STAND_IN).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
});

/// What `curl` is given when a shell runs the command.
struct Given {
    arguments: Vec<String>,
    input: String,
}

impl Given {
    fn by(command: &str, token: &str) -> Given {
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(FOLDER.clone()).chain(std::env::split_paths(&paths));
        let mut shell = Command::new("sh")
            .env("PATH", std::env::join_paths(paths).unwrap())
            .env("NOTIFY_JWT", token)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("there is a shell");
        shell.stdin.take().unwrap().write_all(command.as_bytes()).unwrap();
        let output = shell.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command}");
        let text = String::from_utf8(output.stdout).unwrap();
        let mut arguments: Vec<String> = text.split('\0').map(str::to_owned).collect();
        let input = arguments.pop().unwrap();
        Given { arguments, input }
    }

    /// What follows the option, each time it is given.
    fn after(&self, option: &str) -> Vec<&str> {
        let pairs = self.arguments.iter().zip(self.arguments.iter().skip(1));
        pairs.filter(|(name, _)| *name == option).map(|(_, value)| value.as_str()).collect()
    }

    fn body(&self) -> Option<&str> {
        match self.after("--data-binary").as_slice() {
            ["@-"] => Some(&self.input),
            _ => self.after("--data-raw").first().copied(),
        }
    }
}

/// Runs the call's command, and compares all that `curl` is given with the call.
fn compare(call: &ApiRequest, token: &str) -> Result<(), TestCaseError> {
    let given = Given::by(&curl(call), token);
    prop_assert_eq!(given.after("--request"), [call.method.name()]);
    prop_assert_eq!(given.after("--url"), [call.url.as_str()]);
    let headers: Vec<String> =
        call.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    prop_assert_eq!(given.after("--header"), headers);
    prop_assert_eq!(given.body(), call.body.as_deref());
    let follows = given.arguments.iter().any(|a| a.starts_with("--location") || a == "-L");
    prop_assert!(!follows, "redirects are not followed");
    Ok(())
}

/// Bodies that a shell or curl might take for something else.
fn body() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[^\\x00]{0,12}",
        "['\"`$\\\\!@#&|;<>()*?~^{} \t\r\n=%-]{0,12}",
        prop_oneof![
            Just("'"),
            Just("'\\''"),
            Just("$(exit)"),
            Just("@/etc/passwd"),
            Just("@-"),
            Just("\\\n"),
            Just("EOF\n"),
            Just("%s\\000"),
            Just("a.b.c"),
        ]
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(tries(200))]

    #[test]
    fn any_body_url_and_header_arrive_as_they_are(
        body in body(),
        url in body(),
        header in "[ -~]{0,12}",
        token in "[!-~]{1,12}",
    ) {
        let target = Target::new("platform.example.com", "st-1", &token).unwrap();
        let mut call = send(&target, &body);
        call.url.push_str(&url);
        call.headers.insert("x-other".to_owned(), header);
        compare(&call, &token)?;
    }

    #[test]
    fn the_token_is_never_said(before in body(), after in body()) {
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzLTEifQ.c2lnbmF0dXJl";
        let target = Target::new("platform.example.com", token, token).unwrap();
        let call = send(&target, &format!("{before}{token}{after}"));
        prop_assert!(!curl(&call).contains(token));
        compare(&call, token)?;
    }
}

#[test]
fn a_body_longer_than_any_argument_arrives_too() {
    for letter in ["x", "é", "'", "%s\n"] {
        let body = format!("@{}", letter.repeat(300_000));
        let target = Target::new("[::1]:7360", "st-1", "a.b.c").unwrap();
        compare(&send(&target, &body), "a.b.c").unwrap();
    }
}

#[test]
fn a_status_call_arrives_too() {
    let target = Target::new("platform.example.com", "st-1", "a.b.c").unwrap();
    compare(&status(&target, "it's a $job".replace(' ', "-").as_str()).unwrap(), "a.b.c").unwrap();
}

#[test]
fn a_debug_print_names_the_call_and_leaves_the_jwt_out() {
    let target = Target::new("platform.example.com", "st-1", "secret.secret.secret").unwrap();
    let call = send(&target, "{}");
    let printed = format!("{target:?} {call:?}");
    assert!(printed.contains("POST") || printed.contains("Post"), "{printed}");
    assert!(printed.contains("https://platform.example.com/api/public/bot/st-1/notifyV2"));
    assert!(!printed.contains("secret"), "{printed}");
}
