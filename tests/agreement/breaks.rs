//! One break for each rule that the schema states.

use crate::node::Node;
use crate::payloads::{
    CHANNELS, any, any_name, other_than, parameter_name, small_identity, text_of_length,
};
use crate::random::Random;

type Break = fn(&mut Random, &mut Node);

/// What is broken, and how. Where an earlier break took the place away, nothing happens.
pub const BREAKS: &[(&str, Break)] = &[
    ("the payload is no object", |random, root| *root = other_than(random, &["object"])),
    ("the payload has an unknown field", |random, root| {
        unknown_field(random, root, &["other", "to", "text", "identity", "__proto__", "a/b~c"])
    }),
    ("a field of the payload is misspelt", |random, root| {
        misspell(random, root, &["channel", "message", "content", "identities"])
    }),
    ("the channel is missing", |_, root| drop(root.remove("channel"))),
    ("the channel is none of the three", |random, root| {
        let word = random.pick(&[
            "webhook",
            "msteams",
            "slack",
            "IVR",
            "ivr ",
            "",
            "hangout",
            "constructor",
            "💬",
        ]);
        root.set(random, "channel", word.into());
    }),
    ("the channel is no string", |random, root| mistype(random, root, "channel", "string")),
    ("the message is missing", |_, root| {
        root.remove("message");
        root.remove("content");
    }),
    ("message and content are both given", |random, root| {
        for name in ["message", "content"] {
            let known = message(root).cloned();
            let value = match random.one_in(4) {
                true => any(random, 2),
                false => known.unwrap_or(Node::Plain("null")),
            };
            if root.get(name).is_none() {
                root.set(random, name, value);
            }
        }
    }),
    ("the message is no object", |random, root| {
        let value = other_than(random, &["object"]);
        if let Some(message) = message(root) {
            *message = value;
        }
    }),
    ("the message has an unknown field", |random, root| {
        if let Some(message) = message(root) {
            unknown_field(random, message, &["text", "body", "customMessage", "channel", "é"]);
        }
    }),
    ("a field of the message is misspelt", |random, root| {
        if let Some(message) = message(root) {
            misspell(random, message, &["type", "value"]);
        }
    }),
    ("the message type is missing", |_, root| {
        drop(message(root).and_then(|message| message.remove("type")))
    }),
    ("the message type is none of the three", |random, root| {
        let word = random.pick(&["Text", "image", "", "texts", "script ", "null"]);
        if let Some(message) = message(root) {
            message.set(random, "type", word.into());
        }
    }),
    ("the message type is no string", |random, root| {
        if let Some(message) = message(root) {
            mistype(random, message, "type", "string");
        }
    }),
    ("the message value is missing", |_, root| {
        drop(message(root).and_then(|message| message.remove("value")))
    }),
    ("the message value is no message", |random, root| {
        let value = other_than(random, &["string", "object", "array"]);
        if let Some(message) = message(root) {
            message.set(random, "value", value);
        }
    }),
    ("the webhook instance is no string", |random, root| {
        mistype(random, root, "webhookInstanceName", "string")
    }),
    ("the identity type is no string", |random, root| {
        mistype(random, root, "userIdentityType", "string")
    }),
    ("the identities are missing", |_, root| drop(root.remove("identities"))),
    ("the identities are no array", |random, root| mistype(random, root, "identities", "array")),
    ("there is no identity", |random, root| root.set(random, "identities", Node::List(Vec::new()))),
    ("there are too many identities", too_many_identities),
    ("an identity is no object", |random, root| {
        let value = other_than(random, &["object"]);
        if let Some(identity) = some_identity(random, root) {
            *identity = value;
        }
    }),
    ("an identity has an unknown field", |random, root| {
        if let Some(identity) = some_identity(random, root) {
            unknown_field(random, identity, &["name", "to", "channel", "value", "__proto__", ""]);
        }
    }),
    ("a field of an identity is misspelt", |random, root| {
        if let Some(identity) = some_identity(random, root) {
            misspell(
                random,
                identity,
                &["email", "spaceId", "phoneNumber", "customMessage", "parameters"],
            );
        }
    }),
    ("an identity has no identity field", |random, root| {
        if let Some(identity) = some_identity(random, root) {
            for (_, field) in CHANNELS {
                identity.remove(field);
            }
        }
    }),
    ("an identity field is no string", |random, root| {
        let field = field(root);
        if let Some(identity) = some_identity(random, root) {
            mistype(random, identity, field, "string");
        }
    }),
    ("an identity has another channel's field", |random, root| {
        let own = field(root);
        let foreign = foreign_field(random, own);
        if let Some(identity) = some_identity(random, root) {
            let value = identity.remove(own).unwrap_or(Node::Plain("0"));
            identity.set(random, foreign, value);
        }
    }),
    ("an identity has another channel's field too", |random, root| {
        let foreign = foreign_field(random, field(root));
        let value = match random.one_in(4) {
            true => any(random, 1),
            false => "x".into(),
        };
        if let Some(identity) = some_identity(random, root) {
            identity.set(random, foreign, value);
        }
    }),
    ("a custom message is no string", |random, root| {
        if let Some(identity) = some_identity(random, root) {
            mistype(random, identity, "customMessage", "string");
        }
    }),
    ("parameters are no object", |random, root| {
        if let Some(identity) = some_identity(random, root) {
            mistype(random, identity, "parameters", "object");
        }
    }),
    ("there are too many parameters", |random, root| {
        let number = random.pick(&[21, 21, 22, 40]);
        if number == 21 {
            random.note("21 parameters");
        }
        let members =
            (0..number).map(|index| (parameter_name(random, index), "x".into())).collect();
        if let Some(identity) = some_identity(random, root) {
            identity.set(random, "parameters", Node::Map(members));
        }
    }),
    ("a parameter is too long", |random, root| {
        let length = random.pick(&[201, 201, 202, 400]);
        if length == 201 {
            random.note("201 characters");
        }
        let value = Node::Text(text_of_length(random, length));
        set_parameter(random, root, value);
    }),
    ("a parameter is no string", |random, root| {
        let value = other_than(random, &["string"]);
        set_parameter(random, root, value);
    }),
];

pub fn message(root: &mut Node) -> Option<&mut Node> {
    let name = if root.get("message").is_some() { "message" } else { "content" };
    root.get_mut(name)
}

pub fn some_identity<'n>(random: &mut Random, root: &'n mut Node) -> Option<&'n mut Node> {
    let items = root.get_mut("identities")?.items_mut()?;
    let last = items.len().checked_sub(1)?;
    items.get_mut(random.below(last + 1))
}

/// The identity field of the payload's channel, of any where it has none.
fn field(root: &Node) -> &'static str {
    let channel = root.get("channel").and_then(Node::as_text);
    let of = |(name, _): &&(&str, &str)| Some(*name) == channel;
    CHANNELS.iter().find(of).map_or("email", |(_, field)| field)
}

fn foreign_field(random: &mut Random, own: &str) -> &'static str {
    let others: Vec<_> = CHANNELS.iter().filter(|(_, field)| *field != own).collect();
    random.pick(&others).1
}

fn unknown_field(random: &mut Random, object: &mut Node, names: &[&str]) {
    let name = random.pick(names);
    let value = any(random, 1);
    object.set(random, name, value);
}

/// Renames a member so that one can tell what was meant, or hardly.
fn misspell(random: &mut Random, object: &mut Node, names: &[&str]) {
    let Some(members) = object.members_mut() else { return };
    let known: Vec<usize> =
        (0..members.len()).filter(|index| names.contains(&members[*index].0.as_str())).collect();
    if known.is_empty() {
        return;
    }
    let name = &mut members[random.pick(&known)].0;
    let at = random.below(name.len());
    *name = match random.below(6) {
        0 => name.to_uppercase(),
        1 => format!("{name} "),
        2 => format!("{name}s"),
        3 => format!("{}{}", &name[..at], &name[at + 1..]),
        4 => format!("{}_{}", &name[..at], &name[at..]),
        _ => name.chars().rev().collect(),
    };
}

fn mistype(random: &mut Random, object: &mut Node, name: &str, right: &str) {
    let value = other_than(random, &[right]);
    object.set(random, name, value);
}

fn too_many_identities(random: &mut Random, root: &mut Node) {
    let number = random.pick(&[1001, 1001, 1002, 2001]);
    if number == 1001 {
        random.note("1001 identities");
    }
    let field = field(root);
    let mut items: Vec<Node> = (0..number).map(|index| small_identity(field, index)).collect();
    if random.one_in(4) {
        let value = any(random, 2);
        items[random.below(number)] = value;
    }
    root.set(random, "identities", Node::List(items));
}

fn set_parameter(random: &mut Random, root: &mut Node, value: Node) {
    let name = match random.one_in(2) {
        true => any_name(random),
        false => parameter_name(random, 0),
    };
    if let Some(identity) = some_identity(random, root) {
        if identity.get("parameters").is_none_or(|known| known.members().len() >= 20) {
            identity.set(random, "parameters", Node::Map(Vec::new()));
        }
        if let Some(parameters) = identity.get_mut("parameters") {
            parameters.set(random, &name, value);
        }
    }
}
