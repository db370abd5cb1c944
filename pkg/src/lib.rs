//! The core behind wasm-bindgen: exports that convert, and nothing else.
//!
//! Everything crosses as text. It comes in through a buffer that this side owns and
//! JavaScript writes into with `TextEncoder.encodeInto`; an export is told where in it
//! each of its texts ends. Reports, recipients and counts go out as texts and numbers, which the
//! shell takes out of memory; all else as JSON text, which the engine parses faster than
//! objects can be built across the boundary. So no code of the caller's runs while the
//! core does, and no exception is thrown through its frames, which would leak their stack.

// Marks what is not made small (CONTRIBUTING.md).
#![cfg_attr(fast, feature(optimize_attribute))]

mod bytes;
mod calls;
mod composer;
mod input;
mod jobs;
mod json;
mod names;
mod options;
mod output;
mod pacing;
mod recipients;
mod report;
mod texts;
mod wide;

use notify_preflight::{FilledPlaceholder, Report, Template, TextsTooLong};
use notify_preflight::{audience, check as check_text, check_bytes, with_preview, write_messages};
use wasm_bindgen::prelude::*;

use input::{Input, Named, readable, text};
use output::{Answer, TEXTS, json, misuse, parts};
use recipients::hand_over;
use texts::{Groups, Taker};

/// As fast as the standard one, and half its code.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

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

/// The report on a payload, which `taker` takes; with places only where the author knows its
/// text.
///
/// # Errors
///
/// Options that are none, or what the taker throws.
#[wasm_bindgen]
pub fn check(
    payload: usize,
    reading: usize,
    rules: usize,
    most: Option<u32>,
    spans: bool,
    taker: &Taker,
) -> Answer<()> {
    let input = Input::take();
    let (payload, options) = options::with_payload(&input, [payload, reading, rules], most)?;
    let text = readable(payload);
    let is_text = text.len() == payload.len();
    let report = if is_text { check_text(text, &options) } else { check_bytes(payload, &options) };
    reported(report, text, spans, taker).flush()
}

/// The report on a payload, and its recipients, which `taker` takes.
///
/// # Errors
///
/// Options that are none, more text than can be handed over at once, or what the taker throws.
#[wasm_bindgen]
pub fn preview(
    payload: usize,
    reading: usize,
    rules: usize,
    most: Option<u32>,
    spans: bool,
    taker: &Taker,
) -> Answer<()> {
    let input = Input::take();
    let (payload, options) = options::with_payload(&input, [payload, reading, rules], most)?;
    let text = readable(payload);
    if text.len() < payload.len() {
        return reported(check_bytes(payload, &options), text, spans, taker).flush();
    }
    with_preview(text, &options, TEXTS, |report, recipients| {
        hand_over(recipients, reported(report, text, spans, taker))
    })
}

/// The report on its way, with places or without.
fn reported<'t>(report: Report, text: &str, spans: bool, taker: &'t Taker) -> Groups<'t> {
    let report = if spans { report.into_utf16(text) } else { report.without_spans() };
    let mut groups = Groups::new(taker);
    report::add(&report, &mut groups);
    groups
}

fn too_long(error: TextsTooLong) -> JsValue {
    misuse("too-large", &error)
}

/// Every recipient's text, which `taker` takes a group at a time.
///
/// # Errors
///
/// Options that are none, more text than can be handed over at once, or what the taker throws.
#[wasm_bindgen]
pub fn messages(payload: usize, reading: usize, rules: usize, taker: &Taker) -> Answer<()> {
    let input = Input::take();
    let (payload, options) = options::with_payload(&input, [payload, reading, rules], None)?;
    let mut groups = Groups::new(taker);
    // A payload that is no text has no recipients.
    write_messages(text(payload).unwrap_or_default(), &options, &mut groups)?;
    groups.finish()
}

/// Fills one template: the first text, with the names and values after it. The text comes
/// back, and of each placeholder its key, where it starts and ends, and whether it is filled.
///
/// # Errors
///
/// More text than can be handed over at once.
#[wasm_bindgen]
pub fn fill(texts: &[u32]) -> Answer {
    let input = Input::take();
    let texts = input.all(texts);
    let (template, parameters) = texts.split_first().unwrap_or((&"", &[]));
    let parameters = Named::of(parameters);
    let longest = parameters.pairs().iter().map(|[_, value]| value.len()).max().unwrap_or_default();
    let most = template.matches('{').count().saturating_mul(longest);
    if most > TEXTS {
        let message = format_args!("the text could become longer than {TEXTS} bytes");
        return Err(misuse("too-large", &message));
    }
    let filled = Template::parse(template).fill(&parameters).into_utf16();
    let mut placeholders = Vec::with_capacity(filled.placeholders.len());
    for FilledPlaceholder { key, start, end, filled } in &filled.placeholders {
        placeholders.push((key, start, end, filled));
    }
    parts(&(&filled.text, placeholders))
}

/// The audience of a CSV file for a channel.
///
/// # Errors
///
/// A channel that is none.
#[wasm_bindgen(js_name = importCsv)]
pub fn import_csv(csv: usize, channel: usize) -> Answer {
    let input = Input::take();
    let [csv, channel] = input.texts([csv, channel]);
    json(&audience::import_bytes(csv, options::channel(channel)?))
}
