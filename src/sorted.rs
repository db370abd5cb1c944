//! A map of few entries, in the order of their keys.
//!
//! The standard ones are code of their own for each type of key and value, of some thousand
//! bytes, which a front end would download several times.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::{slice, vec};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A map of few entries, in the order of their keys.
///
/// Of a key that is given twice the last value counts. An entry takes time with the number
/// of those that are there already.
///
/// ```
/// let report = notify_preflight::check("{}", &Default::default());
/// let missing = notify_preflight::Code::MissingField;
/// assert_eq!(report.codes.get(&missing), Some(&3));
/// assert_eq!(report.codes.keys().collect::<Vec<_>>(), [&missing]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SortedMap<K, V>(Vec<(K, V)>);

impl<K, V> SortedMap<K, V> {
    /// No entry yet.
    #[must_use]
    pub const fn new() -> SortedMap<K, V> {
        SortedMap(Vec::new())
    }

    /// Entries whose keys are in order, each once.
    pub(crate) const fn from_sorted(entries: Vec<(K, V)>) -> SortedMap<K, V> {
        SortedMap(entries)
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.into_iter()
    }

    /// The keys, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// The value of that key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(self.place(key).ok()?).map(|(_, value)| value)
    }

    /// Whether the key is there.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Gives the key this value; the one that it had before comes back.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => self.0.get_mut(place).map(|(_, known)| std::mem::replace(known, value)),
            Err(place) => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    /// Where the key stands, or would stand.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0.binary_search_by(|(known, _)| known.borrow().cmp(key))
    }
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> SortedMap<K, V> {
        SortedMap::new()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> SortedMap<K, V> {
        let mut map = SortedMap::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

/// Keys and values, in the order of the keys.
pub type Iter<'m, K, V> = std::iter::Map<slice::Iter<'m, (K, V)>, fn(&'m (K, V)) -> (&'m K, &'m V)>;

impl<'m, K, V> IntoIterator for &'m SortedMap<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Iter<'m, K, V>;

    fn into_iter(self) -> Iter<'m, K, V> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> vec::IntoIter<(K, V)> {
        self.0.into_iter()
    }
}

impl<K: Serialize, V: Serialize> Serialize for SortedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de, K: Ord + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for SortedMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SortedMap<K, V>, D::Error> {
        let map = BTreeMap::deserialize(deserializer)?;
        Ok(SortedMap(map.into_iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::tries::tries;

    proptest! {
        #![proptest_config(tries(200))]

        #[test]
        fn it_is_what_the_standard_map_is(entries in vec(("[a-c]{0,2}", 0..9_u8), 0..40)) {
            let mut known = BTreeMap::new();
            let mut map = SortedMap::new();
            for (key, value) in &entries {
                prop_assert_eq!(map.insert(key.clone(), *value), known.insert(key.clone(), *value));
            }
            prop_assert_eq!((map.len(), map.is_empty()), (known.len(), known.is_empty()));
            prop_assert!(map.iter().eq(&known));
            prop_assert!(map.keys().eq(known.keys()) && map.values().eq(known.values()));
            for key in ["", "a", "ab", "cc", "d"] {
                prop_assert_eq!(map.get(key), known.get(key));
                prop_assert_eq!(map.contains_key(key), known.contains_key(key));
            }
            prop_assert_eq!(&entries.into_iter().collect::<SortedMap<_, _>>(), &map);
            let json = serde_json::to_string(&map).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&known).unwrap());
            prop_assert_eq!(&serde_json::from_str::<SortedMap<String, u8>>(&json).unwrap(), &map);
            prop_assert!(map.into_iter().eq(known));
        }
    }
}
