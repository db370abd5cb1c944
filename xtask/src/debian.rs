//! Programs that the tests need: what is installed, or else Debian's packages.

use crate::Failure;
use crate::run::{command, heading, run};

/// Installs a package; where that fails, `advice` says what to do instead.
pub fn install(package: &str, advice: &str) -> Result<(), Failure> {
    heading(&format!("installing Debian's package `{package}`"));
    let install = ["install", "-y", "-qq", "--no-install-recommends", package];
    run(command("apt-get", &["update", "-qq"]))
        .and_then(|()| run(command("apt-get", &install)))
        .map_err(|failure| format!("{failure}\n{advice}"))
}
