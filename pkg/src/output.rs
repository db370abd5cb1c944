//! Answers on their way to JavaScript, and what is thrown instead.

use std::fmt::Display;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::bytes::is_ascii;
use crate::json::push_escape;

/// An answer, JSON text mostly, or what is thrown: JSON text of a code and a sentence, made
/// a `PreflightError` by the shell.
pub type Answer<T = JsValue> = Result<T, JsValue>;

/// How many bytes of text an answer may hold: far beyond what the documented limits
/// allow, far below what a browser tab can hold several times over.
pub const TEXTS: usize = 64 << 20;

#[derive(Serialize)]
struct Misuse {
    code: &'static str,
    message: String,
}

/// What an export throws.
pub fn misuse(code: &'static str, message: &dyn Display) -> JsValue {
    written(&Misuse { code, message: message.to_string() }).unwrap_or_default().into()
}

fn unwritten() -> JsValue {
    misuse("internal", &"the answer cannot be handed over")
}

/// An answer as JSON text.
pub fn json(value: &impl Serialize) -> Answer {
    answer(written(value))
}

/// Not generic, so that it is there once.
#[inline(never)]
fn answer(text: Option<String>) -> Answer {
    text.map(JsValue::from).ok_or_else(unwritten)
}

fn written(value: &impl Serialize) -> Option<String> {
    let text = crate::json::text(value)?;
    Some(if is_nearly_ascii(&text) { escaped(&text) } else { text })
}

/// How many bytes are looked at together for others than ASCII.
const STRETCH: usize = 64;

/// Whether few stretches of a text are others than ASCII, but some. An engine decodes and
/// reads all of it several times as fast where there is none.
fn is_nearly_ascii(text: &str) -> bool {
    let stretches = text.as_bytes().chunks(STRETCH);
    let number = stretches.len();
    let others = stretches.filter(|stretch| !is_ascii(stretch)).count();
    (1..=number / 8).contains(&others)
}

/// JSON text in ASCII: all else stands in its strings, where it can be escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while !rest.is_empty() {
        let stretches = rest.as_bytes().chunks(STRETCH);
        let passed = STRETCH * stretches.take_while(|stretch| is_ascii(stretch)).count();
        let (ascii, others) = rest.split_at(passed.min(rest.len()));
        escaped.push_str(ascii);
        let mut characters = others.chars();
        for character in characters.by_ref() {
            if character.is_ascii() {
                escaped.push(character);
                continue;
            }
            for unit in character.encode_utf16(&mut [0; 2]) {
                push_escape(*unit, &mut escaped);
            }
            break;
        }
        rest = characters.as_str();
    }
    escaped
}

/// A small answer as arrays of its parts, which the shell makes an object of: names that are
/// written out in the core would be kept there, in a map of their own kind.
pub fn parts(value: &impl Serialize) -> Answer {
    // Maps as plain objects: that is what a JavaScript caller expects.
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|_| unwritten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_others_than_ascii_are_escaped_and_read_the_same() {
        let others = "\0\"\\\u{7f}\u{80}aé…漢\u{ffff}💬\u{10ffff}";
        for plain in [0, 1, 2, 63, 64, 65, 1000, 2000] {
            let value = serde_json::json!({ others: ["x".repeat(plain), 1.5, null, others] });
            let json = written(&value).unwrap();
            assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), value);
            assert_eq!(json.is_ascii(), plain >= 1000, "{json}");
        }
        assert_eq!(written(&"é").unwrap(), "\"é\"");
    }
}
