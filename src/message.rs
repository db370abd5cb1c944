//! A message parsed once: text, or a JSON value with texts in it (SPEC section 2).

use std::fmt;
use std::ops::Range;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::hashed::Distinct;
use crate::json::{Kind, Value};
use crate::template::{Filled, Template};

/// What a recipient gets: a text, or a JSON value of the channel's own shape.
///
/// Shown, it is the text itself or the value as compact JSON text. Serialised,
/// it is a string or that value.
///
/// ```
/// use notify_preflight::{FilledMessage, preview};
///
/// let payload = r#"{
///   "channel": "whatsapp",
///   "message": { "type": "template", "value": { "body": "Hello {name}", "size": 1.0 } },
///   "identities": [{ "phoneNumber": "+4915550000001", "parameters": { "name": "Ada" } }]
/// }"#;
/// let filled = &preview(payload, &Default::default()).recipients[0].filled;
/// assert!(matches!(filled, FilledMessage::Json(_)));
/// assert_eq!(filled.as_str(), r#"{"body":"Hello Ada","size":1.0}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilledMessage {
    /// Text.
    Text(String),
    /// A JSON value.
    Json(JsonText),
}

/// Compact JSON text of an object or an array: keys in the author's order,
/// numbers with the author's digits. See [`FilledMessage`] for an example.
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
        if cfg!(target_arch = "wasm32") {
            return as_raw_value(&self.0, serializer);
        }
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// What a `RawValue` does, without making one: that reads the text once more, with a reader
/// that a front end would download for this alone. Only there, where the lock file says which
/// `serde_json` it is: a test holds that one to the name.
fn as_raw_value<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    const NAME: &str = "$serde_json::private::RawValue";
    let mut raw = serializer.serialize_struct(NAME, 1)?;
    raw.serialize_field(NAME, json)?;
    raw.end()
}

/// How many bytes most values have beyond their placeholder.
const SHORT: usize = 16;

/// A message ready to be filled for any number of recipients.
pub(crate) struct MessageTemplate<'v> {
    pieces: Vec<Piece<'v>>,
    is_json: bool,
    /// Each key once, in the order of the message.
    keys: Distinct<'v>,
    /// For each placeholder, which of the keys it names.
    slots: Vec<usize>,
    /// A text that has nothing to see but what its placeholders bring.
    is_blank: bool,
    braced: Vec<Braced>,
}

/// Placeholders between braces of the message's own, which stay.
#[derive(Debug, Default)]
pub(crate) struct Braced {
    /// The keys of these placeholders.
    pub keys: Vec<usize>,
    /// Whether other characters stand there too.
    pub has_text: bool,
}

/// A message is one text, or a JSON value cut where its string values stand.
pub(crate) enum Piece<'v> {
    /// JSON text as it goes out.
    Json(String),
    /// A text, to be filled; in a JSON value it is then quoted.
    Text(Template<'v>),
}

impl<'v> MessageTemplate<'v> {
    pub fn of(value: &'v Value<'v>) -> MessageTemplate<'v> {
        match value.as_str() {
            Some(text) => MessageTemplate::of_text(text),
            None => MessageTemplate::new(JsonTemplate::of(value).pieces, true),
        }
    }

    pub fn of_text(text: &'v str) -> MessageTemplate<'v> {
        MessageTemplate::new(vec![Piece::Text(Template::parse(text))], false)
    }

    fn new(pieces: Vec<Piece<'v>>, is_json: bool) -> MessageTemplate<'v> {
        let mut template = MessageTemplate {
            pieces,
            is_json,
            keys: Distinct::default(),
            slots: Vec::new(),
            is_blank: false,
            braced: Vec::new(),
        };
        let mut is_all_blank = true;
        for text in texts(&template.pieces) {
            let first = template.slots.len();
            for key in text.keys() {
                template.slots.push(template.keys.place(key));
            }
            if text.has_loose_braces() {
                let slots = template.slots.get(first..).unwrap_or_default();
                add_braced(text, slots, &mut template.braced);
            }
            for literal in text.literals() {
                is_all_blank = is_all_blank && is_blank(literal);
            }
        }
        template.is_blank = !is_json && is_all_blank;
        template
    }

    /// The keys of its placeholders, each once.
    pub fn keys(&self) -> &[&'v str] {
        self.keys.all()
    }

    pub fn has_key(&self, key: &str) -> bool {
        self.keys.has(key)
    }

    /// For each placeholder, in the order of the message, which of the keys it names.
    pub fn slots(&self) -> &[usize] {
        &self.slots
    }

    pub fn pieces(&self) -> &[Piece<'v>] {
        &self.pieces
    }

    /// Whether it is a JSON value.
    pub const fn is_json(&self) -> bool {
        self.is_json
    }

    /// Whether what stands between the placeholders of a text is white space at most.
    pub const fn is_blank(&self) -> bool {
        self.is_blank
    }

    /// What stands between braces of its own.
    pub fn braced(&self) -> &[Braced] {
        &self.braced
    }

    /// Whether it has that key's placeholder in braces, before any other.
    pub fn is_braced(&self, key: &str) -> bool {
        let Some(place) = self.keys().iter().position(|known| *known == key) else { return false };
        self.braced.iter().any(|braced| braced.keys.first() == Some(&place))
    }

    /// The message filled with a value for each key.
    pub fn fill<'p>(&self, value: impl Fn(usize) -> Option<&'p str>) -> FilledMessage {
        self.fill_telling(&value, &mut |_, _, _| {})
    }

    /// [`MessageTemplate::fill`], where `placed` is told of each placeholder which key it
    /// names, where it stands in the text it is in, and whether it was filled.
    pub fn fill_telling<'p>(
        &self,
        value: &dyn Fn(usize) -> Option<&'p str>,
        placed: &mut dyn FnMut(usize, Range<usize>, bool),
    ) -> FilledMessage {
        let (mut json, mut text) = (String::new(), String::new());
        let mut slots = self.slots.as_slice();
        for piece in &self.pieces {
            let template = match piece {
                Piece::Json(piece) => {
                    json.push_str(piece);
                    continue;
                }
                Piece::Text(template) => template,
            };
            let slot = |place: usize| slots.get(place).copied().unwrap_or(usize::MAX);
            text.reserve(template.source().len() + SHORT * template.places().len());
            template.fill_into(
                &mut text,
                &|place, _| value(slot(place)),
                &mut |place, _, at, is_filled| placed(slot(place), at, is_filled),
            );
            if !self.is_json {
                return FilledMessage::Text(text);
            }
            json.push_str(&quoted(&text));
            text.clear();
            slots = slots.get(template.places().len()..).unwrap_or_default();
        }
        FilledMessage::Json(JsonText(json))
    }

    /// The texts that a recipient sees: the message itself, or the strings of its JSON value.
    pub fn filled_texts<'p>(&self, value: &dyn Fn(usize) -> Option<&'p str>) -> Vec<Filled> {
        let (mut first, mut filled) = (0, Vec::new());
        for template in texts(&self.pieces) {
            let of = |place: usize, _: &str| value(*self.slots.get(first + place)?);
            filled.push(template.fill_each(&of));
            first += template.places().len();
        }
        filled
    }
}

/// Finds braces around placeholders, of which each names the key in its slot.
fn add_braced(text: &Template<'_>, slots: &[usize], all: &mut Vec<Braced>) {
    let mut open: Option<Braced> = None;
    for (place, literal) in text.literals().enumerate() {
        for byte in literal.bytes() {
            match byte {
                b'{' => open = Some(Braced::default()),
                b'\r' | b'\n' => open = None,
                b'}' => {
                    if let Some(braced) = open.take()
                        && !braced.keys.is_empty()
                    {
                        all.push(braced);
                    }
                }
                _ => {
                    if let Some(braced) = &mut open {
                        braced.has_text = true;
                    }
                }
            }
        }
        if let (Some(braced), Some(key)) = (&mut open, slots.get(place)) {
            braced.keys.push(*key);
        }
    }
}

fn texts<'p, 'v>(pieces: &'p [Piece<'v>]) -> impl Iterator<Item = &'p Template<'v>> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Text(template) => Some(template),
        Piece::Json(_) => None,
    })
}

/// Whether there is nothing to see.
pub(crate) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A JSON value as compact text, cut where its string values stand.
struct JsonTemplate<'v> {
    pieces: Vec<Piece<'v>>,
}

impl<'v> JsonTemplate<'v> {
    fn of(value: &'v Value<'v>) -> JsonTemplate<'v> {
        let mut template = JsonTemplate { pieces: Vec::new() };
        template.add(value);
        template
    }

    fn add(&mut self, value: &'v Value<'v>) {
        match &value.kind {
            Kind::Null | Kind::Partial(_) => self.json("null"),
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
}

/// The text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    // Writing a string to memory cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::template::Parameters;

    fn fill(json: &str, parameters: &[(&str, &str)]) -> String {
        let value = crate::json::read(json, 128).unwrap();
        let template = MessageTemplate::of(&value);
        template.fill(|slot| parameters.value(template.keys()[slot])).to_string()
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
    fn each_text_of_a_json_message_is_filled_by_its_own_placeholders() {
        let json = r#"["{a}{b}", {"x": "{c}", "{d}": 7}, "-{b}"]"#;
        let value = crate::json::read(json, 128).unwrap();
        let template = MessageTemplate::of(&value);
        assert!(template.is_json() && template.keys() == ["a", "b", "c"]);
        let filled = template.filled_texts(&|slot| ["1", "2", "3"].get(slot).copied());
        let texts: Vec<_> = filled.iter().map(|filled| filled.text.as_str()).collect();
        assert_eq!(texts, ["12", "3", "-2"]);
    }

    #[test]
    fn a_text_with_nothing_around_its_placeholders_is_blank() {
        for (text, is_blank) in
            [("", true), (" {a}\n{b}", true), ("{}", false), ("{a}.", false), ("\u{200b}", false)]
        {
            let template = MessageTemplate::of_text(text);
            assert_eq!((template.is_blank(), template.is_json()), (is_blank, false), "{text}");
        }
        let value = crate::json::read(r#"[" "]"#, 128).unwrap();
        assert!(!MessageTemplate::of(&value).is_blank(), "no JSON value is an empty text");
    }

    #[test]
    fn a_json_message_serialises_as_it_is() {
        let value = crate::json::read("[1e400, 1.0]", 128).unwrap();
        let filled = MessageTemplate::of(&value).fill(|_| None);
        assert_eq!(serde_json::to_string(&filled).unwrap(), "[1e400,1.0]");
        let mut written = Vec::new();
        as_raw_value(filled.as_str(), &mut serde_json::Serializer::new(&mut written)).unwrap();
        assert_eq!(written, b"[1e400,1.0]");
    }
}
