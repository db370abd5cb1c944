//! Bytes that are put together of many short pieces.

/// How many bytes may be looked at beyond the last one.
pub const PADDING: usize = 16;

/// How much room there is at first: enough for a small answer.
const FIRST: usize = 4 << 10;

#[derive(Default)]
pub struct Bytes {
    room: Vec<u8>,
    length: usize,
}

impl Bytes {
    pub const fn len(&self) -> usize {
        self.length
    }

    pub fn as_slice(&self) -> &[u8] {
        self.room.get(..self.length).unwrap_or_default()
    }

    /// The bytes, and at least as many as the padding behind them, whatever they are.
    pub fn padded(&self) -> &[u8] {
        &self.room
    }

    pub fn into_vec(mut self) -> Vec<u8> {
        self.room.truncate(self.length);
        self.room
    }

    pub fn clear(&mut self) {
        self.length = 0;
    }

    /// Whether so many more have room as it is.
    #[inline(always)]
    pub fn has_room(&self, more: usize) -> bool {
        self.length + more + PADDING <= self.room.len()
    }

    #[inline(always)]
    pub fn push(&mut self, bytes: &[u8]) {
        if !self.has_room(bytes.len()) {
            self.grow(bytes.len());
        }
        let end = self.length + bytes.len();
        if let Some(room) = self.room.get_mut(self.length..end) {
            copy(bytes, room);
        }
        self.length = end;
    }

    #[cold]
    fn grow(&mut self, more: usize) {
        let room = (2 * (self.length + more)).max(FIRST) + PADDING;
        self.room = lengthened(self.as_slice(), room);
    }
}

/// The bytes, and zeros behind them up to that length. New memory is zero as it is: to
/// resize a vector would write each of them.
pub fn lengthened(bytes: &[u8], length: usize) -> Vec<u8> {
    let mut longer = vec![0; length];
    if let Some(start) = longer.get_mut(..bytes.len()) {
        start.copy_from_slice(bytes);
    }
    longer
}

/// Copies between places of one length. Most are short: calling out to copy them would
/// take longer than that.
#[inline(always)]
fn copy(from: &[u8], to: &mut [u8]) {
    match from.len() {
        0 => {}
        1..4 => copy_few(from, to),
        4..8 => copy_ends::<4>(from, to),
        8..16 => copy_ends::<8>(from, to),
        16..=32 => copy_ends::<16>(from, to),
        _ => to.copy_from_slice(from),
    }
}

/// Copies the first byte, one in the middle and the last, which may be the same.
#[inline(always)]
fn copy_few(from: &[u8], to: &mut [u8]) {
    copy_byte(from, to, 0);
    copy_byte(from, to, from.len() / 2);
    copy_byte(from, to, from.len() - 1);
}

#[inline(always)]
fn copy_byte(from: &[u8], to: &mut [u8], place: usize) {
    if let (Some(from), Some(to)) = (from.get(place), to.get_mut(place)) {
        *to = *from;
    }
}

/// Copies the first bytes and the last, which may be some of the first.
#[inline(always)]
fn copy_ends<const N: usize>(from: &[u8], to: &mut [u8]) {
    if let (Some(from), Some(to)) = (from.first_chunk::<N>(), to.first_chunk_mut()) {
        *to = *from;
    }
    if let (Some(from), Some(to)) = (from.last_chunk::<N>(), to.last_chunk_mut()) {
        *to = *from;
    }
}

/// Looks at sixteen bytes at once; what the standard library has looks at a word of this
/// machine's, which is four.
#[cfg_attr(fast, optimize(speed))]
pub fn is_ascii(bytes: &[u8]) -> bool {
    const HIGH_BITS: u128 = u128::from_ne_bytes([0x80; 16]);
    let is_ascii = |bytes: &[u8]| {
        let (chunks, rest) = bytes.as_chunks();
        let seen = chunks.iter().fold(0, |seen, chunk| seen | u128::from_ne_bytes(*chunk));
        seen & HIGH_BITS == 0 && rest.is_ascii()
    };
    bytes.chunks(1 << 10).all(is_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_all_lengths_stand_one_behind_the_other() {
        let text: Vec<u8> = (0..=u8::MAX).collect();
        let (mut bytes, mut all) = (Bytes::default(), Vec::new());
        for length in (0..100).chain([255, 0, 1]).cycle().take(1000) {
            bytes.push(&text[..length]);
            all.extend_from_slice(&text[..length]);
            assert_eq!((bytes.as_slice(), bytes.len()), (all.as_slice(), all.len()));
            assert!(bytes.padded().len() >= all.len() + PADDING);
        }
        bytes.clear();
        bytes.push(b"x");
        assert_eq!(bytes.into_vec(), b"x");
    }

    #[test]
    fn one_byte_anywhere_is_no_ascii() {
        for length in [1, 15, 16, 17, 1023, 1024, 2050] {
            let mut bytes = vec![b'~'; length];
            assert!(is_ascii(&bytes));
            for place in [0, length / 2, length - 1] {
                bytes[place] = 0x80;
                assert!(!is_ascii(&bytes), "{length} {place}");
                bytes[place] = 0x7f;
            }
        }
        assert!(is_ascii(b""));
    }
}
