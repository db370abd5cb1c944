//! See `properties::batch`.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use notify_preflight_fuzz::mutation::{Choices, mutated, put};
use notify_preflight_fuzz::properties::batch;

fuzz_target!(|payload: &str| batch::hold(payload));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut choices = Choices::new(seed);
    let payload = std::str::from_utf8(&data[..size]).ok().filter(|_| !choices.once_in(5));
    let other = payload.and_then(|payload| mutated(payload, &mut choices));
    other
        .and_then(|other| put(&other, data, max_size))
        .unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});
