//! SARIF 2.1.0: the report as code hosts and editors import it, fixes included.

use notify_preflight::{Code, Diagnostic, Fix, Severity};
use serde_json::{Value, json};

use super::FileReport;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One run over all files.
pub fn text(reports: &[FileReport]) -> serde_json::Result<String> {
    let results: Vec<Value> = reports
        .iter()
        .flat_map(|of| of.report.diagnostics.iter().map(|found| result(&uri(&of.file), found)))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "notify-preflight",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&log)? + "\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.when() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(uri: &str, found: &Diagnostic) -> Value {
    let message = match &found.hint {
        Some(hint) => format!("{}; {hint}", found.message),
        None => found.message.clone(),
    };
    let place = json!({ "artifactLocation": { "uri": uri } });
    let place = with(
        place,
        "region",
        found.span.map(|span| {
            json!({
                "startLine": span.line,
                "startColumn": span.column,
                "charOffset": span.start,
                "charLength": span.end - span.start,
            })
        }),
    );
    let result = json!({
        "ruleId": found.code.name(),
        "level": level(found.severity),
        "message": { "text": message },
        "locations": [{
            "physicalLocation": place,
            "logicalLocations": [{ "fullyQualifiedName": found.pointer, "kind": "member" }],
        }],
    });
    with(result, "fixes", found.fix.as_ref().map(|fix| json!([change(uri, fix)])))
}

/// The object with one more property, where there is one: SARIF takes no null.
fn with(mut object: Value, name: &str, value: Option<Value>) -> Value {
    if let (Some(object), Some(value)) = (object.as_object_mut(), value) {
        object.insert(name.to_owned(), value);
    }
    object
}

fn change(uri: &str, fix: &Fix) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": { "charOffset": edit.start, "charLength": edit.end - edit.start },
                "insertedContent": { "text": edit.text },
            })
        })
        .collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": { "uri": uri }, "replacements": replacements }],
    })
}

/// A file name as a relative reference: what a URI gives a meaning to is escaped.
fn uri(file: &str) -> String {
    let file = if cfg!(windows) { file.replace('\\', "/") } else { file.to_owned() };
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_fixes_are_in_utf16() {
        let payload = "{\"💬\": 1,\n \"é\": 1, \"chanel\": \"ivr\"}";
        let report = notify_preflight::check(payload, &Default::default());
        let file = FileReport::in_utf16("a b.json".into(), payload.as_bytes(), report);
        let log: Value = serde_json::from_str(&text(&[file]).unwrap()).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let slip = results.iter().find(|result| result.get("fixes").is_some()).unwrap();
        let place = &slip["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b.json");
        let region =
            json!({ "startLine": 2, "startColumn": 10, "charOffset": 19, "charLength": 8 });
        assert_eq!(place["region"], region);
        let edit = &slip["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(edit["deletedRegion"], json!({ "charOffset": 19, "charLength": 8 }));
        assert_eq!(edit["insertedContent"]["text"], "\"channel\"");
    }

    #[test]
    fn every_result_names_a_rule() {
        let log: Value = serde_json::from_str(&text(&[]).unwrap()).unwrap();
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), Code::ALL.len());
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
