//! `split`: a payload as several, each with as many recipients as one request takes.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use notify_preflight::batch::{self, SplitError};
use notify_preflight::limits;

use super::Outcome;
use crate::files::{self, Overwriting, WriteError};
use crate::input::Input;
use crate::output::{self, Verdict};
use crate::terminal::{Progress, count};

/// Cut a payload with many recipients into files that one request takes each
#[derive(Debug, Args)]
#[command(after_help = "\
Writes FILE-1.json, FILE-2.json and so on, with leading zeros where that keeps them in order.
Everything but the list of recipients stays byte for byte; the parts one after another have
all recipients in their order.
Exit status: 0 done, 1 the payload cannot be cut so, 2 could not run.")]
pub struct Arguments {
    /// Payload to cut; `-` for standard input
    #[arg(value_name = "FILE")]
    file: Input,

    /// Most recipients in one file
    #[arg(long, value_name = "N", default_value_t = limits::IDENTITIES)]
    max: usize,

    /// Most bytes in one file
    #[arg(long, value_name = "N")]
    max_bytes: Option<usize>,

    /// Folder to write to, made where there is none; default the one that you are in
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,

    #[command(flatten)]
    overwriting: Overwriting,
}

/// Writes all parts, or none where a file is in the way of one.
pub fn run(arguments: &Arguments) -> Outcome {
    let name = arguments.file.to_string();
    let bytes = arguments.file.read()?;
    let Ok(payload) = std::str::from_utf8(&bytes) else {
        return Ok(refused(&name, "the text is not UTF-8"));
    };
    let parts = match batch::parts(payload, arguments.max, arguments.max_bytes) {
        Ok(parts) => parts,
        Err(error @ SplitError::NoRecipients) => return Err(error.into()),
        Err(error) => return Ok(refused(&name, &error.to_string())),
    };
    let names = Names::of(&arguments.file, parts.len());
    let folder = arguments.output.as_deref().unwrap_or(Path::new(""));
    if arguments.output.is_some() {
        files::make_folder(folder)?;
    }
    let paths: Vec<_> = names.all().map(|name| folder.join(name)).collect();
    if !arguments.overwriting.force {
        refuse_to_overwrite(&paths)?;
    }
    let strangers = names.strangers(folder);

    let progress = Progress::over(parts.len(), "files");
    let recipients: Vec<_> = parts.recipients().map(|run| run.len()).collect();
    for ((path, part), recipients) in paths.iter().zip(parts).zip(recipients) {
        files::write(path, &part, arguments.overwriting)?;
        let (recipients, bytes) = (count(recipients, "recipient"), count(part.len(), "byte"));
        let line = format!("{}: {recipients}, {bytes}\n", files::name(path));
        progress.beside(|| output::print(&line))?;
        progress.step();
    }
    drop(progress);
    if let Some(first) = strangers.first() {
        let path = files::name(&folder.join(first));
        output::warn(&match strangers.len() - 1 {
            0 => format!("`{path}` stands beside the parts and is none of them"),
            more => format!("`{path}` and {more} more stand beside the parts and are none of them"),
        });
    }
    Ok(Verdict::Valid)
}

fn refused(name: &str, reason: &str) -> Verdict {
    output::complain_of(&format!("`{name}`: {reason}"));
    Verdict::Errors
}

fn refuse_to_overwrite(paths: &[PathBuf]) -> Result<(), WriteError> {
    match paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        Some(path) => Err(WriteError::Exists(path.clone())),
        None => Ok(()),
    }
}

/// The parts' file names: the payload's own, numbered.
struct Names {
    stem: OsString,
    parts: usize,
}

impl Names {
    fn of(file: &Input, parts: usize) -> Names {
        let stem = match file {
            Input::File(path) => path.file_stem().map(OsString::from),
            Input::Standard => None,
        };
        Names { stem: stem.unwrap_or_else(|| "payload".into()), parts }
    }

    fn all(&self) -> impl Iterator<Item = OsString> {
        let digits = self.parts.to_string().len();
        (1..=self.parts).map(move |number| {
            let mut name = self.stem.clone();
            name.push(format!("-{number:0digits$}.json"));
            name
        })
    }

    /// Files that look like parts and are not: those of a cut before this one, say. Whoever sends
    /// all numbered files would send to some people twice.
    fn strangers(&self, folder: &Path) -> Vec<OsString> {
        let own: HashSet<_> = self.all().collect();
        let here = folder.as_os_str().is_empty();
        let folder = if here { Path::new(".") } else { folder };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries
            .map(|entry| entry.file_name())
            .filter(|name| self.is_numbered(name) && !own.contains(name))
            .collect();
        names.sort();
        names
    }

    fn is_numbered(&self, name: &OsString) -> bool {
        let (name, stem) = (name.to_string_lossy(), self.stem.to_string_lossy());
        let number = name
            .strip_prefix(&*stem)
            .and_then(|rest| rest.strip_prefix('-')?.strip_suffix(".json"));
        number
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    }
}
