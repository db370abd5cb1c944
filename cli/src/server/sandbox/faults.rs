//! Faults on request: what the sandbox does to sends so that a client meets on a laptop what it
//! will meet on a bad day.
//!
//! What happens to a send is drawn from a seed, in the order in which sends arrive, beginning
//! anew whenever the faults are set and whenever the server starts: the same seed and the same
//! sends in the same order meet the same faults.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use notify_preflight::limits;
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use regex::Regex;
use serde::Serialize;

use super::fields::{self, Fields};

/// The longest delay, in milliseconds.
const LONGEST_DELAY: u64 = 600_000;

/// The largest limit of calls.
const MOST_CALLS: u64 = 10_000_000;

/// The largest pattern once compiled, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;

/// The largest whole number that every JSON reader holds exactly.
const LARGEST_SEED: u64 = (1 << 53) - 1;

/// The faults, as `/sandbox/faults` takes and gives them; by default none.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Faults {
    /// What happens is drawn from this.
    pub seed: u64,
    /// Sends are refused.
    pub refuse: Option<Refuse>,
    /// Answers to sends are late.
    pub delay: Option<Delay>,
    /// Sends are accepted, and the connection is closed without an answer.
    pub drop: Option<Loss>,
    /// Recipients whose identity matches this pattern fail.
    pub failing: Option<String>,
    /// Other limits of calls than the documented ones.
    pub rate_limit: Option<RateLimit>,
}

/// Sends are answered with an error in place of a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refuse {
    /// The status of the answer.
    pub status: u16,
    /// How likely it is.
    pub probability: f64,
}

/// A delay before the answer, drawn evenly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Delay {
    /// Milliseconds at least.
    pub least: u64,
    /// Milliseconds at most.
    pub most: u64,
}

/// An answer that is lost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Loss {
    /// How likely it is.
    pub probability: f64,
}

/// How many calls a stream may make, status calls included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    /// In any minute.
    pub per_minute: usize,
    /// In any hour.
    pub per_hour: usize,
}

impl Default for RateLimit {
    fn default() -> RateLimit {
        RateLimit { per_minute: limits::CALLS_PER_MINUTE, per_hour: limits::CALLS_PER_HOUR }
    }
}

impl Faults {
    /// Reads faults; fields that are absent are as by default. The error is a sentence that
    /// names the field.
    pub fn read(json: &[u8]) -> Result<Faults, String> {
        const FIELDS: [&str; 6] = ["seed", "refuse", "delay", "drop", "failing", "rateLimit"];
        let value = fields::parse(json)?;
        let faults = Fields::of(&value, "", &FIELDS)?;
        Ok(Faults {
            seed: faults.whole_or("seed", 0..=LARGEST_SEED, 0)?,
            refuse: faults.object("refuse", &["status", "probability"], |refuse| {
                let status = refuse.whole("status", 400..=599)?;
                let probability = refuse.probability("probability")?;
                Ok(Refuse { status: u16::try_from(status).unwrap_or(u16::MAX), probability })
            })?,
            delay: faults.object("delay", &["least", "most"], |delay| {
                let least = delay.whole("least", 0..=LONGEST_DELAY)?;
                Ok(Delay { least, most: delay.whole("most", least..=LONGEST_DELAY)? })
            })?,
            drop: faults.object("drop", &["probability"], |drop| {
                Ok(Loss { probability: drop.probability("probability")? })
            })?,
            failing: faults.text("failing")?,
            rate_limit: faults.object("rateLimit", &["perMinute", "perHour"], |limit| {
                let calls = |name| {
                    let calls = limit.whole(name, 1..=MOST_CALLS)?;
                    Ok::<_, String>(usize::try_from(calls).unwrap_or(usize::MAX))
                };
                Ok(RateLimit { per_minute: calls("perMinute")?, per_hour: calls("perHour")? })
            })?,
        })
    }
}

/// What happens to one send.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fate {
    /// It is refused with this status.
    pub refused: Option<StatusCode>,
    /// Its answer is lost.
    pub dropped: bool,
    /// Its answer is this late.
    pub delay: Duration,
}

/// The faults in force.
#[derive(Debug)]
pub struct Misfortune {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    faults: Faults,
    failing: Option<Arc<Regex>>,
    random: SplitMix64,
}

impl Misfortune {
    /// Puts faults in force. The error is a sentence for whoever wrote the pattern.
    pub fn new(faults: Faults) -> Result<Misfortune, String> {
        Ok(Misfortune { state: Mutex::new(State::of(faults)?) })
    }

    /// Puts other faults in force, and begins their drawing.
    pub fn set(&self, faults: Faults) -> Result<(), String> {
        let state = State::of(faults)?;
        *self.lock() = state;
        Ok(())
    }

    /// The faults in force.
    pub fn faults(&self) -> Faults {
        self.lock().faults.clone()
    }

    /// The limits in force.
    pub fn rate_limit(&self) -> RateLimit {
        self.lock().faults.rate_limit.unwrap_or_default()
    }

    /// Which identities fail.
    pub fn failing(&self) -> Option<Arc<Regex>> {
        self.lock().failing.clone()
    }

    /// Draws what happens to the next send.
    pub fn draw(&self) -> Fate {
        self.lock().draw()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn of(faults: Faults) -> Result<State, String> {
        let failing = faults.failing.as_deref().map(pattern).transpose()?.map(Arc::new);
        Ok(State { failing, random: SplitMix64::seed_from_u64(faults.seed), faults })
    }

    /// Each send takes three numbers, whatever is in force: a fault that is turned on moves no
    /// other to another send.
    fn draw(&mut self) -> Fate {
        let [refuse, drop, delay] = [(); 3].map(|()| share(&mut self.random));
        let faults = &self.faults;
        Fate {
            refused: faults
                .refuse
                .as_ref()
                .filter(|fault| refuse < fault.probability)
                .and_then(|fault| StatusCode::from_u16(fault.status).ok()),
            dropped: faults.drop.as_ref().is_some_and(|fault| drop < fault.probability),
            delay: faults.delay.as_ref().map_or(Duration::ZERO, |fault| {
                let span = (fault.most - fault.least) as f64;
                Duration::from_millis(fault.least) + Duration::from_secs_f64(delay * span / 1e3)
            }),
        }
    }
}

fn pattern(text: &str) -> Result<Regex, String> {
    let compiled = regex::RegexBuilder::new(text).size_limit(LARGEST_PATTERN).build();
    compiled.map_err(|error| {
        // The pattern with a mark below, and in the last line what is wrong.
        let said = error.to_string();
        let reason = said.lines().last().unwrap_or_default().trim_start_matches("error: ");
        format!("`failing` is no pattern: `{text}`: {reason}")
    })
}

/// From 0 to 1, without 1.
fn share(random: &mut SplitMix64) -> f64 {
    (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(faults: &str, count: usize) -> Vec<Fate> {
        let faults = Misfortune::new(Faults::read(faults.as_bytes()).unwrap()).unwrap();
        (0..count).map(|_| faults.draw()).collect()
    }

    /// A run that somebody has noted the seed of repeats with any version.
    #[test]
    fn shares_are_those_that_a_seed_has_always_given() {
        let mut random = SplitMix64::seed_from_u64(1_234_567);
        let published = [6_457_827_717_110_365_317_u64, 3_203_168_211_198_807_973];
        for number in published {
            assert_eq!(share(&mut random), (number >> 11) as f64 / (1_u64 << 53) as f64);
        }
    }

    #[test]
    fn the_same_seed_draws_the_same() {
        let faults = r#"{"seed": 7, "refuse": {"status": 503, "probability": 0.3},
            "delay": {"least": 10, "most": 20}, "drop": {"probability": 0.2}}"#;
        let drawn = fates(faults, 1000);
        assert_eq!(drawn, fates(faults, 1000));
        assert_ne!(drawn, fates(&faults.replace('7', "8"), 1000));
        let refused = drawn.iter().filter(|fate| fate.refused.is_some()).count();
        let dropped = drawn.iter().filter(|fate| fate.dropped).count();
        assert!((250..350).contains(&refused) && (150..250).contains(&dropped));
        let (least, most) = (Duration::from_millis(10), Duration::from_millis(20));
        assert!(drawn.iter().all(|fate| (least..=most).contains(&fate.delay)));
        assert!(drawn.iter().any(|fate| fate.delay > most - Duration::from_millis(1)));
    }

    #[test]
    fn one_fault_does_not_move_another() {
        let drop = r#"{"drop": {"probability": 0.5}}"#;
        let both =
            r#"{"drop": {"probability": 0.5}, "refuse": {"status": 500, "probability": 0.5}}"#;
        let dropped =
            |faults| fates(faults, 100).iter().map(|fate| fate.dropped).collect::<Vec<_>>();
        assert_eq!(dropped(drop), dropped(both));
    }

    #[test]
    fn certain_and_impossible_are_exactly_that() {
        let always = fates(r#"{"drop": {"probability": 1}}"#, 1000);
        assert!(always.iter().all(|fate| fate.dropped));
        let never = fates(r#"{"drop": {"probability": 0}}"#, 1000);
        assert!(never.iter().all(|fate| *fate == Fate::default()));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"{"seed":9007199254740991,"refuse":{"status":429,"probability":0.25},"delay":{"least":0,"most":5},"drop":{"probability":1.0},"failing":"^b","rateLimit":{"perMinute":1,"perHour":2}}"#;
        let faults = Faults::read(text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&faults).unwrap(), text);
        let none = serde_json::to_string(&Faults::default()).unwrap();
        assert_eq!(Faults::read(none.as_bytes()), Ok(Faults::default()));
        assert_eq!(Faults::read(b"{}"), Ok(Faults::default()));
    }

    #[test]
    fn bad_faults_are_told_by_field() {
        for (faults, says) in [
            ("[]", "the body must be an object, not `[]`"),
            ("{", "the body is not JSON"),
            (r#"{"sead": 1}"#, "`sead` is no field: the fields are `seed`, `refuse`,"),
            (
                r#"{"seed": -1}"#,
                "`seed` must be a whole number from 0 to 9007199254740991, not `-1`",
            ),
            (r#"{"refuse": 503}"#, "`refuse` must be an object or null, not `503`"),
            (
                r#"{"refuse": {"status": 200, "probability": 1}}"#,
                "`refuse.status` must be a whole number from 400 to 599, not `200`",
            ),
            (r#"{"refuse": {"status": 500}}"#, "`refuse.probability` is missing"),
            (
                r#"{"drop": {"probability": 1.5}}"#,
                "`drop.probability` must be a number from 0 to 1, not `1.5`",
            ),
            (
                r#"{"delay": {"least": 9, "most": 8}}"#,
                "`delay.most` must be a whole number from 9 to 600000, not `8`",
            ),
            (r#"{"failing": 1}"#, "`failing` must be a text or null, not `1`"),
            (r#"{"rateLimit": {"perMinute": 0, "perHour": 1}}"#, "`rateLimit.perMinute` must be"),
            (r#"{"rateLimit": {"perMinutes": 0}}"#, "`rateLimit.perMinutes` is no field"),
        ] {
            let said = Faults::read(faults.as_bytes()).unwrap_err();
            assert!(said.contains(says), "{faults}: {said}");
        }
        let faults = Faults::read(br#"{"failing": "a("}"#).unwrap();
        let said = Misfortune::new(faults).unwrap_err();
        assert_eq!(said, "`failing` is no pattern: `a(`: unclosed group");
    }
}
