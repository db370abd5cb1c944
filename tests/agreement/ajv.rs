//! Ajv in a child process, asked about one payload after another.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;

pub struct Ajv {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What Ajv says of one payload.
#[derive(Debug, Deserialize)]
pub struct Verdict {
    pub json: bool,
    pub valid: bool,
    pub errors: Vec<Breach>,
}

/// An error of Ajv that stands for itself.
#[derive(Debug, Deserialize)]
pub struct Breach {
    pub keyword: String,
    /// Of a property too many, the property's own.
    pub pointer: String,
    /// The name of an absent property.
    pub missing: Option<String>,
}

impl Ajv {
    /// None where Node or the npm packages are not installed, and nobody insists.
    pub fn start() -> Option<Ajv> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let has_node = Command::new("node").arg("--version").output().is_ok();
        if has_node && root.join("node_modules/ajv").exists() {
            return Some(Ajv::spawn(root));
        }
        let insists = ["CI", "NOTIFY_PREFLIGHT_AJV"].iter().any(|name| {
            std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
        });
        assert!(
            !insists,
            "Ajv is asked for, and Node or node_modules/ajv is missing: run `npm ci`"
        );
        None
    }

    fn spawn(root: &Path) -> Ajv {
        let mut child = Command::new("node")
            .arg(root.join("tests/agreement/ajv.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (questions, answers) = (child.stdin.take(), child.stdout.take());
        Ajv { child, questions: questions.unwrap(), answers: BufReader::new(answers.unwrap()) }
    }

    pub fn ask(&mut self, text: &str) -> Verdict {
        let mut line = serde_json::to_vec(text).unwrap();
        line.push(b'\n');
        self.questions.write_all(&line).unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }
}

impl Drop for Ajv {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
