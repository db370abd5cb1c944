//! Until when a token says that it holds.

use crate::json::{self, Kind};
use crate::limits;

/// The `exp` of a JWT, in seconds since 1970 (RFC 7519): a token that runs out while
/// a job is followed is better replaced beforehand.
///
/// Nothing is verified. `None` where the text is no JWT, or says nothing of an end.
///
/// ```
/// use notify_preflight::request::expires_at;
///
/// // {"alg":"HS256"} . {"appId":"cs-1","exp":1767225600}
/// let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzLTEiLCJleHAiOjE3NjcyMjU2MDB9.x";
/// assert_eq!(expires_at(jwt), Some(1_767_225_600));
/// assert_eq!(expires_at("x.y.z"), None);
/// ```
#[must_use]
pub fn expires_at(jwt: &str) -> Option<u64> {
    let mut parts = jwt.split('.');
    let (_, claims, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    let claims = base64url(claims)?;
    let claims = json::read(std::str::from_utf8(&claims).ok()?, limits::DEPTH).ok()?;
    let Kind::Number(digits) = claims.get("exp")?.kind else { return None };
    // RFC 7519 allows fractions.
    json::whole(digits)
}

/// RFC 4648 section 5, padded or not.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(claims: &str) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let bits: Vec<u8> =
            claims.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
        let letter = |six: &[u8]| {
            let value = six.iter().fold(0, |value, bit| value << 1 | usize::from(*bit));
            char::from(LETTERS[value << (6 - six.len())])
        };
        bits.chunks(6).map(letter).collect()
    }

    #[test]
    fn an_end_is_read_whatever_stands_around_it() {
        for (claims, end) in [
            (r#"{"exp":0}"#, Some(0)),
            (r#"{"sub":"Zoë 💬?~","exp":1767225600}"#, Some(1_767_225_600)),
            (r#"{"exp":1767225600.9 }"#, Some(1_767_225_600)),
            (r#"{"exp":-1}"#, None),
            (r#"{"exp":"1767225600"}"#, None),
            (r#"{"sub":"x"}"#, None),
            (r#"["exp"]"#, None),
            ("", None),
        ] {
            assert_eq!(expires_at(&format!("x.{}.y", encoded(claims))), end, "{claims}");
            assert_eq!(expires_at(&format!("x.{}==.", encoded(claims))), end, "{claims}");
        }
        let claims = encoded(r#"{"sub":">>>???","exp":1}"#);
        assert!(claims.contains('-') && claims.contains('_'), "{claims}");
        assert_eq!(expires_at(&format!("x.{claims}.y")), Some(1));
        for jwt in ["", ".", "..", "é.é.é", &claims, &format!("a.{claims}.b.c"), "a.!.b"] {
            assert_eq!(expires_at(jwt), None, "{jwt}");
        }
    }
}
