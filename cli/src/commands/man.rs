//! `man`: the manual, as pages for man(1).

use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use super::Outcome;
use crate::files::{self, Overwriting};
use crate::output::{self, Verdict};

/// Print the manual page, or write the pages of all commands
#[derive(Debug, Args)]
#[command(after_help = "\
To read it:     notify-preflight man | man -l -
To install it:  notify-preflight man -o ~/.local/share/man/man1")]
pub struct Arguments {
    /// Folder to write all pages to, one for each command; made where there is none
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Prints or writes the pages. Those of an earlier version are overwritten: they are the
/// program's own.
pub fn run(arguments: &Arguments, command: Command) -> Outcome {
    let Some(folder) = &arguments.output else {
        output::print(&page(&command)?.text)?;
        return Ok(Verdict::Valid);
    };
    files::make_folder(folder)?;
    for page in pages(command)? {
        let path = folder.join(page.file);
        files::write(&path, &page.text, Overwriting { force: true })?;
        output::print(&(files::name(&path) + "\n"))?;
    }
    Ok(Verdict::Valid)
}

struct Page {
    file: String,
    text: String,
}

/// The command's own page and one for each of its commands, named `notify-preflight-check` and so
/// on.
fn pages(command: Command) -> Outcome<Vec<Page>> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let mut pages = vec![page(&command)?];
    for subcommand in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        pages.push(page(subcommand)?);
    }
    Ok(pages)
}

fn page(command: &Command) -> Outcome<Page> {
    let man = Man::new(command.clone().disable_help_subcommand(true));
    let man = man.source(concat!("notify-preflight ", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    man.render(&mut text)?;
    // Sections have usual names; clap_mangen's own for what stands below the options is none.
    let text = String::from_utf8(text)?.replace(".SH EXTRA\n", ".SH NOTES\n");
    Ok(Page { file: man.get_filename(), text })
}
