//! Recipients that a sentence is about: how many, and the first few.

use std::fmt;
use std::ops::Range;

use crate::diagnostic::count;

/// How many recipients a sentence names.
const NAMED: usize = 3;

/// Some recipients: how many, and the first few.
#[derive(Clone, Copy)]
pub(super) struct Whom {
    number: usize,
    /// Rising; [`NOBODY`] from where there are no more.
    first: [usize; NAMED],
}

/// No recipient has that index.
const NOBODY: usize = usize::MAX;

impl Default for Whom {
    fn default() -> Whom {
        Whom { number: 0, first: [NOBODY; NAMED] }
    }
}

impl Whom {
    /// Adds one that comes after all so far.
    pub fn add(&mut self, index: usize) {
        if let Some(next) = self.first.get_mut(self.number) {
            *next = index;
        }
        self.number += 1;
    }

    /// Adds some that come after all so far.
    pub fn add_all(&mut self, mut indexes: Range<usize>) {
        while self.number < NAMED
            && let Some(index) = indexes.next()
        {
            self.add(index);
        }
        self.number += indexes.len();
    }

    /// Adds others.
    pub fn join(&mut self, others: Whom) {
        for mut index in others.first {
            for place in &mut self.first {
                if index < *place {
                    std::mem::swap(place, &mut index);
                }
            }
        }
        self.number += others.number;
    }

    pub fn is_nobody(&self) -> bool {
        self.number == 0
    }

    fn named(&self) -> impl Iterator<Item = usize> + use<> {
        self.first.into_iter().take(self.number)
    }

    pub fn among(self, all: usize) -> WhomAmong {
        WhomAmong { whom: self, all }
    }
}

/// Some recipients of so many, as a sentence names them.
pub(super) struct WhomAmong {
    whom: Whom,
    all: usize,
}

impl fmt::Display for WhomAmong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.whom.number;
        if number == self.all && number > 1 {
            return write!(f, "all {number} recipients");
        }
        write!(f, "{}", count(number, "recipient"))?;
        let mut before = " (";
        for index in self.whom.named() {
            write!(f, "{before}`identities[{index}]`")?;
            before = ", ";
        }
        f.write_str(if number > NAMED { ", …)" } else { ")" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_counts_and_names_the_first() {
        let whom = |indexes: &[usize], of| {
            let mut whom = Whom::default();
            indexes.iter().for_each(|index| whom.add(*index));
            whom.among(of).to_string()
        };
        assert_eq!(whom(&[1], 2), "1 recipient (`identities[1]`)");
        assert_eq!(whom(&[0], 1), "1 recipient (`identities[0]`)");
        assert_eq!(whom(&[0, 1], 2), "all 2 recipients");
        assert_eq!(
            whom(&[0, 1, 2], 9),
            "3 recipients (`identities[0]`, `identities[1]`, `identities[2]`)"
        );
        assert_eq!(
            whom(&[0, 1, 2, 3], 9),
            "4 recipients (`identities[0]`, `identities[1]`, `identities[2]`, …)"
        );
    }

    #[test]
    fn added_together_they_are_what_they_are_one_by_one() {
        for before in 0..5 {
            for after in before..9 {
                let (mut one_by_one, mut together) = (Whom::default(), Whom::default());
                (0..before).for_each(|index| together.add(index));
                together.add_all(before..after);
                (0..after).for_each(|index| one_by_one.add(index));
                assert_eq!((together.number, together.first), (after, one_by_one.first));
            }
        }
    }

    #[test]
    fn joined_they_are_in_order() {
        let mut odd = Whom::default();
        let mut even = Whom::default();
        [1, 3, 5, 7].into_iter().for_each(|index| odd.add(index));
        [0, 2].into_iter().for_each(|index| even.add(index));
        odd.join(even);
        assert_eq!((odd.number, odd.first), (6, [0, 1, 2]));
        let mut one = Whom::default();
        one.join(even);
        assert_eq!((one.number, one.named().collect::<Vec<_>>()), (2, vec![0, 2]));
    }
}
