//! Payloads that are none: each is answered with a diagnostic and a place, by the command and
//! by the sandbox, and neither falls over.

use serde_json::Value;

use crate::support::{Server, answer, run, text};

/// What it is, its bytes, the code of the first diagnostic.
fn payloads() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let mut huge = br#"{"channel":""#.to_vec();
    huge.resize(30_000_000, b'x');
    let deep = "[".repeat(10_000);
    vec![
        ("empty", Vec::new(), "json-syntax"),
        ("white space", b" \n\t\n".to_vec(), "json-syntax"),
        ("no JSON", b"Dear customer,\n".to_vec(), "json-syntax"),
        ("cut short", br#"{"channel": "iv"#.to_vec(), "json-syntax"),
        ("not UTF-8", b"{\"channel\": \"\xff\xfe\"}".to_vec(), "json-syntax"),
        ("a lone surrogate", br#"{"channel": "\ud800"}"#.to_vec(), "json-syntax"),
        ("10,000 deep, unclosed", deep.clone().into_bytes(), "json-syntax"),
        ("10,000 deep", (deep + &"]".repeat(10_000)).into_bytes(), "json-syntax"),
        ("30 MB, unclosed", huge.clone(), "json-syntax"),
        ("30 MB", [&huge[..], br#""}"#].concat(), "unsupported-channel"),
        ("an array", b"[1]".to_vec(), "type-mismatch"),
        ("a string", b"\"ivr\"".to_vec(), "type-mismatch"),
        ("nothing", b"null".to_vec(), "type-mismatch"),
    ]
}

#[test]
fn the_command_says_what_and_where() {
    for (what, bytes, code) in payloads() {
        let output = run(&["check", "--format", "json", "-"], &bytes);
        assert_eq!(output.status.code(), Some(1), "{what}: {}", text(&output.stderr));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(has(&report, code), "{what}: {report}");
        assert!(report["diagnostics"][0]["span"]["line"].is_u64(), "{what}: {report}");

        let output = run(&["check", "-"], &bytes);
        assert_eq!(output.status.code(), Some(1), "{what}");
        let shown = text(&output.stdout);
        assert!(shown.starts_with("<stdin>:"), "{what}: {shown}");
        assert!(shown.contains(&format!("error[{code}]")), "{what}: {shown}");
        assert!(shown.lines().all(|line| line.len() < 1000), "{what}: a long line");

        let output = run(&["preview", "-"], &bytes);
        assert_eq!(output.status.code(), Some(1), "{what}");
        assert!(text(&output.stderr).contains(code), "{what}");
    }
}

#[tokio::test]
async fn the_sandbox_answers_400_with_the_report_and_goes_on() {
    let server = Server::sandbox();
    for (what, bytes, code) in payloads() {
        let (status, report) = answer(server.send("st-1", bytes)).await;
        assert_eq!(status, 400, "{what}: {report}");
        assert!(has(&report, code), "{what}: {report}");
    }
    assert!(!server.kill().contains("panicked"));
}

fn has(report: &Value, code: &str) -> bool {
    let diagnostics = report["diagnostics"].as_array().unwrap();
    report["valid"] == false && diagnostics.iter().any(|found| found["code"] == code)
}
