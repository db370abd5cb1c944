//! Payloads on their way: in parts, how far they are, and once more where they failed.

use notify_preflight::batch::{self, SplitError};
use notify_preflight::status::{self, Unreadable};
use wasm_bindgen::prelude::*;

use crate::input::{Input, readable};
use crate::output::{Answer, TEXTS, json, misuse};

/// The parts of a payload, each as text.
///
/// # Errors
///
/// A payload that has no recipients to split, no room for one, or parts that are more
/// text than can be handed over at once.
#[wasm_bindgen]
pub fn split(payload: usize, most: usize) -> Answer {
    let input = Input::take();
    let [payload] = input.texts([payload]);
    let parts = batch::parts(readable(payload), most, None).map_err(unsplit)?;
    if parts.total_bytes() > TEXTS {
        let message = format_args!("the parts together are longer than {TEXTS} bytes");
        return Err(misuse("too-large", &message));
    }
    json(&parts.collect::<Vec<_>>())
}

fn unsplit(error: SplitError) -> JsValue {
    match error {
        SplitError::Payload(error) => misuse("unreadable-payload", &error),
        error => misuse("bad-argument", &error),
    }
}

/// How far a job is, from the job, the status answer and, where `known`, the payload.
///
/// # Errors
///
/// Answers that are no JSON objects, a payload that has no recipients.
#[wasm_bindgen]
pub fn progress(job: usize, report: usize, payload: usize, known: bool) -> Answer {
    let input = Input::take();
    let [job, report, payload] = input.texts([job, report, payload]).map(readable);
    let progress = match known {
        true => status::progress_of(job, report, payload),
        false => status::progress(job, report).map_err(Unreadable::from),
    };
    json(&progress.map_err(unreadable)?)
}

/// Who failed, and the payload for them once more.
///
/// # Errors
///
/// A status answer that is no JSON object, a payload that has no recipients.
#[wasm_bindgen]
pub fn failures(payload: usize, report: usize) -> Answer {
    let input = Input::take();
    let [payload, report] = input.texts([payload, report]).map(readable);
    json(&batch::retry_failures(payload, report).map_err(unreadable)?)
}

fn unreadable(error: Unreadable) -> JsValue {
    let code = match error {
        Unreadable::Payload(_) => "unreadable-payload",
        _ => "bad-argument",
    };
    misuse(code, &error)
}
