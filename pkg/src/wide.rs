//! UTF-8 to UTF-16, many bytes at a time: to look at each character would take longer than
//! all else that is done with a text that is not ASCII.

use crate::bytes::PADDING;

/// How many bytes are looked at together.
const WIDTH: usize = PADDING;
/// How many bytes as many characters have in UTF-16.
const UNITS: usize = 2 * WIDTH;

/// A text in UTF-16, the lower byte of each unit first.
#[derive(Default)]
pub struct Wide {
    bytes: Vec<u8>,
    units: usize,
}

impl Wide {
    /// Forgets the text, and makes room for one that has so many bytes in UTF-8.
    pub fn clear(&mut self, bytes: usize) {
        // No text has more units than bytes.
        let room = 2 * bytes + UNITS;
        if self.bytes.len() < room {
            self.bytes = vec![0; room];
        }
        self.units = 0;
    }

    /// How many code units it has.
    pub const fn units(&self) -> usize {
        self.units
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..2 * self.units).unwrap_or_default()
    }

    /// Adds what is UTF-8 up to `end`, from `start` on, with some padding behind it.
    pub fn push(&mut self, bytes: &[u8], start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let room = self.bytes.get_mut(2 * self.units..).unwrap_or_default();
            let text = bytes.get(at..).unwrap_or_default();
            let Some((read, written)) = widen(text, end - at, room) else { return };
            at += read;
            self.units += written;
        }
    }
}

/// Writes some of the first characters of a text, up to `limit` bytes: how many bytes they
/// had, and how many units they have.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn widen(text: &[u8], _limit: usize, room: &mut [u8]) -> Option<(usize, usize)> {
    widen_one(text, room)
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use vectors::widen;

/// Writes the first character of a text.
#[cold]
fn widen_one(text: &[u8], room: &mut [u8]) -> Option<(usize, usize)> {
    let [lead, second, third, fourth] = *text.first_chunk()?;
    let bits = |byte: u8, mask: u8, by: u32| u32::from(byte & mask) << by;
    let (read, code) = match lead {
        0..0x80 => (1, lead.into()),
        0x80..0xe0 => (2, bits(lead, 0x1f, 6) | bits(second, 0x3f, 0)),
        0xe0..0xf0 => (3, bits(lead, 0x0f, 12) | bits(second, 0x3f, 6) | bits(third, 0x3f, 0)),
        0xf0.. => {
            let upper = bits(lead, 0x07, 18) | bits(second, 0x3f, 12);
            (4, upper | bits(third, 0x3f, 6) | bits(fourth, 0x3f, 0))
        }
    };
    let mut units = [0; 2];
    let written = char::from_u32(code)?.encode_utf16(&mut units).len();
    for (place, unit) in room.as_chunks_mut().0.iter_mut().zip(units) {
        *place = unit.to_le_bytes();
    }
    Some((read, written))
}

/// By WebAssembly's vector instructions: as many characters at once as have one length.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use std::arch::wasm32::*;
    use std::ops::Range;

    use super::{UNITS, WIDTH, widen_one};

    #[cfg_attr(fast, optimize(speed))]
    pub fn widen(text: &[u8], limit: usize, room: &mut [u8]) -> Option<(usize, usize)> {
        match *text.first()? {
            0..0x80 => widen_all::<One>(text, limit, room),
            0x80..0xe0 => widen_all::<Two>(text, limit, room),
            0xe0..0xf0 => widen_all::<Three>(text, limit, room),
            0xf0.. => widen_one(text, room),
        }
    }

    /// Characters of one length.
    trait Length {
        const BYTES: usize;
        /// How many of them a vector of bytes has room for.
        const NUMBER: usize;
        /// What they begin with.
        const LEADS: Range<u8>;

        /// Them as units, and how many stand at the start of the vector.
        fn units(bytes: v128) -> ([v128; 2], u32);
    }

    #[cfg_attr(fast, optimize(speed))]
    fn widen_all<L: Length>(text: &[u8], limit: usize, room: &mut [u8]) -> Option<(usize, usize)> {
        let (mut read, mut written) = (0, 0);
        loop {
            let bytes = load(text.get(read..)?.first_chunk()?);
            let (units, number) = L::units(bytes);
            store(units, room.get_mut(2 * written..)?.first_chunk_mut()?);
            // Where the next ones stand does not wait for their number while the vector is
            // full: the processor goes on with them meanwhile.
            if number as usize == L::NUMBER && limit - read >= L::NUMBER * L::BYTES {
                read += L::NUMBER * L::BYTES;
                written += L::NUMBER;
                continue;
            }
            let number = (number as usize).min((limit - read) / L::BYTES);
            read += number * L::BYTES;
            written += number;
            // Between words there mostly is one space, which is not worth a vector.
            match text.get(read..)?.first_chunk()? {
                [space @ 0..0x80, next] if L::LEADS.contains(next) && read + 1 < limit => {
                    *room.get_mut(2 * written..)?.first_chunk_mut()? = [*space, 0];
                    read += 1;
                    written += 1;
                }
                _ => return Some((read, written)),
            }
        }
    }

    struct One;

    impl Length for One {
        const BYTES: usize = 1;
        const NUMBER: usize = 16;
        // A sign between others of ASCII is one of them.
        const LEADS: Range<u8> = 0..0;

        #[inline(always)]
        fn units(bytes: v128) -> ([v128; 2], u32) {
            let others = u32::from(u8x16_bitmask(bytes)) | 1 << Self::NUMBER;
            let units = [u16x8_extend_low_u8x16(bytes), u16x8_extend_high_u8x16(bytes)];
            (units, others.trailing_zeros())
        }
    }

    /// Each in a lane of two bytes, the lead the lower one.
    struct Two;

    impl Length for Two {
        const BYTES: usize = 2;
        const NUMBER: usize = 8;
        const LEADS: Range<u8> = 0xc0..0xe0;

        #[inline(always)]
        fn units(bytes: v128) -> ([v128; 2], u32) {
            let are_two = u16x8_eq(v128_and(bytes, u16x8_splat(0xe0)), u16x8_splat(0xc0));
            let upper = u16x8_shl(v128_and(bytes, u16x8_splat(0x1f)), 6);
            let lower = v128_and(u16x8_shr(bytes, 8), u16x8_splat(0x3f));
            ([v128_or(upper, lower), bytes], u16x8_bitmask(are_two).trailing_ones())
        }
    }

    /// Each in a lane of four bytes, a zero above the lead.
    struct Three;

    impl Length for Three {
        const BYTES: usize = 3;
        const NUMBER: usize = 4;
        const LEADS: Range<u8> = 0xe0..0xf0;

        #[inline(always)]
        fn units(bytes: v128) -> ([v128; 2], u32) {
            let zero = u8::MAX;
            let places = u8x16(2, 1, 0, zero, 5, 4, 3, zero, 8, 7, 6, zero, 11, 10, 9, zero);
            let lanes = u8x16_swizzle(bytes, places);
            let leads = v128_and(lanes, u32x4_splat(0xf0_0000));
            let are_three = u32x4_eq(leads, u32x4_splat(0xe0_0000));
            let upper = v128_and(u32x4_shr(lanes, 4), u32x4_splat(0xf000));
            let middle = v128_and(u32x4_shr(lanes, 2), u32x4_splat(0x0fc0));
            let lower = v128_and(lanes, u32x4_splat(0x003f));
            let units = v128_or(v128_or(upper, middle), lower);
            ([u16x8_narrow_i32x4(units, units), bytes], u32x4_bitmask(are_three).trailing_ones())
        }
    }

    fn load(bytes: &[u8; WIDTH]) -> v128 {
        // SAFETY: a vector is read from as many bytes, which need not be aligned.
        unsafe { v128_load(bytes.as_ptr().cast()) }
    }

    fn store(units: [v128; 2], room: &mut [u8; UNITS]) {
        // SAFETY: two vectors are written over as many bytes, which need not be aligned.
        unsafe { room.as_mut_ptr().cast::<[v128; 2]>().write_unaligned(units) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_of_character_is_widened_wherever_texts_end() {
        let edges = "\0\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}";
        for pattern in ["a", "é", "漢", "💬", "aé漢💬", "💬a", "漢é", "ab cdé", edges]
        {
            let text: String = pattern.chars().cycle().take(70).collect();
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let padded = [text.as_bytes(), &[b'x'; WIDTH]].concat();
            for (end, _) in text.char_indices() {
                let mut wide = Wide::default();
                wide.clear(text.len());
                wide.push(&padded, 0, end);
                assert_eq!(wide.units(), text[..end].encode_utf16().count(), "{pattern}");
                wide.push(&padded, end, text.len());
                assert_eq!(wide.as_bytes(), units, "{pattern}");
            }
        }
    }
}
