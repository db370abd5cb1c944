//! Transcripts of the command, replayed: those in `tests/cmd`, and those that the README shows.
//!
//! `TRYCMD=overwrite cargo test --test cli transcripts` writes down anew what the commands in
//! `tests/cmd` say.

use std::fs;
use std::path::{Path, PathBuf};

use trycmd::TestCases;

fn cases() -> TestCases {
    let cases = TestCases::new();
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_notify-preflight"));
    cases.register_bin("notify-preflight", binary).env("NO_COLOR", "1");
    cases.env("NOTIFY_CLIENT_SECRET", "");
    cases
}

#[test]
fn every_command_says_what_was_written_down() {
    // Git keeps no such permission.
    make_private(Path::new("tests/cmd/token.in/secret"));
    cases().case("tests/cmd/*.trycmd");
}

/// The README's transcripts, in a folder with the files that it says to make.
#[test]
fn the_readme_shows_what_the_command_says() {
    let readme = fs::read_to_string("../README.md").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let sandbox = folder.path().join("README.in");
    fs::create_dir(&sandbox).unwrap();
    // Where there is a folder of what comes out, what commands write is kept from the samples.
    fs::create_dir(folder.path().join("README.out")).unwrap();
    let made = make_files(&readme, &sandbox);
    assert!(made.contains(&"payload.json"), "{made:?}");
    let copy = folder.path().join("README.md");
    fs::write(&copy, readme).unwrap();
    let cases = cases();
    cases.case(&copy);
    cases.run();
}

/// A secret that others can read is warned about.
fn make_private(file: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = file;
}

/// Writes each `cat > NAME <<'END'` of a text into the folder.
fn make_files<'a>(text: &'a str, folder: &Path) -> Vec<&'a str> {
    let blocks = text.split("cat > ").skip(1);
    let files = blocks.filter_map(|block| {
        let (name, rest) = block.split_once(" <<'END'\n")?;
        let (content, _) = rest.split_once("END\n")?;
        fs::write(folder.join(name), content).unwrap();
        make_private(&folder.join(name));
        Some(name)
    });
    files.collect()
}
