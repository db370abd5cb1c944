//! Random inputs for `notify-preflight`, held to what must be true of every input.
//!
//! Each target is a few lines in `targets/` around a property here. The properties run
//! without a fuzzer too: the repository's tests hold the seeds to them.

pub mod mutation;
pub mod properties;
