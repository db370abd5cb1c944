//! What a front end downloads, held to a budget: the build fails where it grows past it.

use std::path::Path;

use crate::Failure;
use crate::run::{command, npm_tool, output, run};

/// Bytes of the WebAssembly and of its JavaScript, compressed.
#[derive(Clone, Copy)]
struct Size {
    gzip: u32,
    brotli: u32,
}

/// A few per cent above what was measured last: what comes in is to be noticed.
const BUDGET: Size = Size { gzip: 138_000, brotli: 116_000 };

/// Measures the package as a bundler minifies it, prints a table of the figures and gives
/// it back; fails where they are past the budget.
pub fn measure(dist: &Path) -> Result<String, Failure> {
    let script = bundle(dist)?;
    let parts = [("WebAssembly", dist.join("notify-preflight.wasm")), ("JavaScript", script)];
    let mut table = "| part | kB | gzip | brotli |\n| --- | --- | --- | --- |\n".to_owned();
    let mut total = (0, Size { gzip: 0, brotli: 0 });
    for (name, file) in &parts {
        let (raw, size) = compressed(file)?;
        table.push_str(&row(name, raw, size));
        let Size { gzip, brotli } = total.1;
        total = (total.0 + raw, Size { gzip: gzip + size.gzip, brotli: brotli + size.brotli });
    }
    table.push_str(&row("together", total.0, total.1));
    println!("{table}");
    within_budget(total.1)?;
    Ok(table)
}

fn within_budget(size: Size) -> Result<(), Failure> {
    if size.gzip <= BUDGET.gzip && size.brotli <= BUDGET.brotli {
        return Ok(());
    }
    Err(format!(
        "the npm package takes {} bytes gzip and {} brotli, and its budget (xtask/src/size.rs) is {} and {}",
        size.gzip, size.brotli, BUDGET.gzip, BUDGET.brotli
    ))
}

/// The package's JavaScript as one minified file, as an application ships it.
fn bundle(dist: &Path) -> Result<std::path::PathBuf, Failure> {
    let out = crate::built().join("size/bundle.js");
    let (entry, outfile) = (dist.join("browser.js"), format!("--outfile={}", out.display()));
    let entry = entry.to_string_lossy();
    let arguments =
        ["--bundle", "--minify", "--format=esm", "--log-level=warning", &entry, &outfile];
    run(npm_tool("esbuild", &arguments))?;
    Ok(out)
}

/// The bytes of a file as browsers take it wherever a server has it so.
pub fn brotli(file: &Path) -> Result<u32, Failure> {
    Ok(compressed(file)?.1.brotli)
}

fn compressed(file: &Path) -> Result<(u32, Size), Failure> {
    let script = "\
        const bytes = require('node:fs').readFileSync(process.argv[1]);\
        const { gzipSync, brotliCompressSync } = require('node:zlib');\
        console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length);";
    let shown = file.to_string_lossy();
    let sizes = output(command("node", &["--eval", script, &shown])).unwrap_or_default();
    let mut sizes = sizes.split(' ').map(str::parse);
    match (sizes.next(), sizes.next(), sizes.next()) {
        (Some(Ok(raw)), Some(Ok(gzip)), Some(Ok(brotli))) => Ok((raw, Size { gzip, brotli })),
        _ => Err(format!("{shown} could not be measured")),
    }
}

fn row(name: &str, raw: u32, Size { gzip, brotli }: Size) -> String {
    let kilobytes = [raw, gzip, brotli].map(|bytes| format!("{:.1}", f64::from(bytes) / 1e3));
    format!("| {name} | {} |\n", kilobytes.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_past_the_budget_is_refused() {
        assert!(within_budget(BUDGET).is_ok());
        let Size { gzip, brotli } = BUDGET;
        for size in [Size { gzip: gzip + 1, brotli }, Size { gzip, brotli: brotli + 1 }] {
            assert!(within_budget(size).unwrap_err().contains("budget"));
        }
    }
}
