//! The recipients of a payload, any number of them, by their places in its text.

use std::ops::Range;

use crate::channel::Channel;
use crate::json::{self, Value};
use crate::limits;

/// The property that lists the recipients.
const IDENTITIES: &str = "identities";

/// A payload whose recipients cannot be read; says why.
///
/// ```
/// let error = notify_preflight::status::progress_of("{}", "{}", "{}").unwrap_err();
/// assert_eq!(error.to_string(), "the payload has no `identities`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnreadablePayload(String);

/// A payload's text and what it lists as `identities`.
#[derive(Clone, Debug)]
pub(crate) struct Recipients<'a> {
    text: &'a str,
    root: Value<'a>,
    /// Of the member `identities` that counts.
    member: usize,
}

impl<'a> Recipients<'a> {
    pub fn read(text: &'a str) -> Result<Recipients<'a>, UnreadablePayload> {
        let root = json::read(text, limits::DEPTH).map_err(|error| {
            let before = text.get(..error.range.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            UnreadablePayload(format!("the payload is no JSON: in line {line}, {}", error.message))
        })?;
        let other = |what: &str, value: &Value<'_>, expected: &str| {
            UnreadablePayload(format!("{what} is {}, {expected} is expected", value.type_name()))
        };
        if !root.is_object() {
            return Err(other("the payload", &root, "an object"));
        }
        // Of a repeated key the last counts.
        let Some(member) = root.members().iter().rposition(|member| member.key == IDENTITIES)
        else {
            return Err(UnreadablePayload("the payload has no `identities`".to_owned()));
        };
        let recipients = Recipients { text, root, member };
        match recipients.value() {
            Some(value) if value.as_array().is_none() => {
                Err(other("`identities`", value, "an array"))
            }
            _ => Ok(recipients),
        }
    }

    fn value(&self) -> Option<&Value<'a>> {
        self.root.members().get(self.member).map(|member| &member.value)
    }

    /// The items of `identities`.
    pub fn items(&self) -> &[Value<'a>] {
        self.value().and_then(Value::as_array).unwrap_or_default()
    }

    /// The identity of each recipient, where it has one. Where the channel's own field
    /// is absent, another one still tells who is meant.
    pub fn identities(&self) -> impl Iterator<Item = Option<&str>> {
        let channel = self.root.get("channel").and_then(Value::as_str).and_then(Channel::from_name);
        self.items().iter().map(move |item| {
            let named = |channel: Channel| item.get(channel.identity_field())?.as_str();
            channel.and_then(named).or_else(|| Channel::ALL.into_iter().find_map(named))
        })
    }

    /// The payload's text with some of its recipients only, in rising order; everything
    /// else stays byte for byte, line breaks and commas between them included.
    pub fn restricted_to(&self, kept: impl IntoIterator<Item = usize>) -> String {
        let items = self.items();
        let mut text = self.before().to_owned();
        let mut is_first = true;
        for index in kept {
            let Some(item) = items.get(index) else { continue };
            let previous = index.checked_sub(1).and_then(|previous| items.get(previous));
            let start = match previous {
                Some(previous) if !is_first => previous.range.end,
                _ => item.range.start,
            };
            text.push_str(self.slice(start..item.range.end));
            is_first = false;
        }
        text.push_str(self.after());
        text
    }

    /// The length of the text with that run of recipients only, in bytes.
    pub fn length_with(&self, run: Range<usize>) -> usize {
        let frame = self.before().len() + self.after().len();
        match self.items().get(run).unwrap_or_default() {
            [] => frame,
            [only] => frame + only.range.len(),
            [first, .., last] => frame + (last.range.end - first.range.start),
        }
    }

    /// What stands before the first recipient.
    fn before(&self) -> &'a str {
        match self.items().first() {
            Some(first) => self.slice(0..first.range.start),
            None => self.text,
        }
    }

    /// What stands after the last recipient.
    fn after(&self) -> &'a str {
        match self.items().last() {
            Some(last) => self.slice(last.range.end..self.text.len()),
            None => "",
        }
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_without_recipients_says_why() {
        for (payload, reason) in [
            ("[]", "the payload is an array, an object is expected"),
            ("{}", "the payload has no `identities`"),
            (r#"{"identities": "x"}"#, "`identities` is a string, an array is expected"),
            (
                r#"{"identities": [], "identities": null}"#,
                "`identities` is null, an array is expected",
            ),
        ] {
            assert_eq!(Recipients::read(payload).unwrap_err().to_string(), reason, "{payload}");
        }
        let error = Recipients::read("{\n\"a\": 1\n\"b\": 2}").unwrap_err().to_string();
        assert!(error.starts_with("the payload is no JSON: in line 3, expected"), "{error}");
    }

    #[test]
    fn identities_are_the_channels_own_field_or_any() {
        let payload = r#"{"channel": "whatsapp", "identities": [
            {"email": "a@b.c", "phoneNumber": "49"}, {"email": "a@b.c"}, {"phoneNumber": 7}, 1]}"#;
        let recipients = Recipients::read(payload).unwrap();
        let identities: Vec<_> = recipients.identities().collect();
        assert_eq!(identities, [Some("49"), Some("a@b.c"), None, None]);
    }

    #[test]
    fn what_is_kept_keeps_its_own_separators() {
        let payload = "{\"identities\": [0,\n 1 , 2,3],\r\n \"x\": 1e2}";
        let recipients = Recipients::read(payload).unwrap();
        assert_eq!(recipients.restricted_to(0..4), payload);
        assert_eq!(recipients.restricted_to([1, 3]), "{\"identities\": [1,3],\r\n \"x\": 1e2}");
        assert_eq!(recipients.restricted_to([0, 1]), "{\"identities\": [0,\n 1],\r\n \"x\": 1e2}");
    }
}
