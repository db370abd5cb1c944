//! The first of each name, at a cost that hardly grows with their number.

use std::collections::HashMap;
use std::hash::Hash;

use crate::hashed::ByHash;

/// Names as they come up, by index.
///
/// A table of short hashes stays in the processor's near memory where one of the names
/// would not. Names of the same short hash are told apart by a table of their own.
pub(super) struct FirstOf<K> {
    by_hash: ByHash<u32, usize>,
    exactly: HashMap<K, usize>,
}

impl<K: Eq + Hash> FirstOf<K> {
    pub fn new(number: usize) -> FirstOf<K> {
        let by_hash = ByHash::with_capacity_and_hasher(number, Default::default());
        FirstOf { by_hash, exactly: HashMap::new() }
    }

    /// The index under which the name at `index` came up first; `name_at` tells names.
    pub fn index(
        &mut self,
        hash: u32,
        index: usize,
        name_at: impl Fn(usize) -> Option<K>,
    ) -> usize {
        let first = *self.by_hash.entry(hash).or_insert(index);
        if first == index {
            return index;
        }
        let Some(name) = name_at(index) else { return index };
        if name_at(first).is_some_and(|other| other == name) {
            return first;
        }
        *self.exactly.entry(name).or_insert(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts(names: &[&str], hash: impl Fn(&str) -> u32) -> Vec<usize> {
        let mut first_of = FirstOf::new(names.len());
        let name_at = |index: usize| names.get(index).copied();
        let index = |(index, name): (usize, &&str)| first_of.index(hash(name), index, name_at);
        names.iter().enumerate().map(index).collect()
    }

    #[test]
    fn the_first_of_each_is_told() {
        let names = ["a", "b", "a", "c", "b", "a"];
        assert_eq!(firsts(&names, crate::hashed::quick), [0, 1, 0, 3, 1, 0]);
    }

    #[test]
    fn names_of_one_hash_are_told_apart() {
        assert_eq!(firsts(&["a", "b", "a", "c", "b", "c", "a"], |_| 7), [0, 1, 0, 3, 1, 3, 0]);
    }
}
