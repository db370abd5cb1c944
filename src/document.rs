//! The payload as read: its parts by name, as far as they have the right type.
//!
//! Lenient on purpose: a payload with errors is still previewed, and what cannot
//! be read counts as absent (the schema says what is wrong with it).

use std::collections::{HashMap, HashSet};

use crate::channel::Channel;
use crate::json::{Member, Pointer, Value};
use crate::limits;
use crate::template::Parameters;

/// The properties of a payload.
pub(crate) const PAYLOAD_FIELDS: [&str; 6] =
    ["channel", "message", "content", "identities", "webhookInstanceName", "userIdentityType"];
/// The properties of a message.
pub(crate) const MESSAGE_FIELDS: [&str; 2] = ["type", "value"];
/// The properties of an identity, its identity field aside.
pub(crate) const PERSONAL_FIELDS: [&str; 2] = ["customMessage", "parameters"];
/// What `message.type` may say.
pub(crate) const MESSAGE_TYPES: [&str; 3] = ["text", "template", "script"];

/// A payload's parts, borrowed from its JSON values.
pub(crate) struct Document<'v> {
    pub root: &'v Value<'v>,
    pub channel: Option<Channel>,
    pub message: Option<SharedMessage<'v>>,
    pub identities: Vec<Identity<'v>>,
}

/// The message that every recipient without a `customMessage` gets.
pub(crate) struct SharedMessage<'v> {
    /// Of the message's value: `/message/value` or `/content/value`.
    pub pointer: Pointer,
    pub value: &'v Value<'v>,
    pub is_script: bool,
}

/// One recipient.
pub(crate) struct Identity<'v> {
    pub pointer: Pointer,
    /// The property that names the recipient, where it is a string.
    pub name: Option<(&'v Member<'v>, &'v str)>,
    pub custom_message: Option<(&'v Value<'v>, &'v str)>,
    pub parameters: Option<IdentityParameters<'v>>,
}

/// The parameters of one recipient; of a repeated name only the last.
pub(crate) struct IdentityParameters<'v> {
    /// In document order.
    pub strings: Vec<(&'v str, &'v Value<'v>)>,
    /// Names of values that are no strings: they fill nothing, and the schema says why.
    pub mistyped: HashSet<&'v str>,
    /// More than are allowed are not looked through one by one.
    by_name: Option<HashMap<&'v str, &'v Value<'v>>>,
}

impl<'v> Document<'v> {
    pub fn of(root: &'v Value<'v>) -> Document<'v> {
        let channel = root.get("channel").and_then(Value::as_str).and_then(Channel::from_name);
        let items = root.get("identities").and_then(Value::as_array).unwrap_or_default();
        let at = Pointer::default().key("identities");
        let identities = items
            .iter()
            .take(limits::LOOKED_AT)
            .enumerate()
            .map(|(index, item)| Identity::of(item, channel, at.index(index)))
            .collect();
        Document { root, channel, message: SharedMessage::of(root), identities }
    }
}

impl<'v> SharedMessage<'v> {
    fn of(root: &'v Value<'v>) -> Option<SharedMessage<'v>> {
        let member = root.member("message").or_else(|| root.member("content"))?;
        let value = member.value.get("value")?;
        let is_message = value.as_str().is_some() || value.is_container();
        is_message.then(|| SharedMessage {
            pointer: Pointer::default().key(&member.key).key("value"),
            value,
            is_script: member.value.get("type").and_then(Value::as_str) == Some("script"),
        })
    }
}

impl<'v> Identity<'v> {
    fn of(item: &'v Value<'v>, channel: Option<Channel>, pointer: Pointer) -> Identity<'v> {
        let named = |channel: Channel| {
            let member = item.member(channel.identity_field())?;
            Some((member, member.value.as_str()?))
        };
        Identity {
            pointer,
            // Where the channel's own field is absent, another one still tells who is meant.
            name: channel.and_then(named).or_else(|| Channel::ALL.into_iter().find_map(named)),
            custom_message: item
                .get("customMessage")
                .and_then(|value| Some((value, value.as_str()?))),
            parameters: item.get("parameters").and_then(IdentityParameters::of),
        }
    }
}

impl<'v> IdentityParameters<'v> {
    fn of(value: &'v Value<'v>) -> Option<IdentityParameters<'v>> {
        if !value.is_object() {
            return None;
        }
        let (strings, others): (Vec<_>, Vec<_>) = value
            .counting_members()
            .into_iter()
            .map(|member| (member.key.as_ref(), &member.value))
            .partition(|(_, value)| value.as_str().is_some());
        let by_name =
            (strings.len() > limits::PARAMETERS).then(|| strings.iter().copied().collect());
        let mistyped = others.into_iter().map(|(name, _)| name).collect();
        Some(IdentityParameters { strings, mistyped, by_name })
    }

    pub fn get(&self, name: &str) -> Option<&'v Value<'v>> {
        match &self.by_name {
            Some(by_name) => by_name.get(name).copied(),
            None => self.strings.iter().find(|(key, _)| *key == name).map(|(_, value)| *value),
        }
    }
}

impl Parameters for IdentityParameters<'_> {
    fn value(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_names_the_same_fields() {
        let schema: serde_json::Value = serde_json::from_str(crate::REQUEST_SCHEMA).unwrap();
        let fields = |pointer: &str| {
            let properties = schema.pointer(pointer).unwrap().as_object().unwrap();
            let mut names: Vec<String> = properties.keys().cloned().collect();
            names.sort();
            names
        };
        let sorted = |names: &[&str]| {
            let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            names.sort();
            names
        };
        let mut identity = Channel::ALL.map(Channel::identity_field).to_vec();
        identity.extend(PERSONAL_FIELDS);
        assert_eq!(fields("/properties"), sorted(&PAYLOAD_FIELDS));
        assert_eq!(fields("/$defs/message/properties"), sorted(&MESSAGE_FIELDS));
        assert_eq!(fields("/$defs/identity/properties"), sorted(&identity));
        let types = &schema["$defs"]["message"]["properties"]["type"]["enum"];
        assert_eq!(*types, serde_json::json!(MESSAGE_TYPES));
    }
}
