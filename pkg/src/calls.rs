//! The API's calls as data, and what their answers mean.

use notify_preflight::request::{self, Answer as HttpAnswer, ApiRequest, Method, RequestError};
use notify_preflight::request::{SendOutcome, StatusOutcome, Target};
use wasm_bindgen::prelude::*;

use crate::input::{Input, readable};
use crate::output::{Answer, json, misuse, parts};

/// The call that sends a payload: its method, address and headers. Its body the shell has.
///
/// # Errors
///
/// A host, stream id or JWT that cannot be used.
#[wasm_bindgen(js_name = sendRequest)]
pub fn send_request(host: usize, stream_id: usize, jwt: usize) -> Answer {
    let input = Input::take();
    let target = read_target(input.texts([host, stream_id, jwt]))?;
    handed_over(&request::send(&target, ""))
}

/// The call that asks how far a job is; the same of it.
///
/// # Errors
///
/// A host, stream id, job id or JWT that cannot be used.
#[wasm_bindgen(js_name = statusRequest)]
pub fn status_request(host: usize, stream_id: usize, jwt: usize, job_id: usize) -> Answer {
    let input = Input::take();
    let [host, stream_id, jwt, job_id] = input.texts([host, stream_id, jwt, job_id]);
    let target = read_target([host, stream_id, jwt])?;
    handed_over(&request::status(&target, readable(job_id)).map_err(unusable)?)
}

fn handed_over(call: &ApiRequest) -> Answer {
    parts(&(call.method.name(), &call.url, &call.headers))
}

fn read_target([host, stream_id, jwt]: [&[u8]; 3]) -> Answer<Target> {
    Target::new(readable(host), readable(stream_id), readable(jwt)).map_err(unusable)
}

fn unusable(error: RequestError) -> JsValue {
    misuse(error.code(), &error)
}

/// A call as a `curl` command: of its method, its address, its body, if it has one, and
/// the names of its headers, each with its value.
///
/// # Errors
///
/// A method that is none of the API's.
#[wasm_bindgen]
pub fn curl(texts: &[u32], has_body: bool) -> Answer {
    let input = Input::take();
    let texts = input.all(texts);
    let Some(([method, url, body], headers)) = texts.split_first_chunk() else {
        return Err(misuse("bad-argument", &"the request must be one of `sendRequest`"));
    };
    let Some(method) = Method::from_name(method) else {
        return Err(misuse("bad-argument", &"the request's `method` must be `POST` or `GET`"));
    };
    let (headers, _) = headers.as_chunks();
    let owned = |[name, value]: &[&str; 2]| ((*name).to_owned(), (*value).to_owned());
    let command = request::curl(&ApiRequest {
        method,
        url: (*url).to_owned(),
        headers: headers.iter().map(owned).collect(),
        body: has_body.then(|| (*body).to_owned()),
    });
    Ok(command.into())
}

/// Until when a token says that it holds, in seconds since 1970.
#[wasm_bindgen(js_name = expiresAt)]
#[must_use]
pub fn expires_at(jwt: usize) -> Option<f64> {
    let input = Input::take();
    let [jwt] = input.texts([jwt]);
    Some(request::expires_at(readable(jwt))? as f64)
}

/// What became of a payload that was sent. Where no answer came back there is no status, and
/// it is `lost`, or was not reached.
///
/// # Errors
///
/// None that is known.
#[wasm_bindgen(js_name = sendOutcome)]
pub fn send_outcome(
    body: usize,
    retry_after: usize,
    status: Option<u16>,
    is_asked: bool,
    is_lost: bool,
) -> Answer {
    let input = Input::take();
    json(&SendOutcome::of(&answer(&input, [body, retry_after], status, is_asked, is_lost)))
}

/// What became of the question how far a job is; the same of its answer.
///
/// # Errors
///
/// None that is known.
#[wasm_bindgen(js_name = statusOutcome)]
pub fn status_outcome(
    body: usize,
    retry_after: usize,
    status: Option<u16>,
    is_asked: bool,
    is_lost: bool,
) -> Answer {
    let input = Input::take();
    json(&StatusOutcome::of(&answer(&input, [body, retry_after], status, is_asked, is_lost)))
}

fn answer(
    input: &Input,
    ends: [usize; 2],
    status: Option<u16>,
    is_asked: bool,
    is_lost: bool,
) -> HttpAnswer<'_> {
    match status {
        Some(status) => {
            let [body, retry_after] = input.texts(ends).map(readable);
            HttpAnswer::Http { status, retry_after: is_asked.then_some(retry_after), body }
        }
        None if is_lost => HttpAnswer::Lost,
        None => HttpAnswer::Unreached,
    }
}
