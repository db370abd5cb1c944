//! See `properties::csv`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notify_preflight_fuzz::properties::csv;

fuzz_target!(|bytes: &[u8]| csv::hold(bytes));
