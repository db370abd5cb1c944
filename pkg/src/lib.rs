//! The core behind wasm-bindgen: exports that convert, and nothing else.
//!
//! Text comes in through a buffer that this side owns and JavaScript writes into
//! with `TextEncoder.encodeInto`; large answers go out as JSON text, which the
//! engine parses faster than objects can be built across the boundary. Options and
//! small answers go through serde-wasm-bindgen. Every export returns its errors:
//! an exception thrown through wasm frames would leak their stack.

mod input;
mod options;

use notify_preflight::request::{self, Target};
use notify_preflight::{
    Preview, Report, Template, TextsTooLong, check_bytes, preview_bytes, status,
};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use options::OptionsInput;

/// How many bytes of text a preview may hold: far beyond what the documented limits
/// allow, far below what a browser tab can hold several times over.
const TEXTS: usize = 64 << 20;

/// What an export throws: a code and a sentence, made a `PreflightError` by the shell.
#[derive(Serialize)]
struct Misuse {
    code: &'static str,
    message: String,
}

type Answer<T> = Result<T, JsValue>;

fn misuse(code: &'static str, message: impl ToString) -> JsValue {
    let misuse = Misuse { code, message: message.to_string() };
    small(&misuse).unwrap_or(JsValue::NULL)
}

fn small<T: Serialize>(value: &T) -> Answer<JsValue> {
    // Maps as plain objects: that is what a JavaScript caller expects.
    Ok(value.serialize(&Serializer::new().serialize_maps_as_objects(true))?)
}

fn json<T: Serialize>(value: &T) -> Answer<String> {
    serde_json::to_string(value).map_err(|error| misuse("internal", error))
}

/// The instance's memory, which JavaScript writes its input into.
#[wasm_bindgen(js_name = instanceMemory, unchecked_return_type = "WebAssembly.Memory")]
#[must_use]
pub fn instance_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// Makes room for `capacity` bytes of input and says where they go.
///
/// The address holds until the next call of any export.
#[wasm_bindgen]
#[must_use]
pub fn reserve(capacity: usize) -> *mut u8 {
    input::reserve(capacity)
}

/// The report on the first `length` bytes of the input, as JSON text.
///
/// # Errors
///
/// Options that are none.
#[wasm_bindgen]
pub fn check(length: usize, options: JsValue) -> Answer<String> {
    let options = OptionsInput::read(options)?;
    let report = input::with(length, |bytes| {
        in_utf16(bytes, options.spans, check_bytes(bytes, &options.core))
    });
    json(&report)
}

/// The report and the recipients of the first `length` bytes of the input, as JSON text.
///
/// # Errors
///
/// Options that are none, or more text than can be handed over at once.
#[wasm_bindgen]
pub fn preview(length: usize, options: JsValue) -> Answer<String> {
    let options = OptionsInput::read(options)?;
    let preview = input::with(length, |bytes| {
        let preview = preview_bytes(bytes, &options.core, TEXTS)?.into_utf16(readable(bytes));
        let report = if options.spans { preview.report } else { preview.report.without_spans() };
        Ok(Preview { report, recipients: preview.recipients })
    });
    json(&preview.map_err(|error: TextsTooLong| misuse("too-large", error))?)
}

fn in_utf16(bytes: &[u8], spans: bool, report: Report) -> Report {
    if spans { report.into_utf16(readable(bytes)) } else { report.without_spans() }
}

/// The text as far as it is UTF-8: no span reaches beyond.
fn readable(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default(),
    }
}

/// Fills one template, the first `length` bytes of the input.
///
/// # Errors
///
/// Parameters that are no object of strings.
#[wasm_bindgen]
pub fn fill(length: usize, parameters: JsValue) -> Answer<JsValue> {
    let parameters = options::parameters(parameters)?;
    let filled = input::with(length, |bytes| {
        Template::parse(readable(bytes)).fill(&parameters).into_utf16()
    });
    small(&filled)
}

/// The call that sends a payload; its body is left to the shell, which has it.
///
/// # Errors
///
/// A host, stream id or JWT that cannot be used.
#[wasm_bindgen(js_name = sendRequest)]
pub fn send_request(target: JsValue) -> Answer<JsValue> {
    let target = read_target(target)?;
    let mut call = request::send(&target, "");
    call.body = None;
    small(&call)
}

/// The call that asks how far a job is.
///
/// # Errors
///
/// A host, stream id, job id or JWT that cannot be used.
#[wasm_bindgen(js_name = statusRequest)]
pub fn status_request(target: JsValue, job_id: JsValue) -> Answer<JsValue> {
    let target = read_target(target)?;
    let job_id =
        job_id.as_string().ok_or_else(|| misuse("bad-argument", "the job id must be a string"))?;
    let call = request::status(&target, &job_id).map_err(|e| misuse(e.code(), &e))?;
    small(&call)
}

fn read_target(target: JsValue) -> Answer<Target> {
    let target = options::TargetInput::read(target)?;
    Target::new(&target.host, &target.stream_id, &target.jwt).map_err(|e| misuse(e.code(), &e))
}

/// How far a job is: the job's JSON text is the first `job` bytes of the input, the
/// status answer's the rest up to `length`.
///
/// # Errors
///
/// Answers that are no JSON objects.
#[wasm_bindgen]
pub fn progress(job: usize, length: usize) -> Answer<JsValue> {
    let progress = input::with(length, |bytes| {
        let (job, report) = bytes.split_at_checked(job).unwrap_or((bytes, b""));
        status::progress(readable(job), readable(report))
    });
    small(&progress.map_err(|error| misuse("bad-argument", error))?)
}
