//! Payloads near every boundary of the rules: valid ones, broken ones, and noise.

use crate::breaks::{self, BREAKS};
use crate::node::{Node, Space, Writer};
use crate::random::Random;

/// A payload's text, what was made, and what it has that is worth counting.
pub struct Payload {
    pub text: String,
    pub kind: Kind,
    pub notes: Vec<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Valid,
    OneRuleBroken,
    TwoRulesBroken,
    AnyJson,
    /// A character too many or too few: mostly no JSON.
    Slip,
}

impl Kind {
    pub const ALL: [Kind; 5] =
        [Kind::Valid, Kind::OneRuleBroken, Kind::TwoRulesBroken, Kind::AnyJson, Kind::Slip];
}

pub const CHANNELS: [(&str, &str); 3] =
    [("ivr", "email"), ("hangouts", "spaceId"), ("whatsapp", "phoneNumber")];

/// Names that are a property somewhere, almost one, or trouble in other languages.
const NAMES: [&str; 26] = [
    "channel",
    "message",
    "content",
    "identities",
    "type",
    "value",
    "email",
    "spaceId",
    "phoneNumber",
    "customMessage",
    "parameters",
    "webhookInstanceName",
    "userIdentityType",
    "chanel",
    "Message",
    "e-mail",
    "",
    "a",
    "name",
    "a/b",
    "m~n",
    "__proto__",
    "constructor",
    "é💬",
    " ",
    "0",
];

/// The payload of this number: the same for ever, whatever stands before it.
pub fn payload(seed: u64, number: usize) -> Payload {
    let random = &mut Random::new(seed, number);
    let (kind, mut node) = match random.below(12) {
        0..=4 => (Kind::Valid, valid(random)),
        5..=7 => (Kind::OneRuleBroken, broken(random, 1)),
        8 | 9 => (Kind::TwoRulesBroken, broken(random, 2)),
        10 => (Kind::AnyJson, any(random, 4)),
        _ => (Kind::Slip, valid(random)),
    };
    // Last, so that what a break looks for is the member that counts.
    if random.one_in(8) {
        repeat_a_name(random, &mut node);
    }
    let text = match kind {
        Kind::Slip => slip(random, &node),
        _ => written(random, &node),
    };
    Payload { text, kind, notes: random.notes.iter().copied().collect() }
}

fn broken(random: &mut Random, times: usize) -> Node {
    let mut node = valid(random);
    for _ in 0..times {
        let (name, make) = random.pick(BREAKS);
        random.note(name);
        make(random, &mut node);
    }
    node
}

fn valid(random: &mut Random) -> Node {
    let (channel, field) = random.pick(&CHANNELS);
    random.note(channel);
    let message = message(random);
    let name = random.pick(&["message", "message", "content"]);
    random.note(name);
    let identities = identities(random, field);
    let mut members = vec![
        ("channel".to_owned(), channel.into()),
        (name.to_owned(), message),
        ("identities".to_owned(), Node::List(identities)),
    ];
    for optional in ["webhookInstanceName", "userIdentityType"] {
        if random.one_in(3) {
            let text = any_text(random);
            members.push((optional.to_owned(), Node::Text(text)));
        }
    }
    random.shuffle(&mut members);
    Node::Map(members)
}

fn message(random: &mut Random) -> Node {
    let kind = random.pick(&["text", "template", "script"]);
    random.note(kind);
    let value = match random.below(4) {
        0 => Node::List((0..random.below(3)).map(|_| any(random, 3)).collect()),
        1 => Node::Map((0..random.below(3)).map(|_| (any_name(random), any(random, 3))).collect()),
        _ => Node::Text(any_text(random)),
    };
    random.note(match &value {
        Node::List(_) => "value an array",
        Node::Map(_) => "value an object",
        _ => "value a string",
    });
    let mut members = vec![("type".to_owned(), kind.into()), ("value".to_owned(), value)];
    random.shuffle(&mut members);
    Node::Map(members)
}

fn identities(random: &mut Random, field: &str) -> Vec<Node> {
    if random.one_in(60) {
        let (number, note) = random.pick(&[
            (999, "999 identities"),
            (1000, "1000 identities"),
            (1000, "1000 identities"),
        ]);
        random.note(note);
        return (0..number).map(|index| small_identity(field, index)).collect();
    }
    (0..random.pick(&[1, 1, 1, 2, 3, 5])).map(|_| identity(random, field)).collect()
}

/// Enough to be one.
pub fn small_identity(field: &str, index: usize) -> Node {
    Node::Map(vec![(field.to_owned(), Node::Text(index.to_string()))])
}

fn identity(random: &mut Random, field: &str) -> Node {
    let mut members = vec![(field.to_owned(), Node::Text(any_text(random)))];
    if random.one_in(3) {
        let text = any_text(random);
        members.push(("customMessage".to_owned(), Node::Text(text)));
    }
    if random.one_in(2) {
        let parameters = parameters(random);
        members.push(("parameters".to_owned(), parameters));
    }
    random.shuffle(&mut members);
    Node::Map(members)
}

fn parameters(random: &mut Random) -> Node {
    let (number, note) = random.pick(&[
        (0, "no parameter"),
        (1, "1 parameter"),
        (2, "2 parameters"),
        (19, "19 parameters"),
        (20, "20 parameters"),
    ]);
    random.note(note);
    Node::Map((0..number).map(|index| (parameter_name(random, index), parameter(random))).collect())
}

/// No two are alike.
pub fn parameter_name(random: &mut Random, index: usize) -> String {
    format!(
        "{}{index}",
        random.pick(&["", "p", "a b", "é", "💬", "a/b~c", "__proto__", "e\u{301}"])
    )
}

fn parameter(random: &mut Random) -> Node {
    let (length, note) =
        random.pick(&[(0, ""), (1, ""), (7, ""), (199, "199 characters"), (200, "200 characters")]);
    if length >= 199 {
        random.note(note);
    }
    Node::Text(text_of_length(random, length))
}

/// As many code points, which UTF-8 and UTF-16 count in other ways.
pub fn text_of_length(random: &mut Random, length: usize) -> String {
    let (alphabet, note) = random.pick(&[
        (&['a', 'b', ' '][..], "letters"),
        (&['💬', '\u{10000}', '\u{10ffff}'], "astral characters"),
        (&['e', '\u{301}', '\u{200d}'], "combining marks"),
        (&['é', 'ж', '漢', '💬', 'a', '\u{ffff}'], "mixed characters"),
        (&['"', '\\', '\n', '\0', '/', '\u{2028}'], "characters to escape"),
    ]);
    if length >= 199 {
        random.note(note);
    }
    (0..length).map(|_| random.pick(alphabet)).collect()
}

fn any_text(random: &mut Random) -> String {
    let known = [
        "",
        " ",
        "a",
        "ada@example.com",
        "+4915550000001",
        "Hello {name}",
        "{a}{b}",
        "resolve",
        "true",
        "1",
    ];
    if random.one_in(2) {
        return random.pick(&known).to_owned();
    }
    let length = random.below(12);
    text_of_length(random, length)
}

pub fn any_name(random: &mut Random) -> String {
    random.pick(&NAMES).to_owned()
}

/// Any JSON value, with names and words that mean something elsewhere.
pub fn any(random: &mut Random, depth: usize) -> Node {
    let kinds = if depth == 0 { 4 } else { 7 };
    match random.below(kinds) {
        0 => Node::Plain(random.pick(&["null", "true", "false"])),
        1 => Node::Plain(random.pick(&[
            "0",
            "-0",
            "1",
            "-1.5",
            "1e2",
            "0.0E-3",
            "200",
            "12345678901234567890123",
        ])),
        2 => random
            .pick(&["ivr", "hangouts", "whatsapp", "text", "template", "script", "webhook"])
            .into(),
        3 => Node::Text(any_text(random)),
        4 => Node::List((0..random.below(4)).map(|_| any(random, depth - 1)).collect()),
        _ => Node::Map(
            (0..random.below(5)).map(|_| (any_name(random), any(random, depth - 1))).collect(),
        ),
    }
}

/// A value of a JSON type that is none of these.
pub fn other_than(random: &mut Random, allowed: &[&str]) -> Node {
    loop {
        let (kind, note) = random.pick(&[
            ("null", "null for something"),
            ("boolean", "a boolean for something"),
            ("number", "a number for something"),
            ("string", "a string for something"),
            ("array", "an array for something"),
            ("object", "an object for something"),
        ]);
        if allowed.contains(&kind) {
            continue;
        }
        random.note(note);
        return match kind {
            "null" => Node::Plain("null"),
            "boolean" => Node::Plain(random.pick(&["true", "false"])),
            "number" => Node::Plain(random.pick(&["0", "1", "-2.5e3"])),
            "string" => Node::Text(any_text(random)),
            "array" => Node::List((0..random.below(3)).map(|_| any(random, 1)).collect()),
            _ => Node::Map(
                (0..random.below(3)).map(|_| (any_name(random), any(random, 1))).collect(),
            ),
        };
    }
}

/// The same name earlier, with any value: the last one counts.
fn repeat_a_name(random: &mut Random, node: &mut Node) {
    let target = match random.below(3) {
        0 => breaks::message(node),
        1 => breaks::some_identity(random, node),
        _ => None,
    };
    let target = match target {
        Some(target) => target,
        None => node,
    };
    let Some(members) = target.members_mut().filter(|members| !members.is_empty()) else { return };
    let name = members[random.below(members.len())].0.clone();
    members.insert(0, (name, any(random, 2)));
    random.note("a repeated name");
}

fn written(random: &mut Random, node: &Node) -> String {
    let (space, note) = random.pick(&[
        (Space::Compact, "compact"),
        (Space::Pretty, "pretty"),
        (Space::Odd, "odd white space"),
    ]);
    random.note(note);
    let (escapes, note) = random.pick(&[
        (0, "few escapes"),
        (0, "few escapes"),
        (5, "many escapes"),
        (1, "all escaped"),
    ]);
    random.note(note);
    Writer { random, space, escapes, text: String::new() }.document(node)
}

/// A character more, less or other. Without escapes that need not be: half a pair of them is
/// no JSON here, and is to others.
fn slip(random: &mut Random, node: &Node) -> String {
    let text =
        Writer { random, space: Space::Compact, escapes: 0, text: String::new() }.document(node);
    let mut characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len());
    let other = random
        .pick(&['"', '{', '}', '[', ']', ',', ':', '\\', '0', '-', ' ', '\n', 'x', 'é', '\u{a0}']);
    match random.below(3) {
        0 => characters.insert(at, other),
        1 => characters[at] = other,
        _ => drop(characters.remove(at)),
    }
    characters.into_iter().collect()
}
