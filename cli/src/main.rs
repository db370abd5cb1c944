//! The command `notify-preflight`: checks and previews proactive notifications, and serves the
//! page together with a sandbox of the API, or with a relay to the real one.
//!
//! Exit status: 0 no errors in the payload, 1 errors in the payload, 2 could not run.

mod commands;
mod contract;
mod files;
mod formats;
mod frame;
mod http;
mod input;
mod options;
mod output;
mod payload;
mod rules;
mod secret;
mod selection;
mod sender;
mod server;
mod signals;
mod store;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Check and preview proactive notifications, and serve the page with a sandbox of the API
#[derive(Debug, Parser)]
#[command(name = "notify-preflight", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(commands::check::Arguments),
    Preview(commands::preview::Arguments),
    Import(commands::import::Arguments),
    Split(commands::split::Arguments),
    Token(commands::token::Arguments),
    Send(Box<commands::send::Arguments>),
    Status(commands::status::Arguments),
    Serve(commands::serve::Arguments),
    Schema(commands::schema::Arguments),
    Completions(commands::completions::Arguments),
    Man(commands::man::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Preview(arguments) => commands::preview::run(&arguments),
        Command::Import(arguments) => commands::import::run(&arguments),
        Command::Split(arguments) => commands::split::run(&arguments),
        Command::Token(arguments) => commands::token::run(&arguments),
        Command::Send(arguments) => commands::send::run(&arguments),
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Status(arguments) => commands::status::run(&arguments),
        Command::Schema(arguments) => commands::schema::run(&arguments),
        Command::Completions(arguments) => {
            commands::completions::run(&arguments, Arguments::command())
        }
        Command::Man(arguments) => commands::man::run(&arguments, Arguments::command()),
    };
    match outcome {
        Ok(verdict) => verdict.into(),
        Err(error) => {
            output::complain(&*error);
            output::COULD_NOT_RUN.into()
        }
    }
}
