//! PostgreSQL for the tests of ledgers that several senders share: one that is installed, else
//! Debian's. The tests start a server of their own.

use std::fs;

use crate::{Failure, debian};

const ADVICE: &str =
    "the tests of shared ledgers need PostgreSQL: install it, or run this once as root";

/// Makes sure that it is there.
pub fn find() -> Result<(), Failure> {
    if is_installed() {
        return Ok(());
    }
    debian::install("postgresql", ADVICE)?;
    if is_installed() { Ok(()) } else { Err(ADVICE.to_owned()) }
}

fn is_installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    std::env::split_paths(&path)
        .chain(versions.filter_map(|version| Some(version.ok()?.path().join("bin"))))
        .any(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}
