//! How every command behaves among others: colour, pipes that close, exit statuses, what shells
//! and man(1) are given.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{command, payload, run, text};

/// A folder with something for each command to take.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    // Far more output than a pipe holds, and a warning for each.
    let addresses: Vec<_> = (0..900).map(|number| format!("no address {number}")).collect();
    write("long.json", &payload(addresses.iter().map(String::as_str)).to_string());
    write("long.csv", &format!("email\n{}\n", addresses.join("\n")));
    write("secret", "mine");
    folder
}

/// Each command that prints and ends, with what it ends with.
const COMMANDS: [&[&str]; 17] = [
    &["check", "long.json"],
    &["check", "long.json", "--format", "json"],
    &["check", "long.json", "--format", "sarif"],
    &["check", "long.json", "--format", "github"],
    &["preview", "long.json"],
    &["preview", "long.json", "--format", "table"],
    &["preview", "long.json", "--format", "json"],
    &["preview", "long.json", "--format", "jsonl"],
    &["import", "long.csv", "--channel", "ivr", "--message", "Hello"],
    &["split", "long.json", "--max", "10", "--force"],
    &["token", "--app-id", "cs-1", "--sub", "ada", "--secret-file", "secret"],
    &["schema"],
    &["completions", "bash"],
    &["man"],
    &["man", "--output", "pages"],
    &["--help"],
    &["--version"],
];

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder();
    for arguments in COMMANDS {
        let mut child = command()
            .current_dir(&folder)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
        assert!(!errors.contains("error:") && !errors.contains("panicked"), "{errors}");
    }
}

#[test]
fn a_reader_of_errors_that_goes_away_is_no_error() {
    let folder = folder();
    for arguments in COMMANDS {
        let mut child = command()
            .current_dir(&folder)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    write("faulty.json", r#"{"channel": "telegram"}"#);
    write("faulty.csv", "mail\nada\n");
    let coloured = |arguments: &[&str], name: &str| {
        let mut command = command();
        let output = command.current_dir(&folder).args(arguments).env(name, "1").output().unwrap();
        [output.stdout, output.stderr].concat().contains(&b'\x1b')
    };
    for arguments in [
        &["check", "faulty.json"][..],
        &["preview", "faulty.json"],
        &["import", "faulty.csv", "--channel", "ivr"],
        &["split", "faulty.json"],
        &["token", "--app-id", "cs-1", "--sub", "ada"],
        &["--help"],
        &["cheque"],
    ] {
        assert!(coloured(arguments, "CLICOLOR_FORCE"), "{arguments:?}");
        assert!(!coloured(arguments, "NO_COLOR"), "{arguments:?}");
        assert!(!coloured(arguments, "UNRELATED"), "{arguments:?}");
    }
}

#[test]
fn what_programs_read_has_no_colour_at_all() {
    let folder = folder();
    for arguments in [
        &["check", "long.json", "--format", "json"][..],
        &["preview", "long.json", "--format", "jsonl"],
        &["import", "long.csv", "--channel", "ivr", "--message", "Hello"],
        &["token", "--app-id", "cs-1", "--sub", "ada", "--secret-file", "secret"],
        &["schema"],
        &["completions", "zsh"],
        &["man"],
    ] {
        let mut command = command();
        let output = command.current_dir(&folder).args(arguments).env("CLICOLOR_FORCE", "1");
        let output = output.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(!output.stdout.contains(&b'\x1b'), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let folder = folder();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in [&["check", "long.json"][..], &["preview", "long.json"], &["schema"]] {
        let mut command = command();
        let output = command.current_dir(&folder).args(arguments).stdout(full());
        let output = output.stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("error: "), "{arguments:?}");
    }
}

#[test]
fn every_command_of_the_help_has_a_help_and_a_page() {
    let help = run(&["--help"], b"");
    let list = text(&help.stdout).split("Commands:\n").nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap();
    let commands: Vec<_> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.contains(&"check") && commands.contains(&"man"), "{commands:?}");

    let folder = tempfile::tempdir().unwrap();
    let output = command().current_dir(&folder).args(["man", "-o", "pages"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for name in commands {
        let output = run(&[name, "--help"], b"");
        assert_eq!(output.status.code(), Some(0), "{name}");
        let usage = format!("Usage: notify-preflight {name}");
        assert!(text(&output.stdout).contains(&usage), "{name}");
        let page = folder.path().join(format!("pages/notify-preflight-{name}.1"));
        let page = fs::read_to_string(page).unwrap();
        assert!(page.contains(&format!(".TH notify-preflight-{name} 1")), "{page}");
    }
}

#[test]
fn completions_are_what_their_shell_can_read() {
    for (shell, sign) in [
        ("bash", "complete -F _notify__preflight"),
        ("zsh", "#compdef notify-preflight"),
        ("fish", "complete -c notify-preflight"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let output = run(&["completions", shell], b"");
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = text(&output.stdout);
        assert!(script.contains(sign) && script.contains("max-diagnostics"), "{shell}");
        // Of those that are there, each says whether it can read the script.
        if ["bash", "zsh", "fish"].contains(&shell) {
            assert!(reads(shell, script), "{shell}");
        }
    }
}

fn reads(shell: &str, script: &str) -> bool {
    let check = Command::new(shell).arg("-n").stdin(Stdio::piped()).spawn();
    let Ok(mut check) = check else { return true };
    check.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    check.wait().unwrap().success()
}

#[test]
fn bash_completes_options_and_their_values() {
    let completed = |words: &[&str]| {
        let script = r#"
            source <("$BINARY" completions bash) || exit 1
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _notify__preflight "$1" "${@: -1}" "${@: -2:1}"
            echo "${COMPREPLY[@]}""#;
        let output = Command::new("bash")
            .env("BINARY", command().get_program())
            .args(["-c", script, "bash"])
            .args(words)
            .output();
        output.ok().map(|output| text(&output.stdout).trim().to_owned())
    };
    // Where there is no bash, nobody completes with it.
    let Some(first) = completed(&["notify-preflight", "imp"]) else { return };
    assert_eq!(first, "import");
    let option = completed(&["notify-preflight", "import", "--cha"]);
    assert_eq!(option.as_deref(), Some("--channel"));
    let value = completed(&["notify-preflight", "import", "--channel", ""]);
    assert_eq!(value.as_deref(), Some("ivr hangouts whatsapp"));
}
