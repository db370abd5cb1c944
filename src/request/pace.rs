//! How many calls a bot may make: a client paces itself below the published limits.

use std::collections::VecDeque;
use std::time::Duration;

use crate::limits;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// Calls may arrive a little closer together than they left.
const SLACK: Duration = Duration::from_secs(1);

/// Says how long to wait so that a bot's calls, status calls included, stay below
/// [`limits::CALLS_PER_MINUTE`] and [`limits::CALLS_PER_HOUR`].
///
/// It has no clock: times are since any one moment that the caller chooses.
///
/// ```
/// use std::time::Duration;
/// use notify_preflight::request::Pace;
///
/// let mut pace = Pace::default();
/// for _ in 0..599 {
///     assert_eq!(pace.wait(Duration::ZERO), Duration::ZERO);
///     pace.record(Duration::ZERO);
/// }
/// assert!(pace.wait(Duration::from_secs(20)) >= Duration::from_secs(40));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// Rising; no more than the longer limit needs.
    calls: VecDeque<Duration>,
}

impl Pace {
    /// How long a call must wait at the time `now`; nothing where it may go out at once.
    #[must_use]
    pub fn wait(&self, now: Duration) -> Duration {
        let minute = self.free_at(limits::CALLS_PER_MINUTE, MINUTE);
        let hour = self.free_at(limits::CALLS_PER_HOUR, HOUR);
        minute.max(hour).saturating_sub(now)
    }

    /// Counts a call that went out at the time `at`, whatever became of it.
    pub fn record(&mut self, at: Duration) {
        // A clock that was set back must not make old calls forgotten.
        let last = self.calls.back().copied().unwrap_or_default();
        self.calls.push_back(at.max(last));
        if self.calls.len() >= limits::CALLS_PER_HOUR {
            self.calls.pop_front();
        }
    }

    /// From when on there are, with the call to come, fewer than `limit` in the window.
    fn free_at(&self, limit: usize, window: Duration) -> Duration {
        let oldest = (self.calls.len() + 1).checked_sub(limit);
        let oldest = oldest.and_then(|oldest| self.calls.get(oldest));
        oldest.map_or(Duration::ZERO, |at| at.saturating_add(window + SLACK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls as fast as the pace allows, or `apart`, for so long.
    fn times(apart: Duration, until: Duration) -> Vec<Duration> {
        let mut pace = Pace::default();
        let mut now = Duration::ZERO;
        let mut times = Vec::new();
        while now <= until {
            now += pace.wait(now);
            pace.record(now);
            times.push(now);
            assert!(times.len() < 4 * limits::CALLS_PER_HOUR, "by {now:?}");
            now += apart;
        }
        times
    }

    /// Most calls in any window of that length.
    fn busiest(times: &[Duration], window: Duration) -> usize {
        let within = |start: Duration| move |at: &Duration| *at < start + window;
        let busy = |first| times[first..].partition_point(within(times[first]));
        (0..times.len()).map(busy).max().unwrap_or_default()
    }

    #[test]
    fn both_limits_hold_in_every_window() {
        for apart in [0, 1, 50, 99, 150] {
            let times = times(Duration::from_millis(apart), 3 * HOUR);
            assert!(busiest(&times, MINUTE) < limits::CALLS_PER_MINUTE);
            assert!(busiest(&times, HOUR) < limits::CALLS_PER_HOUR);
            assert!(times.len() > 2 * limits::CALLS_PER_HOUR, "no slower than it must be");
        }
    }

    #[test]
    fn a_slow_client_never_waits_and_the_past_is_bounded() {
        let mut pace = Pace::default();
        for second in 0..40_000 {
            let now = Duration::from_secs(second);
            assert_eq!(pace.wait(now), Duration::ZERO);
            pace.record(now);
        }
        assert!(pace.calls.len() < limits::CALLS_PER_HOUR);
    }

    #[test]
    fn times_may_run_backwards_and_to_the_end() {
        let mut pace = Pace::default();
        pace.record(Duration::MAX);
        pace.record(Duration::ZERO);
        (0..600).for_each(|_| pace.record(Duration::ZERO));
        assert_eq!(pace.wait(Duration::ZERO), Duration::MAX);
    }
}
