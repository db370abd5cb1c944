//! `cargo xtask bench` runs these and sets the ratios beside their goals.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark that cannot run is to stop"
)]

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use notify_preflight::{Composer, Options, REQUEST_SCHEMA, check};
use notify_preflight_bench::Size;
use regex::{Captures, Regex};
use serde_json::Value;

const SIZES: [Size; 4] = [Size::new(10, 3), Size::new(1000, 3), Size::new(1000, 20), Size::MAX];

/// A check, against reading the same text into values, and against that and the schema.
fn checks(criterion: &mut Criterion) {
    let schema: Value = serde_json::from_str(REQUEST_SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let options = Options::default();
    for size in SIZES {
        let text = size.payload();
        assert!(check(&text, &options).valid);
        let read = || serde_json::from_str::<Value>(&text).unwrap();
        let mut group = criterion.benchmark_group("check");
        let id = |what| BenchmarkId::new(what, size.name());
        group.bench_function(id("check"), |bencher| bencher.iter(|| check(&text, &options)));
        group.bench_function(id("serde_json"), |bencher| bencher.iter(read));
        group.bench_function(id("serde_json and jsonschema"), |bencher| {
            bencher.iter(|| {
                let value = read();
                assert!(validator.is_valid(&value));
                value
            });
        });
        group.finish();
    }
}

/// A keystroke in the message of 1000 recipients, against filling all of them.
fn keystrokes(criterion: &mut Criterion) {
    let size = Size::new(1000, 3);
    let mut group = criterion.benchmark_group("keystroke");
    let message = size.message();
    let at_its_end = ["!", "."].map(|typed| format!("{message}{typed}"));
    let inside = ["}!", "}."].map(|typed| message.replacen('}', typed, 1));
    for (name, messages) in
        [("set_message, summary and window", at_its_end), ("the same between placeholders", inside)]
    {
        let mut composer = Composer::new(size.payload(), Options::default());
        let mut stroke = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                stroke += 1;
                composer.set_message(messages.get(stroke % 2).unwrap()).unwrap();
                (composer.summary(), composer.window(0..20))
            });
        });
    }

    let placeholder = Regex::new(r"\{([^{}\r\n]+)\}").unwrap();
    let recipients: Vec<HashMap<String, String>> = (0..size.identities)
        .map(|identity| {
            (0..size.parameters)
                .map(|key| (format!("key{key}"), size.value(identity, key)))
                .collect()
        })
        .collect();
    group.bench_function("regex, replace_all for each", |bencher| {
        bencher.iter(|| {
            for parameters in &recipients {
                let value = |found: &Captures<'_>| match parameters.get(&found[1]) {
                    Some(value) => value.clone(),
                    None => found[0].to_owned(),
                };
                black_box(placeholder.replace_all(&message, value));
            }
        });
    });
    group.finish();
}

/// Cost grows with the recipients, and not faster.
fn many(criterion: &mut Criterion) {
    let options = Options::default();
    let mut group = criterion.benchmark_group("many");
    for identities in [1_000, 100_000] {
        let text = Size::new(identities, 3).payload();
        group.bench_function(BenchmarkId::new("check", identities), |bencher| {
            bencher.iter(|| check(&text, &options));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_secs(1)).sample_size(50);
    targets = checks, keystrokes, many
}
criterion_main!(benches);
