//! What is odd about the texts that recipients get.
//!
//! What the shared message is the reason for is said once, at the message, with
//! the recipients that it concerns; what a `customMessage` is the reason for is
//! said there.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::diagnostic::{Code, Edit, Fix, count, quote};
use crate::document::{Document, Identity, SharedMessage};
use crate::json::{Kind, Locator, Value};
use crate::limits;
use crate::message::MessageTemplate;
use crate::near_miss;
use crate::preview::Reading;
use crate::report::{Finding, Findings};
use crate::resolution::{self, Plan, Resolution};
use crate::template::{Parameters, Template};

pub(super) fn look_at(document: &Document<'_>, reading: Reading, findings: &mut Findings) {
    let mut collected = Shared::default();
    let template = resolution::shared(document);
    let is_script = document.message.as_ref().is_some_and(|message| message.is_script);
    for (index, identity) in document.identities.iter().enumerate() {
        let plan = Plan::of(identity, reading);
        let own_template = resolution::own(identity);
        let Some(template) = own_template.as_ref().or(template.as_ref()) else { continue };
        let oddities = oddities(&plan, &plan.resolve(template), is_script);
        match identity.custom_message {
            Some((value, _)) => oddities.iter().for_each(|oddity| {
                let start = own_range(oddity, identity, value).start;
                findings.add(oddity.code(), start, || own(oddity, identity, value));
            }),
            None => oddities.into_iter().for_each(|oddity| collected.add(oddity, index)),
        }
    }
    if let Some(message) = &document.message {
        collected.report(document, message, findings);
    }
}

/// One odd thing about one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Oddity<'v> {
    Unresolved(&'v str),
    /// The placeholder, and the parameter that may have been meant.
    NearMiss(&'v str, &'v str),
    Unused(&'v str),
    ReadingDependent,
    Empty,
}

impl Oddity<'_> {
    const fn code(&self) -> Code {
        match self {
            Oddity::Unresolved(_) => Code::UnresolvedPlaceholder,
            Oddity::NearMiss(..) => Code::NearMissPlaceholder,
            Oddity::Unused(_) => Code::UnusedParameter,
            Oddity::ReadingDependent => Code::ReadingDependent,
            Oddity::Empty => Code::EmptyMessage,
        }
    }
}

/// How many unfilled placeholders of one text are compared with its parameters:
/// all against all would take forever, and after so many there is another mistake.
const COMPARED: usize = 50;

fn oddities<'v>(
    plan: &Plan<'_, 'v>,
    resolution: &Resolution<'v>,
    is_script: bool,
) -> Vec<Oddity<'v>> {
    let mut oddities = Vec::new();
    let mut missed = HashSet::new();
    let unfilled = resolution.unfilled.iter().copied().filter(|_| !is_script);
    for (place, key) in unfilled.enumerate() {
        let is_compared = plan.is_filled() && place < COMPARED;
        let near = is_compared.then(|| near_parameter(plan.identity, resolution, key));
        match near.flatten() {
            Some(parameter) => {
                missed.insert(parameter);
                oddities.push(Oddity::NearMiss(key, parameter));
            }
            None if is_mistyped(plan.identity, key) => {}
            None => oddities.push(Oddity::Unresolved(key)),
        }
    }
    let unused = resolution.unused.iter().copied().filter(|key| !missed.contains(key));
    oddities.extend(unused.map(Oddity::Unused));
    if resolution.is_reading_dependent {
        oddities.push(Oddity::ReadingDependent);
    }
    if resolution.is_blank {
        oddities.push(Oddity::Empty);
    }
    oddities
}

/// The parameter that a placeholder may have meant: the same name written in another
/// way, or one an edit away that no other placeholder uses (`line2` does not mean `line1`).
fn near_parameter<'v>(
    identity: &Identity<'v>,
    resolution: &Resolution<'v>,
    key: &str,
) -> Option<&'v str> {
    // More than are allowed are faulted anyway.
    let names = identity.parameters.as_ref()?.strings.iter().map(|(name, _)| *name);
    let unused = resolution.unused.iter().copied();
    names
        .take(limits::PARAMETERS)
        .find(|name| near_miss::is_respelt(key, name))
        .or_else(|| near_miss::nearest(key, unused.take(limits::PARAMETERS)))
}

/// Whether the parameter is there, with a value that the schema has faulted already.
fn is_mistyped(identity: &Identity<'_>, key: &str) -> bool {
    identity.parameters.as_ref().is_some_and(|parameters| parameters.mistyped.contains(key))
}

/// An oddity of a `customMessage`, said at its place.
fn own(oddity: &Oddity<'_>, identity: &Identity<'_>, value: &Value<'_>) -> Finding {
    let at = identity.pointer.key("customMessage");
    let range = own_range(oddity, identity, value);
    let here = |message| Finding::new(oddity.code(), at.clone(), range.clone(), message);
    match oddity {
        Oddity::Unresolved(key) => here(format!("{} has no value", placeholder(key)))
            .hint(format!("add the parameter {}", quote(key))),
        Oddity::NearMiss(written, parameter) => {
            let (gap, meant) = (placeholder(written), quote(parameter));
            let mut finding = here(format!("{gap} has no value, and the parameter is {meant}"));
            finding.fix = rename_in_text(value, written, parameter);
            finding
        }
        Oddity::Unused(key) => {
            let message = format!("no placeholder uses the parameter {}", quote(key));
            let at = identity.pointer.key("parameters").key(key);
            Finding::new(oddity.code(), at, range, message)
        }
        Oddity::ReadingDependent => here("the two readings give different texts".to_owned()),
        Oddity::Empty => here("the recipient gets an empty message".to_owned())
            .hint("remove `customMessage` to send the message to this recipient too"),
    }
}

fn own_range(oddity: &Oddity<'_>, identity: &Identity<'_>, value: &Value<'_>) -> Range<usize> {
    let parameter = match oddity {
        Oddity::Unused(key) => identity.parameters.as_ref().and_then(|all| all.get(key)),
        _ => None,
    };
    parameter.unwrap_or(value).range.clone()
}

/// Oddities of the shared message, each with the recipients that it concerns.
#[derive(Default)]
struct Shared<'v> {
    /// In the order in which they came up.
    of: Vec<(Oddity<'v>, Vec<Concerned<'v>>)>,
    known: HashMap<Oddity<'v>, usize>,
}

/// A recipient, and the parameter that this one's near miss may have meant.
struct Concerned<'v> {
    index: usize,
    parameter: &'v str,
}

impl<'v> Shared<'v> {
    fn add(&mut self, oddity: Oddity<'v>, index: usize) {
        // What was meant may differ between recipients: it is one near miss all the same.
        let (key, parameter) = match oddity {
            Oddity::NearMiss(written, parameter) => (Oddity::NearMiss(written, ""), parameter),
            other => (other, ""),
        };
        let place = *self.known.entry(key).or_insert(self.of.len());
        let concerned = Concerned { index, parameter };
        match self.of.get_mut(place) {
            Some((_, recipients)) => recipients.push(concerned),
            None => self.of.push((key, vec![concerned])),
        }
    }

    fn report(
        &self,
        document: &Document<'_>,
        message: &SharedMessage<'_>,
        findings: &mut Findings,
    ) {
        for (oddity, recipients) in &self.of {
            findings.add(oddity.code(), message.value.range.start, || {
                shared(oddity, recipients, document, message)
            });
        }
    }
}

fn shared(
    oddity: &Oddity<'_>,
    recipients: &[Concerned<'_>],
    document: &Document<'_>,
    message: &SharedMessage<'_>,
) -> Finding {
    let range = message.value.range.clone();
    let here = |sentence| Finding::new(oddity.code(), message.pointer.clone(), range, sentence);
    let whom = Whom { recipients, of: document.identities.len() };
    match oddity {
        Oddity::Unresolved(key) => here(format!("{} has no value for {whom}", placeholder(key)))
            .hint(format!("give each of them the parameter {}", quote(key))),
        Oddity::NearMiss(written, _) => {
            let mut meant: Vec<&str> = recipients.iter().map(|of| of.parameter).collect();
            meant.sort_unstable();
            meant.dedup();
            let whose = match meant.as_slice() {
                [one] => format!("parameter is {}", quote(one)),
                _ => "parameters have almost that name".to_owned(),
            };
            let gap = placeholder(written);
            let mut finding = here(format!("{gap} has no value for {whom}, whose {whose}"));
            finding.fix = match meant.as_slice() {
                [one] if !is_filled_for_anyone(document, written) => {
                    rename_in_text(message.value, written, one)
                }
                _ if is_any_used(message, &meant) => None,
                _ => rename_parameters(document, recipients, written),
            };
            finding
        }
        Oddity::Unused(key) => {
            here(format!("no placeholder uses the parameter {} of {whom}", quote(key)))
        }
        Oddity::ReadingDependent => here(format!("the two readings give different texts to {whom}"))
            .hint("the API documents contradict themselves here: give each of them a `customMessage` to be sure"),
        Oddity::Empty => here(format!("the message is empty for {whom}")),
    }
}

/// Whether the message has placeholders for these parameters, which renaming them
/// would leave empty.
fn is_any_used(message: &SharedMessage<'_>, parameters: &[&str]) -> bool {
    let template = MessageTemplate::of(message.value);
    parameters.iter().any(|parameter| template.has_key(parameter))
}

fn is_filled_for_anyone(document: &Document<'_>, key: &str) -> bool {
    document
        .identities
        .iter()
        .filter(|identity| identity.custom_message.is_none())
        .any(|identity| identity.parameters.as_ref().is_some_and(|p| p.value(key).is_some()))
}

/// Writes the parameter's name into the placeholder, wherever it stands.
fn rename_in_text(value: &Value<'_>, written: &str, parameter: &str) -> Option<Fix> {
    let (from, to) = (placeholder_text(written), placeholder_text(parameter));
    // Braces or line breaks in a name can never be a placeholder.
    if Template::parse(&to).keys().ne([parameter]) {
        return None;
    }
    let mut edits = Vec::new();
    rename_strings(value, &from, &to, &mut edits);
    Some(Fix { title: format!("write {}", quote(&to)), edits })
}

fn rename_strings(value: &Value<'_>, from: &str, to: &str, edits: &mut Vec<Edit>) {
    match &value.kind {
        // Without escapes the text stands in the payload as it is: each placeholder alone is edited.
        Kind::String(Cow::Borrowed(text)) => {
            let start = value.range.start + '"'.len_utf8();
            let replacement = quoted(to);
            edits.extend(text.match_indices(from).map(|(at, _)| Edit {
                start: start + at,
                end: start + at + from.len(),
                text: replacement.trim_matches('"').to_owned(),
            }));
        }
        Kind::String(text) if text.contains(from) => edits.push(Edit {
            start: value.range.start,
            end: value.range.end,
            text: quoted(&text.replace(from, to)),
        }),
        Kind::Array(items) => items.iter().for_each(|item| rename_strings(item, from, to, edits)),
        Kind::Object(members) => {
            members.iter().for_each(|member| rename_strings(&member.value, from, to, edits));
        }
        _ => {}
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Gives the recipients' parameter the name that the message uses.
fn rename_parameters(
    document: &Document<'_>,
    recipients: &[Concerned<'_>],
    written: &str,
) -> Option<Fix> {
    let places = Locator::new(document.root);
    let text = quoted(written);
    let mut edits = Vec::with_capacity(recipients.len());
    for of in recipients {
        let identity = document.identities.get(of.index)?;
        let at = identity.pointer.key("parameters").key(of.parameter);
        let range = places.locate(&at)?.key_range?;
        edits.push(Edit { start: range.start, end: range.end, text: text.clone() });
    }
    Some(Fix { title: format!("rename the parameter to {}", quote(written)), edits })
}

fn placeholder_text(key: &str) -> String {
    format!("{{{key}}}")
}

fn placeholder(key: &str) -> String {
    quote(&placeholder_text(key))
}

/// The recipients that a finding concerns: how many, and the first few.
#[derive(Clone, Copy)]
struct Whom<'a> {
    recipients: &'a [Concerned<'a>],
    of: usize,
}

impl std::fmt::Display for Whom<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const NAMED: usize = 3;
        let number = self.recipients.len();
        if number == self.of && number > 1 {
            return write!(f, "all {number} recipients");
        }
        let first: Vec<String> = self
            .recipients
            .iter()
            .take(NAMED)
            .map(|of| format!("`identities[{}]`", of.index))
            .collect();
        let more = if number > NAMED { ", …" } else { "" };
        write!(f, "{} ({}{more})", count(number, "recipient"), first.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(payload: &str) -> String {
        let report = crate::check(payload, &Default::default());
        let fix = report.diagnostics.into_iter().find_map(|diagnostic| diagnostic.fix).unwrap();
        let mut text = payload.to_owned();
        for edit in fix.edits.iter().rev() {
            text.replace_range(edit.start..edit.end, &edit.text);
        }
        text
    }

    fn payload(value: &str, parameters: &[&str]) -> String {
        let identities: Vec<String> = parameters
            .iter()
            .enumerate()
            .map(|(index, parameters)| {
                format!(r#"{{"email":"u{index}@e.org","parameters":{parameters}}}"#)
            })
            .collect();
        let identities = identities.join(",");
        format!(
            r#"{{"channel":"ivr","message":{{"type":"text","value":{value}}},"identities":[{identities}]}}"#
        )
    }

    #[test]
    fn a_near_miss_is_mended_in_the_message_where_nobody_needs_it() {
        let before = payload(r#""Hi {Name}""#, &[r#"{"name":"Ada"}"#]);
        assert_eq!(fixed(&before), payload(r#""Hi {name}""#, &[r#"{"name":"Ada"}"#]));
    }

    #[test]
    fn a_near_miss_is_mended_at_the_recipient_where_others_are_right() {
        let before = payload(r#""Hi {name}""#, &[r#"{"name":"Ada"}"#, r#"{"Name":"Bo"}"#]);
        let after = payload(r#""Hi {name}""#, &[r#"{"name":"Ada"}"#, r#"{"name":"Bo"}"#]);
        assert_eq!(fixed(&before), after);
    }

    #[test]
    fn a_parameter_in_use_is_not_what_was_meant() {
        let both = r#"{"line1":"a","line2":"b"}"#;
        let payload = payload(r#""{line1}, {line2}""#, &[both, r#"{"line1":"c"}"#]);
        let report = crate::check(&payload, &Default::default());
        assert!(report.codes.contains_key(&Code::UnresolvedPlaceholder));
        assert!(report.diagnostics.iter().all(|diagnostic| diagnostic.fix.is_none()));
    }

    #[test]
    fn a_fix_never_takes_a_parameter_from_another_placeholder() {
        let payload = payload(r#""{name} {Name}""#, &[r#"{"name":"a"}"#, r#"{"Name":"b"}"#]);
        let report = crate::check(&payload, &Default::default());
        assert_eq!(report.codes.get(&Code::NearMissPlaceholder), Some(&2));
        assert!(report.diagnostics.iter().all(|diagnostic| diagnostic.fix.is_none()));
    }

    #[test]
    fn a_fix_leaves_the_rest_of_the_text_as_it_is_written() {
        let before = payload(r#""caf\u00e9""#, &["{}"])
            .replace(r#""email""#, r#""customMessage":"Hi {Name} — {Name}","email""#);
        let before = before.replace(r#""parameters":{}"#, r#""parameters":{"name":"x"}"#);
        assert_eq!(fixed(&before), before.replace("{Name}", "{name}"));
    }

    #[test]
    fn whom_counts_and_names_the_first() {
        let whom = |indexes: &[usize], of| {
            let concerned = |index: &usize| Concerned { index: *index, parameter: "" };
            let recipients: Vec<_> = indexes.iter().map(concerned).collect();
            Whom { recipients: &recipients, of }.to_string()
        };
        assert_eq!(whom(&[1], 2), "1 recipient (`identities[1]`)");
        assert_eq!(whom(&[0, 1], 2), "all 2 recipients");
        assert_eq!(
            whom(&[0, 1, 2, 3], 9),
            "4 recipients (`identities[0]`, `identities[1]`, `identities[2]`, …)"
        );
    }
}
