//! Counting what stands in a text, sixteen bytes at a time.
//!
//! Plain loops are written for machines whose compiler makes vectors of them. For
//! WebAssembly, which is compiled to be small, it makes none.

/// How many braces there are.
pub(crate) fn braces(text: &str) -> usize {
    count(text.as_bytes(), chunks::braces, |byte| matches!(byte, b'{' | b'}'))
}

/// How many characters begin in these bytes of UTF-8.
pub(crate) fn characters(bytes: &[u8]) -> usize {
    count(bytes, chunks::beginnings, begins)
}

/// How many UTF-16 code units the characters that begin in these bytes of UTF-8 have.
pub(crate) fn units(bytes: &[u8]) -> usize {
    characters(bytes) + count(bytes, chunks::pairs, is_pair)
}

/// A character begins with a byte that continues none.
const fn begins(byte: u8) -> bool {
    byte.cast_signed() >= -64
}

/// A character of four bytes has two units.
const fn is_pair(byte: u8) -> bool {
    byte >= 0xf0
}

/// How many bytes are looked at together.
const WIDTH: usize = 16;

#[inline]
fn count(
    bytes: &[u8],
    in_chunk: impl Fn(&[u8; WIDTH]) -> usize,
    counts: impl Fn(u8) -> bool,
) -> usize {
    let (chunks, rest) = bytes.as_chunks::<WIDTH>();
    let in_rest = rest.iter().filter(|byte| counts(**byte)).count();
    chunks.iter().map(in_chunk).sum::<usize>() + in_rest
}

/// By WebAssembly's vector instructions.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use std::arch::wasm32::*;

    use super::WIDTH;

    #[inline]
    fn vector(chunk: &[u8; WIDTH]) -> v128 {
        let whole = u128::from_le_bytes(*chunk);
        u64x2(whole as u64, (whole >> 64) as u64)
    }

    #[inline]
    fn marked(lanes: v128) -> usize {
        u8x16_bitmask(lanes).count_ones() as usize
    }

    #[inline]
    pub fn braces(chunk: &[u8; WIDTH]) -> usize {
        let bytes = vector(chunk);
        let (open, close) = (u8x16_splat(b'{'), u8x16_splat(b'}'));
        marked(v128_or(u8x16_eq(bytes, open), u8x16_eq(bytes, close)))
    }

    #[inline]
    pub fn beginnings(chunk: &[u8; WIDTH]) -> usize {
        marked(i8x16_ge(vector(chunk), i8x16_splat(-64)))
    }

    #[inline]
    pub fn pairs(chunk: &[u8; WIDTH]) -> usize {
        marked(u8x16_ge(vector(chunk), u8x16_splat(0xf0)))
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use vectors as chunks;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use loops as chunks;

/// By loops over so few bytes that their count fits a byte.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod loops {
    use super::WIDTH;

    #[inline]
    fn count(chunk: &[u8; WIDTH], counts: impl Fn(u8) -> bool) -> usize {
        usize::from(chunk.iter().map(|byte| u8::from(counts(*byte))).sum::<u8>())
    }

    #[inline]
    pub fn braces(chunk: &[u8; WIDTH]) -> usize {
        count(chunk, |byte| matches!(byte, b'{' | b'}'))
    }

    #[inline]
    pub fn beginnings(chunk: &[u8; WIDTH]) -> usize {
        count(chunk, super::begins)
    }

    #[inline]
    pub fn pairs(chunk: &[u8; WIDTH]) -> usize {
        count(chunk, super::is_pair)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_plain_loops_wherever_chunks_end() {
        for pattern in ["a", "{", "}", "|z~", "é", "漢", "💬", "a{é漢}💬", "💬a", "\u{7f}{\u{80}"]
        {
            let text: String = pattern.chars().cycle().take(150).collect();
            for (start, _) in text.char_indices() {
                let text = &text[start..];
                let found = text.chars().filter(|c| matches!(c, '{' | '}')).count();
                assert_eq!(braces(text), found, "{text}");
                assert_eq!(characters(text.as_bytes()), text.chars().count(), "{text}");
                assert_eq!(units(text.as_bytes()), text.encode_utf16().count(), "{text}");
            }
        }
    }
}
