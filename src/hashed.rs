//! Tables whose keys are hashes already.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table by hash: no hash is made of it again.
pub(crate) type ByHash<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;

/// Spreads a hash over all bits: a table looks at the highest and the lowest.
#[derive(Default)]
pub(crate) struct Spread(u64);

/// Odd, with bits all over.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, hash: u32) {
        self.write_u64(u64::from(hash));
    }

    fn write_u64(&mut self, hash: u64) {
        let mixed = (self.0 ^ hash ^ (hash >> 32)).wrapping_mul(FACTOR);
        self.0 = mixed ^ (mixed >> 29);
    }
}
