//! A JSON number as a whole one.

/// What the number is without its fraction: `None` below nought, and above what fits.
///
/// Done on the digits as written: a parser of floating-point numbers comes with tables
/// that are a twentieth of what a front end downloads.
pub(crate) fn whole(written: &str) -> Option<u64> {
    if written.starts_with('-') {
        return None;
    }
    let (digits, exponent) = written.split_once(&['e', 'E'][..]).unwrap_or((written, "0"));
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    // An exponent with more digits than fit is beyond every number that fits, either way.
    let exponent: i64 = match exponent.parse() {
        Ok(exponent) => exponent,
        Err(_) if exponent.starts_with('-') => return Some(0),
        Err(_) => i64::from(i32::MAX),
    };
    let mut places = exponent.saturating_add(before.len() as i64);
    let mut value = 0_u64;
    for digit in before.bytes().chain(after.bytes()) {
        if places <= 0 {
            return Some(value);
        }
        let digit = digit.checked_sub(b'0')?;
        value = value.checked_mul(10)?.checked_add(u64::from(digit))?;
        places -= 1;
    }
    while places > 0 && value > 0 {
        value = value.checked_mul(10)?;
        places -= 1;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fraction_is_left_out_however_it_is_written() {
        for (written, number) in [
            ("0", Some(0)),
            ("0.9", Some(0)),
            ("-1", None),
            ("-0.5", None),
            ("-1e-9", None),
            ("1767225600", Some(1_767_225_600)),
            ("1767225600.999999999999", Some(1_767_225_600)),
            ("1.767225600e9", Some(1_767_225_600)),
            ("1.7672256009E+9", Some(1_767_225_600)),
            ("0.0017e3", Some(1)),
            ("1999e-3", Some(1)),
            ("1e-1", Some(0)),
            ("7e19", None),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("18446744073709551615.9e0", Some(u64::MAX)),
            ("1e400", None),
            ("0e400", Some(0)),
            ("0e9223372036854775807", Some(0)),
            ("0e999999999999999999999", Some(0)),
            ("1e999999999999999999999", None),
            ("1e-999999999999999999999", Some(0)),
        ] {
            assert_eq!(whole(written), number, "{written}");
        }
    }
}
