//! Progress on standard error, of what takes more than a moment. Nothing is drawn where standard
//! error is no terminal.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What takes less is over before it could be read.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two pictures of what has no steps.
const TICK: Duration = Duration::from_millis(120);

/// A bar over a known number of things; gone when dropped.
pub struct Progress {
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    /// A bar over that many things, named in the plural.
    pub fn over(total: usize, things: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} {msg}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(things);
        Progress { bar, began: Instant::now() }
    }

    /// One more is done.
    pub fn step(&self) {
        if self.bar.is_hidden() && self.began.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Prints with the bar out of the way: it may stand on the same screen.
    pub fn beside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Does work that has no steps, with a sign of life beside it.
pub fn busy<T>(doing: String, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        let (done, end) = mpsc::channel::<()>();
        scope.spawn(move || {
            if end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let bar = ProgressBar::new_spinner().with_message(doing);
                bar.enable_steady_tick(TICK);
                // An error is the end: the work has let go of its side.
                let _ = end.recv();
                bar.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}
