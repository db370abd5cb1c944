//! `completions`: what shells complete the command line with.

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::Outcome;
use crate::output::{self, Verdict};

/// Print a shell's completions for this command
#[derive(Debug, Args)]
#[command(after_help = "\
What to put where the shell starts:
  bash        eval \"$(notify-preflight completions bash)\"
  zsh         eval \"$(notify-preflight completions zsh)\", after compinit
  fish        notify-preflight completions fish | source
  powershell  notify-preflight completions powershell | Out-String | Invoke-Expression
  elvish      eval (notify-preflight completions elvish | slurp)")]
pub struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints them.
pub fn run(arguments: &Arguments, mut command: Command) -> Outcome {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(arguments.shell, &mut command, name, &mut script);
    let script = String::from_utf8(script)?;
    output::print(&match arguments.shell {
        Shell::Bash => with_one_name(&script),
        _ => script,
    })?;
    Ok(Verdict::Valid)
}

/// clap_complete 4.6 names the cases of a command with a hyphen in two ways, and bash then finds
/// none below the first word. Where they have one name already, nothing is changed.
fn with_one_name(script: &str) -> String {
    script.replace("notify__subcmd__preflight", "notify__preflight")
}
