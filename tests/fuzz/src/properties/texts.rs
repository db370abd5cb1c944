//! Which text each recipient gets, by a model that takes the specification by its word
//! (SPEC section 2): a regular expression, and no thought of speed.

use std::sync::LazyLock;

use notify_preflight::{Channel, Code, FilledMessage, Preview, Reading, Recipient, Source};
use regex::{Captures, Regex};

use super::json::Json;

static PLACEHOLDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{([^{}\r\n]+)\}").expect("a pattern"));

/// Names and values; each name stands once.
type Parameters<'j> = Vec<(&'j str, &'j str)>;

/// Fills a text.
pub fn filled(text: &str, parameters: &[(&str, &str)]) -> String {
    let value = |found: &Captures<'_>| match value(parameters, &found[1]) {
        Some(value) => value.to_owned(),
        None => found[0].to_owned(),
    };
    PLACEHOLDER.replace_all(text, value).into_owned()
}

/// The keys of a text's placeholders.
pub fn keys(text: &str) -> impl Iterator<Item = &str> {
    let of = |found: Captures<'_>| found.get(1).map_or(0..0, |key| key.range());
    PLACEHOLDER.captures_iter(text).filter_map(move |found| text.get(of(found)))
}

fn value<'p>(parameters: &[(&str, &'p str)], key: &str) -> Option<&'p str> {
    parameters.iter().rev().find(|(name, _)| *name == key).map(|(_, value)| *value)
}

/// Compares what recipients get with what they should get.
pub fn compare(payload: &Json, reading: Reading, preview: &Preview) {
    let identities = payload.get("identities").and_then(Json::as_array).unwrap_or_default();
    assert_eq!(preview.recipients.len(), identities.len());
    let message = message(payload);
    for (identity, recipient) in identities.iter().zip(&preview.recipients) {
        assert_eq!(recipient.identity, name(payload, identity));
        match identity.get("customMessage").filter(|own| own.as_str().is_some()) {
            Some(own) => {
                assert_eq!(recipient.source, Source::CustomMessage);
                compare_one(own, &parameters(identity), true, recipient);
                assert_eq!(recipient.other_reading, None);
            }
            None => {
                assert_eq!(recipient.source, Source::Message);
                compare_shared(message, identity, reading, recipient);
            }
        }
    }
    agree(payload, preview);
}

fn compare_shared(
    message: Option<&Json>,
    identity: &Json,
    reading: Reading,
    recipient: &Recipient,
) {
    let Some(message) = message else {
        assert_eq!(recipient.filled, FilledMessage::Text(String::new()));
        return;
    };
    let parameters = parameters(identity);
    let is_filled = reading == Reading::Substitute;
    compare_one(message, &parameters, is_filled, recipient);
    let (one, other) = (fill(message, &parameters), fill(message, &[]));
    let expected = if is_filled { &other } else { &one };
    let expected = (one != other).then_some(expected);
    assert_eq!(recipient.other_reading.as_ref().map(json).as_ref(), expected);
}

fn compare_one(message: &Json, parameters: &Parameters<'_>, is_filled: bool, got: &Recipient) {
    let given: &[(&str, &str)] = if is_filled { parameters } else { &[] };
    assert_eq!(json(&got.filled), fill(message, given));
    let mut keys = Vec::new();
    collect_keys(message, &mut keys);
    let placeholders: Vec<_> = keys.iter().map(|key| (*key, value(given, key).is_some())).collect();
    let found: Vec<_> = got.placeholders.iter().map(|one| (&*one.key, one.filled)).collect();
    assert_eq!(found, placeholders);
    let names = parameters.iter().map(|(name, _)| *name);
    let unused: Vec<_> = names.filter(|name| !is_filled || !keys.contains(name)).collect();
    assert_eq!(got.unused_parameters, unused);
    let FilledMessage::Text(text) = &got.filled else { return };
    for placeholder in &got.placeholders {
        let place = placeholder.start.zip(placeholder.end).expect("a text has places");
        let written = format!("{{{}}}", placeholder.key);
        let expected = value(given, &placeholder.key).unwrap_or(&written);
        assert_eq!(text.get(place.0..place.1), Some(expected));
    }
}

/// The report is not silent on what a recipient would find broken.
fn agree(payload: &Json, preview: &Preview) {
    let has = |code| preview.report.codes.contains_key(&code);
    let recipients = &preview.recipients;
    let is_dependent = recipients.iter().any(|one| one.other_reading.is_some());
    assert_eq!(has(Code::ReadingDependent), is_dependent);
    let has_text =
        |one: &Recipient| one.source == Source::CustomMessage || message(payload).is_some();
    let is_blank = |one: &Recipient| match &one.filled {
        FilledMessage::Text(text) => text.trim().is_empty() && has_text(one),
        FilledMessage::Json(_) => false,
    };
    assert_eq!(has(Code::EmptyMessage), recipients.iter().any(is_blank));
    let is_said = [Code::UnresolvedPlaceholder, Code::NearMissPlaceholder, Code::TypeMismatch];
    if !has(Code::ScriptNotRun) && !is_said.into_iter().any(has) {
        recipients.iter().for_each(is_clean);
    }
}

/// All placeholders are filled, and no value brought another one. Braces of the message
/// that end up around a value (`{{name}}`) are the author's.
fn is_clean(recipient: &Recipient) {
    let is_filled = recipient.placeholders.iter().all(|placeholder| placeholder.filled);
    assert!(is_filled, "nothing is said of {recipient:?}");
    let FilledMessage::Text(text) = &recipient.filled else { return };
    let places = recipient.placeholders.iter().filter_map(|of| of.start.zip(of.end));
    let mut values = places.filter_map(|(start, end)| text.get(start..end));
    if values.any(|value| value.contains(['{', '}'])) {
        assert_eq!(keys(text).next(), None, "nothing is said of {recipient:?}");
    }
}

/// The value of the message, where it can be one.
fn message(payload: &Json) -> Option<&Json> {
    let message = payload.get("message").or_else(|| payload.get("content"))?;
    message.get("value").filter(|value| !matches!(value, Json::Word(_)))
}

fn name<'j>(payload: &Json, identity: &'j Json) -> &'j str {
    let own = payload.get("channel").and_then(Json::as_str).and_then(Channel::from_name);
    let mut channels = own.into_iter().chain(Channel::ALL);
    channels.find_map(|of| identity.get(of.identity_field())?.as_str()).unwrap_or_default()
}

fn parameters(identity: &Json) -> Parameters<'_> {
    let given = identity.get("parameters").map(Json::counting).unwrap_or_default();
    given.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?))).collect()
}

/// Fills every string of a message; of repeated keys only the last is left.
fn fill(message: &Json, parameters: &[(&str, &str)]) -> Json {
    match message {
        Json::Word(_) => message.clone(),
        Json::String(text) => Json::String(filled(text, parameters)),
        Json::Array(items) => {
            Json::Array(items.iter().map(|item| fill(item, parameters)).collect())
        }
        Json::Object(_) => {
            let members = message.counting().into_iter();
            let members = members.map(|(key, value)| (key.to_owned(), fill(value, parameters)));
            Json::Object(members.collect())
        }
    }
}

fn collect_keys<'j>(message: &'j Json, found: &mut Vec<&'j str>) {
    match message {
        Json::Word(_) => {}
        Json::String(text) => found.extend(keys(text)),
        Json::Array(items) => items.iter().for_each(|item| collect_keys(item, found)),
        Json::Object(_) => {
            message.counting().into_iter().for_each(|(_, value)| collect_keys(value, found));
        }
    }
}

fn json(message: &FilledMessage) -> Json {
    match message {
        FilledMessage::Text(text) => Json::String(text.clone()),
        FilledMessage::Json(json) => Json::read(json.as_str()).expect("a JSON value"),
    }
}
