//! A message parsed once: text, or a JSON value with texts in it (SPEC section 2).

use std::collections::HashSet;
use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::{Kind, Value};
use crate::template::{Filled, FilledPlaceholder, Parameters, Template};

/// What a recipient gets: a text, or a JSON value of the channel's own shape.
///
/// Shown, it is the text itself or the value as compact JSON text. Serialised,
/// it is a string or that value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilledMessage {
    /// Text.
    Text(String),
    /// A JSON value.
    Json(JsonText),
}

/// Compact JSON text of an object or an array: keys in the author's order,
/// numbers with the author's digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonText(String);

impl JsonText {
    /// The JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FilledMessage {
    /// The text, or the JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            FilledMessage::Text(text) => text,
            FilledMessage::Json(json) => json.as_str(),
        }
    }
}

impl fmt::Display for FilledMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for FilledMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            FilledMessage::Text(text) => serializer.serialize_str(text),
            FilledMessage::Json(json) => json.serialize(serializer),
        }
    }
}

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The text goes out as it is, so that no digit of a number is lost.
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// A message ready to be filled for any number of recipients.
pub(crate) struct MessageTemplate<'v> {
    body: Body<'v>,
    /// Each key once, in the order of the message.
    keys: Vec<&'v str>,
    known: HashSet<&'v str>,
    /// A text that has nothing to see but what its placeholders bring.
    is_blank: bool,
}

enum Body<'v> {
    Text(Template<'v>),
    Json(JsonTemplate<'v>),
}

impl<'v> MessageTemplate<'v> {
    pub fn of(value: &'v Value<'v>) -> MessageTemplate<'v> {
        let body = match value.as_str() {
            Some(text) => Body::Text(Template::parse(text)),
            None => Body::Json(JsonTemplate::of(value)),
        };
        let mut known = HashSet::new();
        let keys =
            body.templates().flat_map(Template::keys).filter(|key| known.insert(*key)).collect();
        let is_blank = matches!(&body, Body::Text(text) if text.literals().all(is_blank));
        MessageTemplate { body, keys, known, is_blank }
    }

    /// The keys of its placeholders, each once.
    pub fn keys(&self) -> &[&'v str] {
        &self.keys
    }

    pub fn has_key(&self, key: &str) -> bool {
        self.known.contains(key)
    }

    /// Whether the filled message is an empty text, or white space alone.
    pub fn is_blank_with<P: Parameters + ?Sized>(&self, parameters: &P) -> bool {
        self.is_blank && self.keys.iter().all(|key| parameters.value(key).is_some_and(is_blank))
    }

    /// The message, and its placeholders; of a JSON value these have no offsets.
    pub fn fill<P: Parameters + ?Sized>(
        &self,
        parameters: &P,
    ) -> (FilledMessage, Vec<FilledPlaceholder>) {
        match &self.body {
            Body::Text(template) => {
                let Filled { text, placeholders } = template.fill(parameters);
                (FilledMessage::Text(text), placeholders)
            }
            Body::Json(template) => template.fill(parameters),
        }
    }
}

impl<'v> Body<'v> {
    fn templates(&self) -> Box<dyn Iterator<Item = &Template<'v>> + '_> {
        match self {
            Body::Text(template) => Box::new(std::iter::once(template)),
            Body::Json(json) => Box::new(json.pieces.iter().filter_map(|piece| match piece {
                Piece::Text(template) => Some(template),
                Piece::Json(_) => None,
            })),
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A JSON value as compact text, cut where its string values stand.
pub(crate) struct JsonTemplate<'v> {
    pieces: Vec<Piece<'v>>,
}

enum Piece<'v> {
    /// JSON text as it goes out.
    Json(String),
    /// A string value, to be filled and then quoted.
    Text(Template<'v>),
}

impl<'v> JsonTemplate<'v> {
    fn of(value: &'v Value<'v>) -> JsonTemplate<'v> {
        let mut template = JsonTemplate { pieces: Vec::new() };
        template.add(value);
        template
    }

    fn add(&mut self, value: &'v Value<'v>) {
        match &value.kind {
            Kind::Null => self.json("null"),
            Kind::Bool(true) => self.json("true"),
            Kind::Bool(false) => self.json("false"),
            Kind::Number(digits) => self.json(digits),
            Kind::String(text) => self.pieces.push(Piece::Text(Template::parse(text))),
            Kind::Array(items) => {
                self.json("[");
                for (index, item) in items.iter().enumerate() {
                    self.json(if index == 0 { "" } else { "," });
                    self.add(item);
                }
                self.json("]");
            }
            Kind::Object(_) => {
                self.json("{");
                for (index, member) in value.counting_members().into_iter().enumerate() {
                    self.json(if index == 0 { "" } else { "," });
                    self.json(&quoted(&member.key));
                    self.json(":");
                    self.add(&member.value);
                }
                self.json("}");
            }
        }
    }

    fn json(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Json(json)) => json.push_str(text),
            _ => self.pieces.push(Piece::Json(text.to_owned())),
        }
    }

    fn fill<P: Parameters + ?Sized>(
        &self,
        parameters: &P,
    ) -> (FilledMessage, Vec<FilledPlaceholder>) {
        let mut json = String::new();
        let mut placeholders = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Json(text) => json.push_str(text),
                Piece::Text(template) => {
                    let filled = template.fill(parameters);
                    json.push_str(&quoted(&filled.text));
                    placeholders.extend(filled.placeholders);
                }
            }
        }
        (FilledMessage::Json(JsonText(json)), placeholders)
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(json: &str, parameters: &[(&str, &str)]) -> String {
        let value = crate::json::read(json, 128).unwrap();
        MessageTemplate::of(&value).fill(parameters).0.to_string()
    }

    #[test]
    fn only_string_values_are_filled() {
        let json = r#"{"{a}": "{a}", "list": ["x{a}", 1, true, null], "b": {"c": "{a}"}}"#;
        let filled = r#"{"{a}":"1","list":["x1",1,true,null],"b":{"c":"1"}}"#;
        assert_eq!(fill(json, &[("a", "1")]), filled);
    }

    #[test]
    fn order_and_digits_are_kept_and_values_are_quoted() {
        let json = r#"{"z": 1.50, "a": 12345678901234567890, "t": "{q}"}"#;
        let filled = r#"{"z":1.50,"a":12345678901234567890,"t":"\"\n\\"}"#;
        assert_eq!(fill(json, &[("q", "\"\n\\")]), filled);
    }

    #[test]
    fn a_json_message_serialises_as_it_is() {
        let value = crate::json::read("[1e400, 1.0]", 128).unwrap();
        let (filled, _) = MessageTemplate::of(&value).fill(&[("", ""); 0]);
        assert_eq!(serde_json::to_string(&filled).unwrap(), "[1e400,1.0]");
    }
}
