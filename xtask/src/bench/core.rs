//! The core's benchmarks, which Criterion runs.

use std::path::Path;

use super::figures::{self, Figures};
use super::{goals, machine, report};
use crate::run::{cargo, output, run, timed};
use crate::{Failure, built};

const PLACE: &str = "Rust";

const BENCHMARKS: [(&str, &str); 17] = [
    ("check", "check/10x3"),
    ("check", "serde_json/10x3"),
    ("check", "serde_json and jsonschema/10x3"),
    ("check", "check/1000x3"),
    ("check", "serde_json/1000x3"),
    ("check", "serde_json and jsonschema/1000x3"),
    ("check", "check/1000x20"),
    ("check", "serde_json/1000x20"),
    ("check", "serde_json and jsonschema/1000x20"),
    ("check", "check/max"),
    ("check", "serde_json/max"),
    ("check", "serde_json and jsonschema/max"),
    ("keystroke", "set_message, summary and window"),
    ("keystroke", "the same between placeholders"),
    ("keystroke", "regex, replace_all for each"),
    ("many", "check/1000"),
    ("many", "check/100000"),
];

/// Runs them, and says what they gave.
pub fn bench() -> Result<String, Failure> {
    timed("benchmarks of the core", || {
        run(cargo(&["bench", "--package", "notify-preflight-bench"]))
    })?;
    let mut figures = Figures::default();
    for (group, name) in BENCHMARKS {
        figures.add(PLACE, group, name, median(group, name)?);
    }
    let cargo = output(cargo(&["--version"])).unwrap_or_default();
    let about = format!("Medians of one run on {}, {cargo}.", machine());
    Ok(report(&about, &figures, &[PLACE], &goals::CORE))
}

/// The median of a benchmark, in milliseconds.
fn median(group: &str, name: &str) -> Result<f64, Failure> {
    let kept = Path::new("criterion").join(group).join(name).join("new/estimates.json");
    let estimates = figures::read(&built().join(kept))?;
    let median = estimates.pointer("/median/point_estimate").and_then(serde_json::Value::as_f64);
    median.map(|nanoseconds| nanoseconds / 1e6).ok_or_else(|| format!("no median for `{name}`"))
}
