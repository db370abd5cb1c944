//! Connections: how many at once, and how long one may take to say what it wants. A client that
//! is slow, or gone without a word, holds up nobody else and is not waited for.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Most connections at once; those beyond wait in the system's queue.
const MOST: u64 = 4096;

/// Files beside the connections: the store's, the standard streams, the listener.
const OTHER_FILES: u64 = 32;

/// How long a connection may take for the head of a request, the wait between two requests
/// included.
const HEAD_WITHIN: Duration = Duration::from_secs(15);

/// How long to wait when the system gives no more connections.
const PAUSE: Duration = Duration::from_millis(100);

/// How long open requests may take to end once the server is to stop.
const GRACE: Duration = Duration::from_secs(5);

/// In place of an answer: the connection is closed without one.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the connection was closed on purpose")]
pub struct HangUp;

impl IntoResponse for HangUp {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(HangUp);
        response
    }
}

/// Answers connections until `stop` ends, and then the requests under way, within bounds.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(most()));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, place) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let service = TowerToHyperService::new(router.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let answering = service.call(request);
            async { unless_hung_up(answering.await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            // Whoever has said all, and closes that side, still hears the answer.
            .half_close(true)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks is the client's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    // A request that hangs must not keep the server alive.
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

fn unless_hung_up(answer: Result<Response, Infallible>) -> Result<Response, HangUp> {
    match answer {
        Ok(response) if response.extensions().get::<HangUp>().is_none() => Ok(response),
        // An error makes hyper close the connection as it is.
        _ => Err(HangUp),
    }
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed: there is always a place in the end.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are small, and whole when they are written.
                let _ = stream.set_nodelay(true);
                return (stream, place);
            }
            Err(error) if is_of_one_connection(&error) => {}
            // Too many open files, say: others may close soon.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// As many connections as the system lets this process have files, within bounds.
fn most() -> usize {
    let files = rlimit::increase_nofile_limit(MOST + OTHER_FILES).unwrap_or(256);
    usize::try_from(files.saturating_sub(OTHER_FILES).clamp(1, MOST)).unwrap_or(usize::MAX)
}
