//! Recipients' texts on their way to JavaScript, a group at a time.
//!
//! An engine decodes ASCII fast from UTF-8, and all else many times faster from UTF-16.
//! One string of all the texts would be slow to make room for.

use notify_preflight::{TextSink, TextsTooLong};
use wasm_bindgen::prelude::*;

use crate::output::TEXTS;
use crate::too_long;
use crate::wide::{WIDTH, Wide};

/// How many bytes of text a group has, or as many as its last text makes it. Larger strings
/// an engine would put apart, each in pages of its own.
const GROUP: usize = 32 << 10;
/// The same of one that is not ASCII. In UTF-16 it has about as many bytes.
const WIDE_GROUP: usize = 64 << 10;

#[wasm_bindgen]
extern "C" {
    /// The shell's side.
    pub type Taker;

    /// Takes a group while it lies in memory: its address, how many bytes it has, whether
    /// those are UTF-16 and not ASCII, and the address and the number of the ends of its
    /// texts, in code units.
    #[wasm_bindgen(method, catch)]
    fn take(
        this: &Taker,
        start: *const u8,
        length: usize,
        is_wide: bool,
        ends: *const u32,
        number: usize,
    ) -> Result<(), JsValue>;
}

/// The group that is being made, and who takes it.
pub struct Groups<'t> {
    taker: &'t Taker,
    /// The texts of the group, and room behind them.
    bytes: Vec<u8>,
    length: usize,
    /// Where each text ends.
    ends: Vec<u32>,
    /// How many bytes of text have been handed over.
    passed: usize,
    wide: Wide,
}

impl<'t> Groups<'t> {
    pub fn new(taker: &'t Taker) -> Groups<'t> {
        let (bytes, ends) = (Vec::new(), Vec::new());
        Groups { taker, bytes, length: 0, ends, passed: 0, wide: Wide::default() }
    }

    /// Hands over what there is.
    pub fn flush(&mut self) -> Result<(), JsValue> {
        if self.ends.is_empty() {
            return Ok(());
        }
        self.bound(self.length)?;
        let is_wide = self.is_wide();
        let text = if is_wide { self.widened() } else { self.text() };
        let (start, length) = (text.as_ptr(), text.len());
        self.taker.take(start, length, is_wide, self.ends.as_ptr(), self.ends.len())?;
        self.passed += self.length;
        self.length = 0;
        self.ends.clear();
        Ok(())
    }

    fn text(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Whether the group is not ASCII.
    fn is_wide(&self) -> bool {
        !is_ascii(self.text())
    }

    /// The group in UTF-16, its ends in units.
    fn widened(&mut self) -> &[u8] {
        self.wide.clear(self.length);
        let mut start = 0;
        for end in &mut self.ends {
            let to = *end as usize;
            self.wide.push(&self.bytes, start, to);
            start = to;
            *end = self.wide.units() as u32;
        }
        self.wide.as_bytes()
    }

    /// Refuses a group of so many bytes, where all are too many with it.
    fn bound(&self, length: usize) -> Result<(), JsValue> {
        match self.passed + length > TEXTS {
            true => Err(too_long(TextsTooLong { most: TEXTS })),
            false => Ok(()),
        }
    }

    /// Makes room for a group of at least so many bytes.
    #[cold]
    fn grow(&mut self, length: usize) -> Result<(), JsValue> {
        self.bound(length)?;
        let mut larger = vec![0; (2 * length).max(1 << 10) + WIDTH];
        if let Some(start) = larger.get_mut(..self.length) {
            start.copy_from_slice(self.text());
        }
        self.bytes = larger;
        Ok(())
    }
}

impl TextSink for Groups<'_> {
    type Refusal = JsValue;

    #[inline(always)]
    fn part(&mut self, part: &str) -> Result<(), JsValue> {
        let end = self.length + part.len();
        if end + WIDTH > self.bytes.len() {
            self.grow(end)?;
        }
        if let Some(room) = self.bytes.get_mut(self.length..end) {
            copy(part.as_bytes(), room);
        }
        self.length = end;
        Ok(())
    }

    #[inline]
    fn end(&mut self) -> Result<(), JsValue> {
        self.ends.push(self.length as u32);
        match self.length {
            0..GROUP => Ok(()),
            GROUP..WIDE_GROUP if self.is_wide() => Ok(()),
            _ => self.flush(),
        }
    }
}

/// Copies between places of one length. Most are short: calling out to copy them would
/// take longer than that.
#[inline(always)]
fn copy(from: &[u8], to: &mut [u8]) {
    match from.len() {
        0..4 => to.iter_mut().zip(from).for_each(|(to, from)| *to = *from),
        4..8 => copy_ends::<4>(from, to),
        8..16 => copy_ends::<8>(from, to),
        16..=32 => copy_ends::<16>(from, to),
        _ => to.copy_from_slice(from),
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
fn is_ascii(bytes: &[u8]) -> bool {
    const HIGH_BITS: u128 = u128::from_ne_bytes([0x80; 16]);
    let is_ascii = |bytes: &[u8]| {
        let (chunks, rest) = bytes.as_chunks();
        let seen = chunks.iter().fold(0, |seen, chunk| seen | u128::from_ne_bytes(*chunk));
        seen & HIGH_BITS == 0 && rest.is_ascii()
    };
    bytes.chunks(1 << 10).all(is_ascii)
}
