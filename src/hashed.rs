//! The one kind of map of this crate: from hashes to places in a list that somebody else
//! has, and a quick hash of a text.
//!
//! A map that holds its keys is code of its own for each type of key, which a front end
//! would download a dozen times.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

/// Up to so many texts are looked through one by one, which beats hashing.
const FEW: usize = 16;

/// Places in a list of texts, by text. The texts stay in the list: `text_at` says which
/// one stands at a place.
#[derive(Clone, Debug, Default)]
pub struct Places {
    few: Vec<usize>,
    /// Of all places, once they are no longer few.
    many: Table,
}

impl Places {
    /// None yet.
    #[must_use]
    pub const fn new() -> Places {
        Places { few: Vec::new(), many: Table::new() }
    }

    /// The place of that text.
    pub fn find<'t>(
        &self,
        text: &str,
        text_at: &dyn Fn(usize) -> Option<&'t str>,
    ) -> Option<usize> {
        let is_it = |place: usize| text_at(place) == Some(text);
        match self.many.is_empty() {
            true => self.few.iter().copied().find(|place| is_it(*place)),
            false => self.many.find(hash(text), is_it),
        }
    }

    /// Notes the place of a text that has none.
    pub fn add<'t>(
        &mut self,
        text: &str,
        place: usize,
        text_at: &dyn Fn(usize) -> Option<&'t str>,
    ) {
        if self.few.len() < FEW {
            return self.few.push(place);
        }
        if self.many.is_empty() {
            for place in &self.few {
                self.many.add(hash(text_at(*place).unwrap_or_default()), *place);
            }
        }
        self.many.add(hash(text), place);
    }

    /// The place of that text; where it has none, this one from now on.
    pub fn first<'t>(
        &mut self,
        text: &str,
        place: usize,
        text_at: &dyn Fn(usize) -> Option<&'t str>,
    ) -> usize {
        if self.many.is_empty() {
            return self.find(text, text_at).unwrap_or_else(|| {
                self.add(text, place, text_at);
                place
            });
        }
        let hash = hash(text);
        self.many.find(hash, |place| text_at(place) == Some(text)).unwrap_or_else(|| {
            self.many.add(hash, place);
            place
        })
    }
}

/// Texts, each once, in the order in which they came up.
#[derive(Clone, Debug, Default)]
pub struct Distinct<'t> {
    all: Vec<&'t str>,
    places: Places,
}

impl<'t> Distinct<'t> {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[&'t str] {
        &self.all
    }

    /// Whether the text is one of them.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.places.find(text, &|place| self.all.get(place).copied()).is_some()
    }

    /// The place of that text, which is the last one where it is new.
    pub fn place(&mut self, text: &'t str) -> usize {
        let Distinct { all, places } = self;
        let place = places.first(text, all.len(), &|place| all.get(place).copied());
        if place == all.len() {
            all.push(text);
        }
        place
    }
}

/// Places by hash. Those of one hash are for the caller to tell apart: they are gone
/// through one by one, so that a hash which many things can be given is none for here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// None, or a power of two. At most half of them are taken.
    slots: Vec<Slot>,
    taken: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    hash: u32,
    place: u32,
}

const FREE: Slot = Slot { hash: 0, place: u32::MAX };

impl Table {
    pub const fn new() -> Table {
        Table { slots: Vec::new(), taken: 0 }
    }

    pub fn with_capacity(places: usize) -> Table {
        Table { slots: vec![FREE; (2 * places).next_power_of_two()], taken: 0 }
    }

    pub const fn is_empty(&self) -> bool {
        self.taken == 0
    }

    /// A place that was added with that hash and `is_it`.
    #[inline(always)]
    pub fn find(&self, hash: u32, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let mut at = self.start(hash);
        loop {
            let slot = self.slots.get(at).filter(|slot| **slot != FREE)?;
            if slot.hash == hash && is_it(slot.place as usize) {
                return Some(slot.place as usize);
            }
            at = self.after(at);
        }
    }

    /// Adds one more. (A text has less than 4 GiB, and so have all lists of its parts.)
    pub fn add(&mut self, hash: u32, place: usize) {
        if 2 * (self.taken + 1) > self.slots.len() {
            let longer = Table::with_capacity(2 * (self.taken + 1));
            for slot in std::mem::replace(self, longer).slots.into_iter().filter(|s| *s != FREE) {
                self.put(slot);
            }
        }
        self.put(Slot { hash, place: u32::try_from(place).unwrap_or(u32::MAX) });
    }

    fn put(&mut self, slot: Slot) {
        let mut at = self.start(slot.hash);
        while self.slots.get(at).is_some_and(|slot| *slot != FREE) {
            at = self.after(at);
        }
        if let Some(free) = self.slots.get_mut(at) {
            *free = slot;
            self.taken += 1;
        }
    }

    /// The slot to be looked at first for a hash.
    #[inline(always)]
    fn start(&self, hash: u32) -> usize {
        spread(hash.into()) as usize & self.slots.len().wrapping_sub(1)
    }

    /// The slot to be looked at after that one.
    #[inline(always)]
    fn after(&self, slot: usize) -> usize {
        (slot + 1) & self.slots.len().wrapping_sub(1)
    }
}

/// A hash of a text that nobody can foresee: whoever writes the texts cannot give many of
/// them one hash.
pub(crate) fn hash(text: &str) -> u32 {
    static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    KEYS.hash_one(text) as u32
}

/// Odd, with bits all over.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

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
    let bytes = text.as_bytes();
    let mut hash = bytes.len() as u64;
    let Some(last) = bytes.last_chunk() else {
        let mut word = 0;
        for byte in bytes {
            word = word << 8 | u64::from(*byte);
        }
        return mix(hash, word) as u32;
    };
    for word in bytes.as_chunks().0 {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    // Some of them once more, mostly.
    mix(hash, u64::from_le_bytes(*last)) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use proptest::collection::vec;
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

    proptest! {
        #![proptest_config(tries(500))]

        #[test]
        fn nothing_of_a_hash_is_lost_by_spreading_it(hash: u64) {
            prop_assert_eq!(gathered(spread(hash)), hash);
        }

        #[test]
        fn places_are_those_that_a_map_has(texts in vec("[a-c]{0,4}", 0..200)) {
            let text_at = |place: usize| texts.get(place).map(String::as_str);
            let (mut places, mut map) = (Places::new(), HashMap::new());
            for (place, text) in texts.iter().enumerate() {
                prop_assert_eq!(places.find(text, &text_at), map.get(text).copied());
                let first = *map.entry(text).or_insert(place);
                prop_assert_eq!(places.first(text, place, &text_at), first);
            }
            prop_assert_eq!(places.find("d", &text_at), None);
        }

        #[test]
        fn a_table_has_all_that_was_added(hashes in vec(0_u32..50, 0..200), known: bool) {
            let mut table = if known { Table::with_capacity(hashes.len()) } else { Table::new() };
            prop_assert_eq!(table.find(0, |_| true), None);
            hashes.iter().enumerate().for_each(|(place, hash)| table.add(*hash, place));
            prop_assert_eq!(table.is_empty(), hashes.is_empty());
            for hash in 0..51 {
                let added = || (0..hashes.len()).filter(|place| hashes[*place] == hash);
                let any = table.find(hash, |_| true);
                prop_assert_eq!(any.map(|place| hashes[place]), added().next().map(|_| hash));
                prop_assert!(added().all(|of| table.find(hash, |place| place == of) == Some(of)));
                prop_assert_eq!(table.find(hash, |_| false), None);
            }
        }
    }

    #[test]
    fn a_text_is_listed_once() {
        let mut distinct = Distinct::default();
        assert_eq!(["a", "b", "a", ""].map(|text| distinct.place(text)), [0, 1, 0, 2]);
        assert_eq!(distinct.all(), ["a", "b", ""]);
        assert!(distinct.has("b") && !distinct.has("c"));
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
