//! The channels, and the identity field that each one uses (SPEC section 1).

use std::fmt;

use crate::lowercase::lower;

/// Where a notification goes.
///
/// ```
/// use notify_preflight::Channel;
///
/// let channel = Channel::from_name("whatsapp");
/// assert_eq!(channel, Some(Channel::Whatsapp));
/// assert_eq!(Channel::Whatsapp.identity_field(), "phoneNumber");
/// assert_eq!(Channel::from_name("slack"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Voice, or a webhook when `webhookInstanceName` is given.
    Ivr,
    /// Google Chat.
    Hangouts,
    /// WhatsApp.
    Whatsapp,
}

impl Channel {
    /// Every channel, in the order of the API document.
    pub const ALL: [Channel; 3] = [Channel::Ivr, Channel::Hangouts, Channel::Whatsapp];

    /// The name that a payload's `channel` says.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Ivr => "ivr",
            Channel::Hangouts => "hangouts",
            Channel::Whatsapp => "whatsapp",
        }
    }

    /// The property of an identity that names the recipient on this channel.
    #[must_use]
    pub const fn identity_field(self) -> &'static str {
        match self {
            Channel::Ivr => "email",
            Channel::Hangouts => "spaceId",
            Channel::Whatsapp => "phoneNumber",
        }
    }

    /// The channel of that exact name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// The channel whose recipients are named by this property.
    pub(crate) fn from_identity_field(field: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.identity_field() == field)
    }

    /// Whether an identity has the shape of one for sure: of most it can be told without
    /// the patterns, which decide on all others.
    #[inline]
    pub(crate) fn is_plainly_plausible(self, name: &str) -> bool {
        let bytes = name.as_bytes();
        match self {
            Channel::Ivr => {
                let (mut ats, mut are_plain) = (0, true);
                for byte in bytes {
                    ats += usize::from(*byte == b'@');
                    are_plain &= byte.is_ascii_graphic();
                }
                let is_inside = !bytes.starts_with(b"@") && !bytes.ends_with(b"@");
                ats == 1 && is_inside && are_plain
            }
            Channel::Whatsapp => {
                let digits = if let [b'+', digits @ ..] = bytes { digits } else { bytes };
                (8..=15).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
            }
            Channel::Hangouts => !bytes.is_empty(),
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What an author who wrote `name` as the channel may have meant.
pub(crate) fn advice(name: &str) -> Option<String> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).map(lower).collect();
    if let Some(channel) = Channel::from_name(&plain) {
        return Some(format!("write `{channel}`"));
    }
    let advice = match plain.as_str() {
        "webhook" => "a webhook is `ivr` with `webhookInstanceName`",
        "voice" | "phone" | "call" => "voice is `ivr`",
        "googlechat" | "hangoutchat" | "hangoutschat" | "hangout" | "gchat" => {
            "Google Chat is `hangouts`"
        }
        "msteams" | "teams" | "slack" => "this version of the API does not support it yet",
        _ => return None,
    };
    Some(advice.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_knows_the_usual_slips() {
        assert_eq!(advice("IVR").as_deref(), Some("write `ivr`"));
        assert_eq!(advice("Whats App").as_deref(), Some("write `whatsapp`"));
        assert_eq!(
            advice("Webhook").as_deref(),
            Some("a webhook is `ivr` with `webhookInstanceName`")
        );
        assert_eq!(advice("voice").as_deref(), Some("voice is `ivr`"));
        assert!(advice("google-chat").is_some_and(|a| a.contains("`hangouts`")));
        assert!(advice("msteams").is_some_and(|a| a.contains("not support")));
        assert_eq!(advice("pigeon"), None);
    }
}
