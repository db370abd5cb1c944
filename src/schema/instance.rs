//! What the schema judges: the payload without what it need not see.
//!
//! An identity that was taken on the fast way is sound, whatever it holds, and one of
//! them stands for all. So are short texts as parameters, unless there are too many. Of
//! identities that are unsound in the same way one stands for all. Inside of
//! `message.value` the schema has no rule.

use serde_json::{Value as Json, json};

use crate::channel::Channel;
use crate::document::{Document, IDENTITIES, is_short};
use crate::hashed::Places;
use crate::json::{Kind, Partial, Pointer, Value};
use crate::limits;

/// A payload as the schema sees it.
pub(super) struct Instance {
    pub value: Json,
    /// Where each identity stands in the payload, and those that it stands for.
    indexes: Vec<Vec<usize>>,
}

impl Instance {
    pub fn of(document: &Document<'_>) -> Instance {
        let mut indexes = Vec::new();
        let value = document.root.to_json_with(&mut |key, value| match (key, &value.kind) {
            (IDENTITIES, Kind::Partial(items)) => {
                // Of a repeated key the last counts.
                indexes.clear();
                let source = document.identities.source;
                identities(source, items, document.channel.unwrap_or(Channel::Ivr), &mut indexes)
            }
            ("message" | "content", Kind::Object(_)) => message(value),
            _ => value.to_json(),
        });
        Instance { value, indexes }
    }

    /// The pointers into the payload for one into this instance.
    pub fn places(&self, at: &str) -> Vec<Pointer> {
        let pointers = |index: &str, rest: &str| {
            let indexes = index.parse().ok().and_then(|index: usize| self.indexes.get(index))?;
            let mut pointers = Vec::with_capacity(indexes.len());
            for index in indexes {
                pointers.push(Pointer::default().key(IDENTITIES).index(*index).escaped(rest));
            }
            Some(pointers)
        };
        at.strip_prefix("/identities/")
            .and_then(|rest| {
                let end = rest.find('/').unwrap_or(rest.len());
                let (index, rest) = rest.split_at_checked(end)?;
                pointers(index, rest)
            })
            .unwrap_or_else(|| vec![Pointer::from_escaped(at)])
    }
}

/// One of those that are unsound in each way, one for all that are sound, and more of those
/// where there are too many: the schema is to say so.
fn identities(
    source: &str,
    items: &Partial<'_>,
    channel: Channel,
    indexes: &mut Vec<Vec<usize>>,
) -> Json {
    let mut values = Vec::new();
    let mut ways = Vec::new();
    let mut places = Places::new();
    let mut way = String::new();
    let unsound = items.first(limits::LOOKED_AT);
    for (index, item) in unsound {
        way.clear();
        write_way(source, item, &mut way);
        let way_at = |place| ways.get(place).map(String::as_str);
        let place = places.first(&way, values.len(), &way_at);
        match indexes.get_mut(place) {
            Some(alike) => alike.push(*index),
            None => {
                indexes.push(vec![*index]);
                values.push(identity(item));
                ways.push(way.clone());
            }
        }
    }
    let some = usize::from(unsound.len() < items.length);
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

/// Writes all that the schema can find of an identity: its properties and their types, and of
/// its parameters those that are judged and whether there are too many.
fn write_way(source: &str, item: &Value<'_>, way: &mut String) {
    way.push_str(item.type_name());
    for member in item.members() {
        way.push_str(source.get(member.key_range.clone()).unwrap_or_default());
        way.push_str(member.value.type_name());
        if member.key == "parameters" && member.value.is_object() {
            let parameters = member.value.counting_members();
            let are_too_many = parameters.len() > limits::PARAMETERS;
            way.push_str(if are_too_many { "{>" } else { "{" });
            for parameter in parameters {
                if !is_short(&parameter.value) {
                    way.push_str(source.get(parameter.key_range.clone()).unwrap_or_default());
                    way.push_str(parameter.value.type_name());
                }
            }
            way.push('}');
        }
    }
}

/// An identity, of whose parameters only those are judged that are unsound.
fn identity(item: &Value<'_>) -> Json {
    item.to_json_with(&mut |key, value| match (key, &value.kind) {
        ("parameters", Kind::Object(_)) => parameters(value),
        _ => value.to_json(),
    })
}

/// Too many parameters are all there, to be counted.
fn parameters(value: &Value<'_>) -> Json {
    let members = value.counting_members();
    let are_too_many = members.len() > limits::PARAMETERS;
    let mut judged = serde_json::Map::new();
    for member in &members {
        if are_too_many || !is_short(&member.value) {
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
            let last = instance.places(&format!("/identities/{}/x", values.len() - 1));
            (values, last.iter().map(Pointer::to_string).collect::<Vec<_>>())
        };
        let sound = r#"{"phoneNumber":"1"}"#;
        let stand_in = json!({ "phoneNumber": "" });
        assert_eq!(judged(&[sound; 3]).0, std::slice::from_ref(&stand_in));
        assert_eq!(judged(&[sound, "7", sound]).0, [json!(0), stand_in]);
        assert_eq!(judged(&[sound, "7"]).0.len(), 2);
        let both = ["/identities/0/x", "/identities/1/x"].map(str::to_owned).to_vec();
        assert_eq!(judged(&["7", "8"]), (vec![json!(0)], both));
        assert_eq!(judged(&[sound; limits::IDENTITIES]).0.len(), 1);
        assert_eq!(judged(&[sound; limits::IDENTITIES + 1]).0.len(), limits::IDENTITIES + 1);
        let mut one_unsound = [sound; limits::IDENTITIES + 5];
        one_unsound[9] = "7";
        assert_eq!(judged(&one_unsound).0.len(), limits::IDENTITIES + 1);
        let moved = instance(&format!(r#"{{"identities":[{sound},7]}}"#)).places("/identities/0/x");
        assert_eq!(moved, [Pointer::from_escaped("/identities/1/x")]);
    }

    #[test]
    fn those_who_are_unsound_in_one_way_are_judged_together() {
        let long = |characters: usize| {
            format!(r#"{{"email":"a","parameters":{{"k":"{}"}}}}"#, "é".repeat(characters))
        };
        let [sound, long, longer] = [200, 201, 300].map(long);
        let identities = [
            r#"{"email":1}"#,
            &long,
            r#"{"email":2}"#,
            r#"{"email":true}"#,
            r#"{"spaceId":2}"#,
            r#"{"email":3,"customMessage":"x"}"#,
            &longer,
            r#"{"email":4}"#,
            &sound,
        ];
        let source = format!(r#"{{"channel":"ivr","identities":[{}]}}"#, identities.join(","));
        let instance = instance(&source);
        let alike = |index: usize| {
            let places = instance.places(&format!("/identities/{index}/x"));
            places.iter().map(Pointer::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            [0, 1, 2, 3, 4].map(alike),
            [
                "/identities/0/x /identities/2/x /identities/7/x",
                "/identities/1/x /identities/6/x",
                "/identities/3/x",
                "/identities/4/x",
                "/identities/5/x",
            ]
        );
        let report = crate::check(&source, &crate::Options::default());
        let said = |index: usize| {
            let place = format!("/identities/{index}/parameters/k");
            let found = report.diagnostics.iter().find(|found| found.pointer == place);
            found.map(|found| found.message.clone()).unwrap_or_default()
        };
        assert!(said(1).contains("has 201 characters") && said(6).contains("has 300 characters"));
    }

    #[test]
    fn parameters_that_differ_in_what_is_judged_are_judged_apart() {
        let values = |parameters: &[String]| {
            let identity = |of: &String| format!(r#"{{"email":7,"parameters":{of}}}"#);
            let identities: Vec<_> = parameters.iter().map(identity).collect();
            let source = format!(r#"{{"identities":[{}]}}"#, identities.join(","));
            instance(&source).value["identities"].as_array().unwrap().len()
        };
        let of = |value: &str| format!(r#"{{"k":{value}}}"#);
        let text = |characters: usize| format!("\"{}\"", "x".repeat(characters));
        let many = |number: usize| {
            let members: Vec<_> = (0..number).map(|key| format!(r#""{key}":"""#)).collect();
            format!("{{{}}}", members.join(","))
        };
        assert_eq!(values(&[of("7"), of("null")]), 2);
        assert_eq!(values(&[of(&text(200)), of(&text(201))]), 2);
        assert_eq!(values(&[of(&text(201)), r#"{"l":7}"#.to_owned()]), 2);
        assert_eq!(values(&[many(limits::PARAMETERS), many(limits::PARAMETERS + 1)]), 2);
        assert_eq!(values(&[many(0), of(&text(200)), many(limits::PARAMETERS)]), 1);
        assert_eq!(values(&[21, 30].map(many)), 1);
    }
}
