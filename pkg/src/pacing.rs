//! When to call again: backoff and pace, kept between calls.

use std::time::Duration;

use notify_preflight::request;
use wasm_bindgen::prelude::*;

/// Milliseconds as JavaScript has them: any number is some time.
fn time(milliseconds: f64) -> Duration {
    // Nothing that is measured in a page comes near; no sum of it overflows.
    const MOST: f64 = 1e15;
    let milliseconds = milliseconds.min(MOST);
    let seconds = (milliseconds / 1e3) as u64;
    let nanoseconds = (milliseconds - seconds as f64 * 1e3) * 1e6;
    Duration::new(seconds, (nanoseconds + 0.5) as u32)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Waits that grow.
#[wasm_bindgen]
pub struct Backoff(request::Backoff);

#[wasm_bindgen]
impl Backoff {
    /// Waits that another seed draws differently.
    #[must_use]
    pub fn open(seed: f64) -> Backoff {
        Backoff(request::Backoff::new(seed.to_bits()))
    }

    /// How long to wait before the next try, in milliseconds.
    #[wasm_bindgen(js_name = nextDelay)]
    pub fn next_delay(&mut self, retry_after: Option<f64>) -> f64 {
        milliseconds(self.0.next_delay(retry_after.map(|seconds| time(seconds * 1000.0))))
    }

    /// A call went well.
    pub fn reset(&mut self) {
        self.0.reset();
    }
}

/// Calls that went out.
#[wasm_bindgen]
pub struct Pace(request::Pace);

#[wasm_bindgen]
impl Pace {
    /// No call yet.
    #[must_use]
    pub fn open() -> Pace {
        Pace(request::Pace::default())
    }

    /// How long a call must wait at that time, in milliseconds.
    #[must_use]
    pub fn wait(&self, now: f64) -> f64 {
        milliseconds(self.0.wait(time(now)))
    }

    /// Counts a call that went out at that time.
    pub fn record(&mut self, at: f64) {
        self.0.record(time(at));
    }
}
