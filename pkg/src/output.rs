//! Answers on their way to JavaScript, and what is thrown instead.

use std::cell::RefCell;

use notify_preflight::Messages;
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
    let misuse = Misuse { code, message: message.to_string() };
    serde_json::to_string(&misuse).unwrap_or_default().into()
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

thread_local! {
    static HELD: RefCell<Messages> = RefCell::default();
}

/// Keeps the texts where JavaScript reads them, until they are released: the address of
/// all of them, their length in bytes, and where each ends, in UTF-16 code units.
pub fn hold(messages: Messages) -> Vec<u32> {
    let place = [messages.as_str().as_ptr() as usize, messages.as_str().len()];
    let numbers = place.into_iter().chain(messages.ends_in_utf16());
    // No address of this machine is wider.
    let numbers = numbers.map(|number| number as u32).collect();
    HELD.set(messages);
    numbers
}

/// Gives the memory of the texts back.
pub fn release() {
    HELD.take();
}
