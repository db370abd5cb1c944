//! The first of each name, at a cost that hardly grows with their number.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hash};

use crate::hashed::ByHash;

/// Names as they come up, by index.
///
/// A table of short hashes stays in the processor's near memory where one of the names
/// would not. Names of the same short hash are told apart by a table of their own.
pub(super) struct FirstOf<K> {
    by_hash: ByHash<u32, u32>,
    exactly: HashMap<K, usize>,
}

impl<K: Copy + Eq + Hash> FirstOf<K> {
    pub fn new(number: usize) -> FirstOf<K> {
        let by_hash = ByHash::with_capacity_and_hasher(number, Default::default());
        FirstOf { by_hash, exactly: HashMap::new() }
    }

    /// The index under which this name came up first; `name_at` tells the name of an index.
    pub fn index(&mut self, name: K, index: usize, name_at: impl Fn(usize) -> Option<K>) -> usize {
        let hash = self.exactly.hasher().hash_one(name) as u32;
        let Ok(short) = u32::try_from(index) else {
            return *self.exactly.entry(name).or_insert(index);
        };
        match self.by_hash.entry(hash) {
            Entry::Vacant(free) => {
                free.insert(short);
                index
            }
            Entry::Occupied(taken) if name_at(*taken.get() as usize) == Some(name) => {
                *taken.get() as usize
            }
            Entry::Occupied(_) => *self.exactly.entry(name).or_insert(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name whose hash is that of all others.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Alike(u8);

    impl Hash for Alike {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            state.write_u8(0);
        }
    }

    fn firsts<K: Copy + Eq + Hash>(names: &[K]) -> Vec<usize> {
        let mut first_of = FirstOf::new(names.len());
        let name_at = |index: usize| names.get(index).copied();
        let index = |(index, name): (usize, &K)| first_of.index(*name, index, name_at);
        names.iter().enumerate().map(index).collect()
    }

    #[test]
    fn the_first_of_each_is_told() {
        assert_eq!(firsts(&["a", "b", "a", "c", "b", "a"]), [0, 1, 0, 3, 1, 0]);
    }

    #[test]
    fn names_of_one_hash_are_told_apart() {
        let names = [0, 1, 0, 2, 1, 2, 0].map(Alike);
        assert_eq!(firsts(&names), [0, 1, 0, 3, 1, 3, 0]);
    }
}
