//! See `properties::request`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notify_preflight_fuzz::properties::request;

fuzz_target!(|input: &str| request::hold(input));
