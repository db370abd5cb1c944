//! The slow way: whatever can be read of an identity that is not what the schema
//! asks for.

use crate::channel::Channel;
use crate::json::{self, Kind, Value};
use crate::message::quoted;

use super::people::{People, Person, Shape, ShapeId, Text, place};

impl People {
    /// Keeps what can be read of the identity of that index.
    pub(super) fn read_leniently(
        &mut self,
        index: usize,
        item: &Value<'_>,
        channel: Option<Channel>,
    ) {
        // Where the channel's own field is absent, another one still tells who is meant.
        let [one, two, three] = Channel::ALL;
        let mut name = None;
        let mut braces = 0;
        for channel in [channel.unwrap_or(one), one, two, three] {
            let Some(value) = item.get(channel.identity_field()) else { continue };
            if let Some(characters) = value.as_str() {
                name = self.string(value, &mut braces).map(|text| (channel, text, characters));
                break;
            }
        }
        let custom_message = item.get("customMessage");
        let custom_message = custom_message.and_then(|value| self.string(value, &mut braces));
        let first_value = place(self.values.len());
        let shape = item.get("parameters").map(|value| self.parameters(value, &mut braces));
        let mut person = Person {
            start: place(item.range.start),
            end: place(item.range.end),
            custom_message,
            shape: shape.unwrap_or_default(),
            first_value,
            has_no_brace: braces == 0,
            ..Person::default()
        };
        if let Some((channel, name, characters)) = name {
            person.set_name(channel, name, characters);
        }
        self.set(index, person);
    }

    /// Keeps a string, and counts its braces.
    fn string(&mut self, value: &Value<'_>, braces: &mut usize) -> Option<Text> {
        let characters = value.as_str()?;
        *braces += json::braces(characters);
        Some(self.text(value.range.clone(), value.has_escapes().then_some(characters)))
    }

    /// The parameters that count; of a repeated name only the last.
    fn parameters(&mut self, value: &Value<'_>, braces: &mut usize) -> ShapeId {
        let (mut names, mut mistyped) = (Vec::new(), Vec::new());
        for member in value.counting_members() {
            match self.string(&member.value, braces) {
                Some(text) => {
                    self.values.push(text);
                    names.push(Box::from(member.key.as_ref()));
                }
                None => mistyped.push(Box::from(member.key.as_ref())),
            }
        }
        let spelling = spelling(&names, &mistyped);
        let shape = self.shapes.intern(&spelling, || Some(Shape::new(names, mistyped)));
        shape.unwrap_or_default()
    }
}

/// A line break, which no spelling of sound parameters holds, and the names as JSON.
fn spelling(names: &[Box<str>], mistyped: &[Box<str>]) -> String {
    let mut spelling = String::new();
    for name in names {
        spelling.push('\n');
        spelling.push_str(&quoted(name));
    }
    for name in mistyped {
        spelling.push_str("\n!");
        spelling.push_str(&quoted(name));
    }
    spelling
}

impl Value<'_> {
    /// Whether it is a string with escapes.
    fn has_escapes(&self) -> bool {
        matches!(&self.kind, Kind::String(std::borrow::Cow::Owned(_)))
    }
}
