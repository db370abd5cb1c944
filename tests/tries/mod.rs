//! How often a property is tried.

use proptest::test_runner::Config;

/// So many cases, or as many as `PROPTEST_CASES` says: a mutant is tried with few.
pub fn tries(usual: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config { cases: asked.unwrap_or(usual), failure_persistence: None, ..Config::default() }
}
