//! Every recipient's text and nothing else: the fast way to all of them.

use crate::document::{self, Identities, Identity};
use crate::message::{MessageTemplate, Piece};
use crate::preview::TextsTooLong;
use crate::resolution::{self, Fit};
use crate::{Options, Reading};

/// All recipients' texts, one after another; a JSON value as its compact JSON text.
///
/// ```
/// use notify_preflight::{Options, messages};
///
/// let payload = r#"{
///   "channel": "ivr",
///   "message": { "type": "text", "value": "Hello {name}" },
///   "identities": [
///     { "email": "ada@example.com", "parameters": { "name": "Ada" } },
///     { "email": "bo@example.com", "customMessage": "Hi" }
///   ]
/// }"#;
/// let texts = messages(payload, &Options::default());
/// assert_eq!(texts.iter().collect::<Vec<_>>(), ["Hello Ada", "Hi"]);
/// assert_eq!(texts.as_str(), "Hello AdaHi");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    text: String,
    ends: Vec<usize>,
}

impl Messages {
    /// All texts, one after another.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where each text ends in [`Messages::as_str`], in bytes.
    #[must_use]
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// Each text, in the order of the recipients.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let text = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            text
        })
    }

    /// How many recipients there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no recipient.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Fills the message for every recipient, as [`preview`](crate::preview) does, without
/// a word on what is wrong. A payload that cannot be read has no recipients.
///
/// See [`Messages`] for an example.
#[must_use]
pub fn messages(text: &str, options: &Options) -> Messages {
    // No text is longer than all of memory.
    messages_within(text, options, usize::MAX).unwrap_or_default()
}

/// [`messages`], as long as all texts together have at most `most` bytes.
///
/// # Errors
///
/// Where there would be more.
///
/// ```
/// use notify_preflight::{Options, messages_within};
///
/// let payload = r#"{
///   "channel": "hangouts",
///   "message": { "type": "text", "value": "Hello" },
///   "identities": [{ "spaceId": "AAQAPWixxxx" }, { "spaceId": "o7ZNt8Axxxx" }]
/// }"#;
/// assert!(messages_within(payload, &Options::default(), 10).is_ok());
/// assert!(messages_within(payload, &Options::default(), 9).is_err());
/// ```
pub fn messages_within(
    text: &str,
    options: &Options,
    most: usize,
) -> Result<Messages, TextsTooLong> {
    let mut within = Within { messages: Messages::default(), most };
    write_messages(text, options, &mut within)?;
    Ok(within.messages)
}

/// Is given all recipients' texts, one after another, each part by part.
///
/// See [`write_messages`] for an example.
pub trait TextSink {
    /// Why it takes no more.
    type Refusal;

    /// Takes some more of the text that is under way.
    ///
    /// # Errors
    ///
    /// Where it takes no more.
    fn part(&mut self, part: &str) -> Result<(), Self::Refusal>;

    /// The text that is under way ends here.
    ///
    /// # Errors
    ///
    /// Where it takes no more.
    fn end(&mut self) -> Result<(), Self::Refusal>;
}

/// [`messages`] for whoever wants to hold less than all of them at once.
///
/// # Errors
///
/// What the sink says.
///
/// ```
/// use notify_preflight::{Options, TextSink, write_messages};
///
/// /// Each text on a line.
/// struct Lines(String);
///
/// impl TextSink for Lines {
///     type Refusal = std::convert::Infallible;
///
///     fn part(&mut self, part: &str) -> Result<(), Self::Refusal> {
///         Ok(self.0.push_str(part))
///     }
///
///     fn end(&mut self) -> Result<(), Self::Refusal> {
///         Ok(self.0.push('\n'))
///     }
/// }
///
/// let payload = r#"{
///   "channel": "hangouts",
///   "message": { "type": "text", "value": "Hello {name}" },
///   "identities": [{ "spaceId": "AAQAPWixxxx", "parameters": { "name": "Ada" } }]
/// }"#;
/// let mut lines = Lines(String::new());
/// write_messages(payload, &Options::default(), &mut lines)?;
/// assert_eq!(lines.0, "Hello Ada\n");
/// # Ok::<(), std::convert::Infallible>(())
/// ```
pub fn write_messages<S: TextSink>(
    text: &str,
    options: &Options,
    sink: &mut S,
) -> Result<(), S::Refusal> {
    let Ok(payload) = document::read_for_texts(text) else { return Ok(()) };
    let document = payload.document();
    let shared = resolution::shared(&document);
    let writer = Writer::new(document.identities, shared.as_ref(), options.reading);
    for identity in document.identities.iter() {
        writer.write(identity, sink)?;
        sink.end()?;
    }
    Ok(())
}

/// Texts up to a number of bytes.
struct Within {
    messages: Messages,
    most: usize,
}

impl TextSink for Within {
    type Refusal = TextsTooLong;

    fn part(&mut self, part: &str) -> Result<(), TextsTooLong> {
        let Within { messages: Messages { text, .. }, most } = self;
        if part.len() > most.saturating_sub(text.len()) {
            return Err(TextsTooLong { most: *most });
        }
        text.push_str(part);
        Ok(())
    }

    fn end(&mut self) -> Result<(), TextsTooLong> {
        self.messages.ends.push(self.messages.text.len());
        Ok(())
    }
}

/// Writes recipients' texts, the shared message cut once for each shape.
struct Writer<'t, 'v> {
    shared: Option<&'t MessageTemplate<'v>>,
    by_shape: Vec<(Fit, Option<Cut<'v>>)>,
}

/// A text cut where values go; a placeholder without one is text. Each piece with the place of
/// the value after it.
struct Cut<'v>(Vec<(&'v str, usize)>);

/// What comes after the last piece: no list has so many values.
const NOTHING: usize = usize::MAX;

impl<'t, 'v> Writer<'t, 'v> {
    fn new(
        identities: Identities<'v>,
        shared: Option<&'t MessageTemplate<'v>>,
        reading: Reading,
    ) -> Writer<'t, 'v> {
        let by_shape = shared.map(|template| {
            let shapes = identities.people.shapes().iter();
            let cut = |shape| {
                let fit = Fit::under(reading, template, shape);
                let cut = Cut::of(template, &fit);
                (fit, cut)
            };
            shapes.map(cut).collect()
        });
        Writer { shared, by_shape: by_shape.unwrap_or_default() }
    }

    fn write<S: TextSink>(&self, identity: Identity<'v>, sink: &mut S) -> Result<(), S::Refusal> {
        let filled;
        let text = match identity.custom_message().map(|own| identity.characters(own)) {
            Some(own) if !own.contains('{') => own,
            Some(own) => {
                let own = MessageTemplate::of_text(own);
                let fit = Fit::of(&own, identity.shape());
                filled = own.fill(|key| fit.value(identity, key));
                filled.as_str()
            }
            None => match (self.shared, self.by_shape.get(identity.shape_id() as usize)) {
                (_, Some((_, Some(cut)))) => return cut.write(identity, sink),
                (Some(template), Some((fit, None))) => {
                    filled = template.fill(|key| fit.value(identity, key));
                    filled.as_str()
                }
                _ => "",
            },
        };
        sink.part(text)
    }
}

impl<'v> Cut<'v> {
    /// None for a message that is more than one text.
    fn of(template: &MessageTemplate<'v>, fit: &Fit) -> Option<Cut<'v>> {
        let [Piece::Text(text)] = template.pieces() else { return None };
        let source = text.source();
        let mut steps = Vec::new();
        let mut copied = 0;
        for (gap, slot) in text.places().iter().zip(template.slots()) {
            if let Some(place) = fit.place(*slot) {
                steps.push((source.get(copied..gap.start)?, place));
                copied = gap.end;
            }
        }
        steps.push((source.get(copied..)?, NOTHING));
        Some(Cut(steps))
    }

    #[cfg_attr(fast, optimize(speed))]
    fn write<S: TextSink>(&self, identity: Identity<'_>, sink: &mut S) -> Result<(), S::Refusal> {
        let values = identity.values();
        for (literal, place) in &self.0 {
            sink.part(literal)?;
            if let Some(value) = values.get(*place) {
                sink.part(identity.characters(*value))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(value: &serde_json::Value) -> String {
        serde_json::json!({
            "channel": "ivr",
            "message": { "type": "text", "value": value },
            "identities": [
                { "email": "a@b", "parameters": { "x": "é", "y": "{x}" } },
                { "email": "a@b", "parameters": { "y": "\"" } },
                { "email": "a@b", "customMessage": "{y}!", "parameters": { "y": "own" } },
                { "email": "a@b" },
            ],
        })
        .to_string()
    }

    fn texts(value: &serde_json::Value, reading: Reading) -> Messages {
        messages(&payload(value), &Options { reading, ..Options::default() })
    }

    #[test]
    fn texts_stand_one_after_another() {
        let texts = texts(&"{x}+{y}+{x}".into(), Reading::Substitute);
        let expected = ["é+{x}+é", "{x}+\"+{x}", "own!", "{x}+{y}+{x}"];
        assert_eq!(texts.iter().collect::<Vec<_>>(), expected);
        assert_eq!(texts.as_str(), expected.concat());
        assert_eq!((texts.ends(), texts.len()), ([9, 18, 22, 33].as_slice(), 4));
        assert!(!texts.is_empty());
    }

    #[test]
    fn json_values_are_written_as_they_go_out() {
        let value = serde_json::json!({ "a": ["{x}{y}", 7], "b": "{y}" });
        assert_eq!(
            texts(&value, Reading::Substitute).iter().collect::<Vec<_>>(),
            [
                r#"{"a":["é{x}",7],"b":"{x}"}"#,
                r#"{"a":["{x}\"",7],"b":"\""}"#,
                "own!",
                r#"{"a":["{x}{y}",7],"b":"{y}"}"#,
            ]
        );
    }

    #[test]
    fn parameters_that_are_ignored_fill_only_texts_of_ones_own() {
        let texts = texts(&"{x}".into(), Reading::Ignore);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["{x}", "{x}", "own!", "{x}"]);
    }

    #[test]
    fn what_cannot_be_read_has_no_texts_and_what_has_no_message_empty_ones() {
        assert!(messages("{", &Options::default()).is_empty());
        let texts = texts(&7.into(), Reading::Substitute);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["", "", "own!", ""]);
    }

    #[test]
    fn no_more_is_written_than_is_asked_for() {
        let within = |most| messages_within(&payload(&"abc".into()), &Options::default(), most);
        assert_eq!(within(13).map(|texts| texts.len()), Ok(4));
        assert_eq!(within(12), Err(TextsTooLong { most: 12 }));
    }
}
