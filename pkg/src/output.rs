//! Answers on their way to JavaScript, and what is thrown instead.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// An answer as JSON text, or what is thrown: JSON text of a code and a sentence, made
/// a `PreflightError` by the shell.
pub type Answer<T = String> = Result<T, JsValue>;

/// How many bytes of text an answer may hold: far beyond what the documented limits
/// allow, far below what a browser tab can hold several times over.
pub const TEXTS: usize = 64 << 20;

#[derive(Serialize)]
struct Misuse {
    code: &'static str,
    message: String,
}

/// What an export throws.
pub fn misuse(code: &'static str, message: impl ToString) -> JsValue {
    Misuse { code, message: message.to_string() }.thrown()
}

impl Misuse {
    /// Not generic, so that it is there once.
    #[inline(never)]
    fn thrown(&self) -> JsValue {
        serde_json::to_string(self).unwrap_or_default().into()
    }
}

/// An answer as JSON text.
pub fn json(value: &impl Serialize) -> Answer {
    serde_json::to_string(value).map_err(|error| misuse("internal", error))
}

/// A small answer as an object: for a few fields that beats text and its parser.
pub fn object(value: &impl Serialize) -> Answer<JsValue> {
    // Maps as plain objects: that is what a JavaScript caller expects.
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|error| misuse("internal", error))
}
