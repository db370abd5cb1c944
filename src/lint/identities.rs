//! Recipients who stand twice, or whose name does not look like one.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex_lite::Regex;

use crate::channel::Channel;
use crate::diagnostic::{Code, quote};
use crate::document::Document;
use crate::report::{Finding, Findings};

/// Something, one `@`, something; no white space.
const EMAIL: &str = r"^[^@\s]+@[^@\s]+$";
/// 8 to 15 digits, an optional `+` before them.
const PHONE_NUMBER: &str = r"^\+?[0-9]{8,15}$";

static SHAPES: LazyLock<[Option<Regex>; 2]> =
    LazyLock::new(|| [EMAIL, PHONE_NUMBER].map(|pattern| Regex::new(pattern).ok()));

pub(super) fn look_at(document: &Document<'_>, findings: &mut Findings) {
    let mut first_of = HashMap::with_capacity(document.identities.len());
    for (index, identity) in document.identities.iter().enumerate() {
        let Some((member, name)) = identity.name else { continue };
        let range = &member.value.range;
        let finding = |code, message| {
            Finding::new(code, identity.pointer.key(&member.key), range.clone(), message)
        };
        let first = *first_of.entry((member.key.as_ref(), name)).or_insert(index);
        if first != index {
            findings.add(Code::DuplicateIdentity, range.start, || {
                let name = quote(name);
                let message = format!(
                    "{name} stands at `identities[{first}]` already, and gets a message for each"
                );
                finding(Code::DuplicateIdentity, message)
            });
        }
        if let Some(message) = implausible(&member.key, name) {
            findings.push(finding(Code::ImplausibleIdentity, message));
        }
    }
}

/// What is odd about an identity, as a sentence.
fn implausible(field: &str, name: &str) -> Option<String> {
    if name.is_empty() {
        return Some(format!("`{field}` is empty"));
    }
    let [email, phone_number] = &*SHAPES;
    let (shape, looks_like) = match Channel::from_identity_field(field)? {
        Channel::Ivr => (email, "an email address"),
        Channel::Whatsapp => (phone_number, "a phone number of 8 to 15 digits"),
        Channel::Hangouts => return None,
    };
    let fits = shape.as_ref().is_none_or(|shape| shape.is_match(name));
    (!fits).then(|| format!("{} does not look like {looks_like}", quote(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_compile_and_are_as_specified() {
        assert!(SHAPES.iter().all(Option::is_some));
        let fits = |field, name| implausible(field, name).is_none();
        assert!(fits("email", "a@b"));
        assert!(!fits("email", "a@b@c"));
        assert!(!fits("email", "a b@c"));
        assert!(!fits("email", "@b"));
        assert!(fits("phoneNumber", "+12345678"));
        assert!(fits("phoneNumber", "123456789012345"));
        assert!(!fits("phoneNumber", "1234567"));
        assert!(!fits("phoneNumber", "1234567890123456"));
        assert!(!fits("phoneNumber", "91xxxxxxx4"));
        assert!(fits("spaceId", "anything"));
        assert!(!fits("spaceId", ""));
    }

    #[test]
    fn the_small_engine_answers_as_the_large_one() {
        crate::rules::oracle::hold(&[EMAIL, PHONE_NUMBER]);
    }
}
