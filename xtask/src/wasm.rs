//! The core for JavaScript: compiled, bound, made small.

mod alignment;
mod closures;
mod locals;
mod names;
mod order;

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::run::{cargo, command, npm_tool, output, run, timed};
use crate::{Failure, built, root, size};

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
/// more local variables, and a twentieth more to download. Blocks put together anew from
/// flat code are simpler than those that come out of the compiler. The lowest addresses are
/// those of a stack that has run over, and nobody's else.
const SHRINKING: [&str; 10] = [
    "--low-memory-unused",
    "-Oz",
    "--converge",
    "--one-caller-inline-max-function-size=10",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--strip-producers",
    "--strip-target-features",
];

/// The standard library is compiled with the rest, made for size, and panics are traps in it:
/// in WebAssembly what they say goes nowhere, and the package says `internal` for every trap.
/// Cargo asks for its word that this may change (`RUSTC_BOOTSTRAP`), and so it stands here
/// alone.
const STANDARD_LIBRARY: [&str; 6] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "-Zpanic-immediate-abort",
    "--config=profile.wasm.panic='immediate-abort'",
    // Everyone's vectors and texts: at "z" they take longer, at 3 they are larger and no faster.
    "--config=profile.wasm.package.core.opt-level='s'",
    "--config=profile.wasm.package.alloc.opt-level='s'",
];

/// Tiny functions are inlined before generic ones are made for each type, and so once for all
/// of them. LLVM inlines next to nothing of what is left. But the few functions that most time
/// is spent in, which are marked with `fast`, are not made small. What LLVM does to loops and
/// to values known on some ways only is meant for processors: it is more code, and an engine
/// does the like of it itself.
const SPEED: [&str; 6] = [
    "-Zinline-mir=yes",
    "-Zinline-mir-threshold=25",
    "-Zinline-mir-hint-threshold=40",
    "-Cllvm-args=-disable-lsr",
    "-Cllvm-args=-enable-pre=false",
    "--cfg=fast",
];

/// A little less of a stack than the usual megabyte: what lies behind it has addresses of three
/// bytes and not of four, wherever code names one.
const STACK: &str = "-Clink-arg=-zstack-size=983040";

/// Adds to the Rust toolchain what is missing: the WebAssembly target, and the sources of
/// the standard library.
pub fn target() -> Result<(), Failure> {
    let installed = sysroot().map(|sysroot| sysroot.join("lib/rustlib"));
    let has = |part: &str| installed.as_ref().is_some_and(|folder| folder.join(part).exists());
    if !has(TARGET) {
        run(command("rustup", &["target", "add", TARGET]))?;
    }
    if has("src/rust/library") {
        Ok(())
    } else {
        run(command("rustup", &["component", "add", "rust-src"]))
    }
}

/// `pkg/dist/bindings.js`, its types, and `pkg/dist/notify-preflight.wasm`.
pub fn build() -> Result<(), Failure> {
    timed("WebAssembly", || {
        target()?;
        compile()?;
        let compiled = compiled();
        let dist = root().join("pkg/dist");
        let ready = dist.join("notify-preflight.wasm");
        // What makes it small may have changed as well as what is made small.
        let maker = std::env::current_exe().unwrap_or_default();
        if is_newer(&ready, &compiled) && is_newer(&ready, &maker) {
            println!("  pkg/dist/notify-preflight.wasm is up to date");
            return Ok(());
        }
        bind(&compiled, &dist)?;
        shrink(&dist)
    })
}

fn compile() -> Result<(), Failure> {
    let package = ["build", "--package", "notify-preflight-wasm", "--lib", "--profile", "wasm"];
    let flags = [&SPEED.map(str::to_owned)[..], &[STACK.to_owned()], &remapped()].concat();
    let flags = format!("--config=target.{TARGET}.rustflags={flags:?}");
    let folder = folder().to_string_lossy().into_owned();
    let place = ["--target", TARGET, "--target-dir", &folder, &flags];
    let mut cargo = cargo(&[&package[..], &STANDARD_LIBRARY, &place].concat());
    cargo.env("RUSTC_BOOTSTRAP", "1");
    run(cargo)
}

/// A folder of its own: some crates are built anew wherever `RUSTC_BOOTSTRAP` changes.
fn folder() -> PathBuf {
    built().join("wasm")
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
    folder().join(TARGET).join("wasm/notify_preflight_wasm.wasm")
}

fn is_newer(one: &Path, other: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    matches!((changed(one), changed(other)), (Some(one), Some(other)) if one > other)
}

fn bind(compiled: &Path, dist: &Path) -> Result<(), Failure> {
    println!("  binding {}", compiled.file_name().unwrap_or_default().to_string_lossy());
    let bindgen = |error| format!("wasm-bindgen: {error:#}");
    Bindgen::new()
        .input_path(compiled)
        .out_name("bindings")
        .web(true)
        .map_err(bindgen)?
        .typescript(true)
        .omit_default_module_path(true)
        .reset_state_function(true)
        .remove_producers_section(true)
        .generate(dist)
        .map_err(bindgen)
}

fn shrink(dist: &Path) -> Result<(), Failure> {
    let files = ["bindings_bg.wasm", "bindings.js", "bindings.d.ts"].map(|name| dist.join(name));
    let [bound, script, types] = &files;
    let shortened = names::Bound {
        module: closures::without_calls(&read(bound)?)?,
        script: read_text(script)?,
        types: read_text(types)?,
    }
    .shortened()?;
    write(bound, &shortened.module)?;
    write(script, shortened.script.as_bytes())?;
    write(types, shortened.types.as_bytes())?;

    let small = dist.join("notify-preflight.wasm");
    let (from, to) = (bound.to_string_lossy(), small.to_string_lossy());
    run(npm_tool("wasm-opt", &[&SHRINKING[..], &FEATURES, &[&from, "-o", &to]].concat()))?;
    compress_well(&small)?;
    for leftover in ["bindings_bg.wasm", "bindings_bg.wasm.d.ts"] {
        let path = dist.join(leftover);
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// Says the same in a way that compresses better. The functions are put in order once more
/// when their variables have other numbers: more of them are alike then.
fn compress_well(module: &Path) -> Result<(), Failure> {
    let levelled = alignment::levelled(&read(module)?)?;
    let mut least: Option<(u32, Vec<u8>)> = None;
    for likeness in &order::LIKENESSES {
        let ordered = order::by_likeness(&levelled, likeness)?;
        let numbered = locals::as_before(&ordered)?;
        let ordered = order::by_likeness(&numbered, likeness)?;
        write(module, &ordered)?;
        let bytes = size::brotli(module)?;
        if least.as_ref().is_none_or(|(least, _)| bytes < *least) {
            least = Some((bytes, ordered));
        }
    }
    write(module, &least.unwrap_or_default().1)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
