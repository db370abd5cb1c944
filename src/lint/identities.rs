//! Recipients who stand twice, or whose name does not look like one.

use std::sync::LazyLock;

use regex_lite::Regex;

use crate::channel::Channel;
use crate::diagnostic::{Code, Edit, Fix, quote};
use crate::document::{Document, Identity, Text};
use crate::message::quoted;
use crate::report::{Finding, Findings};

use super::duplicates::FirstOf;

/// Something, one `@`, something; no white space.
const EMAIL: &str = r"^[^@\s]+@[^@\s]+$";
/// 8 to 15 digits, an optional `+` before them.
const PHONE_NUMBER: &str = r"^\+?[0-9]{8,15}$";

static SHAPES: LazyLock<[Option<Regex>; 2]> =
    LazyLock::new(|| [EMAIL, PHONE_NUMBER].map(|pattern| Regex::new(pattern).ok()));

pub(super) fn look_at<'v>(document: &Document<'v>, findings: &mut Findings) {
    let mut first_of = FirstOf::new(document.identities.len());
    let named = |identity: Identity<'v>| {
        let (channel, text) = identity.name()?;
        Some((channel, identity.characters(text)))
    };
    for identity in document.identities.iter() {
        let Some((channel, text)) = identity.name() else { continue };
        let finding = |code, message| {
            let pointer = identity.pointer().key(channel.identity_field());
            Finding::new(code, pointer, text.range(), message)
        };
        let name_at = |index| document.identities.get(index).and_then(named);
        let first = first_of.index(identity.name_hash(), identity.index, name_at);
        if first != identity.index {
            findings.add(Code::DuplicateIdentity, text.range().start, || {
                let name = quote(identity.characters(text));
                let message = format!(
                    "{name} stands at `identities[{first}]` already, and gets a message for each"
                );
                finding(Code::DuplicateIdentity, message)
            });
        }
        // What most have is told faster than a pattern is matched.
        if !identity.is_plainly_plausible()
            && let Some(message) = implausible(channel.identity_field(), identity.characters(text))
        {
            let fix = trim(channel, identity, text);
            findings.push(Finding { fix, ..finding(Code::ImplausibleIdentity, message) });
        }
    }
}

/// Removes the white space around a name, where nothing else is odd about it.
fn trim(channel: Channel, identity: Identity<'_>, text: Text) -> Option<Fix> {
    let name = identity.characters(text).trim();
    if implausible(channel.identity_field(), name).is_some() {
        return None;
    }
    let edit = Edit { start: text.range().start, end: text.range().end, text: quoted(name) };
    Some(Fix { title: "remove the white space around it".to_owned(), edits: vec![edit] })
}

/// What is odd about an identity, as a sentence.
pub(crate) fn implausible(field: &str, name: &str) -> Option<String> {
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
    use crate::{Options, check};

    #[test]
    fn what_is_plainly_plausible_has_the_shape() {
        let parts = ["", "a", "@", " ", "é", "+", "1234567", "12345678", "1", "x@y", "\u{a0}", "."];
        for one in parts {
            for two in parts {
                for three in parts {
                    let name = [one, two, three].concat();
                    for channel in
                        Channel::ALL.into_iter().filter(|of| of.is_plainly_plausible(&name))
                    {
                        assert_eq!(implausible(channel.identity_field(), &name), None, "{name}");
                    }
                }
            }
        }
        assert!(Channel::Ivr.is_plainly_plausible("ada@example.com"));
        assert!(Channel::Whatsapp.is_plainly_plausible("+4915550000001"));
    }

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
    fn white_space_around_a_name_is_removed_where_nothing_else_is_odd() {
        let mended = |channel: Channel, written: &str| {
            let field = channel.identity_field();
            let payload = format!(
                r#"{{"channel":"{channel}","message":{{"type":"text","value":"Hi"}},"identities":[{{"{field}":{written}}}]}}"#
            );
            let mut diagnostics = check(&payload, &Options::default()).diagnostics;
            assert_eq!(diagnostics.len(), 1);
            let fix = diagnostics.remove(0).fix?;
            assert_eq!(fix.edits.len(), 1);
            assert_eq!(&payload[fix.edits[0].start..fix.edits[0].end], written);
            Some(fix.edits[0].text.clone())
        };
        let phone_number = mended(Channel::Whatsapp, r#"" +14155550100\u00a0""#);
        assert_eq!(phone_number.as_deref(), Some(r#""+14155550100""#));
        let email = mended(Channel::Ivr, r#""\"o\"@example.com\n""#);
        assert_eq!(email.as_deref(), Some(r#""\"o\"@example.com""#));
        assert_eq!(mended(Channel::Whatsapp, r#"" 4155 550100""#), None);
        assert_eq!(mended(Channel::Ivr, r#"" ""#), None);
        assert_eq!(mended(Channel::Hangouts, r#""""#), None);
    }

    #[test]
    fn the_small_engine_answers_as_the_large_one() {
        crate::rules::oracle::hold(&[EMAIL, PHONE_NUMBER]);
    }
}
