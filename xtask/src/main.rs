//! `cargo xtask`: the repository's own commands, each doing the set-up it needs.

mod bench;
mod browser;
mod command_line;
mod debian;
mod package;
mod page;
mod postgres;
mod readme;
mod run;
mod serve;
mod size;
mod test;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [ARGS]   build what is missing, serve the page with its sandbox, print the link
                 (ARGS go to `notify-preflight serve`: --port, --data, --upstream)
  test           run every test there is
  build          build the npm package and the page, and keep the package's size in its README
  bench [PART]   measure the core and the npm package against others, or one PART
                 (`core`, `npm`), and keep the figures in tests/bench";

/// What went wrong, as a sentence for the person at the terminal.
type Failure = String;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["serve", rest @ ..] => serve::serve(rest),
        ["test"] => test::test(),
        ["build"] => build().and_then(|sizes| readme::keep("sizes", &sizes)),
        ["bench"] => bench::bench(None),
        ["bench", part] => bench::bench(Some(part)),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

/// The npm package and the page, ready to be published and served; says how large the
/// package is.
fn build() -> Result<String, Failure> {
    package::install()?;
    wasm::build()?;
    package::build()?;
    let sizes = size::measure(&root().join("pkg/dist"))?;
    page::build()?;
    Ok(sizes)
}

/// The top of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where cargo puts what it builds.
fn built() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or(root().join("target"), PathBuf::from)
}
