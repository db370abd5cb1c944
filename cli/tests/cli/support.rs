//! Starting the binary, and talking to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// The binary under test.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_notify-preflight"));
    // What the person at the terminal has set must not change what the tests see.
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "NOTIFY_CLIENT_SECRET"] {
        command.env_remove(name);
    }
    command
}

/// Runs it with this on standard input.
pub fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // Beside reading its output: either pipe may fill up. It may also never read its input.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    })
}

pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A running server; stopped when dropped.
pub struct Server {
    child: Child,
    errors: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
    output: BufReader<ChildStdout>,
    pub banner: String,
    pub address: SocketAddr,
    /// Of the printed link; empty for a relay.
    pub token: String,
}

impl Server {
    /// A sandbox in memory, fast enough for a test.
    pub fn sandbox() -> Server {
        Server::start(&["--data", ":memory:", "--pace", "20"])
    }

    /// A sandbox over this file.
    pub fn on(data: &Path, pace: &str) -> Server {
        Server::start(&["--data", data.to_str().unwrap(), "--pace", pace])
    }

    /// A relay to a platform on this machine.
    pub fn relay(upstream: &str) -> Server {
        Server::start(&["--upstream", upstream, "--allow-private"])
    }

    pub fn start(arguments: &[&str]) -> Server {
        Server::spawn(command().args(["serve", "--port", "0"]).args(arguments))
    }

    pub fn spawn(command: &mut Command) -> Server {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let errors = Arc::new(Mutex::new(String::new()));
        let reader = Some(collect(child.stderr.take().unwrap(), Arc::clone(&errors)));
        let mut banner = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        while !banner.lines().any(|line| line.starts_with("open ")) {
            let read = output.read_line(&mut banner).unwrap();
            assert!(read > 0, "the server ended: {}", errors.lock().unwrap());
        }
        let link = banner.lines().last().unwrap().strip_prefix("open http://").unwrap();
        let (address, fragment) = link.split_once('/').unwrap();
        let token = fragment.split_once("&token=").map_or("", |(_, token)| token);
        Server {
            child,
            errors,
            reader,
            output,
            address: address.parse().unwrap(),
            token: token.to_owned(),
            banner,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A send with the right token and type.
    pub fn send(&self, stream: &str, payload: impl Into<reqwest::Body>) -> RequestBuilder {
        client()
            .post(self.url(&format!("/api/public/bot/{stream}/notifyV2")))
            .header("auth", &self.token)
            .header("content-type", "application/json")
            .body(payload)
    }

    /// A status request with the right token.
    pub fn ask(&self, stream: &str, job: &str) -> RequestBuilder {
        client()
            .get(self.url(&format!("/api/public/bot/{stream}/notifyV2/status/{job}")))
            .header("auth", &self.token)
    }

    /// A request to one of the sandbox's own routes, with this JSON where there is any.
    pub fn own(&self, method: Method, path: &str, body: Option<&Value>) -> RequestBuilder {
        let request = client().request(method, self.url(&format!("/sandbox/{path}")));
        match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        }
    }

    /// Puts faults in force.
    pub async fn set_faults(&self, faults: Value) {
        let (status, said) = answer(self.own(Method::PUT, "faults", Some(&faults))).await;
        assert_eq!(status, 200, "{said}");
    }

    /// Lets any number of calls through.
    pub async fn without_limits(&self) {
        let limit = json!({ "perMinute": 10_000_000, "perHour": 10_000_000 });
        self.set_faults(json!({ "rateLimit": limit })).await;
    }

    /// What the sandbox's inbox lists.
    pub async fn inbox(&self, query: &str) -> Value {
        let (status, listed) = answer(self.own(Method::GET, &format!("inbox{query}"), None)).await;
        assert_eq!(status, 200, "{listed}");
        listed
    }

    /// Sends, and gives the id of the job.
    pub async fn job(&self, payload: &Value) -> String {
        let (status, job) = answer(self.send("st-1", payload.to_string())).await;
        assert_eq!(status, 200, "{job}");
        job["_id"].as_str().unwrap().to_owned()
    }

    /// Asks until the report satisfies `enough`.
    pub async fn report(&self, job: &str, enough: impl Fn(&Value) -> bool) -> Value {
        let patience = Instant::now();
        loop {
            let (status, report) = answer(self.ask("st-1", job)).await;
            assert_eq!(status, 200, "{report}");
            if enough(&report) {
                return report;
            }
            assert!(patience.elapsed() < Duration::from_secs(120), "{report}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub async fn finished(&self, job: &str) -> Value {
        self.report(job, |report| report["status"] != "IN_PROGRESS").await
    }

    /// Waits for its end; its exit status, and all that it has written on standard error.
    pub fn wait(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        (status.code(), self.errors.lock().unwrap().clone())
    }

    /// `kill -9`, with requests under way.
    #[cfg(unix)]
    pub fn kill_now(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-KILL", &id]).status().unwrap().success());
    }

    /// `kill -9`; all that it has written, but for the banner.
    pub fn kill_and_read(mut self) -> String {
        self.child.kill().unwrap();
        let mut output = String::new();
        self.output.read_to_string(&mut output).unwrap();
        output + &self.wait().1
    }

    /// `kill -9`.
    pub fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.wait().1
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(stream: impl Read + Send + 'static, into: Arc<Mutex<String>>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            let mut text = into.lock().unwrap();
            text.push_str(&line.unwrap());
            text.push('\n');
        }
    })
}

pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// The status, and the body as JSON; whatever the status, the body must be that.
pub async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status();
    assert_eq!(answer.headers()["content-type"], "application/json", "{status}");
    let body = answer.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

/// The sentence of an error answer, whose code is the status.
pub fn sentence(status: u16, (found, body): &(StatusCode, Value)) -> String {
    assert_eq!(found.as_u16(), status, "{body}");
    assert_eq!(body["errors"][0]["code"], status, "{body}");
    body["errors"][0]["msg"].as_str().unwrap().to_owned()
}

/// Sends these very bytes, and reads until the server closes.
pub fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A valid payload for these addresses.
pub fn payload<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Value {
    let identities: Vec<_> =
        addresses.into_iter().map(|address| json!({ "email": address })).collect();
    json!({
        "channel": "ivr",
        "message": { "type": "text", "value": "Your parcel is on its way" },
        "identities": identities,
    })
}
