//! The buffer that JavaScript writes its texts into, one behind the other.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::bytes::lengthened;

/// Buffers above this size are given back after use, so that one huge payload does not
/// hold its memory for good. One of the documented limits fits in, whatever its alphabet:
/// to make room anew takes as long as to read it.
const KEPT: usize = 16 << 20;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for `capacity` bytes and says where they start.
pub fn reserve(capacity: usize) -> *mut u8 {
    BUFFER.with_borrow_mut(|buffer| {
        if buffer.len() < capacity {
            *buffer = lengthened(buffer, capacity);
        }
        buffer.as_mut_ptr()
    })
}

/// Reads the texts that JavaScript wrote and that end there.
pub fn with<const N: usize, T>(ends: [usize; N], read: impl FnOnce([&[u8]; N]) -> T) -> T {
    with_buffer(|mut texts| read(ends.map(|end| texts.until(end))))
}

/// [`with`], for any number of texts.
pub fn with_any<T>(ends: &[u32], read: impl FnOnce(&[&str]) -> T) -> T {
    with_buffer(|mut texts| {
        let texts: Vec<_> = ends.iter().map(|end| readable(texts.until(*end as usize))).collect();
        read(&texts)
    })
}

/// The texts, from one to the next.
struct Texts<'b> {
    buffer: &'b [u8],
    start: usize,
}

impl<'b> Texts<'b> {
    fn until(&mut self, end: usize) -> &'b [u8] {
        let text = self.buffer.get(self.start..end).unwrap_or_default();
        self.start = end;
        text
    }
}

fn with_buffer<T>(read: impl FnOnce(Texts<'_>) -> T) -> T {
    let answer = BUFFER.with_borrow(|buffer| read(Texts { buffer, start: 0 }));
    BUFFER.with_borrow_mut(|buffer| {
        if buffer.len() > KEPT {
            *buffer = Vec::new();
        }
    });
    answer
}

/// The text as far as it is UTF-8: all of it, where it was a string.
pub fn readable(bytes: &[u8]) -> &str {
    text(bytes).unwrap_or_else(|| {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        bytes.get(..valid).and_then(text).unwrap_or_default()
    })
}

/// The text, where it is UTF-8.
pub fn text(bytes: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(bytes).ok()
}

/// What names and their values say, one after the other; of a repeated name the last counts.
///
/// Inserted one by one: to collect them would bring a whole sort into the WebAssembly.
pub fn named(texts: &[&str]) -> BTreeMap<String, String> {
    let (pairs, _) = texts.as_chunks();
    let mut named = BTreeMap::new();
    for [name, value] in pairs {
        named.insert((*name).to_owned(), (*value).to_owned());
    }
    named
}
