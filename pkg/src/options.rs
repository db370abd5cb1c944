//! Small arguments, read from JavaScript values with their mistakes said.

use std::cell::RefCell;
use std::collections::HashMap;

use notify_preflight::{Options, Rules, limits};
use serde::Deserialize;
use wasm_bindgen::JsValue;

use super::{Answer, misuse};

/// The core's options, and whether the author knows the text that spans point into.
pub struct OptionsInput {
    pub core: Options,
    pub spans: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Written {
    reading: Option<String>,
    max_diagnostics: Option<f64>,
    /// As JSON text: reading it runs none of the caller's code.
    rules: Option<String>,
    spans: Option<bool>,
}

impl OptionsInput {
    pub fn read(options: JsValue) -> Answer<OptionsInput> {
        let written: Written = if options.is_undefined() || options.is_null() {
            Written::default()
        } else {
            serde_wasm_bindgen::from_value(options).map_err(|_| {
                misuse(
                    "bad-argument",
                    "options must be an object of `reading`, `maxDiagnostics` and `rules`",
                )
            })?
        };
        let reading = written.reading.map_or(Ok(Default::default()), |name| name.parse());
        Ok(OptionsInput {
            core: Options {
                reading: reading.map_err(|error| misuse("bad-argument", error))?,
                max_diagnostics: most(written.max_diagnostics)?,
                rules: rules(written.rules)?,
            },
            spans: written.spans.unwrap_or(true),
        })
    }
}

fn most(written: Option<f64>) -> Answer<usize> {
    match written {
        None => Ok(limits::DIAGNOSTICS),
        // Wider than any list can be long, and exact in both number types.
        Some(most) if most.fract() == 0.0 && (0.0..=4_294_967_295.0).contains(&most) => {
            Ok(most as usize)
        }
        Some(most) => {
            let message =
                format!("`maxDiagnostics` must be a whole number from 0, and is `{most}`");
            Err(misuse("bad-argument", message))
        }
    }
}

thread_local! {
    /// The rules given last, as text and ready: callers give the same ones again and again.
    static LAST: RefCell<Option<(String, Rules)>> = const { RefCell::new(None) };
}

fn rules(written: Option<String>) -> Answer<Rules> {
    let Some(text) = written else { return Ok(Rules::default()) };
    LAST.with_borrow_mut(|last| match last {
        Some((known, rules)) if *known == text => Ok(rules.clone()),
        _ => {
            let rules = Rules::parse(&text).map_err(|error| misuse("invalid-rule", error))?;
            *last = Some((text, rules.clone()));
            Ok(rules)
        }
    })
}

/// Where a call goes, as JavaScript says it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetInput {
    pub host: String,
    pub stream_id: String,
    pub jwt: String,
}

impl TargetInput {
    pub fn read(target: JsValue) -> Answer<TargetInput> {
        serde_wasm_bindgen::from_value(target).map_err(|_| {
            misuse("bad-argument", "the target must have `host`, `streamId` and `jwt`, all strings")
        })
    }
}

/// The parameters of one template.
pub fn parameters(parameters: JsValue) -> Answer<HashMap<String, String>> {
    if parameters.is_undefined() || parameters.is_null() {
        return Ok(HashMap::new());
    }
    serde_wasm_bindgen::from_value(parameters)
        .map_err(|_| misuse("bad-argument", "parameters must be an object of strings"))
}
