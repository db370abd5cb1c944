//! How long to wait before a call is made again.

use std::time::Duration;

/// Waits that grow and never fall into step with another client's: full jitter, from
/// one to sixty seconds.
///
/// Each delay is drawn evenly between [`Backoff::LEAST`] and a bound, at first twice
/// that, which doubles up to [`Backoff::MOST`]. The same seed gives the same delays;
/// take another one for each run.
///
/// ```
/// use std::time::Duration;
/// use notify_preflight::request::Backoff;
///
/// let mut backoff = Backoff::new(7);
/// let first = backoff.next_delay(None);
/// assert!(first >= Backoff::LEAST && first <= 2 * Backoff::LEAST);
/// // `Retry-After: 120`
/// assert!(backoff.next_delay(Some(Duration::from_secs(120))) >= Duration::from_secs(120));
/// ```
#[derive(Clone, Debug)]
pub struct Backoff {
    state: u64,
    /// The most that the next delay may be.
    bound: Duration,
}

impl Backoff {
    /// The shortest delay.
    pub const LEAST: Duration = Duration::from_secs(1);
    /// The longest delay, unless the server asks for more.
    pub const MOST: Duration = Duration::from_secs(60);

    /// The most that the first delay may be.
    const FIRST: Duration = Duration::from_secs(2);

    /// Delays from a seed, which need not be secret but should differ between clients.
    #[must_use]
    pub const fn new(seed: u64) -> Backoff {
        Backoff { state: seed, bound: Backoff::FIRST }
    }

    /// How long to wait before the next try; never less than the server asks for.
    pub fn next_delay(&mut self, retry_after: Option<Duration>) -> Duration {
        let delay = Backoff::LEAST + self.share_of(self.bound - Backoff::LEAST);
        self.bound = (self.bound * 2).min(Backoff::MOST);
        let Some(asked) = retry_after else { return delay };
        // Not all clients at the very moment that the server named.
        delay.max(asked.saturating_add(self.share_of(Backoff::LEAST)))
    }

    /// A call went well: the next delay is a short one again.
    ///
    /// ```
    /// use notify_preflight::request::Backoff;
    ///
    /// let mut backoff = Backoff::new(7);
    /// (0..9).for_each(|_| drop(backoff.next_delay(None)));
    /// backoff.reset();
    /// assert!(backoff.next_delay(None) <= 2 * Backoff::LEAST);
    /// ```
    pub const fn reset(&mut self) {
        self.bound = Backoff::FIRST;
    }

    /// From nothing to all of it.
    fn share_of(&mut self, whole: Duration) -> Duration {
        let share = self.random() as f64 / u64::MAX as f64;
        whole.mul_f64(share)
    }

    /// SplitMix64.
    const fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_within_bounds_and_differ_by_seed() {
        let delays = |seed| {
            let mut backoff = Backoff::new(seed);
            (0..50).map(|_| backoff.next_delay(None)).collect::<Vec<_>>()
        };
        for seed in [0, 1, u64::MAX] {
            let drawn = delays(seed);
            let bounds = [2, 4, 8, 16, 32, 60].into_iter().chain(std::iter::repeat(60));
            for (delay, bound) in drawn.iter().zip(bounds) {
                assert!((Backoff::LEAST..=Duration::from_secs(bound)).contains(delay), "{delay:?}");
            }
            assert!(drawn.iter().any(|delay| *delay > Backoff::MOST / 2), "{drawn:?}");
            assert_eq!(drawn, delays(seed));
        }
        assert_ne!(delays(1), delays(2));
    }

    #[test]
    fn a_call_that_went_well_makes_the_next_delay_short_again() {
        for seed in 0..50 {
            let mut backoff = Backoff::new(seed);
            for _ in 0..20 {
                backoff.next_delay(None);
            }
            backoff.reset();
            assert!(backoff.next_delay(None) <= Backoff::FIRST, "{seed}");
        }
    }

    /// As others who wrote this generator publish them.
    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        let mut backoff = Backoff::new(1_234_567);
        let numbers = [(); 5].map(|()| backoff.random());
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(numbers, published);
    }

    #[test]
    fn the_server_is_never_asked_sooner_than_it_says() {
        let mut backoff = Backoff::new(3);
        for seconds in [0, 1, 5, 60, 3600] {
            let asked = Duration::from_secs(seconds);
            let delay = backoff.next_delay(Some(asked));
            assert!(delay >= asked && delay <= asked.max(Backoff::MOST) + Backoff::LEAST);
        }
        assert_eq!(backoff.next_delay(Some(Duration::MAX)), Duration::MAX);
    }
}
