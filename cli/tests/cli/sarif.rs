//! `check --format sarif`: held to the schema of SARIF, and its places to the payload.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{command, run, text};

/// What `check` says of these files, whatever is wrong with them.
fn log(arguments: &[&str], input: &str) -> Value {
    let all = [&["check", "--format", "sarif"], arguments].concat();
    let output = run(&all, input.as_bytes());
    assert_eq!(text(&output.stderr), "");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn assert_is_sarif(log: &Value) {
    let schema: Value = serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = schema.iter_errors(log).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{log:#}");
}

#[test]
fn every_case_makes_a_log_that_its_schema_takes() {
    let folder = tempfile::tempdir().unwrap();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let mut names = Vec::new();
    for entry in fs::read_dir(cases).unwrap() {
        let path = entry.unwrap().path();
        let Ok(case) = serde_json::from_slice::<Value>(&fs::read(&path).unwrap()) else { continue };
        let payload = match &case["text"] {
            Value::String(text) => text.clone(),
            _ => case["payload"].to_string(),
        };
        // A name that a URI must escape.
        let name = format!("a b#{}", path.file_name().unwrap().to_string_lossy());
        fs::write(folder.path().join(&name), payload).unwrap();
        names.push(name);
    }
    assert!(names.len() >= 60, "only {} cases", names.len());

    let output = command()
        .current_dir(&folder)
        .args(["check", "--format", "sarif"])
        .args(&names)
        .output()
        .unwrap();
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_is_sarif(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() >= 60, "only {} results", results.len());
    assert!(results.iter().any(|result| result.get("fixes").is_some()));
}

#[test]
fn nothing_wrong_is_a_log_too() {
    let clean = r#"{"channel": "ivr", "message": {"type": "text", "value": "Hello"}, "identities": [{"email": "ada@example.com"}]}"#;
    let log = log(&["-"], clean);
    assert_is_sarif(&log);
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn there_is_a_result_for_each_diagnostic_at_its_place() {
    let payload = "{\n  \"channel\": \"telegram\",\n  \"message\": { \"type\": \"txt\", \"value\": \"💬\" },\n  \"identities\": [] }";
    let log = log(&["-"], payload);
    assert_is_sarif(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let rules: Vec<_> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(rules, ["unsupported-channel", "unknown-message-type", "too-few-identities"]);

    let units: Vec<u16> = payload.encode_utf16().collect();
    let marked: Vec<_> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "%3Cstdin%3E");
            let number = |name: &str| place["region"][name].as_u64().unwrap() as usize;
            let start = number("charOffset");
            String::from_utf16(&units[start..start + number("charLength")]).unwrap()
        })
        .collect();
    assert_eq!(marked, ["\"telegram\"", "\"txt\"", "[]"]);
}
