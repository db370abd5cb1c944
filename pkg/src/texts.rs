//! Recipients' texts on their way to JavaScript, a group at a time, and numbers with them.
//!
//! An engine decodes ASCII fast from UTF-8, and all else many times faster from UTF-16.
//! One string of all the texts would be slow to make room for.

use notify_preflight::{TextSink, TextsTooLong};
use wasm_bindgen::prelude::*;

use crate::bytes::{Bytes, is_ascii};
use crate::output::TEXTS;
use crate::too_long;
use crate::wide::Wide;

/// How many bytes of text a group has, or as many as its last text makes it. Larger strings
/// an engine would put apart, each in pages of its own.
const GROUP: usize = 32 << 10;
/// The same of one that is not ASCII. In UTF-16 it has about as many bytes.
const WIDE_GROUP: usize = 64 << 10;

/// How many texts, and how many numbers, a small answer has.
const FEW: usize = 64;

#[wasm_bindgen]
extern "C" {
    /// The shell's side.
    pub type Taker;

    /// Takes a group while it lies in memory: its address, how many bytes it has, whether
    /// those are UTF-16 and not ASCII, the address and the number of the ends of its texts,
    /// in code units, and the same of the numbers that came with them.
    #[wasm_bindgen(method, catch)]
    fn take(
        this: &Taker,
        start: *const u8,
        length: usize,
        is_wide: bool,
        ends: *const u32,
        texts: usize,
        numbers: *const u32,
        count: usize,
    ) -> Result<(), JsValue>;
}

/// The group that is being made, and who takes it.
pub struct Groups<'t> {
    taker: &'t Taker,
    bytes: Bytes,
    /// How many of the bytes have been looked at, and whether one of those is not ASCII.
    seen: usize,
    is_wide: bool,
    /// Where each text ends.
    ends: Vec<u32>,
    /// What else belongs to the group.
    numbers: Vec<u32>,
    /// How many bytes of text have been handed over.
    passed: usize,
    wide: Wide,
}

impl<'t> Groups<'t> {
    pub fn new(taker: &'t Taker) -> Groups<'t> {
        let [ends, numbers] = [FEW, FEW].map(Vec::with_capacity);
        let (bytes, wide) = (Bytes::default(), Wide::default());
        Groups { taker, bytes, seen: 0, is_wide: false, ends, numbers, passed: 0, wide }
    }

    /// Adds a text to the group.
    pub fn text(&mut self, text: &str) {
        self.bytes.push(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
    }

    /// Adds numbers to the group.
    pub fn numbers(&mut self, numbers: &[usize]) {
        self.numbers.reserve(numbers.len());
        for number in numbers {
            self.numbers.push(*number as u32);
        }
    }

    /// Whether the group is large enough for one.
    #[inline]
    pub fn is_full(&mut self) -> bool {
        match self.bytes.len() {
            0..GROUP => false,
            GROUP..WIDE_GROUP => !self.is_wide(),
            _ => true,
        }
    }

    /// Hands over what there is.
    pub fn flush(&mut self) -> Result<(), JsValue> {
        if self.ends.is_empty() && self.numbers.is_empty() {
            return Ok(());
        }
        let is_wide = self.is_wide();
        let text = if is_wide { self.widened() } else { self.bytes.as_slice() };
        let (start, length) = (text.as_ptr(), text.len());
        let (ends, numbers) = (&self.ends, &self.numbers);
        let [(ends, texts), (numbers, count)] =
            [ends, numbers].map(|list| (list.as_ptr(), list.len()));
        self.taker.take(start, length, is_wide, ends, texts, numbers, count)?;
        self.passed += self.bytes.len();
        self.bytes.clear();
        (self.seen, self.is_wide) = (0, false);
        self.ends.clear();
        self.numbers.clear();
        Ok(())
    }

    /// Hands over the last of all recipients' texts.
    pub fn finish(mut self) -> Result<(), JsValue> {
        self.bound(0)?;
        self.flush()
    }

    /// Whether the group is not ASCII. Each of its bytes is looked at once.
    fn is_wide(&mut self) -> bool {
        if !self.is_wide {
            let bytes = self.bytes.as_slice();
            self.is_wide = !is_ascii(bytes.get(self.seen..).unwrap_or_default());
            self.seen = bytes.len();
        }
        self.is_wide
    }

    /// The group in UTF-16, its ends in units.
    fn widened(&mut self) -> &[u8] {
        self.wide.clear(self.bytes.len());
        let mut start = 0;
        for end in &mut self.ends {
            let to = *end as usize;
            self.wide.push(self.bytes.padded(), start, to);
            start = to;
            *end = self.wide.units() as u32;
        }
        self.wide.as_bytes()
    }

    /// Refuses so many bytes more, where all are too many with them.
    #[cold]
    fn bound(&self, more: usize) -> Result<(), JsValue> {
        match self.passed + self.bytes.len() + more > TEXTS {
            true => Err(too_long(TextsTooLong { most: TEXTS })),
            false => Ok(()),
        }
    }
}

impl TextSink for Groups<'_> {
    type Refusal = JsValue;

    #[inline(always)]
    fn part(&mut self, part: &str) -> Result<(), JsValue> {
        if !self.bytes.has_room(part.len()) {
            self.bound(part.len())?;
        }
        self.bytes.push(part.as_bytes());
        Ok(())
    }

    #[inline]
    fn end(&mut self) -> Result<(), JsValue> {
        self.ends.push(self.bytes.len() as u32);
        if self.is_full() {
            self.bound(0)?;
            self.flush()?;
        }
        Ok(())
    }
}
