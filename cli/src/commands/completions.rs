//! `completions`: what shells complete the command line with.

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::Outcome;
use crate::output::{self, Verdict};

/// Print a shell's completions for this command
#[derive(Debug, Args)]
#[command(after_help = "\
  bash        notify-preflight completions bash > ~/.local/share/bash-completion/completions/notify-preflight
  zsh         notify-preflight completions zsh > FOLDER/_notify-preflight, with FOLDER in $fpath
  fish        notify-preflight completions fish > ~/.config/fish/completions/notify-preflight.fish
  powershell  notify-preflight completions powershell >> $PROFILE
  elvish      notify-preflight completions elvish >> ~/.config/elvish/rc.elv")]
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
    output::print(&String::from_utf8(script)?)?;
    Ok(Verdict::Valid)
}
