//! What the schema judges: the payload without what it need not see.
//!
//! An identity that was taken on the fast way is sound, whatever it holds, and one of
//! them stands for all. So are short texts as parameters, unless there are too many. Inside of `message.value` the schema has no rule.

use serde_json::{Value as Json, json};

use crate::channel::Channel;
use crate::document::{Document, IDENTITIES};
use crate::json::{Kind, Partial, Pointer, Value};
use crate::limits;

/// A payload as the schema sees it.
pub(super) struct Instance {
    pub value: Json,
    /// Where the identities stand in the payload.
    indexes: Vec<usize>,
}

impl Instance {
    pub fn of(document: &Document<'_>) -> Instance {
        let mut indexes = Vec::new();
        let value = document.root.to_json_with(&mut |key, value| match (key, &value.kind) {
            (IDENTITIES, Kind::Partial(items)) => {
                // Of a repeated key the last counts.
                indexes.clear();
                identities(items, document.channel.unwrap_or(Channel::Ivr), &mut indexes)
            }
            ("message" | "content", Kind::Object(_)) => message(value),
            _ => value.to_json(),
        });
        Instance { value, indexes }
    }

    /// The pointer into the payload for one into this instance.
    pub fn place(&self, at: &str) -> Pointer {
        let pointer = |index: &str, rest: &str| {
            let index = index.parse().ok().and_then(|index: usize| self.indexes.get(index))?;
            Some(Pointer::from_escaped(format!("/{IDENTITIES}/{index}{rest}")))
        };
        at.strip_prefix("/identities/")
            .and_then(|rest| {
                let end = rest.find('/').unwrap_or(rest.len());
                let (index, rest) = rest.split_at_checked(end)?;
                pointer(index, rest)
            })
            .unwrap_or_else(|| Pointer::from_escaped(at))
    }
}

/// The unsound ones, one for all that are sound, and more of those where there are
/// too many: the schema is to say so.
fn identities(items: &Partial<'_>, channel: Channel, indexes: &mut Vec<usize>) -> Json {
    let mut values = Vec::new();
    for (index, item) in items.first(limits::LOOKED_AT) {
        indexes.push(*index);
        values.push(identity(item));
    }
    let some = usize::from(values.len() < items.length);
    let enough = match items.length > limits::IDENTITIES {
        true => limits::IDENTITIES + 1,
        false => values.len() + some,
    };
    // Made anew each time: to copy one would bring the code that copies any value.
    while values.len() < enough {
        values.push(stand_in(channel));
    }
    values.into()
}

fn stand_in(channel: Channel) -> Json {
    json!({ channel.identity_field(): "" })
}

/// An identity, of whose parameters only those are judged that may be unsound.
fn identity(item: &Value<'_>) -> Json {
    item.to_json_with(&mut |key, value| match (key, &value.kind) {
        ("parameters", Kind::Object(_)) => parameters(value),
        _ => value.to_json(),
    })
}

/// Too many parameters are all there, to be counted.
fn parameters(value: &Value<'_>) -> Json {
    let members = value.counting_members();
    let is_judged = |value: &Value<'_>| {
        // No text has more characters than bytes.
        let is_sound = |text: &str| text.len() <= limits::PARAMETER_CHARACTERS;
        members.len() > limits::PARAMETERS || !value.as_str().is_some_and(is_sound)
    };
    let mut judged = serde_json::Map::new();
    for member in &members {
        if is_judged(&member.value) {
            judged.insert(member.key.to_string(), member.value.to_json());
        }
    }
    judged.into()
}

fn message(value: &Value<'_>) -> Json {
    value.to_json_with(&mut |key, value| match (key, &value.kind) {
        ("value", Kind::String(_)) => "".into(),
        ("value", Kind::Object(_)) => json!({}),
        ("value", Kind::Array(_)) => json!([]),
        _ => value.to_json(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    fn instance(source: &str) -> Instance {
        Instance::of(&document::read(source).unwrap().document())
    }

    #[test]
    fn inside_of_a_message_nothing_is_judged() {
        for (value, judged) in
            [(r#""a""#, json!("")), (r#"{"a":1}"#, json!({})), ("[1]", json!([]))]
        {
            for name in ["message", "content"] {
                let source = format!(r#"{{"{name}":{{"type":"text","value":{value}}}}}"#);
                let expected = json!({ name: { "type": "text", "value": judged } });
                assert_eq!(instance(&source).value, expected);
            }
        }
    }

    #[test]
    fn of_few_parameters_only_those_that_may_be_unsound_are_judged() {
        let judged = |parameters: &str| {
            let source = format!(r#"{{"identities":[{{"email":7,"parameters":{parameters}}}]}}"#);
            instance(&source).value["identities"][0]["parameters"].clone()
        };
        let long = "x".repeat(limits::PARAMETER_CHARACTERS + 1);
        let unsound = format!(r#"{{"a":"x","b":7,"c":"{long}"}}"#);
        assert_eq!(judged(&unsound), json!({ "b": 0, "c": long }));
        assert_eq!(judged(r#"{"a":7,"a":"x","b":"x","b":7}"#), json!({ "b": 0 }));
        assert_eq!(judged("[7]"), json!([0]));
        let many = |count: usize| {
            let members: Vec<_> = (0..count).map(|key| format!(r#""{key}":"""#)).collect();
            judged(&format!("{{{}}}", members.join(","))).as_object().unwrap().len()
        };
        assert_eq!(
            [limits::PARAMETERS, limits::PARAMETERS + 1].map(many),
            [0, limits::PARAMETERS + 1]
        );
    }

    #[test]
    fn one_sound_identity_stands_for_all() {
        let judged = |identities: &[&str]| {
            let identities = identities.join(",");
            let instance =
                instance(&format!(r#"{{"channel":"whatsapp","identities":[{identities}]}}"#));
            let values = instance.value["identities"].as_array().unwrap().clone();
            let last = instance.place(&format!("/identities/{}/x", values.len() - 1));
            (values, last.to_string())
        };
        let sound = r#"{"phoneNumber":"1"}"#;
        let stand_in = json!({ "phoneNumber": "" });
        assert_eq!(judged(&[sound; 3]).0, std::slice::from_ref(&stand_in));
        assert_eq!(judged(&[sound, "7", sound]).0, [json!(0), stand_in]);
        assert_eq!(judged(&[sound, "7"]).0.len(), 2);
        assert_eq!(judged(&["7", "8"]), (vec![json!(0); 2], "/identities/1/x".to_owned()));
        assert_eq!(judged(&[sound; limits::IDENTITIES]).0.len(), 1);
        assert_eq!(judged(&[sound; limits::IDENTITIES + 1]).0.len(), limits::IDENTITIES + 1);
        let mut one_unsound = [sound; limits::IDENTITIES + 5];
        one_unsound[9] = "7";
        assert_eq!(judged(&one_unsound).0.len(), limits::IDENTITIES + 1);
        let moved = instance(&format!(r#"{{"identities":[{sound},7]}}"#)).place("/identities/0/x");
        assert_eq!(moved.to_string(), "/identities/1/x");
    }
}
