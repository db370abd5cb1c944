//! See `properties::template`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notify_preflight_fuzz::properties::template;

fuzz_target!(|input: &str| template::hold(input));
