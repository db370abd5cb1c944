//! A browser for the tests: one that is installed, else Debian's.

use std::path::{Path, PathBuf};

use crate::Failure;
use crate::run::{command, heading, run};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ELSEWHERE: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const INSTALL: [&str; 5] = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];

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
    heading("no Chrome or Chromium found: installing Debian's package");
    let advice = "the browser tests need Chrome or Chromium: install one, name one in CHROMIUM, or run this once as root";
    run(command("apt-get", &["update", "-qq"]))
        .and_then(|()| run(command("apt-get", &INSTALL)))
        .map_err(|failure| format!("{failure}\n{advice}"))?;
    installed().ok_or_else(|| advice.to_owned())
}

fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .chain(ELSEWHERE.iter().map(|place| Path::new(place).to_owned()))
        .find(|candidate| candidate.exists())
}
