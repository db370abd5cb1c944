//! The page: checked by the type checker and built by Vite into `www/dist`.

use crate::Failure;
use crate::run::{npm_tool, run, timed};

/// Builds the page; the npm package must have been built before.
pub fn build() -> Result<(), Failure> {
    timed("page", || run(npm_tool("vite", &["build", "www", "--logLevel", "warn"])))
}

/// Holds the page to its types.
pub fn types() -> Result<(), Failure> {
    run(npm_tool("tsc", &["--noEmit", "--project", "www"]))
}
