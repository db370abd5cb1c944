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
        Progress::new(total as u64, things, "{bar:30} {pos} of {len} {msg}, {eta} left")
    }

    /// A bar for what is done to something of that length, in bytes or in things.
    pub fn through(length: u64, doing: &'static str, is_bytes: bool) -> Progress {
        let unit = if is_bytes { "{bytes}/{total_bytes}" } else { "{human_pos}/{human_len}" };
        Progress::new(length, doing, &format!("{{msg}} {{wide_bar}} {unit}, {{eta}} left"))
    }

    fn new(length: u64, message: &'static str, template: &str) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::hidden());
        bar.set_style(style(template));
        bar.set_message(message);
        Progress { bar, began: Instant::now() }
    }

    /// One more is done.
    pub fn step(&self) {
        self.at(self.bar.position() + 1);
    }

    /// It is so far.
    pub fn at(&self, position: u64) {
        if self.bar.is_hidden() && self.began.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(position);
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

/// A bar's look, in indicatif's words.
pub fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
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
