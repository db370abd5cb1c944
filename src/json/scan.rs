//! Finding the end of a string's plain part, sixteen bytes at a time.

/// How many bytes are looked at together.
const WIDTH: usize = 16;

/// Where the next quote, backslash or control character stands at or after `at`; the
/// length of `bytes` where none does.
#[inline(never)]
pub(crate) fn plain_run(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<WIDTH>) {
        match first_special(chunk) {
            Some(place) => return at + place,
            None => at += WIDTH,
        }
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len())
}

/// [`plain_run`] for the loop in which most of a payload is read: two chunks at a time, and
/// without a call.
#[inline(always)]
pub(crate) fn plain_run_inline(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(chunks) = bytes.get(at..).and_then(<[u8]>::first_chunk::<{ 2 * WIDTH }>) {
        let (Some(one), Some(two)) = (chunks.first_chunk(), chunks.last_chunk()) else { break };
        match (first_special(one), first_special(two)) {
            (Some(place), _) => return at + place,
            (None, Some(place)) => return at + WIDTH + place,
            (None, None) => at += 2 * WIDTH,
        }
    }
    plain_run(bytes, at)
}

const fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

/// Two halves of a chunk, its first byte the lowest.
#[inline(always)]
fn halves(chunk: &[u8; WIDTH]) -> [u64; 2] {
    let whole = u128::from_le_bytes(*chunk);
    [whole as u64, (whole >> 64) as u64]
}

/// The first special byte, by WebAssembly's vector instructions.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use std::arch::wasm32::*;

    #[inline(always)]
    pub fn first_special(chunk: &[u8; super::WIDTH]) -> Option<usize> {
        let [low, high] = super::halves(chunk);
        let bytes = u64x2(low, high);
        let quote = u8x16_eq(bytes, u8x16_splat(b'"'));
        let backslash = u8x16_eq(bytes, u8x16_splat(b'\\'));
        let control = u8x16_lt(bytes, u8x16_splat(0x20));
        let marks = u8x16_bitmask(v128_or(v128_or(quote, backslash), control));
        (marks != 0).then(|| marks.trailing_zeros() as usize)
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use vectors::first_special;

/// The first special byte, by arithmetic on words.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn first_special(chunk: &[u8; WIDTH]) -> Option<usize> {
    let [low, high] = halves(chunk).map(words::specials);
    let (marks, before) = if low != 0 { (low, 0) } else { (high, WIDTH / 2) };
    (marks != 0).then(|| before + (marks.trailing_zeros() / 8) as usize)
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod words {
    const ONES: u64 = u64::from_le_bytes([1; 8]);

    /// The high bit of each special byte. A borrow may also mark bytes above the lowest
    /// marked one, which alone is looked at.
    #[inline(always)]
    pub const fn specials(word: u64) -> u64 {
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        (equal(word, b'"') | equal(word, b'\\') | control) & (ONES << 7)
    }

    const fn equal(word: u64, byte: u8) -> u64 {
        let zero_where_equal = word ^ (ONES * byte as u64);
        zero_where_equal.wrapping_sub(ONES) & !zero_where_equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_judged_alike_at_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..70 {
                for next in [b'a', b'!', 0x1f, b'"', 0x80, 0xff] {
                    let mut bytes = [b'#'; 70];
                    bytes[place] = byte;
                    if let Some(after) = bytes.get_mut(place + 1) {
                        *after = next;
                    }
                    let plainly = bytes.iter().position(|b| is_special(*b)).unwrap_or(70);
                    for found in [plain_run(&bytes, 0), plain_run_inline(&bytes, 0)] {
                        assert_eq!(found, plainly, "{byte} {place} {next}");
                    }
                }
            }
        }
        for run in [plain_run, plain_run_inline] {
            assert_eq!((run(b"\"abc", 1), run(b"", 0)), (4, 0));
        }
    }
}
