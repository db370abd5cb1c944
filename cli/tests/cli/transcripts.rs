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
    cases
}

#[test]
fn every_command_says_what_was_written_down() {
    // Git keeps no permissions but one; the secret of the sample is nobody else's.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let own = fs::Permissions::from_mode(0o600);
        fs::set_permissions("tests/cmd/token.in/secret", own).unwrap();
    }
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

/// Writes each `cat > NAME <<'END'` of a text into the folder.
fn make_files<'a>(text: &'a str, folder: &Path) -> Vec<&'a str> {
    let blocks = text.split("cat > ").skip(1);
    let files = blocks.filter_map(|block| {
        let (name, rest) = block.split_once(" <<'END'\n")?;
        let (content, _) = rest.split_once("END\n")?;
        fs::write(folder.join(name), content).unwrap();
        Some(name)
    });
    files.collect()
}
