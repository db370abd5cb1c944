//! What an author reads where the schema found an error.

use std::borrow::Cow;
use std::ops::Range;

use crate::channel::{self, Channel};
use crate::diagnostic::{Code, Edit, Fix, one_of, quote};
use crate::document::{self, Document, MESSAGE_TYPES};
use crate::json::{Kind, Locator, Member, Pointer, Spot, Value};
use crate::limits;
use crate::near_miss;
use crate::report::Finding;

/// A place in a payload, and what stands there.
pub(super) struct Place<'v, 'a> {
    pub pointer: Pointer,
    spot: Option<Spot<'v, 'a>>,
}

impl<'v, 'a> Place<'v, 'a> {
    pub fn value(&self) -> Option<&'v Value<'a>> {
        self.spot.as_ref().map(|spot| spot.value)
    }

    /// Its members, where it is an object.
    pub fn members(&self) -> &'v [Member<'a>] {
        self.value().map(Value::members).unwrap_or_default()
    }
}

/// Says the errors of one payload to its author.
pub(super) struct Author<'v, 'a> {
    pub(super) source: &'v str,
    places: Locator<'v, 'a>,
    pub(super) channel: Option<Channel>,
    /// Whether fixes are looked for, which means to look at the payload once more.
    pub(super) is_helpful: bool,
}

impl<'v, 'a> Author<'v, 'a> {
    pub fn new(document: &Document<'v>, root: &'v Value<'a>, is_helpful: bool) -> Author<'v, 'a> {
        let source = document.identities.source;
        Author { source, places: Locator::new(root), channel: document.channel, is_helpful }
    }

    /// The fields that the object at `at` may have.
    pub fn fields_of(&self, at: &Place<'v, 'a>) -> Vec<&'static str> {
        match part(&at.pointer) {
            Part::Payload => document::PAYLOAD_FIELDS.to_vec(),
            Part::Message => document::MESSAGE_FIELDS.to_vec(),
            Part::Identity(_) => {
                let mut fields = self.identity_fields();
                fields.extend(document::PERSONAL_FIELDS);
                fields
            }
            Part::Other => Vec::new(),
        }
    }

    /// The fields of which the object at `at` must have one.
    pub fn alternatives_of(&self, at: &Place<'v, 'a>) -> Vec<&'static str> {
        match part(&at.pointer) {
            Part::Payload => vec!["message", "content"],
            _ => self.identity_fields(),
        }
    }

    fn identity_fields(&self) -> Vec<&'static str> {
        match self.channel {
            Some(channel) => vec![channel.identity_field()],
            None => Channel::ALL.map(Channel::identity_field).to_vec(),
        }
    }

    pub fn type_mismatch(&self, at: &Place<'v, 'a>) -> Finding {
        let (name, expected) = match part(&at.pointer) {
            Part::Payload => ("the payload".to_owned(), "an object"),
            Part::Message => (quote(&last(&at.pointer)).to_string(), "an object"),
            Part::Identity(index) => (identity(index), "an object"),
            Part::Other => (self.name(at), self.expected_type(at)),
        };
        let value = at.value();
        let found = value.map_or("absent", Value::type_name);
        let message = format!("{name} must be {expected}, and is {found}");
        let mut finding = self.at_value(Code::TypeMismatch, at, message);
        if expected == "a string" {
            finding.fix = value.and_then(|value| self.quoting(at, value));
        }
        match value.map(|value| &value.kind) {
            Some(Kind::Null)
                if !is_parameter(&at.pointer) && OPTIONAL.contains(&&*last(&at.pointer)) =>
            {
                finding.hint("leave the property out where there is no value")
            }
            Some(Kind::Number(_) | Kind::Bool(_)) if expected == "a string" => {
                finding.hint("put the value in double quotes")
            }
            _ => finding,
        }
    }

    /// Puts quotes around a number or a boolean, where any string will do.
    fn quoting(&self, at: &Place<'v, 'a>, value: &Value<'_>) -> Option<Fix> {
        let written = match value.kind {
            Kind::Number(digits) if digits.len() <= limits::PARAMETER_CHARACTERS => digits,
            Kind::Bool(flag) => {
                if flag {
                    "true"
                } else {
                    "false"
                }
            }
            _ => return None,
        };
        let is_a_word =
            !is_parameter(&at.pointer) && matches!(&*last(&at.pointer), "channel" | "type");
        (!is_a_word).then(|| Fix {
            title: format!("write `\"{written}\"`"),
            edits: vec![edit(&value.range, format!("\"{written}\""))],
        })
    }

    fn expected_type(&self, at: &Place<'v, 'a>) -> &'static str {
        match &*last(&at.pointer) {
            _ if is_parameter(&at.pointer) => "a string",
            "identities" => "an array",
            "parameters" => "an object",
            "value" => "a string, an object or an array",
            _ => "a string",
        }
    }

    pub fn missing_field(&self, at: &Place<'v, 'a>, fields: &[&str]) -> Finding {
        let needed = fields.first().copied().unwrap_or_default();
        let message = match (part(&at.pointer), self.channel) {
            (Part::Identity(index), Some(channel)) => {
                format!(
                    "{} has no `{needed}`, which names the recipient on `{channel}`",
                    identity(index)
                )
            }
            (Part::Identity(index), None) => {
                format!("{} has no identity field: {}", identity(index), one_of(fields, "or"))
            }
            (Part::Message, _) => format!("{} has no `{needed}`", quote(&last(&at.pointer))),
            _ => format!("`{needed}` is missing"),
        };
        self.at_value(Code::MissingField, at, message)
    }

    pub fn wrong_identity_field(&self, at: &Place<'v, 'a>, field: &str) -> Finding {
        let of = Channel::from_identity_field(field).map_or("another channel", Channel::name);
        let (channel, right) =
            self.channel.map_or(("unknown", "another field"), |c| (c.name(), c.identity_field()));
        let message =
            format!("`{field}` names a recipient on `{of}`, and the channel is `{channel}`");
        self.at_key(Code::WrongIdentityField, at, message)
            .hint(format!("name the recipient by `{right}`, or change the channel"))
    }

    pub fn both_messages(&self, at: &Place<'v, 'a>) -> Finding {
        let message = "`message` and `content` are two names for one thing, and both are given";
        self.at_key(Code::BothMessageAndContent, at, message.to_owned())
            .hint("keep `message` and remove `content`")
    }

    /// A `channel` or message type that is none of the allowed words.
    pub fn unknown_word(&self, at: &Place<'v, 'a>) -> Finding {
        let word = at.value().and_then(Value::as_str).unwrap_or_default();
        if last(&at.pointer) == "channel" {
            let channels = Channel::ALL.map(Channel::name);
            let message =
                format!("{} is no channel; allowed are {}", quote(word), one_of(&channels, "and"));
            let finding = self.at_value(Code::UnsupportedChannel, at, message);
            return match channel::advice(word) {
                Some(advice) => finding.hint(advice),
                None => finding,
            };
        }
        let message = format!(
            "{} is no message type; allowed are {}",
            quote(word),
            one_of(&MESSAGE_TYPES, "and")
        );
        let mut finding = self.at_value(Code::UnknownMessageType, at, message);
        if let Some(meant) = near_miss::nearest(word, &MESSAGE_TYPES) {
            finding.fix = Some(Fix {
                title: format!("write `{meant}`"),
                edits: vec![edit(&finding.range, format!("\"{meant}\""))],
            });
        }
        finding
    }

    pub fn too_few_identities(&self, at: &Place<'v, 'a>) -> Finding {
        let message =
            format!("`identities` is empty; between 1 and {} are allowed", limits::IDENTITIES);
        self.at_value(Code::TooFewIdentities, at, message).hint("add a recipient")
    }

    pub fn too_many_identities(&self, at: &Place<'v, 'a>) -> Finding {
        let found = at.value().and_then(Value::length).unwrap_or_default();
        let most = limits::IDENTITIES;
        let message = format!("`identities` has {found} items; at most {most} are allowed");
        let requests = found.div_ceil(most);
        let rest = match found > limits::LOOKED_AT {
            true => format!("; only the first {} were looked at", limits::LOOKED_AT),
            false => String::new(),
        };
        self.at_value(Code::TooManyIdentities, at, message)
            .hint(format!("split it into {requests} requests{rest}"))
    }

    pub fn too_many_parameters(&self, at: &Place<'v, 'a>) -> Finding {
        let found = at.value().map_or(0, |value| value.counting_members().len());
        let most = limits::PARAMETERS;
        let message = format!("`parameters` has {found} entries; at most {most} are allowed");
        self.at_value(Code::TooManyParameters, at, message)
    }

    pub fn parameter_too_long(&self, at: &Place<'v, 'a>) -> Finding {
        let found = at.value().and_then(Value::as_str).unwrap_or_default().chars().count();
        let most = limits::PARAMETER_CHARACTERS;
        let name = self.name(at);
        let message = format!("{name} has {found} characters; at most {most} are allowed");
        self.at_value(Code::ParameterTooLong, at, message)
            .hint(format!("shorten it by {}", found.saturating_sub(most)))
    }

    /// Whatever the schema may say that has no sentence yet.
    pub fn other(&self, at: &Place<'v, 'a>) -> Finding {
        let message = "the value does not meet the schema".to_owned();
        self.at_value(Code::TypeMismatch, at, message)
    }

    pub fn is_string(&self, at: &Place<'v, 'a>) -> bool {
        at.value().is_some_and(|value| value.as_str().is_some())
    }

    /// What stands at a pointer.
    pub(super) fn place(&self, pointer: Pointer) -> Place<'v, 'a> {
        let spot = self.places.locate(&pointer);
        Place { pointer, spot }
    }

    fn name(&self, at: &Place<'v, 'a>) -> String {
        match at.pointer.split() {
            Some((_, name)) if is_parameter(&at.pointer) => format!("parameter {}", quote(&name)),
            Some((_, name)) => quote(&name).to_string(),
            None => "the payload".to_owned(),
        }
    }

    fn at_value(&self, code: Code, at: &Place<'v, 'a>, message: String) -> Finding {
        let range = at.value().map_or(0..0, |value| value.range.clone());
        Finding::new(code, at.pointer.clone(), range, message)
    }

    pub(super) fn at_key(&self, code: Code, at: &Place<'v, 'a>, message: String) -> Finding {
        let key_range = at.spot.as_ref().and_then(|spot| spot.key_range.clone());
        Finding::new(code, at.pointer.clone(), key_range.unwrap_or(0..0), message)
    }
}

/// Properties that may be left out.
const OPTIONAL: [&str; 4] =
    ["webhookInstanceName", "userIdentityType", "customMessage", "parameters"];

/// What a pointer points at.
pub(super) enum Part {
    Payload,
    Message,
    Identity(usize),
    Other,
}

pub(super) fn part(at: &Pointer) -> Part {
    match at.as_str() {
        "" => Part::Payload,
        "/message" | "/content" => Part::Message,
        text => match text.strip_prefix("/identities/").map(str::parse) {
            Some(Ok(index)) => Part::Identity(index),
            _ => Part::Other,
        },
    }
}

fn last(at: &Pointer) -> Cow<'_, str> {
    at.split().map(|(_, name)| name).unwrap_or_default()
}

fn is_parameter(at: &Pointer) -> bool {
    at.split().is_some_and(|(parent, _)| parent.ends_with("/parameters"))
}

fn identity(index: usize) -> String {
    format!("`identities[{index}]`")
}

pub(super) fn edit(range: &Range<usize>, text: String) -> Edit {
    Edit { start: range.start, end: range.end, text }
}

#[cfg(test)]
pub(super) mod tests;
