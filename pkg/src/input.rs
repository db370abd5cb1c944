//! The buffer that JavaScript writes its texts into, one behind the other.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::mem;

use crate::bytes::lengthened;

/// Buffers above this size are given back after use, so that one huge payload does not
/// hold its memory for good. One of the documented limits fits in, whatever its alphabet:
/// to make room anew takes as long as to read it.
const KEPT: usize = 16 << 20;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Makes room for `capacity` bytes and says where they start.
pub fn reserve(capacity: usize) -> *mut u8 {
    let mut buffer = BUFFER.take();
    if buffer.len() < capacity {
        buffer = lengthened(&buffer, capacity);
    }
    let start = buffer.as_mut_ptr();
    BUFFER.set(buffer);
    start
}

/// What JavaScript wrote, while an export reads it.
pub struct Input(Vec<u8>);

impl Input {
    pub fn take() -> Input {
        Input(BUFFER.take())
    }

    /// The texts that end there.
    pub fn texts<const N: usize>(&self, ends: [usize; N]) -> [&[u8]; N] {
        let mut start = 0;
        ends.map(|end| self.until(end, &mut start))
    }

    /// [`Input::texts`], for any number of texts.
    pub fn all(&self, ends: &[u32]) -> Vec<&str> {
        let mut start = 0;
        ends.iter().map(|end| readable(self.until(*end as usize, &mut start))).collect()
    }

    /// The text from one end to the next.
    #[inline(never)]
    fn until(&self, end: usize, start: &mut usize) -> &[u8] {
        self.0.get(mem::replace(start, end)..end).unwrap_or_default()
    }
}

impl Drop for Input {
    #[inline(never)]
    fn drop(&mut self) {
        if self.0.len() <= KEPT {
            BUFFER.set(mem::take(&mut self.0));
        }
    }
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
