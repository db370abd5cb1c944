//! Recipients' texts on their way to JavaScript: held here, and handed over a group at a time.
//!
//! An engine decodes ASCII fast from UTF-8, and all else many times faster from UTF-16.
//! One string of all the texts would be slow to make room for.

use std::cell::RefCell;

use notify_preflight::Messages;

/// How many bytes of text a group has, or as many as its last text makes it.
const GROUP: usize = 32 << 10;

#[derive(Default)]
struct Held {
    messages: Messages,
    /// How many have been handed over.
    passed: usize,
    /// The group that is handed over, where it is not ASCII.
    wide: Vec<u16>,
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::default();
}

/// Keeps the texts until they are released.
pub fn hold(messages: Messages) {
    HELD.set(Held { messages, ..Held::default() });
}

/// Gives the memory of the texts back.
pub fn release() {
    HELD.take();
}

/// The next texts, which stay in memory until the next call: where they are, how many
/// bytes they have, 1 where those are UTF-16 and not ASCII, and where each text ends, in
/// code units. Empty after the last one.
pub fn next_group() -> Vec<u32> {
    HELD.with_borrow_mut(Held::next_group)
}

impl Held {
    fn next_group(&mut self) -> Vec<u32> {
        let (passed, rest) = self.messages.ends().split_at(self.passed);
        let start = passed.last().copied().unwrap_or_default();
        let number = (rest.partition_point(|end| end - start < GROUP) + 1).min(rest.len());
        let (ends, _) = rest.split_at(number);
        let Some(end) = ends.last() else { return Vec::new() };
        self.passed += number;
        let text = self.messages.as_str().get(start..*end).unwrap_or_default();
        let ends = ends.iter().map(|end| end - start);
        if is_ascii(text) {
            return numbers([text.as_ptr() as usize, text.len(), 0], ends);
        }
        let ends = widen(text, ends, &mut self.wide);
        let bytes = size_of_val(self.wide.as_slice());
        numbers([self.wide.as_ptr() as usize, bytes, 1], ends.into_iter())
    }
}

/// Looks at sixteen bytes at once; what the standard library has looks at a word of this
/// machine's, which is four.
fn is_ascii(text: &str) -> bool {
    const HIGH_BITS: u128 = u128::from_ne_bytes([0x80; 16]);
    let (chunks, rest) = text.as_bytes().as_chunks();
    let seen = chunks.iter().fold(0, |seen, chunk| seen | u128::from_ne_bytes(*chunk));
    seen & HIGH_BITS == 0 && rest.is_ascii()
}

fn numbers(place: [usize; 3], ends: impl Iterator<Item = usize>) -> Vec<u32> {
    // No address of this machine is wider.
    place.into_iter().chain(ends).map(|number| number as u32).collect()
}

/// Writes a text as UTF-16, and says where the parts of it that end there end then.
fn widen(text: &str, ends: impl Iterator<Item = usize>, wide: &mut Vec<u16>) -> Vec<usize> {
    wide.clear();
    wide.reserve(text.len());
    let mut start = 0;
    let part = |end| {
        for character in text.get(start..end).unwrap_or_default().chars() {
            match u16::try_from(u32::from(character)) {
                Ok(unit) => wide.push(unit),
                Err(_) => wide.extend_from_slice(character.encode_utf16(&mut [0; 2])),
            }
        }
        start = end;
        wide.len()
    };
    ends.map(part).collect()
}
