//! JSON as `serde_json` reads it: what our own reader is held to.
//!
//! `serde_json` drops repeated keys, refuses numbers beyond any float and stops at 127
//! levels. Taken apart level by level, it does neither.

use std::fmt;

use notify_preflight::limits;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// A JSON value; of objects every member, of numbers the digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`, `true`, `false` or a number, as written.
    Word(String),
    /// The characters.
    String(String),
    /// The items.
    Array(Vec<Json>),
    /// The members in order, those of one name included.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value of a text that is JSON, and not nested deeper than a payload may be.
    pub fn read(text: &str) -> Option<Json> {
        Json::of(serde_json::from_str(text).ok()?, limits::DEPTH)
    }

    fn of(raw: &RawValue, levels: usize) -> Option<Json> {
        let text = raw.get();
        Some(match text.as_bytes().first()? {
            b'"' => Json::String(serde_json::from_str(text).ok()?),
            b'[' => {
                let levels = levels.checked_sub(1)?;
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                let items = items.into_iter().map(|item| Json::of(item, levels));
                Json::Array(items.collect::<Option<_>>()?)
            }
            b'{' => {
                let levels = levels.checked_sub(1)?;
                let Members(members) = serde_json::from_str(text).ok()?;
                let members =
                    members.into_iter().map(|(key, value)| Some((key, Json::of(value, levels)?)));
                Json::Object(members.collect::<Option<_>>()?)
            }
            _ => Json::Word(text.to_owned()),
        })
    }

    /// The characters of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of an array.
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of an object, none of any other value.
    pub fn members(&self) -> &[(String, Json)] {
        match self {
            Json::Object(members) => members,
            _ => &[],
        }
    }

    /// The member that counts: of a repeated key the last.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.members().iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The members that count, each where its key stands first.
    pub fn counting(&self) -> Vec<(&str, &Json)> {
        let mut counting: Vec<(&str, &Json)> = Vec::new();
        for (key, value) in self.members() {
            match counting.iter_mut().find(|(known, _)| known == key) {
                Some((_, known)) => *known = value,
                None => counting.push((key, value)),
            }
        }
        counting
    }

    /// What a pointer (RFC 6901) points at.
    pub fn pointer(&self, pointer: &str) -> Option<&Json> {
        pointer.split('/').skip(1).try_fold(self, |value, name| match value {
            Json::Array(items) => items.get(name.parse::<usize>().ok()?),
            _ => value.get(&name.replace("~1", "/").replace("~0", "~")),
        })
    }

    /// As `serde_json` keeps it. Of a number beyond any float only its type is left.
    pub fn to_value(&self) -> Value {
        match self {
            Json::Word(word) => serde_json::from_str(word).unwrap_or_else(|_| 0.into()),
            Json::String(text) => text.as_str().into(),
            Json::Array(items) => items.iter().map(Json::to_value).collect(),
            Json::Object(members) => {
                let members = members.iter().map(|(key, value)| (key.clone(), value.to_value()));
                Value::Object(members.collect())
            }
        }
    }
}

/// The members of one object, their values unread.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}
