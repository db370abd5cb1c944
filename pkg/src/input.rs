//! The buffer that JavaScript writes its texts into, one behind the other.

use std::cell::Cell;
use std::mem;

use notify_preflight::{Parameters, Places};

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

/// Names and their values, which came one after the other; of a repeated name the last counts.
pub struct Named<'t> {
    pairs: &'t [[&'t str; 2]],
    places: Places,
}

impl<'t> Named<'t> {
    pub fn of(texts: &'t [&'t str]) -> Named<'t> {
        let (pairs, _) = texts.as_chunks();
        let mut named = Named { pairs, places: Places::new() };
        for (place, [name, _]) in pairs.iter().enumerate().rev() {
            named.places.first(name, place, &|place| name_at(pairs, place));
        }
        named
    }

    pub fn pairs(&self) -> &'t [[&'t str; 2]] {
        self.pairs
    }
}

fn name_at<'t>(pairs: &[[&'t str; 2]], place: usize) -> Option<&'t str> {
    pairs.get(place).map(|[name, _]| *name)
}

impl Parameters for Named<'_> {
    fn value(&self, key: &str) -> Option<&str> {
        let place = self.places.find(key, &|place| name_at(self.pairs, place))?;
        self.pairs.get(place).map(|[_, value]| *value)
    }
}
