//! The npm packages: installed from the lock file, ours built and measured.

use std::fs;
use std::path::{Path, PathBuf};

use notify_preflight::{REQUEST_SCHEMA, limits};

use crate::run::{command, heading, npm_tool, output, run, timed};
use crate::{Failure, root};

/// Installs what `package-lock.json` says, where that has not been done.
pub fn install() -> Result<(), Failure> {
    let version = output(command("node", &["--version"])).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    if major.unwrap_or(0) < 20 {
        let found = if version.is_empty() { "none".to_owned() } else { version };
        return Err(format!(
            "Node.js 20 or later is needed, and {found} was found: install it from nodejs.org or your system's packages"
        ));
    }
    let changed =
        |path: &str| fs::metadata(root().join(path)).and_then(|data| data.modified()).ok();
    let (installed, locked) =
        (changed("node_modules/.package-lock.json"), changed("package-lock.json"));
    if installed.is_some() && installed >= locked {
        heading("npm packages are up to date");
        return Ok(());
    }
    timed("npm packages", || run(command("npm", &["ci", "--no-audit", "--no-fund"])))
}

/// `pkg/dist`: the TypeScript shell, its types, the contract, all of it for `require` too.
pub fn build() -> Result<(), Failure> {
    timed("npm package", || {
        let dist = root().join("pkg/dist");
        clear(&dist)?;
        contract(&dist)?;
        run(npm_tool("tsc", &["--project", "pkg"]))?;
        let wasm = "notify-preflight.wasm.d.ts";
        copy(&root().join("pkg/js").join(wasm), &dist.join(wasm))?;
        bundle(&dist)?;
        ENTRIES_FOR_REQUIRE.iter().try_for_each(|name| bundle_for_require(&dist, name))?;
        types_for_require(&dist)?;
        licences()
    })
}

/// Takes away what earlier builds left, but not what comes from the WebAssembly.
fn clear(dist: &Path) -> Result<(), Failure> {
    for path in files(dist)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with("bindings.") && !name.ends_with(".wasm") {
            remove(&path)?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), Failure> {
    fs::remove_file(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// All files of a folder and of the folders in it.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let failure = |error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        if path.is_dir() { files.extend(self::files(&path)?) } else { files.push(path) }
    }
    Ok(files)
}

/// What is imported from outside of Node, and what it is made from. That of the instance is there
/// so that it stands in a file of its own, apart from the functions, through which bundlers get
/// the contract and nothing else.
const ENTRIES: [(&str, &str); 3] =
    [("browser", "browser"), ("instance", "instance"), ("slim", "slim")];

/// What is imported in Node, by tests too. Each file takes it about a millisecond to load: all
/// that they share is in one.
const NODE_ENTRIES: [(&str, &str); 3] =
    [("node", "node"), ("node-slim", "slim"), ("inside", "inside")];

/// Puts the shell's modules into few files, which start faster than many. What entries share
/// is in files of its own, so that all of them work on one instance; and for bundlers the
/// contract is, so that it is all that they take for it.
fn bundle(dist: &Path) -> Result<(), Failure> {
    let modules: Vec<_> = files(dist)?.into_iter().filter(|path| is_module(path)).collect();
    bundle_together(dist, &NODE_ENTRIES, &["--external:node:fs"])?;
    bundle_together(dist, &ENTRIES, &["--external:./contract.js"])?;
    let entries = ENTRIES.iter().chain(&NODE_ENTRIES);
    let entries: Vec<_> = entries.map(|(name, _)| dist.join(name).with_extension("js")).collect();
    let is_inner = |path: &&PathBuf| !entries.contains(path);
    modules.iter().filter(is_inner).try_for_each(|path| remove(path))
}

fn bundle_together(
    dist: &Path,
    entries: &[(&str, &str)],
    external: &[&str],
) -> Result<(), Failure> {
    let of = |(name, from): &(&str, &str)| format!("{name}={}", dist.join(from).display());
    let entries: Vec<_> = entries.iter().map(|entry| of(entry) + ".js").collect();
    let out = format!("--outdir={}", dist.display());
    let mut arguments = vec!["--bundle", "--splitting", "--format=esm", "--target=es2022"];
    arguments.extend(["--minify-syntax", "--minify-whitespace", "--log-level=warning"]);
    arguments.extend(["--allow-overwrite", &out]);
    arguments.extend(external);
    arguments.extend(entries.iter().map(String::as_str));
    run(npm_tool("esbuild", &arguments))
}

/// Whether it is a module of the shell's; the bindings stay for the next build.
fn is_module(path: &Path) -> bool {
    let is_made = path.ends_with("bindings.js") || path.ends_with("contract.js");
    path.extension().is_some_and(|kind| kind == "js") && !is_made
}

const ENTRIES_FOR_REQUIRE: [&str; 2] = ["node", "slim"];

/// One CommonJS file of an entry and all that it imports.
fn bundle_for_require(dist: &Path, name: &str) -> Result<(), Failure> {
    let entry = dist.join(name).with_extension("js");
    let (entry, out) = (entry.to_string_lossy(), entry.with_extension("cjs"));
    // The wasm file is found from the module's own place, which CommonJS names otherwise.
    let place = "--define:import.meta.url=moduleUrl";
    let banner = "--banner:js=const moduleUrl = require(\"node:url\").pathToFileURL(__filename);";
    let mut arguments = vec!["--bundle", "--platform=node", "--format=cjs", "--target=node20"];
    arguments.push("--log-level=warning");
    if name == "node" {
        arguments.extend([place, banner]);
    }
    let out = format!("--outfile={}", out.display());
    arguments.extend([&*entry, &out]);
    run(npm_tool("esbuild", &arguments))
}

/// The same types for `require`: TypeScript takes a module's kind from its file's name.
fn types_for_require(dist: &Path) -> Result<(), Failure> {
    for path in files(dist)? {
        let Some(name) = path.to_string_lossy().strip_suffix(".d.ts").map(str::to_owned) else {
            continue;
        };
        let types = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        write(Path::new(&format!("{name}.d.cts")), &types.replace(".js\"", ".cjs\""))?;
    }
    Ok(())
}

/// The schemas as files, and the request schema and the limits as a module: the
/// numbers stand in the core alone.
fn contract(dist: &Path) -> Result<(), Failure> {
    let schemas = dist.join("schema");
    fs::create_dir_all(&schemas).map_err(|error| format!("{}: {error}", schemas.display()))?;
    for name in ["notify-request", "job", "status-report"] {
        let file = format!("{name}.schema.json");
        copy(&root().join("schema").join(&file), &schemas.join(&file))?;
    }
    let (identities, parameters) = (limits::IDENTITIES, limits::PARAMETERS);
    let characters = limits::PARAMETER_CHARACTERS;
    write(
        &dist.join("contract.js"),
        &format!(
            "/** The documented limits. */\n\
             export const limits = Object.freeze({{ identities: {identities}, parameters: {parameters}, parameterCharacters: {characters} }});\n\n\
             /** JSON Schema 2020-12 of a payload. */\n\
             export const schema = {REQUEST_SCHEMA};\n"
        ),
    )?;
    write(
        &dist.join("contract.d.ts"),
        &format!(
            "/** The documented limits. */\n\
             export declare const limits: {{ readonly identities: {identities}; readonly parameters: {parameters}; readonly parameterCharacters: {characters} }};\n\
             /** JSON Schema 2020-12 of a payload. */\n\
             export declare const schema: object;\n"
        ),
    )
}

fn licences() -> Result<(), Failure> {
    ["LICENSE-MIT", "LICENSE-APACHE"]
        .iter()
        .try_for_each(|name| copy(&root().join(name), &root().join("pkg").join(name)))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to).map(|_| ()).map_err(|error| format!("{}: {error}", from.display()))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
