//! Several senders of one campaign, with its ledger in PostgreSQL: one of them is killed, nobody
//! is sent to twice, and all of them together stay below the limit of calls.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::campaign::{Campaign, addresses};
use crate::kills::messages;
use crate::support::Server;

/// A PostgreSQL server of the test's own, on a socket in a folder of its own.
struct Database {
    server: Child,
    folder: TempDir,
}

impl Database {
    /// None where PostgreSQL is not installed, and it need not be.
    fn start() -> Option<Database> {
        let Some(programs) = programs() else {
            let is_needed = ["NOTIFY_PREFLIGHT_POSTGRES", "CI"];
            assert!(
                is_needed.iter().all(|name| std::env::var_os(name).is_none()),
                "PostgreSQL is needed: install Debian's package `postgresql`"
            );
            eprintln!("left out, as there is no PostgreSQL: install Debian's package `postgresql`");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        if is_root() {
            // The server does not run as root.
            let chown = Command::new("chown").arg("postgres").arg(folder.path()).status().unwrap();
            assert!(chown.success());
        }
        let initdb = as_postgres(programs.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--no-sync", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        assert!(initdb.unwrap().success());
        let server = as_postgres(programs.join("postgres"))
            .args(["-c", "listen_addresses=", "-c", "fsync=off", "-k"])
            .arg(folder.path())
            .arg("-D")
            .arg(&data)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let database = Database { server, folder };
        let patience = Instant::now();
        while database.client().is_err() {
            assert!(patience.elapsed() < Duration::from_secs(60), "PostgreSQL does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(database)
    }

    fn address(&self) -> String {
        let folder = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://postgres@{folder}/postgres")
    }

    fn client(&self) -> Result<Client, postgres::Error> {
        Client::connect(&self.address(), NoTls)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Its first line is the id of the server, which may be the child of the child.
        let id = std::fs::read_to_string(self.folder.path().join("data/postmaster.pid"));
        let id = id.ok().and_then(|text| text.lines().next().map(str::to_owned));
        let _ = Command::new("kill").arg("-QUIT").args(id).status();
        let _ = self.server.wait();
    }
}

fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    std::env::split_paths(&path)
        .chain(debian.filter_map(|version| Some(version.ok()?.path().join("bin"))))
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

fn as_postgres(program: PathBuf) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program).current_dir("/");
    command
}

/// Passes connections on to a server, and counts them: a sender keeps none, so each is a call. The
/// server answers to its own name only.
async fn counting(server: std::net::SocketAddr) -> (std::net::SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(async move {
                let mut far = TcpStream::connect(server).await.unwrap();
                let mut head = vec![0; 1 << 12];
                let read = near.read(&mut head).await.unwrap_or_default();
                let head = String::from_utf8_lossy(&head[..read]);
                let head = head.replace(&address.to_string(), &server.to_string());
                // A sender that is killed breaks its connections.
                if far.write_all(head.as_bytes()).await.is_ok() {
                    let _ = copy_bidirectional(&mut near, &mut far).await;
                }
            });
        }
    });
    (address, calls)
}

#[tokio::test(flavor = "multi_thread")]
async fn three_senders_share_a_campaign_and_one_is_killed() {
    let Some(database) = tokio::task::block_in_place(Database::start) else { return };
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("sandbox.sqlite");
    let server = Server::on(&file, "20");
    server.set_faults(json!({ "delay": { "least": 50, "most": 150 } })).await;
    let (address, calls) = counting(server.address).await;

    let count = 60;
    let mut campaign = Campaign::table(&server, &addresses(count), "Hello").with(&["--max", "1"]);
    campaign.arguments.extend(["--ledger".to_owned(), database.address()]);
    campaign.arguments.extend(["--lease", "3"].map(str::to_owned));
    let host = campaign.arguments.iter().position(|argument| *argument == server.url("")).unwrap();
    campaign.arguments[host] = format!("http://{address}");

    // The tables are there before the bot has many calls left.
    campaign.sent(2, &["--max-bytes", "1"]).await;
    let left = 30;
    tokio::task::block_in_place(|| {
        let mut client = database.client().unwrap();
        client.execute("UPDATE notify_buckets SET calls = $1", &[&f64::from(left)]).unwrap();
    });
    let start = Instant::now();
    let mut senders: Vec<_> = (0..3)
        .map(|_| {
            campaign.sender(&[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    while campaign.messages().await < 12 {
        assert!(start.elapsed() < Duration::from_secs(120), "nothing is sent");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut killed = senders.remove(0);
    killed.kill().unwrap();
    killed.wait().unwrap();
    for sender in senders {
        let output = tokio::task::spawn_blocking(|| sender.wait_with_output().unwrap());
        let output = output.await.unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // Nobody failed; 1 where the killed one has left something unknown.
        assert!(output.status.code().is_some_and(|code| code < 2), "{said}");
    }
    let (seconds, made) = (start.elapsed().as_secs_f64(), calls.load(Ordering::Relaxed));
    let allowed = f64::from(left) + (18_000.0 - 300.0) / 3600.0 * (seconds + 1.0);
    assert!(made as f64 <= allowed, "{made} calls in {seconds} s, {allowed} allowed");

    campaign.send(&["--results", "results.csv"]).await;
    let results = campaign.results();
    assert_eq!(results.len(), count);
    server.kill();
    let got = messages(&file);
    let unknown = results.values().filter(|cells| cells[4] == "unknown").count();
    for cells in results.values() {
        let got = got.get(&cells[0]).copied().unwrap_or_default();
        let may_be = if cells[4] == "done" { 1..=1 } else { 0..=1 };
        assert!(may_be.contains(&got), "{got}: {cells:?}");
        assert!(["done", "unknown"].contains(&cells[4].as_str()), "{cells:?}");
    }
    eprintln!("{made} calls in {seconds:.1} s, {allowed:.0} allowed; {unknown} unknown");
}
