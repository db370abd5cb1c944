//! The buffer that JavaScript writes its text into.

use std::cell::RefCell;

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

/// Reads the first `length` bytes that JavaScript wrote.
pub fn with<T>(length: usize, read: impl FnOnce(&[u8]) -> T) -> T {
    let answer = BUFFER.with_borrow(|buffer| read(buffer.get(..length).unwrap_or(buffer)));
    BUFFER.with_borrow_mut(|buffer| {
        if buffer.len() > KEPT {
            *buffer = Vec::new();
        }
    });
    answer
}
