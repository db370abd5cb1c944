//! `serve`: the page on this machine, with a sandbox of the API or a relay to the real one.

use std::fmt::Write;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;

use super::Outcome;
use crate::input::Input;
use crate::output::{self, Verdict};
use crate::secret::{ClientSecret, SecretError};
use crate::server::{self, Mode, Relay, RelayError, STREAM, Sandbox, Settings, Upstream};
use crate::store::{DataFile, Store};

/// Serve the page on this machine, with a sandbox of the API or a relay to the real one
#[derive(Debug, Args)]
#[command(after_help = SANDBOX)]
pub struct Arguments {
    /// Loopback address to listen on
    #[arg(long, default_value = "127.0.0.1", value_parser = loopback)]
    host: IpAddr,

    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 7360)]
    port: u16,

    /// Where the sandbox keeps its jobs; `:memory:` forgets them at the end
    #[arg(
        long,
        value_name = "FILE",
        default_value = "notify-preflight-sandbox.sqlite",
        conflicts_with = "upstream"
    )]
    data: DataFile,

    /// Accept payloads with errors, as far as they can be read, and log the errors
    #[arg(long, conflicts_with = "upstream")]
    loose: bool,

    /// Take tokens that are signed (HS256) with the client secret in this file; else with the one
    /// in the environment variable NOTIFY_CLIENT_SECRET; else with a secret of the sandbox's own
    #[arg(long, value_name = "FILE", conflicts_with = "upstream")]
    client_secret_file: Option<Input>,

    /// Pass the API's two routes on to the real platform, in place of the sandbox; several may be
    /// named, and the page asks which
    #[arg(long, value_name = "https://HOST")]
    upstream: Vec<Upstream>,

    /// Let the relay call addresses that are not of the public Internet: this machine, the
    /// network around it
    #[arg(long, requires = "upstream")]
    allow_private: bool,

    /// Milliseconds between two steps of a job in the sandbox
    #[arg(long, value_name = "MS", default_value_t = 250, hide = true)]
    pace: u64,
}

const SANDBOX: &str = "\
The sandbox answers as the API's documents show, and sends nothing. It takes the token from the
printed link. A job ends after about three seconds, whatever its size:
  - a recipient whose identity contains `fail` (fail@example.com) fails: \"Identity is not
    associated with the channel\"
  - a recipient whose text is empty or white space fails: \"Message is empty\"
  - every other recipient succeeds
Jobs outlive a restart; those unfinished go on where they stood. Past 600 calls of a stream in a
minute, or 18,000 in an hour, the answer is 429. What everybody would have got is listed at
/sandbox/inbox; faults (refusals, delays, lost answers) are set at /sandbox/faults; all routes
stand in /openapi.yaml.

The relay passes on the method, the body and the headers `auth` and `content-type`, nothing else,
to the hosts named with --upstream and to no other. Where several are named, a request says which
in the header `x-notify-upstream: https://HOST`.";

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
enum ServeError {
    #[error(
        "port {} on `{}` is in use: stop the program that has it, or choose another with `--port` \
         (0 takes a free one)", .0.port(), .0.ip()
    )]
    PortInUse(SocketAddr),
    #[error("cannot listen on `{0}`")]
    CannotListen(SocketAddr, #[source] io::Error),
    #[error(transparent)]
    Relay(#[from] RelayError),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error("no token could be signed")]
    Token(#[from] jsonwebtoken::errors::Error),
}

/// Serves until told to stop.
pub fn run(arguments: &Arguments) -> Outcome {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(arguments))
}

async fn serve(arguments: &Arguments) -> Outcome {
    // First, so that a second server says that the port is taken, not that the file is.
    let listener = listen(SocketAddr::new(arguments.host, arguments.port)).await?;
    let address = listener.local_addr()?;
    let mode = mode(arguments).await?;
    output::print(&banner(address, &mode, &arguments.data)?)?;
    server::serve(listener, mode).await?;
    Ok(Verdict::Valid)
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortInUse(address),
        _ => ServeError::CannotListen(address, error),
    })
}

async fn mode(arguments: &Arguments) -> Result<Mode, Box<dyn std::error::Error>> {
    if !arguments.upstream.is_empty() {
        let relay = Relay::new(&arguments.upstream, arguments.allow_private);
        return Ok(Mode::Relay(relay.map_err(ServeError::Relay)?));
    }
    let store = Store::open(&arguments.data)?;
    let settings = Settings {
        pace: Duration::from_millis(arguments.pace),
        loose: arguments.loose,
        secret: ClientSecret::read(arguments.client_secret_file.as_ref())
            .map_err(ServeError::Secret)?,
    };
    Ok(Mode::Sandbox(Sandbox::new(store, settings).await?))
}

/// What stands on the screen while the server runs; the last line is the link. The token is in
/// the link's fragment, which browsers keep to themselves.
fn banner(address: SocketAddr, mode: &Mode, data: &DataFile) -> Result<String, ServeError> {
    let mut text = String::from("notify-preflight is serving on this machine; Ctrl-C stops it\n");
    // Writing to a string cannot fail.
    let _ = match mode {
        Mode::Sandbox(sandbox) => {
            let _ =
                writeln!(text, "sandbox of the API, which sends nothing; jobs are kept in {data}");
            match sandbox.token().transpose()? {
                Some(token) => {
                    writeln!(text, "open http://{address}/#stream={STREAM}&token={token}")
                }
                None => write!(
                    text,
                    "it takes tokens signed with the client secret that it was given, and prints none\n\
                     open http://{address}/#stream={STREAM}\n"
                ),
            }
        }
        Mode::Relay(relay) => {
            let upstreams = relay.upstreams().collect::<Vec<_>>().join(", ");
            write!(text, "relay to {upstreams}: sends are real\nopen http://{address}/\n")
        }
    };
    Ok(text)
}

fn loopback(text: &str) -> Result<IpAddr, String> {
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(Ipv4Addr::LOCALHOST.into());
    }
    match text.parse::<IpAddr>() {
        Ok(address) if address.is_loopback() => Ok(address),
        Ok(_) => {
            Err("only a loopback address can be served on: `127.0.0.1`, `::1` or `localhost`"
                .into())
        }
        Err(_) => Err("not an address: `127.0.0.1`, `::1` or `localhost` can be served on".into()),
    }
}
