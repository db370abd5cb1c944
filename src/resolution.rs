//! What becomes of each recipient's message, without its text being made: what a
//! check needs, at a cost that does not grow with the message times the recipients.

use crate::document::{Document, Identity, IdentityParameters};
use crate::message::MessageTemplate;
use crate::preview::{Reading, Source};
use crate::template::Parameters;

/// Where a recipient's text comes from, and whether their parameters fill it.
pub(crate) struct Plan<'d, 'v> {
    pub source: Source,
    pub identity: &'d Identity<'v>,
    is_filled: bool,
}

/// What becomes of one message for one recipient.
#[derive(Default)]
pub(crate) struct Resolution<'v> {
    /// Keys of placeholders that stay as written, each once.
    pub unfilled: Vec<&'v str>,
    /// Parameters that no placeholder uses, in the author's order.
    pub unused: Vec<&'v str>,
    /// The other reading gives another text.
    pub is_reading_dependent: bool,
    pub is_blank: bool,
}

impl<'d, 'v> Plan<'d, 'v> {
    pub fn of(identity: &'d Identity<'v>, reading: Reading) -> Plan<'d, 'v> {
        let source = match identity.custom_message {
            Some(_) => Source::CustomMessage,
            None => Source::Message,
        };
        let is_filled = source == Source::CustomMessage || reading == Reading::Substitute;
        Plan { source, identity, is_filled }
    }

    /// Whether the recipient's parameters fill the text at all.
    pub fn is_filled(&self) -> bool {
        self.is_filled
    }

    pub fn resolve(&self, template: &MessageTemplate<'v>) -> Resolution<'v> {
        let keys = || template.keys().iter().copied();
        let Some(parameters) = &self.identity.parameters else {
            let is_blank = template.is_blank_with(NOTHING);
            return Resolution { unfilled: keys().collect(), is_blank, ..Resolution::default() };
        };
        let is_unfilled = |key: &&str| !self.is_filled || parameters.value(key).is_none();
        let is_unused = |key: &&str| !self.is_filled || !template.has_key(key);
        Resolution {
            unfilled: keys().filter(is_unfilled).collect(),
            unused: parameters.strings.iter().map(|(key, _)| *key).filter(is_unused).collect(),
            is_reading_dependent: self.source == Source::Message
                && is_changed(template, parameters),
            is_blank: match self.is_filled {
                true => template.is_blank_with(parameters),
                false => template.is_blank_with(NOTHING),
            },
        }
    }
}

/// Whether filling gives another text than the message as it stands.
fn is_changed(template: &MessageTemplate<'_>, parameters: &IdentityParameters<'_>) -> bool {
    let mut values = template.keys().iter().filter_map(|key| parameters.value(key)).peekable();
    if values.peek().is_none() {
        return false;
    }
    // A filled text that lost its braces is another one. Values with braces may put
    // back what they replaced: then only the texts themselves can tell.
    !values.any(|value| value.contains('{'))
        || template.fill(parameters).0 != template.fill(NOTHING).0
}

/// No parameters.
pub(crate) const NOTHING: &[(&str, &str)] = &[];

/// The message that recipients without one of their own get, parsed once.
pub(crate) fn shared<'v>(document: &Document<'v>) -> Option<MessageTemplate<'v>> {
    document.message.as_ref().map(|message| MessageTemplate::of(message.value))
}

/// The recipient's own message.
pub(crate) fn own<'v>(identity: &Identity<'v>) -> Option<MessageTemplate<'v>> {
    identity.custom_message.map(|(value, _)| MessageTemplate::of(value))
}
