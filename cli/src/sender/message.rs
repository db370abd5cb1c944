//! The payload around the recipients of a table.

use notify_preflight::Channel;
use notify_preflight::audience::Identity;
use serde::Serialize;
use serde_json::value::RawValue;

/// What every request of a table says beside its recipients.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where it goes.
    pub channel: Channel,
    /// `text`, `template` or `script`; the core says what is right.
    pub kind: String,
    /// The message itself, as JSON: a string, or a template's object.
    pub value: Box<RawValue>,
    /// The webhook, on `ivr`.
    pub webhook: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload<'a> {
    channel: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook_instance_name: Option<&'a str>,
    message: Content<'a>,
    identities: &'a [&'a Identity],
}

#[derive(Serialize)]
struct Content<'a> {
    r#type: &'a str,
    value: &'a RawValue,
}

impl Message {
    /// The payload to these recipients: the same ones make the same bytes.
    pub fn payload(&self, identities: &[&Identity]) -> String {
        let payload = Payload {
            channel: self.channel.name(),
            webhook_instance_name: self.webhook.as_deref(),
            message: Content { r#type: &self.kind, value: &self.value },
            identities,
        };
        // Texts under text keys, written to memory: nothing can fail.
        serde_json::to_string(&payload).unwrap_or_default()
    }
}
