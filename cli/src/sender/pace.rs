//! How fast calls go out: a token bucket below both rate limits, which outlives the process.
//!
//! The core's `Pace` knows the moment of every call of the last hour, and forgets them with the
//! process: a sender that is started anew every minute would go over the limit. A bucket is two
//! numbers. It stands in the ledger, and several senders can draw from one.

use std::time::Duration;

use notify_preflight::limits::{CALLS_PER_HOUR, CALLS_PER_MINUTE};

/// Most calls at once. With it, no minute sees more than `BURST + 60 * PER_SECOND` calls, and no
/// hour more than `BURST + 3600 * PER_SECOND`: half a minute's calls leave room for both, and for
/// calls that arrive a little closer together than they left.
const BURST: f64 = (CALLS_PER_MINUTE / 2 - 10) as f64;

/// Calls that come back in a second.
const PER_SECOND: f64 = (CALLS_PER_HOUR - CALLS_PER_MINUTE / 2) as f64 / 3600.0;

/// The calls that may go out now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// How many are left.
    pub calls: f64,
    /// When that was so, since any one moment.
    pub at: Duration,
}

impl Bucket {
    /// A bucket that nobody has drawn from.
    pub const fn full(now: Duration) -> Bucket {
        Bucket { calls: BURST, at: now }
    }

    /// Draws a call, or says how long to wait for one.
    pub fn draw(&mut self, now: Duration) -> Result<(), Duration> {
        // A clock that was set back gives nothing, and takes nothing.
        let passed = now.saturating_sub(self.at).as_secs_f64();
        self.calls = passed.mul_add(PER_SECOND, self.calls).min(BURST);
        self.at = now;
        if self.calls >= 1.0 {
            self.calls -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - self.calls) / PER_SECOND))
    }
}

/// The least time that so many calls take.
pub fn least_time(calls: usize) -> Duration {
    Duration::from_secs_f64((calls as f64 - BURST).max(0.0) / PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Most calls in any window of that length, of a client that is as fast as it may be.
    fn busiest(window: Duration) -> usize {
        let (mut bucket, mut now) = (Bucket::full(Duration::ZERO), Duration::ZERO);
        let mut times = Vec::new();
        while now < Duration::from_secs(3 * 3600) {
            match bucket.draw(now) {
                Ok(()) => times.push(now),
                Err(wait) => now += wait.max(Duration::from_millis(1)),
            }
        }
        let within =
            |first: usize| times[first..].partition_point(|at| *at < times[first] + window);
        (0..times.len()).map(within).max().unwrap_or_default()
    }

    #[test]
    fn both_limits_hold_and_are_made_use_of() {
        let minute = busiest(Duration::from_secs(60));
        assert!((CALLS_PER_MINUTE - 20..CALLS_PER_MINUTE).contains(&minute), "{minute}");
        let hour = busiest(Duration::from_secs(3600));
        assert!((CALLS_PER_HOUR - 20..CALLS_PER_HOUR).contains(&hour), "{hour}");
    }

    #[test]
    fn a_clock_that_is_set_back_gives_nothing() {
        let mut bucket = Bucket { calls: 0.0, at: Duration::from_secs(100) };
        assert!(bucket.draw(Duration::from_secs(50)).is_err());
        assert!(bucket.draw(Duration::from_secs(51)).is_ok());
    }

    #[test]
    fn the_least_time_is_what_the_bucket_takes() {
        assert_eq!(least_time(290), Duration::ZERO);
        assert_eq!(least_time(290 + 17_700), Duration::from_secs(3600));
    }
}
