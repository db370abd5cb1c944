//! What the commands need of a payload besides what the core says of it, and payloads made of
//! recipients.

use std::collections::BTreeMap;
use std::ops::Range;

use notify_preflight::Channel;
use notify_preflight::audience::Identity;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// The property that lists the recipients.
const IDENTITIES: &str = "identities";

/// The payload's fields, each as JSON text; of a key given twice, the last counts.
pub struct Fields<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Fields<'a> {
    /// The fields of a payload; none where it is no object.
    pub fn of(payload: &'a [u8]) -> Fields<'a> {
        Fields(serde_json::from_slice(payload).unwrap_or_default())
    }

    /// Whether the payload is an object.
    pub fn are_in(payload: &[u8]) -> bool {
        serde_json::from_slice::<BTreeMap<String, &RawValue>>(payload).is_ok()
    }

    /// Where the notification goes.
    pub fn channel(&self) -> String {
        let channel = self.0.get("channel");
        channel.and_then(|channel| serde_json::from_str(channel.get()).ok()).unwrap_or_default()
    }

    /// How many recipients it has.
    pub fn recipients(&self) -> usize {
        let identities = self.0.get(IDENTITIES);
        identities
            .and_then(|identities| serde_json::from_str::<Vec<IgnoredAny>>(identities.get()).ok())
            .map_or(0, |identities| identities.len())
    }

    /// Where its recipients stand in `payload`, the text that these are the fields of.
    fn place_of_identities(&self, payload: &str) -> Option<Range<usize>> {
        // The value is borrowed from the text: its address says where.
        let value = self.0.get(IDENTITIES)?.get();
        let start = (value.as_ptr() as usize).checked_sub(payload.as_ptr() as usize)?;
        Some(start..start + value.len())
    }
}

/// A payload of one text and these recipients.
pub fn with_text(channel: Channel, text: &str, identities: &[Identity]) -> String {
    let text = serde_json::Value::from(text);
    let identities = list(identities, 2);
    format!(
        "{{\n  \"channel\": \"{channel}\",\n  \
         \"message\": {{ \"type\": \"text\", \"value\": {text} }},\n  \
         \"{IDENTITIES}\": {identities}\n}}\n"
    )
}

/// A payload, an object, with these recipients in place of its own; everything else stays byte
/// for byte.
pub fn with_identities(payload: &str, identities: &[Identity]) -> String {
    let identities = list(identities, 2);
    let fields = Fields::of(payload.as_bytes());
    if let Some(place) = fields.place_of_identities(payload) {
        let mut text = payload.to_owned();
        text.replace_range(place, &identities);
        return text;
    }
    let (before, after) = payload.rsplit_once('}').unwrap_or((payload, ""));
    let comma = if fields.0.is_empty() { "" } else { "," };
    format!("{}{comma}\n  \"{IDENTITIES}\": {identities}\n}}{after}", before.trim_end())
}

/// The recipients as JSON, one a line: what differs between two lists shows by the line.
pub fn list(identities: &[Identity], indent: usize) -> String {
    let mut text = String::from("[");
    for (index, identity) in identities.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        // Texts under text keys, written to memory: nothing can fail.
        let identity = serde_json::to_string(identity).unwrap_or_default();
        text.push_str(&format!("{comma}\n{:indent$}  {identity}", ""));
    }
    text + &format!("\n{:indent$}]", "")
}

#[cfg(test)]
mod tests {
    use notify_preflight::audience;

    use super::*;

    #[test]
    fn the_last_of_two_keys_counts() {
        let payload = br#"{"channel": "x", "identities": [{"a": 1}, {}], "channel": "ivr"}"#;
        let fields = Fields::of(payload);
        assert_eq!((fields.channel().as_str(), fields.recipients()), ("ivr", 2));
        assert_eq!(Fields::of(b"[]").recipients(), 0);
        assert!(Fields::are_in(b" {} ") && !Fields::are_in(b"[]") && !Fields::are_in(b"{"));
    }

    #[test]
    fn recipients_go_where_others_stood_and_nothing_else_changes() {
        let identities =
            audience::import("email,name\na@example.com,\"A \"\"a\"\"\"\n", Channel::Ivr)
                .identities;
        let ada =
            "[\n    {\"email\":\"a@example.com\",\"parameters\":{\"name\":\"A \\\"a\\\"\"}}\n  ]";
        for (payload, expected) in [
            (
                r#"{"é":1.50, "identities" : [1] ,"b":{"identities":2}}"#.to_owned(),
                format!(r#"{{"é":1.50, "identities" : {ada} ,"b":{{"identities":2}}}}"#),
            ),
            (
                r#"{"identities":0,"identities":null}"#.to_owned(),
                format!(r#"{{"identities":0,"identities":{ada}}}"#),
            ),
            (
                "{\n  \"a\": 1\n}\n".to_owned(),
                format!("{{\n  \"a\": 1,\n  \"identities\": {ada}\n}}\n"),
            ),
            ("{ }".to_owned(), format!("{{\n  \"identities\": {ada}\n}}")),
        ] {
            assert_eq!(with_identities(&payload, &identities), expected);
        }
    }

    #[test]
    fn a_text_is_escaped_as_json_asks() {
        let identities = audience::import("spaceId\nAAQA\n", Channel::Hangouts).identities;
        let payload = with_text(Channel::Hangouts, "\"{name}\"\n\u{1}", &identities);
        let report = notify_preflight::preview(&payload, &Default::default());
        assert_eq!(report.recipients[0].filled.as_str(), "\"{name}\"\n\u{1}");
    }
}
