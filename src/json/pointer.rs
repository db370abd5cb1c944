//! JSON pointers (RFC 6901): written step by step, and followed to their place.

use std::fmt::{self, Write};
use std::ops::Range;

use super::{Kind, Value};

/// A pointer being written: cheap to extend, shown in its escaped form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Pointer(String);

impl Pointer {
    /// A pointer that is in its escaped form already.
    pub fn from_escaped(text: impl Into<String>) -> Pointer {
        Pointer(text.into())
    }

    /// The pointer of the property `key` of what this one points at.
    pub fn key(&self, key: &str) -> Pointer {
        let escaped = key.replace('~', "~0").replace('/', "~1");
        Pointer(format!("{}/{escaped}", self.0))
    }

    /// The pointer of the item `index` of what this one points at.
    pub fn index(&self, index: usize) -> Pointer {
        let mut text = self.0.clone();
        // Writing to a string cannot fail.
        let _ = write!(text, "/{index}");
        Pointer(text)
    }

    /// The pointer of the value that holds this one, and this one's own name there.
    pub fn split(&self) -> Option<(Pointer, String)> {
        let (parent, name) = self.0.rsplit_once('/')?;
        Some((Pointer(parent.to_owned()), unescape(name)))
    }

    /// Where in `root` this points: the value, and its key where it is a property.
    pub fn resolve<'v, 'a>(&self, root: &'v Value<'a>) -> Option<Spot<'v, 'a>> {
        let mut spot = Spot { key_range: None, value: root };
        for name in self.0.split('/').skip(1) {
            spot = match &spot.value.kind {
                Kind::Array(items) => {
                    let value = items.get(name.parse::<usize>().ok()?)?;
                    Spot { key_range: None, value }
                }
                _ => {
                    let member = spot.value.member(&unescape(name))?;
                    Spot { key_range: Some(member.key_range.clone()), value: &member.value }
                }
            };
        }
        Some(spot)
    }
}

fn unescape(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in a document.
pub(crate) struct Spot<'v, 'a> {
    pub key_range: Option<Range<usize>>,
    pub value: &'v Value<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_and_resolve() {
        let root = super::super::read(r#"{"a/b": [{"~": 7}], "a/b": [0, {"~": 8}]}"#, 9).unwrap();
        let pointer = Pointer::default().key("a/b").index(1).key("~");
        assert_eq!(pointer.to_string(), "/a~1b/1/~0");
        let spot = pointer.resolve(&root).unwrap();
        assert!(matches!(spot.value.kind, Kind::Number("8")), "the last of two keys counts");
        assert_eq!(spot.key_range, Some(32..35));
        assert_eq!(pointer.split().map(|(_, name)| name).as_deref(), Some("~"));
        assert!(Pointer::default().key("nothing").resolve(&root).is_none());
    }
}
