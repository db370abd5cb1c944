//! What the recipients of a CSV become part of: a message of the command line, or a payload.

use notify_preflight::audience::Identity;
use notify_preflight::{Channel, Diagnostic, Span, check_bytes};

use crate::input::{Input, InputError};
use crate::payload::{self, Fields};

/// A payload but for its recipients.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Where it goes.
    pub channel: Channel,
    /// The payload's text; recipients that it has do not count.
    payload: String,
}

/// Why there is nothing to put the recipients into.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error(transparent)]
    Unreadable(#[from] InputError),
    #[error("`{0}`: the text is not UTF-8")]
    NotText(Input),
    #[error("`{file}:{line}:{column}`: {message}")]
    NotAPayload { file: Input, line: usize, column: usize, message: String },
    #[error("`{0}` has no `channel` that is known: `--channel` says which it is")]
    NoChannel(Input),
    #[error("`--channel` is missing: it says where the message goes")]
    NoChannelGiven,
    #[error("`{file}` goes to `{theirs}`, and `--channel` says `{ours}`")]
    OtherChannel { file: Input, theirs: Channel, ours: Channel },
}

impl Frame {
    /// Of what the command line names, which is one of these; none where it names nothing.
    pub fn named(
        message: Option<&str>,
        message_file: Option<&Input>,
        into: Option<&Input>,
        channel: Option<Channel>,
    ) -> Result<Option<Frame>, FrameError> {
        Ok(match (message, message_file, into) {
            (Some(message), ..) => Some(Frame::message(message, channel)?),
            (_, Some(file), _) => Some(Frame::message_file(file, channel)?),
            (_, _, Some(file)) => Some(Frame::payload(file, channel)?),
            (None, None, None) => None,
        })
    }

    /// Around a message.
    fn message(text: &str, channel: Option<Channel>) -> Result<Frame, FrameError> {
        let channel = channel.ok_or(FrameError::NoChannelGiven)?;
        Ok(Frame { channel, payload: payload::with_text(channel, text, &[]) })
    }

    /// Around the message in a file; a line break at its end is not part of it.
    fn message_file(file: &Input, channel: Option<Channel>) -> Result<Frame, FrameError> {
        let text = String::from_utf8(file.read()?);
        let text = text.map_err(|_| FrameError::NotText(file.clone()))?;
        Frame::message(text.strip_suffix('\n').map_or(text.as_str(), without_return), channel)
    }

    /// A payload that is there.
    fn payload(file: &Input, ours: Option<Channel>) -> Result<Frame, FrameError> {
        let payload = payload_of(file)?;
        let theirs = Channel::from_name(&Fields::of(payload.as_bytes()).channel());
        let file = file.clone();
        let channel = match (theirs, ours) {
            (Some(theirs), Some(ours)) if theirs != ours => {
                return Err(FrameError::OtherChannel { file, theirs, ours });
            }
            (Some(channel), _) | (None, Some(channel)) => channel,
            (None, None) => return Err(FrameError::NoChannel(file)),
        };
        Ok(Frame { channel, payload })
    }

    /// The payload to these recipients; the same ones make the same bytes.
    pub fn with(&self, identities: &[Identity]) -> String {
        payload::with_identities(&self.payload, identities)
    }
}

/// The text of a payload that has fields, whatever else is wrong with it.
fn payload_of(file: &Input) -> Result<String, FrameError> {
    let bytes = file.read()?;
    if Fields::are_in(&bytes) {
        return String::from_utf8(bytes).map_err(|_| FrameError::NotText(file.clone()));
    }
    let report = check_bytes(&bytes, &Default::default());
    let file = file.clone();
    Err(match report.diagnostics.into_iter().next() {
        Some(Diagnostic { span: Some(Span { line, column, .. }), message, .. }) => {
            FrameError::NotAPayload { file, line, column, message }
        }
        _ => FrameError::NotText(file),
    })
}

fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use notify_preflight::audience;

    use super::*;

    #[test]
    fn a_frame_makes_the_payload_that_the_message_makes() {
        let identities = audience::import("email\na@b.c\nd@e.f", Channel::Ivr).identities;
        let frame = Frame::message("Hello \"{name}\"", Some(Channel::Ivr)).unwrap();
        for identities in [&identities[..], &identities[..1], &[]] {
            let made = payload::with_text(Channel::Ivr, "Hello \"{name}\"", identities);
            assert_eq!(frame.with(identities), made);
        }
    }
}
