//! Commands that the tasks run: said before, timed, and their failure explained.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::{Failure, root};

/// Says what begins.
pub fn heading(what: &str) {
    println!("\n— {what}");
}

/// A step that says how long it took.
pub fn timed<T>(what: &str, step: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    heading(what);
    let start = Instant::now();
    let outcome = step()?;
    println!("  {what}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(outcome)
}

/// A command at the top of the repository, its output passed on.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// `cargo` as it runs this task.
pub fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    command(&cargo, arguments)
}

/// A tool that the npm packages brought.
pub fn npm_tool(name: &str, arguments: &[&str]) -> Command {
    let tool = root().join("node_modules/.bin").join(name);
    command(&tool.to_string_lossy(), arguments)
}

/// Runs a command to its end.
pub fn run(mut command: Command) -> Result<(), Failure> {
    println!("  $ {}", shown(&command));
    let status =
        command.stdin(Stdio::null()).status().map_err(|error| missing(&command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("failed: {}", shown(&command))) }
}

/// What a command prints, nothing if it cannot be run.
pub fn output(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn missing(command: &Command, error: &std::io::Error) -> Failure {
    let program = command.get_program().to_string_lossy();
    let advice = match program.as_ref() {
        "node" | "npm" => "install Node.js 20 or later, from nodejs.org or your system's packages",
        "rustup" => "install Rust through rustup, from rustup.rs, or add the target by hand",
        "apt-get" => "install Chromium or Chrome by hand, or name one in CHROMIUM",
        _ => "is it installed, and on the PATH?",
    };
    format!("`{program}` could not be run ({error}): {advice}")
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
