//! The OpenAPI document that is served: every reference in it leads somewhere, and every route
//! in it is one.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::Value;

use crate::support::{Server, client, sentence};

async fn fetch(server: &Server, path: &str) -> Value {
    let found = client().get(server.url(path)).send().await.unwrap();
    assert_eq!(found.status(), 200, "{path}");
    let kind = found.headers()["content-type"].to_str().unwrap().to_owned();
    let text = found.text().await.unwrap();
    match kind.as_str() {
        "application/yaml" => serde_saphyr::from_str(&text).unwrap(),
        "application/schema+json" => serde_json::from_str(&text).unwrap(),
        other => panic!("{path}: {other}"),
    }
}

fn references<'v>(value: &'v Value, into: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            into.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| references(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, into)),
        _ => {}
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let server = Server::sandbox();
    for start in ["/openapi.yaml", "/sandbox/openapi.yaml"] {
        let mut documents = BTreeMap::new();
        let mut to_do = vec![start.to_owned()];
        let mut seen = 0;
        while let Some(path) = to_do.pop() {
            let document = fetch(&server, &path).await;
            documents.insert(path.clone(), document.clone());
            let mut found = Vec::new();
            references(&document, &mut found);
            for reference in found {
                let (target, pointer) = reference.split_once('#').unwrap_or((reference, ""));
                let target = if target.is_empty() { &path } else { target };
                if !documents.contains_key(target) {
                    documents.insert(target.to_owned(), fetch(&server, target).await);
                    to_do.push(target.to_owned());
                }
                assert!(documents[target].pointer(pointer).is_some(), "{path}: {reference}");
                seen += 1;
            }
        }
        assert!(documents.len() == 4 && seen > 40, "{start}: {seen}");
    }
}

#[tokio::test]
async fn every_route_of_the_document_is_one() {
    let server = Server::sandbox();
    let document = fetch(&server, "/openapi.yaml").await;
    for (path, item) in document["paths"].as_object().unwrap() {
        let address = server.url(&path.replace("{streamId}", "st-1").replace("{jobId}", "ds-1"));
        for method in ["get", "put", "post", "delete", "patch"] {
            let called = method.to_uppercase().parse::<Method>().unwrap();
            let found = client().request(called, &address).send().await.unwrap();
            let status = found.status().as_u16();
            assert_eq!(status != 405, item.get(method).is_some(), "{method} {path}: {status}");
            if status == 404 {
                let said = found.text().await.unwrap();
                assert!(!said.contains("there is no such route"), "{method} {path}: {said}");
            }
        }
    }
}

#[tokio::test]
async fn a_relay_has_the_contract_too_and_no_other_file_is_a_schema() {
    let relay = Server::relay("http://127.0.0.1:9");
    assert_eq!(fetch(&relay, "/openapi.yaml").await["openapi"], "3.1.0");
    for path in ["/schema/none.schema.json", "/schema/job", "/schema/%ff", "/schema/..%2fa"] {
        let found = client().get(relay.url(path)).send().await.unwrap();
        let status = found.status();
        let body = serde_json::from_str(&found.text().await.unwrap()).unwrap();
        sentence(404, &(status, body));
    }
}
