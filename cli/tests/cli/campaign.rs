//! A folder with something to send, and the sender at work in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::{Server, command, text};

/// Something to send to a server.
pub struct Campaign<'s> {
    pub folder: TempDir,
    server: &'s Server,
    pub token: String,
    /// What stands on every command line.
    pub arguments: Vec<String>,
}

impl<'s> Campaign<'s> {
    /// A CSV and its message.
    pub fn table(server: &'s Server, csv: &str, message: &str) -> Campaign<'s> {
        let campaign = Campaign::of(server, "people.csv", csv);
        campaign.with(&["--channel", "ivr", "--message", message])
    }

    /// A payload.
    pub fn payload(server: &'s Server, payload: &str) -> Campaign<'s> {
        Campaign::of(server, "payload.json", payload)
    }

    fn of(server: &'s Server, file: &str, content: &str) -> Campaign<'s> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(file), content).unwrap();
        let token = server.token.clone();
        let campaign = Campaign { folder, server, token, arguments: vec![file.to_owned()] };
        let host = server.url("");
        campaign.with(&["--host", &host, "--stream", "st-1"])
    }

    pub fn with(mut self, arguments: &[&str]) -> Campaign<'s> {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command, ready to start.
    pub fn sender(&self, more: &[&str]) -> Command {
        let mut sender = command();
        sender.arg("send").args(&self.arguments).args(more).current_dir(self.folder.path());
        sender.env("NOTIFY_JWT", &self.token).stdin(Stdio::null());
        sender
    }

    /// Runs it to its end.
    pub async fn send(&self, more: &[&str]) -> Output {
        let mut sender = self.sender(more);
        tokio::task::spawn_blocking(move || sender.output().unwrap()).await.unwrap()
    }

    /// Runs it to its end, which has this exit status; what it said on both streams.
    pub async fn sent(&self, status: i32, more: &[&str]) -> String {
        let output = self.send(more).await;
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{said}");
        said
    }

    /// The results: by row, its other cells.
    pub fn results(&self) -> BTreeMap<usize, Vec<String>> {
        let mut reader = csv::Reader::from_path(self.path("results.csv")).unwrap();
        let cells =
            |record: csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        reader
            .records()
            .map(|record| cells(record.unwrap()))
            .map(|cells| (cells[0].parse().unwrap(), cells[1..].to_vec()))
            .collect()
    }

    /// How many messages the sandbox has.
    pub async fn messages(&self) -> u64 {
        self.server.inbox("").await["total"].as_u64().unwrap()
    }
}

/// A table of so many addresses.
pub fn addresses(count: usize) -> String {
    let rows = (0..count).map(|number| format!("user{number}@example.com,U{number}\n"));
    std::iter::once("email,name\n".to_owned()).chain(rows).collect()
}
