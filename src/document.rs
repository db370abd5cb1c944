//! The payload as read: its parts by name, as far as they have the right type.
//!
//! Lenient on purpose: a payload with errors is still previewed, and what cannot
//! be read counts as absent (the schema says what is wrong with it).

mod known;
mod lenient;
mod people;
mod sound;

use std::ops::Range;

use crate::channel::Channel;
use crate::json::{self, Kind, Member, Pointer, SyntaxError, Value};
use crate::limits;

pub(crate) use known::{Known, Replaced};
pub(crate) use people::{Identities, Identity, People, Shape, ShapeId, Text};
pub(crate) use sound::is_short;

use sound::Sound;

/// The properties of a payload.
pub(crate) const PAYLOAD_FIELDS: [&str; 6] =
    ["channel", "message", "content", "identities", "webhookInstanceName", "userIdentityType"];
/// The properties of a message.
pub(crate) const MESSAGE_FIELDS: [&str; 2] = ["type", "value"];
/// The properties of an identity, its identity field aside.
pub(crate) const PERSONAL_FIELDS: [&str; 2] = ["customMessage", "parameters"];
/// What `message.type` may say.
pub(crate) const MESSAGE_TYPES: [&str; 3] = ["text", "template", "script"];

/// The key of the recipients.
pub(crate) const IDENTITIES: &str = "identities";

/// A payload as it was read.
pub(crate) struct Payload<'a> {
    pub source: &'a str,
    /// Every value but the identities that were taken on the fast way.
    pub root: Value<'a>,
    pub people: People,
}

/// A payload's parts, borrowed from it.
#[derive(Clone)]
pub(crate) struct Document<'v> {
    pub root: &'v Value<'v>,
    pub channel: Option<Channel>,
    pub message: Option<SharedMessage<'v>>,
    pub identities: Identities<'v>,
}

/// The message that every recipient without a `customMessage` gets.
#[derive(Clone)]
pub(crate) struct SharedMessage<'v> {
    /// `message` or `content`.
    key: &'v str,
    pub value: &'v Value<'v>,
    pub is_script: bool,
}

/// Reads a payload: sound identities on the fast way, all else value by value.
pub(crate) fn read(source: &str) -> Result<Payload<'_>, SyntaxError> {
    read_knowing(source, &mut None)
}

/// [`read`] for the texts alone: what could be found out of names is left out.
pub(crate) fn read_for_texts(source: &str) -> Result<Payload<'_>, SyntaxError> {
    let mut sound = Sound::for_texts(source);
    let root = json::read_with(source, limits::DEPTH, &mut sound)?;
    Ok(Payload::of(source, root, sound))
}

/// [`read`], where the identities may be known already. They are taken where they stand
/// in the text, and left where it is no JSON.
pub(crate) fn read_knowing<'a>(
    source: &'a str,
    known: &mut Option<Known>,
) -> Result<Payload<'a>, SyntaxError> {
    let mut sound = Sound::new(source, known.take());
    match json::read_with(source, limits::DEPTH, &mut sound) {
        Ok(root) => Ok(Payload::of(source, root, sound)),
        Err(error) => {
            *known = sound.into_known();
            Err(error)
        }
    }
}

/// [`read`] without the fast way.
#[cfg(test)]
fn read_exactly(source: &str) -> Result<Payload<'_>, SyntaxError> {
    let mut nothing = sound::Nothing(Sound::new(source, None));
    let root = json::read_with(source, limits::DEPTH, &mut nothing)?;
    Ok(Payload::of(source, root, nothing.0))
}

impl<'a> Payload<'a> {
    fn of(source: &'a str, mut root: Value<'a>, sound: Sound<'_>) -> Payload<'a> {
        let channel = channel_of(&root);
        let mut people = match root.get(IDENTITIES).map(|value| value.range.start) {
            start if start == sound.start => sound.people,
            // Of a repeated key the last counts, and it is no array.
            _ => People::default(),
        };
        if let Some(partial) = root.partial_mut(IDENTITIES) {
            for (index, item) in partial.first(limits::LOOKED_AT) {
                let person = people.person(source, item, channel);
                people.set(*index, person);
            }
            // Sound, but named for another channel: the schema is to say so.
            let mut misnamed = Vec::new();
            for (index, start) in people.misnamed(channel) {
                let value = json::read_again(source, start, limits::DEPTH);
                misnamed.extend(value.map(|value| (index, value)));
            }
            if !misnamed.is_empty() {
                partial.put_back(misnamed);
            }
        }
        Payload { source, root, people }
    }
}

/// Whether a text is an identity that the schema asks for on some channel.
pub(crate) fn is_sound_identity(text: &str) -> bool {
    Sound::new(text, None).read(0).is_some()
}

fn channel_of(root: &Value<'_>) -> Option<Channel> {
    root.get("channel").and_then(Value::as_str).and_then(Channel::from_name)
}

/// The value of the message that counts, whatever it is.
pub(crate) fn message_value<'v>(root: &'v Value<'v>) -> Option<&'v Value<'v>> {
    message_member(root)?.value.get("value")
}

fn message_member<'v>(root: &'v Value<'v>) -> Option<&'v Member<'v>> {
    root.member("message").or_else(|| root.member("content"))
}

/// Whether a value can be a message.
pub(crate) fn is_message(value: &Value<'_>) -> bool {
    value.as_str().is_some() || value.is_container()
}

impl Payload<'_> {
    /// Where the recipients' array stands.
    pub fn array(&self) -> Option<Range<usize>> {
        let value = self.root.get(IDENTITIES).filter(|value| value.length().is_some())?;
        Some(value.range.clone())
    }

    pub fn document(&self) -> Document<'_> {
        Document {
            root: &self.root,
            channel: channel_of(&self.root),
            message: SharedMessage::of(&self.root),
            identities: Identities { people: &self.people, source: self.source },
        }
    }
}

impl<'v> SharedMessage<'v> {
    fn of(root: &'v Value<'v>) -> Option<SharedMessage<'v>> {
        let member = message_member(root)?;
        let value = member.value.get("value")?;
        is_message(value).then(|| SharedMessage {
            key: &member.key,
            value,
            is_script: member.value.get("type").and_then(Value::as_str) == Some("script"),
        })
    }

    /// Of the message's value: `/message/value` or `/content/value`.
    pub fn pointer(&self) -> Pointer {
        Pointer::default().key(self.key).key("value")
    }
}

impl Document<'_> {
    /// Whether all of the payload is what the schema asks for, as far as can be seen at a
    /// glance: of what is written in any other way the schema decides.
    pub fn is_sound(&self) -> bool {
        let (Some(channel), false) = (self.channel, self.root.has_repeats()) else { return false };
        let (mut messages, mut has_identities) = (0, false);
        for Member { key, value, .. } in self.root.members() {
            let is_sound = match key.as_ref() {
                "channel" => true,
                "message" | "content" => {
                    messages += 1;
                    is_sound_message(value)
                }
                IDENTITIES => {
                    has_identities = true;
                    is_whole(value)
                }
                "webhookInstanceName" | "userIdentityType" => value.as_str().is_some(),
                _ => false,
            };
            if !is_sound {
                return false;
            }
        }
        messages == 1 && has_identities && !self.identities.people.has_other_field(channel)
    }
}

fn is_sound_message(message: &Value<'_>) -> bool {
    let kind = message.get("type").and_then(Value::as_str);
    message.members().len() == MESSAGE_FIELDS.len()
        && message.get("value").is_some_and(is_message)
        && kind.is_some_and(|kind| MESSAGE_TYPES.contains(&kind))
}

/// Whether it is an array of as many identities as there may be, all of which are sound.
fn is_whole(identities: &Value<'_>) -> bool {
    match &identities.kind {
        Kind::Partial(items) => {
            items.rest.is_empty() && (1..=limits::IDENTITIES).contains(&items.length)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
