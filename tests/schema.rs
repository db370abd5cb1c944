//! The published contract: complete, and true to the API documents' own answers.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

const SCHEMAS: [&str; 3] = [
    include_str!("../schema/notify-request.schema.json"),
    include_str!("../schema/job.schema.json"),
    include_str!("../schema/status-report.schema.json"),
];

fn schemas() -> [Value; 3] {
    SCHEMAS.map(|text| serde_json::from_str(text).unwrap())
}

/// The validator of the schema whose `$id` ends so; schemas may refer to each other.
fn validator(name: &str) -> Validator {
    let schemas = schemas();
    let registry = schemas.iter().fold(Registry::new(), |registry, schema| {
        registry.add(schema["$id"].as_str().unwrap(), schema).unwrap()
    });
    let registry = registry.prepare().unwrap();
    let ends = |schema: &&Value| schema["$id"].as_str().unwrap().ends_with(name);
    let schema = schemas.iter().find(ends).unwrap();
    jsonschema::options().with_registry(&registry).build(schema).unwrap()
}

fn sample(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_documents_sample_answers_fit() {
    let job = sample(include_str!("samples/job.json"));
    let report = sample(include_str!("samples/status-report.json"));
    assert!(validator("job").is_valid(&job));
    assert!(validator("status-report").is_valid(&report));
}

#[test]
fn answers_are_open_to_what_is_not_known_yet() {
    let mut job = sample(include_str!("samples/job.json"));
    job["status"] = json!("PAUSED_BY_MOON");
    job["moonPhase"] = json!({ "any": ["thing"] });
    job["statusLogs"] = json!([{ "status": "NEW_MOON", "more": 1 }]);
    assert!(validator("job").is_valid(&job));
    job["statusLogs"] = json!([{ "status": 7 }]);
    assert!(!validator("job").is_valid(&job), "a log of the job is a log of the report");
    assert!(!validator("status-report").is_valid(&json!({ "status": "SUCCESS" })));
}

#[test]
fn requests_are_closed() {
    let valid = json!({
        "channel": "ivr",
        "message": { "type": "text", "value": "x" },
        "identities": [{ "email": "a@example.com" }]
    });
    let request = validator("notify-request");
    assert!(request.is_valid(&valid));
    for place in ["", "/message", "/identities/0"] {
        let mut payload = valid.clone();
        payload.pointer_mut(place).unwrap()["more"] = json!("x");
        assert!(!request.is_valid(&payload), "more at `{place}`");
    }
}

#[test]
fn every_field_has_a_title_and_a_description() {
    fn look(schema: &Value, path: &str, bare: &mut Vec<String>) {
        let Some(object) = schema.as_object() else { return };
        let fields = object.get("properties").and_then(Value::as_object);
        for (name, field) in fields.into_iter().flatten() {
            let is_said = ["title", "description"].iter().all(|key| field.get(*key).is_some());
            // `false` rules out a field that is described elsewhere.
            if !is_said && !field.is_boolean() {
                bare.push(format!("{path}/{name}"));
            }
            look(field, &format!("{path}/{name}"), bare);
        }
        for (name, definition) in
            object.get("$defs").and_then(Value::as_object).into_iter().flatten()
        {
            look(definition, &format!("{path}/$defs/{name}"), bare);
        }
    }
    let mut bare = Vec::new();
    for schema in schemas() {
        look(&schema, schema["$id"].as_str().unwrap(), &mut bare);
    }
    assert_eq!(bare, Vec::<String>::new());
}
