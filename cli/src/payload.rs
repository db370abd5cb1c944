//! What the commands need of a payload that the core has found valid.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// The payload's fields, each as JSON text; of a key given twice, the last counts.
pub struct Fields<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Fields<'a> {
    /// The fields of a payload; none where it is no object.
    pub fn of(payload: &'a [u8]) -> Fields<'a> {
        Fields(serde_json::from_slice(payload).unwrap_or_default())
    }

    /// Where the notification goes.
    pub fn channel(&self) -> String {
        let channel = self.0.get("channel");
        channel.and_then(|channel| serde_json::from_str(channel.get()).ok()).unwrap_or_default()
    }

    /// How many recipients it has.
    pub fn recipients(&self) -> usize {
        let identities = self.0.get("identities");
        identities
            .and_then(|identities| serde_json::from_str::<Vec<IgnoredAny>>(identities.get()).ok())
            .map_or(0, |identities| identities.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_keys_counts() {
        let payload = br#"{"channel": "x", "identities": [{"a": 1}, {}], "channel": "ivr"}"#;
        let fields = Fields::of(payload);
        assert_eq!((fields.channel().as_str(), fields.recipients()), ("ivr", 2));
        assert_eq!(Fields::of(b"[]").recipients(), 0);
    }
}
