//! See `properties::composer`.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use notify_preflight_fuzz::mutation::{Choices, put, with_edits_mutated};
use notify_preflight_fuzz::properties::composer;

fuzz_target!(|input: &str| composer::hold(input));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut choices = Choices::new(seed);
    let input = std::str::from_utf8(&data[..size]).ok().filter(|_| !choices.once_in(5));
    let other = input.and_then(|input| with_edits_mutated(input, &mut choices));
    other
        .and_then(|other| put(&other, data, max_size))
        .unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});
