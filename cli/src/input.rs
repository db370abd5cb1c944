//! Reading a payload or what goes into one: from a file, or from standard input where the name is `-`.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Larger inputs are refused before they fill the memory (`/dev/zero`, a wrong file). Far above
/// what the API takes, so that a payload that is merely too large is still told what is wrong.
const LARGEST: u64 = LARGEST_MIB * 1024 * 1024;
const LARGEST_MIB: u64 = 256;

/// Where a payload comes from.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Standard,
}

impl From<OsString> for Input {
    fn from(name: OsString) -> Input {
        if name == "-" { Input::Standard } else { Input::File(name.into()) }
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::File(path) => path.display().fmt(f),
            Input::Standard => f.write_str("<stdin>"),
        }
    }
}

/// Why a payload could not be read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The system said no.
    #[error("cannot read `{0}`: {reason}", reason = reason(.1))]
    Unreadable(Input, io::Error),
    /// Larger than any payload or list of recipients that goes out at once.
    #[error("`{0}` is larger than {LARGEST_MIB} MiB, the most that is read")]
    TooLarge(Input),
    /// It can be read to its end once.
    #[error("standard input can be one of the files only: name the others")]
    StandardTwice,
}

/// Refuses standard input as more than one of the files.
pub fn standard_once<'a>(files: impl IntoIterator<Item = &'a Input>) -> Result<(), InputError> {
    match files.into_iter().filter(|file| file.is_standard()).count() {
        0 | 1 => Ok(()),
        _ => Err(InputError::StandardTwice),
    }
}

impl Input {
    /// Whether it is standard input.
    pub fn is_standard(&self) -> bool {
        matches!(self, Input::Standard)
    }

    /// The bytes, whatever they are: the core says what is wrong with them.
    pub fn read(&self) -> Result<Vec<u8>, InputError> {
        let bytes = match self {
            Input::File(path) => read_file(path),
            Input::Standard => read_bounded(io::stdin().lock()),
        }
        .map_err(|error| InputError::Unreadable(self.clone(), error))?;
        if bytes.len() as u64 > LARGEST {
            return Err(InputError::TooLarge(self.clone()));
        }
        Ok(bytes)
    }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    read_bounded(File::open(path)?)
}

fn read_bounded(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The usual reasons in plain words; the system's own for the rest.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
