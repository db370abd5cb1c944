//! The fuzz targets' properties, held against their seeds and every case: they compile,
//! and they hold, where there is no fuzzer.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "fuzz/src/properties/mod.rs"]
mod properties;

use std::fs;
use std::path::Path;

use properties::{batch, check, composer, csv, reader, request, rules, template};

/// Every file of a folder in `tests`.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut paths: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let visible =
        paths.iter().filter(|path| !path.file_name().unwrap().as_encoded_bytes().starts_with(b"."));
    visible.map(|path| fs::read(path).unwrap()).collect()
}

fn texts(folder: &str) -> Vec<String> {
    files(folder).into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect()
}

/// The seeds, and the payloads of the cases.
fn payloads() -> Vec<String> {
    let cases = texts("cases").into_iter().filter_map(|case| {
        let case: serde_json::Value = serde_json::from_str(&case).ok()?;
        let text = case["text"].as_str().map(str::to_owned);
        text.or_else(|| Some(format!("{:#}", case.get("payload")?)))
    });
    let payloads: Vec<String> = texts("fuzz/seeds/payloads").into_iter().chain(cases).collect();
    assert!(payloads.len() > 100, "only {} payloads", payloads.len());
    payloads
}

#[test]
fn payloads_are_read_and_checked() {
    for payload in payloads() {
        reader::hold(&payload);
        check::hold(&payload);
    }
}

#[test]
fn payloads_are_split() {
    payloads().iter().for_each(|payload| batch::hold(payload));
}

#[test]
fn payloads_are_composed() {
    payloads().iter().for_each(|payload| composer::hold(payload));
    texts("fuzz/seeds/composer").iter().for_each(|input| composer::hold(input));
}

#[test]
fn tables_are_read() {
    files("fuzz/seeds/csv").iter().for_each(|bytes| csv::hold(bytes));
}

#[test]
fn templates_are_filled() {
    texts("fuzz/seeds/template").iter().for_each(|input| template::hold(input));
}

#[test]
fn calls_go_where_they_should() {
    texts("fuzz/seeds/request").iter().for_each(|input| request::hold(input));
}

#[test]
fn rules_are_compiled() {
    texts("fuzz/seeds/rules").iter().for_each(|input| rules::hold(input));
}
