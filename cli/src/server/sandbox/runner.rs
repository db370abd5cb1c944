//! The background runner: moves jobs through their recipients, slowly enough to watch.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use regex::Regex;

use super::events::{Event, Events};
use super::faults::Misfortune;
use crate::output;
use crate::store::{Delivery, Outcome, Store};

/// How long the runner waits after the store has failed it.
const PAUSE: Duration = Duration::from_secs(5);

/// Moves jobs on.
#[derive(Clone, Debug)]
pub struct Runner {
    store: Store,
    wake: Arc<Notify>,
    pace: Duration,
    faults: Arc<Misfortune>,
    events: Events,
}

impl Runner {
    /// A runner that waits `pace` between two steps of a job.
    pub fn new(store: Store, pace: Duration, faults: Arc<Misfortune>, events: Events) -> Runner {
        Runner { store, wake: Arc::new(Notify::new()), pace, faults, events }
    }

    /// Says that there is a new job.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Runs for good, at first what an earlier process left unfinished.
    pub async fn run(self) {
        loop {
            tokio::time::sleep(self.pace).await;
            let failing = self.faults.failing();
            let deliver =
                move |identity: &str, text: &str| deliver(identity, text, failing.as_deref());
            match self.store.advance(deliver).await {
                Ok(advanced) => {
                    for job in advanced.moved {
                        self.events.tell(Event::Statuses { job });
                    }
                    if advanced.unfinished == 0 {
                        self.wake.notified().await;
                    }
                }
                Err(error) => {
                    output::complain(&error);
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

/// What becomes of a recipient. A sandbox sends nothing, so the identity and the text alone
/// decide, and the faults in force; `serve --help` says how.
fn deliver(identity: &str, message: &str, failing: Option<&Regex>) -> Delivery {
    let is_failing = failing.is_some_and(|failing| failing.is_match(identity));
    if identity.is_empty() || identity.contains("fail") || is_failing {
        Delivery {
            outcome: Outcome::Failure,
            comments: "Identity is not associated with the channel",
        }
    } else if message.trim().is_empty() {
        Delivery { outcome: Outcome::Failure, comments: "Message is empty" }
    } else {
        Delivery { outcome: Outcome::Success, comments: "Notification has been sent successfully" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_and_text_decide() {
        let outcome = |identity, text, failing: Option<&str>| {
            let failing = failing.map(|pattern| Regex::new(pattern).unwrap());
            deliver(identity, text, failing.as_ref()).outcome
        };
        assert_eq!(outcome("ann@example.com", "hi", None), Outcome::Success);
        assert_eq!(outcome("ann@example.com", "hi", Some("^bob")), Outcome::Success);
        assert_eq!(outcome("ann@example.com", "hi", Some("^a.n")), Outcome::Failure);
        assert_eq!(outcome("ann@example.com", " \n", None), Outcome::Failure);
        assert_eq!(outcome("fail@example.com", "hi", None), Outcome::Failure);
        assert_eq!(outcome("", "hi", None), Outcome::Failure);
    }
}
