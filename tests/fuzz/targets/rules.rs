//! See `properties::rules`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notify_preflight_fuzz::properties::rules;

fuzz_target!(|input: &str| rules::hold(input));
