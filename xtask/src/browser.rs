//! A browser for the tests: one that is installed, else Debian's.

use std::path::{Path, PathBuf};

use crate::{Failure, debian};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ELSEWHERE: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const ADVICE: &str = "the browser tests need Chrome or Chromium: install one, name one in CHROMIUM, or run this once as root";

/// The browser named by `CHROMIUM`, an installed one, or Debian's package, installed now.
pub fn find() -> Result<PathBuf, Failure> {
    if let Some(named) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        return if named.exists() {
            Ok(named)
        } else {
            Err(format!("CHROMIUM names `{}`, which does not exist", named.display()))
        };
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    debian::install("chromium", ADVICE)?;
    installed().ok_or_else(|| ADVICE.to_owned())
}

fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .chain(ELSEWHERE.iter().map(|place| Path::new(place).to_owned()))
        .find(|candidate| candidate.exists())
}
