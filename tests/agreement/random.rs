//! Choices that can be made again: a seeded generator (SplitMix64), and what it chose.

use std::collections::BTreeSet;

/// Makes the choices of one payload.
pub struct Random {
    state: u64,
    /// What the payload has that is worth counting.
    pub notes: BTreeSet<&'static str>,
}

impl Random {
    /// The choices of the payload with this number; each has its own.
    pub fn new(seed: u64, number: usize) -> Random {
        let mut random = Random { state: seed, notes: BTreeSet::new() };
        random.state = random.next() ^ (number as u64).wrapping_mul(0xd134_2543_de82_ef95);
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0, below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Yes, once in `times` times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    pub fn note(&mut self, what: &'static str) {
        self.notes.insert(what);
    }
}
