//! Counting what stands in a text, many bytes at a time.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use loops as counts;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use vectors as counts;

/// How many braces there are.
#[inline(always)]
pub(crate) fn braces(text: &str) -> usize {
    counts::braces(text.as_bytes())
}

/// How many lines end.
#[inline(always)]
pub(crate) fn line_breaks(bytes: &[u8]) -> usize {
    counts::line_breaks(bytes)
}

/// How many characters begin in these bytes of UTF-8.
#[inline(always)]
pub(crate) fn characters(bytes: &[u8]) -> usize {
    counts::characters(bytes)
}

/// How many UTF-16 code units the characters that begin in these bytes of UTF-8 have.
#[inline(always)]
pub(crate) fn units(bytes: &[u8]) -> usize {
    counts::units(bytes)
}

const fn is_line_break(byte: u8) -> bool {
    byte == b'\n'
}

const fn is_brace(byte: u8) -> bool {
    matches!(byte, b'{' | b'}')
}

/// A character begins with a byte that continues none.
const fn begins(byte: u8) -> bool {
    byte.cast_signed() >= -64
}

/// A character of four bytes has two units.
const fn is_pair(byte: u8) -> bool {
    byte >= 0xf0
}

/// By plain loops, of which the compiler makes vectors.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod loops {
    use super::{begins, is_brace, is_line_break, is_pair};

    pub fn braces(bytes: &[u8]) -> usize {
        sum(bytes, |byte| u8::from(is_brace(byte)))
    }

    pub fn line_breaks(bytes: &[u8]) -> usize {
        sum(bytes, |byte| u8::from(is_line_break(byte)))
    }

    pub fn characters(bytes: &[u8]) -> usize {
        sum(bytes, |byte| u8::from(begins(byte)))
    }

    pub fn units(bytes: &[u8]) -> usize {
        sum(bytes, |byte| u8::from(begins(byte)) + u8::from(is_pair(byte)))
    }

    /// Of at most two for each byte. Summed in bytes, so that as many as can be are at
    /// once in a vector: no chunk's sum overflows one.
    #[inline]
    fn sum(bytes: &[u8], of: impl Fn(u8) -> u8) -> usize {
        let in_chunk = |chunk: &[u8]| usize::from(chunk.iter().map(|byte| of(*byte)).sum::<u8>());
        bytes.chunks(64).map(in_chunk).sum()
    }
}

/// By WebAssembly's vector instructions: compiled to be small, loops stay loops.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use std::arch::wasm32::*;

    use super::{begins, is_brace, is_line_break, is_pair};

    #[cfg_attr(fast, optimize(speed))]
    pub fn braces(bytes: &[u8]) -> usize {
        let of_vector = |bytes| {
            let (open, close) = (u8x16_splat(b'{'), u8x16_splat(b'}'));
            v128_or(u8x16_eq(bytes, open), u8x16_eq(bytes, close))
        };
        count(bytes, of_vector, is_brace)
    }

    pub fn line_breaks(bytes: &[u8]) -> usize {
        count(bytes, |bytes| u8x16_eq(bytes, u8x16_splat(b'\n')), is_line_break)
    }

    #[cfg_attr(fast, optimize(speed))]
    pub fn characters(bytes: &[u8]) -> usize {
        count(bytes, |bytes| i8x16_ge(bytes, i8x16_splat(-64)), begins)
    }

    #[cfg_attr(fast, optimize(speed))]
    pub fn units(bytes: &[u8]) -> usize {
        characters(bytes) + count(bytes, |bytes| u8x16_ge(bytes, u8x16_splat(0xf0)), is_pair)
    }

    #[inline(always)]
    fn count(bytes: &[u8], marks: impl Fn(v128) -> v128, is: impl Fn(u8) -> bool) -> usize {
        let (chunks, rest) = bytes.as_chunks::<16>();
        let mut count = 0;
        for chunk in chunks {
            let whole = u128::from_le_bytes(*chunk);
            let bytes = u64x2(whole as u64, (whole >> 64) as u64);
            count += u8x16_bitmask(marks(bytes)).count_ones() as usize;
        }
        for byte in rest {
            count += usize::from(is(*byte));
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_plain_loops_wherever_chunks_end() {
        for pattern in [
            "a",
            "\n",
            "a\né\n",
            "{",
            "}",
            "|z~",
            "é",
            "漢",
            "💬",
            "a{é漢}💬",
            "💬a",
            "\u{7f}{\u{80}",
        ] {
            let text: String = pattern.chars().cycle().take(150).collect();
            for (start, _) in text.char_indices() {
                let text = &text[start..];
                let found = text.chars().filter(|c| matches!(c, '{' | '}')).count();
                assert_eq!(braces(text), found, "{text}");
                assert_eq!(line_breaks(text.as_bytes()), text.matches('\n').count(), "{text}");
                assert_eq!(characters(text.as_bytes()), text.chars().count(), "{text}");
                assert_eq!(units(text.as_bytes()), text.encode_utf16().count(), "{text}");
            }
        }
    }
}
