//! The sandbox's own JSON bodies, field by field: what is wrong is told with the field's name,
//! what it found and what it takes.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

/// How much of a value an error repeats, in characters.
const REPEATED: usize = 60;

/// An object, and the way to it.
pub struct Fields<'v> {
    path: &'v str,
    fields: &'v Map<String, Value>,
}

/// A body as a JSON value.
pub fn parse(json: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(json).map_err(|error| format!("the body is not JSON: {error}"))
}

impl<'v> Fields<'v> {
    /// An object that has no other fields than these.
    pub fn of(value: &'v Value, path: &'v str, allowed: &[&str]) -> Result<Fields<'v>, String> {
        let Some(fields) = value.as_object() else {
            return Err(match path {
                "" => format!("the body must be an object, not `{}`", cut(value)),
                path => format!("`{path}` must be an object or null, not `{}`", cut(value)),
            });
        };
        let object = Fields { path, fields };
        match fields.keys().find(|name| !allowed.contains(&name.as_str())) {
            None => Ok(object),
            Some(unknown) => Err(format!(
                "`{}` is no field: the fields are `{}`",
                object.name(unknown),
                allowed.join("`, `")
            )),
        }
    }

    /// An object in this one, where there is one.
    pub fn object<T>(
        &self,
        name: &str,
        allowed: &[&str],
        read: impl FnOnce(Fields<'_>) -> Result<T, String>,
    ) -> Result<Option<T>, String> {
        let Some(value) = self.given(name) else {
            return Ok(None);
        };
        read(Fields::of(value, &self.name(name), allowed)?).map(Some)
    }

    /// A text, where there is one.
    pub fn text(&self, name: &str) -> Result<Option<String>, String> {
        match self.given(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(self.wrong(name, "a text or null", other)),
        }
    }

    /// A whole number in this range.
    pub fn whole(&self, name: &str, range: RangeInclusive<u64>) -> Result<u64, String> {
        let value = self.present(name)?;
        value.as_u64().filter(|number| range.contains(number)).ok_or_else(|| {
            let expected = format!("a whole number from {} to {}", range.start(), range.end());
            self.wrong(name, &expected, value)
        })
    }

    /// A whole number, or this one where there is none.
    pub fn whole_or(
        &self,
        name: &str,
        range: RangeInclusive<u64>,
        default: u64,
    ) -> Result<u64, String> {
        if self.given(name).is_none() { Ok(default) } else { self.whole(name, range) }
    }

    /// A number from 0 to 1.
    pub fn probability(&self, name: &str) -> Result<f64, String> {
        let value = self.present(name)?;
        value
            .as_f64()
            .filter(|number| (0.0..=1.0).contains(number))
            .ok_or_else(|| self.wrong(name, "a number from 0 to 1", value))
    }

    fn given(&self, name: &str) -> Option<&'v Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    fn present(&self, name: &str) -> Result<&'v Value, String> {
        self.fields.get(name).ok_or_else(|| format!("`{}` is missing", self.name(name)))
    }

    fn name(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn wrong(&self, name: &str, expected: &str, found: &Value) -> String {
        format!("`{}` must be {expected}, not `{}`", self.name(name), cut(found))
    }
}

fn cut(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
