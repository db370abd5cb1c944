//! `cargo xtask test`: every test there is, the cheap ones first.

use std::fs;

use crate::run::{cargo, command, npm_tool, run, timed};
use crate::{Failure, browser, build, command_line, page, postgres, root, wasm};

/// Runs all tests, setting up what they need.
pub fn test() -> Result<(), Failure> {
    // First, so that what is missing is not found out after all the rest.
    let browser = browser::find()?;
    postgres::find()?;
    timed("format", || run(cargo(&["fmt", "--all", "--check"])))?;
    build()?;
    timed("lints", lints)?;
    timed("Rust tests", || {
        let mut tests = cargo(&["test", "--workspace"]);
        // Its packages are installed by now: without it, the verdicts are held to one less.
        tests.env("NOTIFY_PREFLIGHT_AJV", "1");
        tests.env("NOTIFY_PREFLIGHT_POSTGRES", "1");
        run(tests)
    })?;
    timed("generated requests", generated_requests)?;
    timed("documentation", documentation)?;
    timed("TypeScript", types)?;
    for (what, folder) in [("npm package tests", "npm"), ("browser tests", "browser")] {
        timed(what, || {
            let mut tests = node_tests(folder)?;
            tests.env("CHROMIUM", &browser);
            run(tests)
        })?;
    }
    println!("\nall tests passed");
    Ok(())
}

fn lints() -> Result<(), Failure> {
    wasm::target()?;
    let deny = ["--", "--deny", "warnings"];
    run(cargo(&[&["clippy", "--workspace", "--all-targets"][..], &deny].concat()))?;
    let core = ["clippy", "--package", "notify-preflight", "--package", "notify-preflight-wasm"];
    run(cargo(&[&core[..], &["--target", "wasm32-unknown-unknown"], &deny].concat()))
}

/// Requests that schemathesis makes up from the OpenAPI document, where that tool is: it is a
/// Python program, and nothing else here needs Python.
fn generated_requests() -> Result<(), Failure> {
    let is_there = |tool: &str| command(tool, &["--version"]).output().is_ok();
    if !is_there("schemathesis") && !is_there("uvx") {
        println!("left out: it needs `schemathesis` (PyPI) or `uvx` on the path");
        return Ok(());
    }
    let mut requests = command("node", &["tests/schemathesis/run.js", "--max-examples", "30"]);
    requests.env("NOTIFY_PREFLIGHT_BIN", command_line::binary());
    run(requests)
}

fn documentation() -> Result<(), Failure> {
    let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--quiet"]);
    doc.env("RUSTDOCFLAGS", "--deny warnings");
    run(doc)
}

fn types() -> Result<(), Failure> {
    page::types()?;
    run(npm_tool("tsc", &["--noEmit", "--project", "tests"]))
}

/// Node's own test runner over `tests/FOLDER/*.test.js`.
fn node_tests(folder: &str) -> Result<std::process::Command, Failure> {
    let path = root().join("tests").join(folder);
    let mut files: Vec<String> = fs::read_dir(&path)
        .map_err(|error| format!("{}: {error}", path.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.js"))
        .map(|name| format!("tests/{folder}/{name}"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("no tests in tests/{folder}"));
    }
    // Node itself leaves a core idle; but a browser test mostly waits, for its page or for a job.
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let concurrency = format!("--test-concurrency={at_once}");
    let mut arguments = vec!["--test", "--test-reporter=spec", &concurrency];
    arguments.extend(files.iter().map(String::as_str));
    let mut node = command("node", &arguments);
    node.env("NOTIFY_PREFLIGHT_BIN", command_line::binary());
    Ok(node)
}
