//! Small arguments, read from JSON text with their mistakes said.

use std::cell::RefCell;
use std::collections::HashMap;

use notify_preflight::{Channel, Options, Reading, Rules, limits};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::input::{argument, readable};
use crate::output::{Answer, misuse};

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Written<'a> {
    reading: Option<String>,
    max_diagnostics: Option<f64>,
    #[serde(borrow)]
    rules: Option<&'a RawValue>,
}

/// How to look at a payload; no text at all leaves everything at its default.
pub fn read(options: &[u8]) -> Answer<Options> {
    if options.is_empty() {
        return Ok(Options::default());
    }
    let expected = "options must be an object of `reading`, `maxDiagnostics` and `rules`";
    let written: Written<'_> = argument(options, expected)?;
    Ok(Options {
        reading: written.reading.map_or(Ok(Reading::default()), |name| reading(&name))?,
        max_diagnostics: most(written.max_diagnostics)?,
        rules: rules(written.rules)?,
    })
}

/// A reading by its name.
pub fn reading(name: &str) -> Answer<Reading> {
    name.parse().map_err(|error| misuse("bad-argument", error))
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

fn rules(written: Option<&RawValue>) -> Answer<Rules> {
    let Some(text) = written.map(RawValue::get) else { return Ok(Rules::default()) };
    LAST.with_borrow_mut(|last| match last {
        Some((known, rules)) if *known == text => Ok(rules.clone()),
        _ => {
            let rules = Rules::parse(text).map_err(|error| misuse("invalid-rule", error))?;
            *last = Some((text.to_owned(), rules.clone()));
            Ok(rules)
        }
    })
}

/// The parameters of one template.
pub fn parameters(parameters: &[u8]) -> Answer<HashMap<String, String>> {
    if parameters.is_empty() {
        return Ok(HashMap::new());
    }
    argument(parameters, "parameters must be an object of strings")
}

/// A channel by its name.
pub fn channel(name: &[u8]) -> Answer<Channel> {
    let names = Channel::ALL.map(|channel| format!("`{channel}`")).join(", ");
    Channel::from_name(readable(name))
        .ok_or_else(|| misuse("bad-argument", format!("`channel` must be one of {names}")))
}
