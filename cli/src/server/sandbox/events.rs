//! What happens in the sandbox, told to whoever listens: server-sent events. They say that there
//! is something new, and the page asks for what it shows.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::Sse;
use axum::response::sse::{self, KeepAlive};
use futures_util::{Stream, stream};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{self, Receiver, Sender};

/// How often a quiet connection carries a comment, so that it stays open, and shows when it is not.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How many events a slow listener may be behind. It loses the oldest: a later one says as much.
const BEHIND: usize = 256;

/// Something that has happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// Messages have come.
    Messages {
        /// The id of the last.
        latest: i64,
        /// How many.
        count: usize,
    },
    /// A job has moved on.
    Statuses {
        /// The job.
        job: String,
    },
    /// Everything was forgotten.
    Reset,
    /// Other faults are in force, or none any more.
    Faults,
    /// The server stops; not told, but the end.
    Stop,
}

/// Tells events; cheap to clone.
#[derive(Clone, Debug)]
pub struct Events {
    sender: Sender<Event>,
}

impl Events {
    /// With nobody listening.
    pub fn new() -> Events {
        Events { sender: broadcast::channel(BEHIND).0 }
    }

    /// Tells an event to whoever listens now.
    pub fn tell(&self, event: Event) {
        // An error says that nobody does.
        let _ = self.sender.send(event);
    }

    /// The answer to a listener: all events from now on.
    pub fn listen(&self) -> Sse<impl Stream<Item = Result<sse::Event, Infallible>> + use<>> {
        let events = stream::unfold(self.sender.subscribe(), async |mut receiver| {
            next(&mut receiver).await.map(|event| (Ok(event), receiver))
        });
        Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
    }
}

async fn next(receiver: &mut Receiver<Event>) -> Option<sse::Event> {
    loop {
        let (name, data) = match receiver.recv().await {
            Ok(Event::Messages { latest, count }) => {
                ("messages", json!({ "latest": latest, "count": count }))
            }
            Ok(Event::Statuses { job }) => ("statuses", json!({ "job": job })),
            Ok(Event::Reset) => ("reset", json!({})),
            Ok(Event::Faults) => ("faults", json!({})),
            Ok(Event::Stop) | Err(RecvError::Closed) => return None,
            Err(RecvError::Lagged(_)) => continue,
        };
        return Some(sse::Event::default().event(name).data(data.to_string()));
    }
}
