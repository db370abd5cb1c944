//! `cargo xtask bench`: the core's benchmarks, and their ratios beside the goals.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use crate::run::{cargo, output, run, timed};
use crate::{Failure, built, root};

/// Where the figures are kept.
const RESULTS: &str = "tests/bench/RESULTS.md";

/// One figure against another of the same run.
struct Ratio {
    what: &'static str,
    /// The benchmark that takes longer, and the one that it is set against.
    of: &'static str,
    to: &'static str,
    goal: Goal,
}

enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

const RATIOS: [Ratio; 4] = [
    Ratio {
        what: "`check` of 1000 × 20, against `serde_json` reading the same text into values",
        of: "check/serde_json/1000x20",
        to: "check/check/1000x20",
        goal: Goal::AtLeast(3.0),
    },
    Ratio {
        what: "the same, against that and `jsonschema` at run time",
        of: "check/serde_json and jsonschema/1000x20",
        to: "check/check/1000x20",
        goal: Goal::AtLeast(8.0),
    },
    Ratio {
        what: "`set_message`, `summary` and `window` of 20, against `Regex::replace_all` for each of 1000",
        of: "keystroke/regex, replace_all for each",
        to: "keystroke/set_message, summary and window",
        goal: Goal::AtLeast(20.0),
    },
    Ratio {
        what: "`check` of 100,000 recipients, in checks of 1000",
        of: "many/check/100000",
        to: "many/check/1000",
        goal: Goal::AtMost(115.0),
    },
];

const BENCHMARKS: [&str; 16] = [
    "check/check/10x3",
    "check/serde_json/10x3",
    "check/serde_json and jsonschema/10x3",
    "check/check/1000x3",
    "check/serde_json/1000x3",
    "check/serde_json and jsonschema/1000x3",
    "check/check/1000x20",
    "check/serde_json/1000x20",
    "check/serde_json and jsonschema/1000x20",
    "check/check/max",
    "check/serde_json/max",
    "check/serde_json and jsonschema/max",
    "keystroke/set_message, summary and window",
    "keystroke/regex, replace_all for each",
    "many/check/1000",
    "many/check/100000",
];

/// Runs the benchmarks, prints the table and keeps it.
pub fn bench() -> Result<(), Failure> {
    timed("benchmarks", || run(cargo(&["bench", "--package", "notify-preflight-bench"])))?;
    let table = table()?;
    println!("\n{table}");
    fs::write(root().join(RESULTS), table).map_err(|error| format!("{RESULTS}: {error}"))
}

fn table() -> Result<String, Failure> {
    let mut text = format!(
        "# What it costs\n\n`cargo xtask bench` writes this file. Medians of one run on {}, {}.\n\n\
         | ratio | measured | goal |\n| --- | --- | --- |\n",
        processor(),
        output(cargo(&["--version"])).unwrap_or_default(),
    );
    for Ratio { what, of, to, goal } in &RATIOS {
        let ratio = median(of)? / median(to)?;
        let (goal, is_met) = match goal {
            Goal::AtLeast(least) => (format!("at least {least}"), ratio >= *least),
            Goal::AtMost(most) => (format!("at most {most}"), ratio <= *most),
        };
        let verdict = if is_met { "" } else { ", **missed**" };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {what} | {ratio:.1} | {goal}{verdict} |");
    }
    text.push_str("\n| benchmark | median, µs |\n| --- | --- |\n");
    for name in BENCHMARKS {
        let _ = writeln!(text, "| {name} | {:.1} |", median(name)? / 1000.0);
    }
    Ok(text)
}

/// The median of a benchmark, in nanoseconds.
fn median(benchmark: &str) -> Result<f64, Failure> {
    let file = estimates(benchmark);
    let text = fs::read_to_string(&file)
        .map_err(|error| format!("no figure for `{benchmark}`: {error}"))?;
    let estimates: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("{benchmark}: {error}"))?;
    let median = estimates.pointer("/median/point_estimate").and_then(serde_json::Value::as_f64);
    median.ok_or_else(|| format!("no median for `{benchmark}`"))
}

fn estimates(benchmark: &str) -> PathBuf {
    built().join("criterion").join(benchmark).join("new/estimates.json")
}

fn processor() -> String {
    let described = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = described.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or("an unknown processor", |(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {cores} cores")
}
