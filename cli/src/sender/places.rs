//! Which recipients a request has: rows of a table, or places in `identities`.

use std::fmt;
use std::num::ParseIntError;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Rising numbers, kept as ranges. As text, `2-1001,1003`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(Vec<RangeInclusive<usize>>);

impl Places {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(|range| range.end() - range.start() + 1).sum()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().flat_map(Clone::clone)
    }

    /// The first and the last.
    pub fn ends(&self) -> Option<(usize, usize)> {
        Some((*self.0.first()?.start(), *self.0.last()?.end()))
    }

    /// Those from `start` up to and without `end`, by their order here.
    pub fn part(&self, start: usize, end: usize) -> Places {
        self.iter().skip(start).take(end - start).collect()
    }
}

impl FromIterator<usize> for Places {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Places {
        let mut ranges: Vec<RangeInclusive<usize>> = Vec::new();
        for place in places {
            match ranges.last_mut() {
                Some(last) if last.end() + 1 == place => *last = *last.start()..=place,
                _ => ranges.push(place..=place),
            }
        }
        Places(ranges)
    }
}

impl fmt::Display for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, range) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            range.start().fmt(f)?;
            if range.start() < range.end() {
                write!(f, "-{}", range.end())?;
            }
        }
        Ok(())
    }
}

impl FromStr for Places {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Places, ParseIntError> {
        let range = |range: &str| {
            let (start, end) = range.split_once('-').unwrap_or((range, range));
            Ok(start.parse()?..=end.parse()?)
        };
        text.split(',')
            .filter(|range| !range.is_empty())
            .map(range)
            .collect::<Result<_, _>>()
            .map(Places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_become_ranges_and_come_back() {
        let places: Places = [2, 3, 4, 7, 9, 10].into_iter().collect();
        assert_eq!(places.to_string(), "2-4,7,9-10");
        assert_eq!("2-4,7,9-10".parse(), Ok(places.clone()));
        assert_eq!((places.len(), places.ends()), (6, Some((2, 10))));
        assert_eq!(places.part(2, 5).to_string(), "4,7,9");
        assert_eq!("".parse(), Ok(Places::default()));
        assert!("2-x".parse::<Places>().is_err());
    }
}
