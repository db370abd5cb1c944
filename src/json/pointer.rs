//! JSON pointers (RFC 6901): written step by step, and followed to their place.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::{self, Write};
use std::ops::Range;

use super::{Counting, FEW, Kind, Member, Value};
use crate::hashed::Table;

/// A pointer being written: cheap to extend, shown in its escaped form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Pointer(String);

impl Pointer {
    /// A pointer that is in its escaped form already.
    pub fn from_escaped(text: impl Into<String>) -> Pointer {
        Pointer(text.into())
    }

    /// Its escaped form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The pointer of the property `key` of what this one points at.
    pub fn key(&self, key: &str) -> Pointer {
        let mut text = String::with_capacity(self.0.len() + 1 + key.len());
        text.push_str(&self.0);
        text.push('/');
        text.push_str(&escape(key));
        Pointer(text)
    }

    /// The pointer of the item `index` of what this one points at.
    pub fn index(&self, index: usize) -> Pointer {
        let mut text = self.0.clone();
        // Writing to a string cannot fail.
        let _ = write!(text, "/{index}");
        Pointer(text)
    }

    /// The pointer of what stands below this one, by the rest of a pointer in its escaped form.
    pub fn escaped(mut self, rest: &str) -> Pointer {
        self.0.push_str(rest);
        self
    }

    /// The pointer of the value that holds this one, in its escaped form, and this one's own
    /// name there.
    pub fn split(&self) -> Option<(&str, Cow<'_, str>)> {
        let slash = self.0.bytes().rposition(|byte| byte == b'/')?;
        Some((self.0.get(..slash)?, unescape(self.0.get(slash + 1..)?)))
    }
}

fn escape(key: &str) -> Cow<'_, str> {
    if !key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        return key.into();
    }
    let mut escaped = String::with_capacity(key.len() + 2);
    for character in key.chars() {
        match character {
            '~' => escaped.push_str("~0"),
            '/' => escaped.push_str("~1"),
            _ => escaped.push(character),
        }
    }
    escaped.into()
}

fn unescape(name: &str) -> Cow<'_, str> {
    let mut parts = name.split('~');
    let first = parts.next().unwrap_or_default();
    if first.len() == name.len() {
        return name.into();
    }
    let mut text = first.to_owned();
    for part in parts {
        match part.strip_prefix('1') {
            Some(part) => text.extend(["/", part]),
            None => text.extend(["~", part.strip_prefix('0').unwrap_or(part)]),
        }
    }
    text.into()
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> String {
        pointer.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in a document: the value, and its key where it is a property.
pub(crate) struct Spot<'v, 'a> {
    pub key_range: Option<Range<usize>>,
    pub value: &'v Value<'a>,
}

/// Follows pointers through one document. Large objects are indexed when they are
/// first asked, so that many pointers into one cost no more than their number.
pub(crate) struct Locator<'v, 'a> {
    root: &'v Value<'a>,
    indexes: RefCell<Indexes<'v, 'a>>,
}

#[derive(Default)]
struct Indexes<'v, 'a> {
    all: Vec<Counting<'v, 'a>>,
    /// By the offset of the object.
    by_offset: Table,
}

impl<'v, 'a> Locator<'v, 'a> {
    pub fn new(root: &'v Value<'a>) -> Locator<'v, 'a> {
        Locator { root, indexes: RefCell::default() }
    }

    pub fn locate(&self, pointer: &Pointer) -> Option<Spot<'v, 'a>> {
        let mut spot = Spot { key_range: None, value: self.root };
        for name in pointer.0.split('/').skip(1) {
            spot = match &spot.value.kind {
                Kind::Partial(partial) => {
                    Spot { key_range: None, value: partial.get(name.parse().ok()?)? }
                }
                Kind::Array(items) => {
                    Spot { key_range: None, value: items.get(name.parse::<usize>().ok()?)? }
                }
                _ => {
                    let member = self.member(spot.value, &unescape(name))?;
                    Spot { key_range: Some(member.key_range.clone()), value: &member.value }
                }
            };
        }
        Some(spot)
    }

    fn member(&self, object: &'v Value<'a>, key: &str) -> Option<&'v Member<'a>> {
        if object.members().len() <= FEW {
            return object.member(key);
        }
        // A text of 4 GiB has no more offsets.
        let offset = u32::try_from(object.range.start).ok()?;
        let Indexes { all, by_offset } = &mut *self.indexes.borrow_mut();
        let place = by_offset.find(offset, |_| true).unwrap_or_else(|| {
            by_offset.add(offset, all.len());
            all.push(Counting::of(object));
            all.len() - 1
        });
        all.get(place)?.get(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_and_resolve() {
        let root = super::super::read(r#"{"a/b": [{"~": 7}], "a/b": [0, {"~": 8}]}"#, 9).unwrap();
        let pointer = Pointer::default().key("a/b").index(1).key("~");
        assert_eq!(pointer.to_string(), "/a~1b/1/~0");
        for name in ["", "~", "~~", "~1", "/0~~/1", "a~b/c"] {
            let pointer = Pointer::default().key(name);
            assert_eq!(pointer.split().map(|(_, name)| name).as_deref(), Some(name));
        }
        assert_eq!(pointer.len(), 10);
        let spot = Locator::new(&root).locate(&pointer).unwrap();
        assert!(matches!(spot.value.kind, Kind::Number("8")), "the last of two keys counts");
        assert_eq!(spot.key_range, Some(32..35));
        assert_eq!(pointer.split().map(|(_, name)| name).as_deref(), Some("~"));
        assert!(Locator::new(&root).locate(&Pointer::default().key("nothing")).is_none());
    }

    #[test]
    fn large_objects_are_looked_up_alike() {
        let members: Vec<String> = (0..100).map(|n| format!(r#""k{}": {n}"#, n % 90)).collect();
        let text = format!("{{{}}}", members.join(","));
        let root = super::super::read(&text, 9).unwrap();
        let locator = Locator::new(&root);
        let number = |key: &str| match locator.locate(&Pointer::default().key(key))?.value.kind {
            Kind::Number(digits) => Some(digits),
            _ => None,
        };
        assert_eq!((number("k5"), number("k50"), number("k90")), (Some("95"), Some("50"), None));
        let counting: Vec<&str> =
            root.counting_members().iter().map(|member| member.key.as_ref()).collect();
        assert_eq!((counting.len(), counting[5]), (90, "k5"));
        assert!(matches!(root.counting_members()[5].value.kind, Kind::Number("95")));
    }
}
