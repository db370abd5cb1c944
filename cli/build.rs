//! Makes Cargo see that the page was built, or built anew: the files embedded are those of
//! `www/dist` at compile time, and a folder is not a source file that rustc would track.

use std::path::Path;

fn main() {
    // While there is no built page, its parent is watched: building the page changes that.
    let watched = if Path::new("../www/dist").exists() { "../www/dist" } else { "../www" };
    println!("cargo::rerun-if-changed={watched}");
}
