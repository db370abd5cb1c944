//! The published limits of calls, of each stream by itself, status calls included: no more than
//! so many in any minute and in any hour. In memory alone: a restart forgets them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::StatusCode;

use super::super::answer::Refusal;
use super::faults::RateLimit;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// How many streams are remembered before those are forgotten that have been quiet for an hour.
const STREAMS: usize = 1000;

/// The calls of each stream that were let through, of the last hour.
#[derive(Debug, Default)]
pub struct RateLimiter {
    streams: Mutex<HashMap<String, VecDeque<Instant>>>,
}

impl RateLimiter {
    /// Counts a call, or refuses it. Those refused do not count.
    pub fn admit(&self, stream: &str, limit: RateLimit) -> Result<(), Refusal> {
        self.admit_at(stream, limit, Instant::now()).map_err(|wait| {
            // Whoever waits these whole seconds is let through.
            let seconds = wait.as_secs() + 1;
            let message = format!(
                "the limit of calls of a stream is {} in a minute and {} in an hour, status calls \
                 included: try again in {seconds} seconds",
                limit.per_minute, limit.per_hour
            );
            Refusal::new(StatusCode::TOO_MANY_REQUESTS, message).retry_after(seconds)
        })
    }

    fn admit_at(&self, stream: &str, limit: RateLimit, now: Instant) -> Result<(), Duration> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if streams.len() > STREAMS {
            streams.retain(|_, calls| {
                calls.back().is_some_and(|last| now.saturating_duration_since(*last) < HOUR)
            });
        }
        let calls = streams.entry(stream.to_owned()).or_default();
        while calls.front().is_some_and(|first| now.saturating_duration_since(*first) >= HOUR) {
            calls.pop_front();
        }
        let wait =
            wait(calls, now, limit.per_minute, MINUTE).max(wait(calls, now, limit.per_hour, HOUR));
        if wait.is_zero() {
            calls.push_back(now);
            Ok(())
        } else {
            Err(wait)
        }
    }
}

/// How long until one more call makes no more than `limit` in this time.
fn wait(calls: &VecDeque<Instant>, now: Instant, limit: usize, window: Duration) -> Duration {
    let oldest = calls.len().checked_sub(limit).and_then(|index| calls.get(index));
    oldest.map_or(Duration::ZERO, |at| (*at + window).saturating_duration_since(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RateLimit = RateLimit { per_minute: 3, per_hour: 5 };

    #[test]
    fn no_more_in_any_minute_and_in_any_hour() {
        let limiter = RateLimiter::default();
        let start = Instant::now();
        let at = |seconds| {
            let wait = limiter.admit_at("st-1", LIMIT, start + Duration::from_secs(seconds));
            wait.map_err(|wait| wait.as_secs())
        };
        assert_eq!([0, 10, 20].map(at), [Ok(()); 3]);
        assert_eq!([30, 59].map(at), [Err(30), Err(1)]);
        // The first has left the window; a refused call has never entered it.
        assert_eq!([60, 61].map(at), [Ok(()), Err(9)]);
        assert_eq!([70, 80].map(at), [Ok(()), Err(3520)]);
        assert_eq!([3599, 3600, 3601].map(at), [Err(1), Ok(()), Err(9)]);
    }

    #[test]
    fn streams_are_counted_apart_and_quiet_ones_forgotten() {
        let limiter = RateLimiter::default();
        let limit = RateLimit { per_minute: 1, per_hour: 1 };
        let start = Instant::now();
        for number in 0..2 * STREAMS {
            let stream = format!("st-{number}");
            assert_eq!(limiter.admit_at(&stream, limit, start), Ok(()));
            assert!(limiter.admit_at(&stream, limit, start).is_err());
        }
        assert_eq!(limiter.admit_at("st-last", limit, start + HOUR), Ok(()));
        assert_eq!(limiter.streams.lock().unwrap().len(), 1);
    }
}
