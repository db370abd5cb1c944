//! The first of each name, at a cost that hardly grows with their number.

use crate::channel::Channel;
use crate::hashed::{Table, hash};

/// Names as they come up, by index.
///
/// A table of short hashes stays in the processor's near memory where one of the names
/// would not. Names of the same short hash are told apart by a table of their own.
pub(super) struct FirstOf {
    by_short_hash: Table,
    exactly: Table,
}

/// The channel that a name is for, and the name.
pub(super) type Name<'v> = (Channel, &'v str);

impl FirstOf {
    pub fn new(number: usize) -> FirstOf {
        FirstOf { by_short_hash: Table::with_capacity(number), exactly: Table::new() }
    }

    /// The index under which the name at `index` came up first; `name_at` tells names.
    pub fn index<'v>(
        &mut self,
        short_hash: u32,
        index: usize,
        name_at: impl Fn(usize) -> Option<Name<'v>>,
    ) -> usize {
        let Some(first) = self.by_short_hash.find(short_hash, |_| true) else {
            self.by_short_hash.add(short_hash, index);
            return index;
        };
        let Some(name) = name_at(index) else { return index };
        let is_same = |other| name_at(other) == Some(name);
        if is_same(first) {
            return first;
        }
        let hash = hash(name.1);
        self.exactly.find(hash, is_same).unwrap_or_else(|| {
            self.exactly.add(hash, index);
            index
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts(names: &[&str], hash: impl Fn(&str) -> u32) -> Vec<usize> {
        let mut first_of = FirstOf::new(names.len());
        let name_at = |index: usize| Some((Channel::Ivr, *names.get(index)?));
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
