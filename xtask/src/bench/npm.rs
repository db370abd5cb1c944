//! The npm package's benchmarks, against the JavaScript that it replaces.

use std::fs;

use super::figures::{self, Figures};
use super::{goals, machine, report, speeds};
use crate::run::{command, run, timed};
use crate::{Failure, browser, built, package, readme, wasm};

const PLACES: [&str; 2] = ["Node", "Chromium"];

const ABOUT: &str = "\
The JavaScript route is `JSON.parse`, Ajv compiled once (2020-12, all errors) and a regular expression's `replace` \
for each recipient. By hand: own checks instead of Ajv, and templates split once. `messages` does not check: what \
checks and fills stands below it. Of a keystroke, JavaScript counts less than the Composer. What starts is a fresh \
Node process, less one that imports an empty module.";

/// Builds the package, measures it, and says what that gave.
pub fn bench() -> Result<String, Failure> {
    // First, so that a missing browser is not found out after all the rest.
    let browser = browser::find()?;
    package::install()?;
    wasm::build()?;
    package::build()?;
    let folder = built().join("bench");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let kept = folder.join("npm.json");
    timed("benchmarks of the npm package", || {
        let out = kept.to_string_lossy();
        let mut node = command("node", &["tests/bench/js/run.js", "--out", &out]);
        node.env("CHROMIUM", &browser);
        run(node)
    })?;
    let measured = figures::read(&kept)?;
    let list = measured.get("figures").ok_or("the benchmarks wrote no figures")?;
    let figures = Figures::listed(list)?;
    let version =
        |of| measured.pointer(of).and_then(|v| v.as_str()).unwrap_or("of no known version");
    let medians = format!(
        "Medians of one run on {}, Node {}, Chromium {}, Ajv {}.",
        machine(),
        version("/versions/node"),
        version("/versions/chromium"),
        version("/versions/ajv"),
    );
    let speeds = speeds::table(&figures, &PLACES);
    readme::keep("speeds", &format!("{speeds}\n{medians}\n"))?;
    let about = format!("{medians} {ABOUT}");
    Ok(report(&about, &figures, &PLACES, &goals::NPM))
}
