//! The API's calls as data, and what their answers mean.

use notify_preflight::request::{self, Answer as HttpAnswer, ApiRequest, RequestError};
use notify_preflight::request::{SendOutcome, StatusOutcome, Target};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use crate::input::{self, argument, readable};
use crate::output::{Answer, json, misuse, object};

/// The call that sends a payload; its body is left to the shell, which has it.
///
/// # Errors
///
/// A host, stream id or JWT that cannot be used.
#[wasm_bindgen(js_name = sendRequest)]
pub fn send_request(target: usize) -> Answer<JsValue> {
    let target = input::with([target], |[target]| read_target(target))?;
    let mut call = request::send(&target, "");
    call.body = None;
    object(&call)
}

/// The call that asks how far a job is.
///
/// # Errors
///
/// A host, stream id, job id or JWT that cannot be used.
#[wasm_bindgen(js_name = statusRequest)]
pub fn status_request(target: usize, job_id: usize) -> Answer<JsValue> {
    input::with([target, job_id], |[target, job_id]| {
        object(&request::status(&read_target(target)?, readable(job_id)).map_err(unusable)?)
    })
}

/// Where a call goes, as JavaScript says it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TargetInput {
    host: String,
    stream_id: String,
    jwt: String,
}

fn read_target(target: &[u8]) -> Answer<Target> {
    let expected = "the target must have `host`, `streamId` and `jwt`, all strings";
    let target: TargetInput = argument(target, expected)?;
    Target::new(&target.host, &target.stream_id, &target.jwt).map_err(unusable)
}

fn unusable(error: RequestError) -> JsValue {
    misuse(error.code(), error)
}

/// A call as a `curl` command.
///
/// # Errors
///
/// A call that is none.
#[wasm_bindgen]
pub fn curl(request: usize) -> Answer {
    let expected =
        "the request must have `method`, `url` and `headers`, as `sendRequest` gives them";
    input::with([request], |[request]| {
        let request: ApiRequest = argument(request, expected)?;
        Ok(request::curl(&request))
    })
}

/// Until when a token says that it holds, in seconds since 1970.
#[wasm_bindgen(js_name = expiresAt)]
#[must_use]
pub fn expires_at(jwt: usize) -> Option<f64> {
    let seconds = input::with([jwt], |[jwt]| request::expires_at(readable(jwt)))?;
    Some(seconds as f64)
}

/// What became of a payload that was sent.
///
/// # Errors
///
/// An answer that is none.
#[wasm_bindgen(js_name = sendOutcome)]
pub fn send_outcome(answer: usize) -> Answer {
    with_answer(answer, |answer| json(&SendOutcome::of(&answer)))
}

/// What became of the question how far a job is.
///
/// # Errors
///
/// An answer that is none.
#[wasm_bindgen(js_name = statusOutcome)]
pub fn status_outcome(answer: usize) -> Answer {
    with_answer(answer, |answer| json(&StatusOutcome::of(&answer)))
}

/// What came back from a call, as the shell says it: silence, or an HTTP answer.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AnswerInput {
    silence: Option<String>,
    status: Option<u16>,
    retry_after: Option<String>,
    body: Option<String>,
}

impl AnswerInput {
    fn answer(&self) -> Option<HttpAnswer<'_>> {
        match self.silence.as_deref() {
            Some("unreached") => Some(HttpAnswer::Unreached),
            Some("lost") => Some(HttpAnswer::Lost),
            Some(_) => None,
            None => Some(HttpAnswer::Http {
                status: self.status?,
                retry_after: self.retry_after.as_deref(),
                body: self.body.as_deref()?,
            }),
        }
    }
}

fn with_answer(end: usize, look: impl FnOnce(HttpAnswer<'_>) -> Answer) -> Answer {
    let expected = "the answer must be `unreached`, `lost`, or have `status` and `body`";
    let answer: AnswerInput = input::with([end], |[answer]| argument(answer, expected))?;
    look(answer.answer().ok_or_else(|| misuse("bad-argument", expected))?)
}
