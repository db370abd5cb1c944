//! The slow way: whatever can be read of an identity that was read as a value, be it what the
//! schema asks for or not.

use crate::channel::Channel;
use crate::json::{self, Kind, Member, Value};

use super::people::{People, Person, Shape, ShapeId, Text, place};

impl People {
    /// Keeps what can be read of an identity in the payload `source`.
    pub(super) fn person(
        &mut self,
        source: &str,
        item: &Value<'_>,
        channel: Option<Channel>,
    ) -> Person {
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
        let shape = item.get("parameters").map(|value| self.parameters(source, value, &mut braces));
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
        person
    }

    /// Keeps a string, and counts its braces.
    fn string(&mut self, value: &Value<'_>, braces: &mut usize) -> Option<Text> {
        let characters = value.as_str()?;
        *braces += json::braces(characters);
        Some(self.text(value.range.clone(), value.has_escapes().then_some(characters)))
    }

    /// The parameters that count; of a repeated name only the last.
    fn parameters(&mut self, source: &str, value: &Value<'_>, braces: &mut usize) -> ShapeId {
        let members = value.counting_members();
        // Of sound parameters it is the very spelling that those have who are sound in all.
        let mut spelling = String::new();
        for member in &members {
            match self.string(&member.value, braces) {
                Some(text) => self.values.push(text),
                // Nothing that a key is written with.
                None => spelling.push('!'),
            }
            spelling.push_str(source.get(member.key_range.clone()).unwrap_or_default());
        }
        self.shapes.intern(&spelling, || shape(&members))
    }
}

fn shape(members: &[&Member<'_>]) -> Shape {
    let (mut names, mut mistyped) = (Vec::new(), Vec::new());
    for member in members {
        let list = if member.value.as_str().is_some() { &mut names } else { &mut mistyped };
        list.push(Box::from(member.key.as_ref()));
    }
    Shape::new(names, mistyped)
}

impl Value<'_> {
    /// Whether it is a string with escapes.
    fn has_escapes(&self) -> bool {
        matches!(&self.kind, Kind::String(std::borrow::Cow::Owned(_)))
    }
}
