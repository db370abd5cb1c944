//! Tables whose keys are hashes already, and a quick hash of a text.

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
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, hash: u32) {
        self.0 = spread(self.0 ^ u64::from(hash));
    }
}

/// A hash with all its bits in each of its bits.
#[inline]
pub(crate) const fn spread(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// A hash of a text. Texts of the same hash are to be compared: whoever wants to can
/// find many.
#[inline]
pub(crate) fn quick(text: &str) -> u32 {
    let mix = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(FACTOR);
        mixed ^ (mixed >> 32)
    };
    let (words, rest) = text.as_bytes().as_chunks();
    let hash = words.iter().fold(0, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let last = rest.iter().fold(text.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    mix(hash, last) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::{BuildHasher, Hash};

    use proptest::prelude::*;

    use super::*;
    use crate::tries::tries;

    /// Each step of [`spread`] undone.
    fn gathered(spread: u64) -> u64 {
        // Modulo 2⁶⁴ an odd number to the power of 2⁶³ − 1 is its inverse.
        let square = |power: u64, _| power.wrapping_mul(power).wrapping_mul(FACTOR);
        let inverse = (0..63).fold(1, square);
        let mixed = spread ^ (spread >> 29) ^ (spread >> 58);
        let hash = mixed.wrapping_mul(inverse);
        hash ^ (hash >> 32)
    }

    fn hash_of(key: impl Hash) -> u64 {
        BuildHasherDefault::<Spread>::default().hash_one(key)
    }

    proptest! {
        #![proptest_config(tries(500))]

        #[test]
        fn nothing_of_a_hash_is_lost_by_spreading_it(hash: u64) {
            prop_assert_eq!(gathered(spread(hash)), hash);
        }

        #[test]
        fn a_table_is_given_the_spread_hash(hash: u32, next: u32, byte: u8) {
            prop_assert_eq!(hash_of(hash), spread(hash.into()));
            prop_assert_eq!(hash_of((hash, next)), spread(spread(hash.into()) ^ u64::from(next)));
            let mut of_bytes = Spread::default();
            of_bytes.write(&[byte, byte]);
            prop_assert_eq!(of_bytes.finish(), hash_of((u32::from(byte), u32::from(byte))));
        }
    }

    #[test]
    fn every_byte_counts() {
        let texts =
            ["", "a", "b", "aa", "ab", "12345678", "123456789", "1234567812345678", "\0", "\0\0"];
        let hashes: HashSet<u32> = texts.iter().map(|text| quick(text)).collect();
        assert_eq!(hashes.len(), texts.len());
    }

    #[test]
    fn names_that_are_much_alike_hardly_ever_have_one_hash() {
        let counted = (0..20_000).map(|number| format!("user{number:05}@example.com"));
        let one_letter_differs = (0..20).flat_map(|place| {
            ('a'..='z').map(move |letter| {
                [".".repeat(place), letter.into(), ".".repeat(19 - place)].concat()
            })
        });
        for names in [counted.collect::<Vec<_>>(), one_letter_differs.collect()] {
            let hashes: HashSet<u32> = names.iter().map(|name| quick(name)).collect();
            assert!(names.len() - hashes.len() <= 1, "{} of {}", hashes.len(), names.len());
        }
    }
}
