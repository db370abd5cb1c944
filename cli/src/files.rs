//! Writing files: none that is there is lost unless the author says so.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::input::reason;
use crate::terminal::printable;

/// Whether files that are there may be lost.
#[derive(Clone, Copy, Debug, Args)]
pub struct Overwriting {
    /// Overwrite files that exist
    #[arg(long)]
    pub force: bool,
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("`{}` exists already: `--force` overwrites it", name(.0))]
    Exists(PathBuf),
    #[error("cannot write `{}`: {}", name(.0), why(.1))]
    Unwritable(PathBuf, io::Error),
    #[error("cannot make the folder `{}`: there is a file of that name", name(.0))]
    NoFolder(PathBuf),
}

/// What is not there is the folder: the file itself would have been made.
fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        _ => reason(error),
    }
}

/// A file's name, fit for a terminal.
pub fn name(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// Writes a whole file. One that cannot be written to its end is not left behind.
pub fn write(path: &Path, text: &str, overwriting: Overwriting) -> Result<(), WriteError> {
    let unwritable = |error: io::Error| WriteError::Unwritable(path.to_owned(), error);
    let mut options = OpenOptions::new();
    options.write(true);
    if overwriting.force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => unwritable(error),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| {
        if !overwriting.force {
            let _ = fs::remove_file(path);
        }
        unwritable(error)
    })
}

/// Makes a folder where there is none.
pub fn make_folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            WriteError::NoFolder(path.to_owned())
        }
        _ => WriteError::Unwritable(path.to_owned(), error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_overwritten_only_when_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write(&path, "first", Overwriting { force: false }).unwrap();
        let error = write(&path, "second", Overwriting { force: false }).unwrap_err();
        assert!(matches!(error, WriteError::Exists(_)), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        write(&path, "2nd", Overwriting { force: true }).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "2nd");
    }

    #[test]
    fn what_cannot_be_written_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("none/a.json");
        let error = write(&nowhere, "", Overwriting { force: true }).unwrap_err();
        assert!(error.to_string().ends_with("a.json`: there is no such folder"), "{error}");
    }
}
