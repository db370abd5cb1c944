//! The buffer that JavaScript writes its texts into, one behind the other.

use std::cell::RefCell;

use serde::Deserialize;

use crate::output::{Answer, misuse};

/// Buffers above this size are given back after use, so that one large payload
/// does not hold its memory for good.
const KEPT: usize = 4 << 20;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for `capacity` bytes and says where they start.
pub fn reserve(capacity: usize) -> *mut u8 {
    BUFFER.with_borrow_mut(|buffer| {
        if buffer.len() < capacity {
            buffer.resize(capacity, 0);
        }
        buffer.as_mut_ptr()
    })
}

/// Reads the texts that JavaScript wrote and that end there.
pub fn with<const N: usize, T>(ends: [usize; N], read: impl FnOnce([&[u8]; N]) -> T) -> T {
    let answer = BUFFER.with_borrow(|buffer| {
        let mut start = 0;
        read(ends.map(|end| {
            let part = buffer.get(start..end).unwrap_or_default();
            start = end;
            part
        }))
    });
    BUFFER.with_borrow_mut(|buffer| {
        if buffer.len() > KEPT {
            *buffer = Vec::new();
        }
    });
    answer
}

/// A small argument as JSON text; the sentence says what it should have been.
///
/// From text and not from bytes, as the core reads JSON: the parser is linked once.
pub fn argument<'a, T: Deserialize<'a>>(json: &'a [u8], expected: &str) -> Answer<T> {
    serde_json::from_str(readable(json)).map_err(|_| misuse("bad-argument", expected))
}

/// The text as far as it is UTF-8: all of it, where it was a string.
pub fn readable(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default(),
    }
}
