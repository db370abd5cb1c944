//! The background runner: moves jobs through their recipients, slowly enough to watch.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

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
}

impl Runner {
    /// A runner that waits `pace` between two steps of a job.
    pub fn new(store: Store, pace: Duration) -> Runner {
        Runner { store, wake: Arc::new(Notify::new()), pace }
    }

    /// Says that there is a new job.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Runs for good, at first what an earlier process left unfinished.
    pub async fn run(self) {
        loop {
            tokio::time::sleep(self.pace).await;
            match self.store.advance(deliver).await {
                Ok(0) => self.wake.notified().await,
                Ok(_) => {}
                Err(error) => {
                    output::complain(&error);
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

/// What becomes of a recipient. A sandbox sends nothing, so the identity and the text alone
/// decide; `serve --help` says how.
fn deliver(identity: &str, message: &str) -> Delivery {
    if identity.contains("fail") {
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
        assert_eq!(deliver("ann@example.com", "hi").outcome, Outcome::Success);
        assert_eq!(deliver("ann@example.com", " \n").outcome, Outcome::Failure);
        assert_eq!(deliver("fail@example.com", "hi").outcome, Outcome::Failure);
    }
}
