//! The local server: the page, and the API's two routes as a sandbox or as a relay.
//!
//! It is for this machine alone: it binds loopback addresses only, and [`guard`] turns away
//! what a browser sends on behalf of another site.

mod addresses;
mod answer;
mod auth;
mod body;
mod connect;
mod connections;
mod contract;
mod destination;
mod guard;
mod ids;
mod page;
mod relay;
mod sandbox;
mod token;
mod upstream;

pub use relay::{Relay, RelayError};
pub use sandbox::{STREAM, Sandbox, Settings};
pub use upstream::Upstream;

use std::io;
use std::net::SocketAddr;

use axum::handler::Handler;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The route of a send.
const NOTIFY: &str = "/api/public/bot/{stream}/notifyV2";
/// The route of a status request.
const STATUS: &str = "/api/public/bot/{stream}/notifyV2/status/{job}";
/// The route that tells the page what kind of server it runs on.
const ABOUT: &str = "/preflight.json";

/// Who answers the API's routes.
pub enum Mode {
    /// The sandbox, with jobs of its own.
    Sandbox(Sandbox),
    /// The platform, through a relay.
    Relay(Relay),
}

/// Serves until told to stop.
pub async fn serve(listener: TcpListener, mode: Mode) -> io::Result<()> {
    let address = listener.local_addr()?;
    let sandbox = match &mode {
        Mode::Sandbox(sandbox) => Some((sandbox.clone(), tokio::spawn(sandbox.runner().run()))),
        Mode::Relay(_) => None,
    };
    let stop = async {
        told_to_stop().await;
        if let Some((sandbox, _)) = &sandbox {
            sandbox.stop();
        }
    };
    connections::serve(listener, router(mode, address), stop).await;
    if let Some((_, runner)) = sandbox {
        runner.abort();
    }
    Ok(())
}

fn router(mode: Mode, address: SocketAddr) -> Router {
    let about = about(&mode);
    let api = match mode {
        Mode::Sandbox(sandbox) => sandbox.routes(),
        Mode::Relay(relay) => relay.routes(),
    };
    api.merge(contract::routes())
        .route(ABOUT, get(async move || Json(about)))
        .fallback(anything_else)
        // The last layer is the first to see a request, and the last to see the answer.
        .layer(middleware::from_fn_with_state(address, guard::admit))
        .layer(middleware::from_fn(guard::log))
        .layer(middleware::map_response(guard::secure))
}

/// The two routes, with what answers them.
fn routes<S, N, T, M, U>(notify: N, status: T) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    N: Handler<M, S>,
    T: Handler<U, S>,
    M: 'static,
    U: 'static,
{
    Router::new()
        .route(NOTIFY, post(notify).fallback(answer::no_such_method))
        .route(STATUS, get(status).fallback(answer::no_such_method))
}

async fn anything_else(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if guard::is_api(uri.path()) || guard::is_sandbox(uri.path()) {
        answer::no_such_route().into_response()
    } else {
        page::serve(&method, uri.path(), &headers)
    }
}

fn about(mode: &Mode) -> Value {
    match mode {
        Mode::Sandbox(_) => json!({ "mode": "sandbox" }),
        Mode::Relay(relay) => {
            let upstream: Vec<_> = relay.upstreams().collect();
            json!({ "mode": "relay", "upstream": upstream })
        }
    }
}

/// Ends at Ctrl-C, or at the signal that asks a process to end.
async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
