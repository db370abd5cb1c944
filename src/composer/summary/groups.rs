//! Recipients by their texts.

use crate::hashed;

use super::{Group, Measure, Selection, Summary};

/// Recipients by text. The first of a group stands for it.
pub struct Groups<'t> {
    texts: &'t [Measure],
    /// How many get the text of each who stands for a group; zero for all others.
    counts: Vec<u32>,
    /// Who stands for the group of each recipient.
    first_of: Vec<u32>,
    /// Groups by hash. At least twice as many places as recipients, so that the place looked
    /// at is mostly free, or taken by the group that is looked for.
    table: Vec<Taken>,
    /// How many groups there are.
    pub distinct: usize,
}

/// A place of the table: who stands for a group, plus one, and some of its hash. Zeroes where
/// it is free, as new memory is.
type Taken = [u32; 2];

impl<'t> Groups<'t> {
    /// Groups texts in their order; `is_same` compares two of the same measure.
    pub fn of(texts: &'t [Measure], is_same: impl Fn(usize, usize) -> bool) -> Groups<'t> {
        let number = texts.len();
        let mut groups = Groups {
            texts,
            counts: vec![0; number],
            first_of: vec![0; number],
            table: vec![Taken::default(); (2 * number).next_power_of_two()],
            distinct: 0,
        };
        for (index, measure) in texts.iter().enumerate() {
            let first = groups.find(index, *measure, &is_same);
            if let Some(first_of) = groups.first_of.get_mut(index) {
                *first_of = short(first);
            }
            if let Some(count) = groups.counts.get_mut(first) {
                *count += 1;
            }
        }
        groups
    }

    /// Who stands for the group of a text: the recipient of that index where it is a new one.
    fn find(
        &mut self,
        index: usize,
        (hash, characters): Measure,
        is_same: impl Fn(usize, usize) -> bool,
    ) -> usize {
        let mask = self.table.len() - 1;
        let spread = hashed::spread(hash);
        let (mut place, part) = (spread as usize & mask, (spread >> 32) as u32);
        // There is always a free place: never more than half of them are taken.
        while let Some([taken, hash]) = self.table.get_mut(place) {
            let Some(first) = taken.checked_sub(1) else {
                [*taken, *hash] = [short(index) + 1, part];
                self.distinct += 1;
                return index;
            };
            let first = first as usize;
            if *hash == part
                && self.texts.get(first).is_some_and(|(_, length)| *length == characters)
                && is_same(first, index)
            {
                return first;
            }
            place = (place + 1) & mask;
        }
        index
    }

    pub fn largest(&self) -> Vec<Group> {
        let groups = || self.counts.iter().copied().enumerate();
        let mut largest: Vec<(usize, u32)> = Vec::new();
        for (first, count) in groups() {
            if count < 2 {
                continue;
            }
            // Of those as large, the earlier come first.
            let rank = largest.partition_point(|(_, other)| *other >= count);
            if rank < Summary::GROUPS {
                largest.truncate(Summary::GROUPS - 1);
                largest.insert(rank, (first, count));
            }
        }
        // Those of one recipient are in the order of the recipients already.
        largest.extend(groups().filter(|(_, count)| *count == 1).take(Summary::GROUPS));
        largest.truncate(Summary::GROUPS);
        let mut groups = Vec::with_capacity(largest.len());
        for (first, count) in largest {
            groups.extend(self.group(first, count));
        }
        groups
    }

    fn group(&self, first: usize, count: u32) -> Option<Group> {
        let (_, characters) = *self.texts.get(first)?;
        let count = count as usize;
        let named = count.min(Selection::FIRST);
        let mut members = Vec::with_capacity(named);
        for (index, of) in self.first_of.iter().enumerate().skip(first) {
            if members.len() == named {
                break;
            }
            if *of as usize == first {
                members.push(index);
            }
        }
        Some(Group { characters, recipients: Selection { count, first: members } })
    }
}

/// An index of a recipient, of whom there are no more than
/// [`crate::limits::LOOKED_AT`].
fn short(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
