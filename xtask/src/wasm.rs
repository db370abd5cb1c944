//! The core for JavaScript: compiled, bound, made small.

use std::fmt::Display;
use std::fs;
use std::path::PathBuf;

use wasm_bindgen_cli_support::Bindgen;

use crate::panics;
use crate::run::{cargo, command, npm_tool, output, run, timed};
use crate::{Failure, built, root};

const TARGET: &str = "wasm32-unknown-unknown";
/// What rustc switches on for the target by itself, and what `.cargo/config.toml` adds.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Until nothing more changes. What is called from one place stays apart: together it has
/// more local variables, and a twentieth more to download.
const SHRINKING: [&str; 4] =
    ["-Os", "--converge", "--one-caller-inline-max-function-size=10", "--strip-producers"];

/// Adds the WebAssembly target to the Rust toolchain where it is missing.
pub fn target() -> Result<(), Failure> {
    let installed =
        sysroot().is_some_and(|sysroot| sysroot.join("lib/rustlib").join(TARGET).exists());
    if installed { Ok(()) } else { run(command("rustup", &["target", "add", TARGET])) }
}

/// `pkg/dist/bindings.js`, its types, and `pkg/dist/notify-preflight.wasm`.
pub fn build() -> Result<(), Failure> {
    timed("WebAssembly", || {
        target()?;
        let arguments =
            ["build", "--package", "notify-preflight-wasm", "--lib", "--profile", "wasm"];
        let nameless = format!("target.{TARGET}.rustflags={:?}", remapped());
        run(cargo(&[&arguments[..], &["--target", TARGET, "--config", &nameless]].concat()))?;
        let compiled = compiled();
        let dist = root().join("pkg/dist");
        if is_newer(&dist.join("notify-preflight.wasm"), &compiled) {
            println!("  pkg/dist/notify-preflight.wasm is up to date");
            return Ok(());
        }
        bind(&compiled, &dist)?;
        shrink(&dist)
    })
}

fn sysroot() -> Option<PathBuf> {
    output(command("rustc", &["--print", "sysroot"])).map(PathBuf::from)
}

/// Compiler flags that leave this machine's paths out: panics name source files, and where
/// a registry's crates are kept is nobody's business.
fn remapped() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().flatten().map(|entry| entry.path());
    let library = sysroot().map(|sysroot| sysroot.join("lib/rustlib/src/rust"));
    let remap = |path: PathBuf| format!("--remap-path-prefix={}/=", path.display());
    let mut flags: Vec<_> = registries.chain(library).chain([root()]).map(remap).collect();
    flags.sort();
    flags
}

fn compiled() -> PathBuf {
    built().join(TARGET).join("wasm/notify_preflight_wasm.wasm")
}

fn is_newer(one: &std::path::Path, other: &std::path::Path) -> bool {
    let changed = |path: &std::path::Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    matches!((changed(one), changed(other)), (Some(one), Some(other)) if one > other)
}

fn bind(compiled: &std::path::Path, dist: &std::path::Path) -> Result<(), Failure> {
    println!("  binding {}", compiled.file_name().unwrap_or_default().to_string_lossy());
    let failure = |error: &dyn Display| format!("{}: {error}", compiled.display());
    let module = fs::read(compiled).map_err(|error| failure(&error))?;
    let module = panics::trapped(&module).map_err(|error| failure(&error))?;
    let bindgen = |error| format!("wasm-bindgen: {error:#}");
    Bindgen::new()
        .input_bytes("bindings", module)
        .web(true)
        .map_err(bindgen)?
        .typescript(true)
        .omit_default_module_path(true)
        .reset_state_function(true)
        .remove_producers_section(true)
        .remove_name_section(true)
        .generate(dist)
        .map_err(bindgen)
}

fn shrink(dist: &std::path::Path) -> Result<(), Failure> {
    let (bound, small) = (dist.join("bindings_bg.wasm"), dist.join("notify-preflight.wasm"));
    let (from, to) = (bound.to_string_lossy(), small.to_string_lossy());
    let arguments = [&SHRINKING[..], &FEATURES, &[&from, "-o", &to]].concat();
    run(npm_tool("wasm-opt", &arguments))?;
    for leftover in ["bindings_bg.wasm", "bindings_bg.wasm.d.ts"] {
        let path = dist.join(leftover);
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}
