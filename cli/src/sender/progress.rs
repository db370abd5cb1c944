//! How far a campaign is, on standard error: bars on a terminal, a line now and then elsewhere.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, MultiProgress, ProgressBar};

use super::ledger::{Count, State};
use crate::output;
use crate::terminal::style;

/// Where no terminal shows a bar, how often a line says how far it is.
const EVERY: Duration = Duration::from_secs(30);

/// Requests answered and recipients done.
#[derive(Debug)]
pub struct Progress {
    bars: MultiProgress,
    requests: ProgressBar,
    recipients: ProgressBar,
    /// When the last line was written, and how far it was then.
    told: Cell<Instant>,
    last: RefCell<Vec<Count>>,
}

impl Progress {
    /// For a campaign that is so far.
    pub fn new(counts: &[Count]) -> Progress {
        let bars = MultiProgress::new();
        let bar = |what: &'static str| {
            let bar = bars.add(ProgressBar::new(0).with_message(what));
            bar.set_style(style(
                "{msg:10} {wide_bar} {human_pos}/{human_len}, {eta} left {prefix}",
            ));
            bar
        };
        let progress = Progress {
            requests: bar("requests"),
            recipients: bar("recipients"),
            bars,
            told: Cell::new(Instant::now()),
            last: RefCell::default(),
        };
        let (requests, _, recipients, _) = totals(counts);
        // What an earlier run has done says nothing of the time that the rest takes.
        progress.requests.set_position(requests);
        progress.recipients.set_position(recipients);
        progress.requests.reset_eta();
        progress.recipients.reset_eta();
        progress.show(counts);
        progress
    }

    /// Shows how far it is.
    pub fn show(&self, counts: &[Count]) {
        let (requests, all_requests, recipients, all_recipients) = totals(counts);
        self.requests.set_length(all_requests);
        self.requests.set_position(requests);
        self.recipients.set_length(all_recipients);
        self.recipients.set_position(recipients);
        let has_changed = *self.last.borrow() != counts;
        if self.bars.is_hidden() && has_changed && self.told.get().elapsed() >= EVERY {
            self.told.set(Instant::now());
            self.last.replace(counts.to_vec());
            output::print_error(&format!(
                "{} of {} requests answered, {} of {} recipients done\n",
                HumanCount(requests),
                HumanCount(all_requests),
                HumanCount(recipients),
                HumanCount(all_recipients)
            ));
        }
    }

    /// Says something beside the bars.
    pub fn say(&self, text: &str) {
        self.bars.suspend(|| output::print_error(&format!("{text}\n")));
    }

    /// Says why nothing moves.
    pub fn pausing(&self, why: Option<String>) {
        self.requests.set_prefix(why.map_or(String::new(), |why| format!("({why})")));
    }

    /// Runs a question to the person at the terminal, with the bars out of its way.
    pub fn suspend<T>(&self, ask: impl FnOnce() -> T) -> T {
        self.bars.suspend(ask)
    }

    /// Takes the bars away.
    pub fn clear(&self) {
        self.requests.finish_and_clear();
        self.recipients.finish_and_clear();
    }
}

/// Requests answered and all, recipients done and all.
fn totals(counts: &[Count]) -> (u64, u64, u64, u64) {
    let mut totals = (0, 0, 0, 0);
    for count in counts {
        let is_answered = !matches!(count.state, State::Queued | State::Sending);
        totals.0 += if is_answered { count.requests } else { 0 };
        totals.1 += count.requests;
        // What nobody will ever know of is not waited for.
        let is_settled = !matches!(count.state, State::Queued | State::Sending | State::Accepted);
        totals.2 += if is_settled { count.recipients } else { count.done } - count.retried;
        totals.3 += count.recipients - count.retried;
    }
    (totals.0 as u64, totals.1 as u64, totals.2 as u64, totals.3 as u64)
}
