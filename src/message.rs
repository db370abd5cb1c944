//! A message parsed once: text, or a JSON value with texts in it (SPEC section 2).

use std::collections::HashMap;
use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::{Kind, Member, Value};
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

    /// Whether a recipient would see nothing: an empty text, or white space alone.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, FilledMessage::Text(text) if text.trim().is_empty())
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
pub(crate) enum MessageTemplate<'v> {
    Text(Template<'v>),
    Json(JsonTemplate<'v>),
}

impl<'v> MessageTemplate<'v> {
    pub fn of(value: &'v Value<'v>) -> MessageTemplate<'v> {
        match value.as_str() {
            Some(text) => MessageTemplate::Text(Template::parse(text)),
            None => MessageTemplate::Json(JsonTemplate::of(value)),
        }
    }

    /// The message, and its placeholders; of a JSON value these have no offsets.
    pub fn fill<P: Parameters + ?Sized>(
        &self,
        parameters: &P,
    ) -> (FilledMessage, Vec<FilledPlaceholder>) {
        match self {
            MessageTemplate::Text(template) => {
                let Filled { text, placeholders } = template.fill(parameters);
                (FilledMessage::Text(text), placeholders)
            }
            MessageTemplate::Json(template) => template.fill(parameters),
        }
    }
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
            Kind::Object(members) => {
                self.json("{");
                for (index, member) in counting(members).enumerate() {
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

/// The members that count: of a repeated key the last, where the first one stood.
fn counting<'v>(members: &'v [Member<'v>]) -> impl Iterator<Item = &'v Member<'v>> {
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(members.len());
    let mut counting: Vec<&Member<'_>> = Vec::with_capacity(members.len());
    for member in members {
        let place = *places.entry(&member.key).or_insert(counting.len());
        match counting.get_mut(place) {
            Some(earlier) => *earlier = member,
            None => counting.push(member),
        }
    }
    counting.into_iter()
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
