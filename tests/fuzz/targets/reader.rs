//! See `properties::reader`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notify_preflight_fuzz::properties::reader;

fuzz_target!(|input: &str| reader::hold(input));
