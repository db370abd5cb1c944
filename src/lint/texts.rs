//! What is odd about the texts that recipients get.
//!
//! What the shared message is the reason for is said once, at the message, with
//! the recipients that it concerns; what a `customMessage` is the reason for is
//! said there.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::diagnostic::{Code, Edit, Fix, count, quote};
use crate::document::{Document, Identity, SharedMessage};
use crate::json::{Kind, Locator, Value};
use crate::limits;
use crate::near_miss;
use crate::preview::Reading;
use crate::report::Finding;
use crate::resolution::{self, Plan, Resolution};
use crate::template::{Parameters, Template};

pub(super) fn look_at(document: &Document<'_>, reading: Reading, findings: &mut Vec<Finding>) {
    let mut collected = Shared::default();
    let template = resolution::shared(document);
    let is_script = document.message.as_ref().is_some_and(|message| message.is_script);
    for (index, identity) in document.identities.iter().enumerate() {
        let plan = Plan::of(identity, reading);
        let own_template = resolution::own(identity);
        let Some(template) = own_template.as_ref().or(template.as_ref()) else { continue };
        let oddities = oddities(&plan, &plan.resolve(template), is_script);
        match identity.custom_message {
            Some((value, _)) => {
                findings.extend(oddities.iter().map(|oddity| own(oddity, identity, value)));
            }
            None => oddities.into_iter().for_each(|oddity| collected.add(oddity, index)),
        }
    }
    if let Some(message) = &document.message {
        findings.extend(collected.findings(document, message));
    }
}

/// One odd thing about one text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Oddity {
    Unresolved(String),
    /// As written; what was meant may differ between recipients.
    NearMiss(String),
    Unused(String),
    ReadingDependent,
    Empty,
}

fn oddities(plan: &Plan<'_, '_>, resolution: &Resolution<'_>, is_script: bool) -> Vec<Oddity> {
    let mut oddities = Vec::new();
    let mut missed = HashSet::new();
    let unfilled = resolution.unfilled.iter().filter(|_| !is_script);
    for key in unfilled {
        match near_parameter(plan.identity, key).filter(|_| plan.is_filled()) {
            Some(parameter) => {
                missed.insert(parameter);
                oddities.push(Oddity::NearMiss((*key).to_owned()));
            }
            None if is_mistyped(plan.identity, key) => {}
            None => oddities.push(Oddity::Unresolved((*key).to_owned())),
        }
    }
    let unused = resolution.unused.iter().filter(|key| !missed.contains(*key));
    oddities.extend(unused.map(|key| Oddity::Unused((*key).to_owned())));
    if resolution.is_reading_dependent {
        oddities.push(Oddity::ReadingDependent);
    }
    if resolution.is_blank {
        oddities.push(Oddity::Empty);
    }
    oddities
}

/// Whether the parameter is there, with a value that the schema has faulted already.
fn is_mistyped(identity: &Identity<'_>, key: &str) -> bool {
    identity.parameters.as_ref().is_some_and(|parameters| parameters.mistyped.contains(key))
}

fn near_parameter<'v>(identity: &Identity<'v>, key: &str) -> Option<&'v str> {
    let parameters = identity.parameters.as_ref()?;
    // More than are allowed are faulted anyway; all against all would take forever.
    let names = parameters.strings.iter().take(limits::PARAMETERS).map(|(name, _)| *name);
    near_miss::nearest(key, names)
}

/// An oddity of a `customMessage`, said at its place.
fn own(oddity: &Oddity, identity: &Identity<'_>, value: &Value<'_>) -> Finding {
    let at = identity.pointer.key("customMessage");
    let here = |code, message| Finding::new(code, at.clone(), value.range.clone(), message);
    match oddity {
        Oddity::Unresolved(key) => {
            here(Code::UnresolvedPlaceholder, format!("{} has no value", placeholder(key)))
                .hint(format!("add the parameter {}", quote(key)))
        }
        Oddity::NearMiss(written) => {
            let parameter = near_parameter(identity, written).unwrap_or_default();
            let (gap, meant) = (placeholder(written), quote(parameter));
            let message = format!("{gap} has no value, and the parameter is {meant}");
            let mut finding = here(Code::NearMissPlaceholder, message);
            finding.fix = rename_in_text(value, written, parameter);
            finding
        }
        Oddity::Unused(key) => {
            let parameters = identity.pointer.key("parameters");
            let range = parameter_range(identity, key).unwrap_or(value.range.clone());
            let message = format!("no placeholder uses the parameter {}", quote(key));
            Finding::new(Code::UnusedParameter, parameters.key(key), range, message)
        }
        Oddity::ReadingDependent => {
            here(Code::ReadingDependent, "the two readings give different texts".to_owned())
        }
        Oddity::Empty => here(Code::EmptyMessage, "the recipient gets an empty message".to_owned())
            .hint("remove `customMessage` to send the message to this recipient too"),
    }
}

fn parameter_range(identity: &Identity<'_>, key: &str) -> Option<Range<usize>> {
    Some(identity.parameters.as_ref()?.get(key)?.range.clone())
}

/// Oddities of the shared message, each with the recipients that it concerns.
#[derive(Default)]
struct Shared {
    /// In the order in which they came up.
    of: Vec<(Oddity, Vec<usize>)>,
    known: HashMap<Oddity, usize>,
}

impl Shared {
    fn add(&mut self, oddity: Oddity, recipient: usize) {
        let place = *self.known.entry(oddity.clone()).or_insert(self.of.len());
        match self.of.get_mut(place) {
            Some((_, recipients)) => recipients.push(recipient),
            None => self.of.push((oddity, vec![recipient])),
        }
    }

    fn findings(&self, document: &Document<'_>, message: &SharedMessage<'_>) -> Vec<Finding> {
        let finding = |(oddity, recipients): &(Oddity, Vec<usize>)| {
            let whom = Whom { recipients, of: document.identities.len() };
            shared(oddity, whom, document, message)
        };
        self.of.iter().map(finding).collect()
    }
}

fn shared(
    oddity: &Oddity,
    whom: Whom<'_>,
    document: &Document<'_>,
    message: &SharedMessage<'_>,
) -> Finding {
    let here = |code, sentence| {
        Finding::new(code, message.pointer.clone(), message.value.range.clone(), sentence)
    };
    match oddity {
        Oddity::Unresolved(key) => {
            here(Code::UnresolvedPlaceholder, format!("{} has no value for {whom}", placeholder(key)))
                .hint(format!("give each of them the parameter {}", quote(key)))
        }
        Oddity::NearMiss(written) => near_miss_for(written, whom, document, message),
        Oddity::Unused(key) => {
            let sentence = format!("no placeholder uses the parameter {} of {whom}", quote(key));
            here(Code::UnusedParameter, sentence)
        }
        Oddity::ReadingDependent => {
            here(Code::ReadingDependent, format!("the two readings give different texts to {whom}"))
                .hint("the API documents contradict themselves here: give each of them a `customMessage` to be sure")
        }
        Oddity::Empty => here(Code::EmptyMessage, format!("the message is empty for {whom}")),
    }
}

fn near_miss_for(
    written: &str,
    whom: Whom<'_>,
    document: &Document<'_>,
    message: &SharedMessage<'_>,
) -> Finding {
    let mut meant: Vec<&str> = whom
        .recipients
        .iter()
        .filter_map(|index| near_parameter(document.identities.get(*index)?, written))
        .collect();
    meant.sort_unstable();
    meant.dedup();
    let gap = placeholder(written);
    let sentence = match meant.as_slice() {
        [one] => format!("{gap} has no value for {whom}, whose parameter is {}", quote(one)),
        _ => format!("{gap} has no value for {whom}, whose parameters have almost that name"),
    };
    let range = message.value.range.clone();
    let mut finding =
        Finding::new(Code::NearMissPlaceholder, message.pointer.clone(), range, sentence);
    finding.fix = match meant.as_slice() {
        [one] if !is_filled_for_anyone(document, written) => {
            rename_in_text(message.value, written, one)
        }
        _ => rename_parameters(document, whom.recipients, written),
    };
    finding
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
    // Braces or line breaks in a name can never be a placeholder.
    if Template::parse(&placeholder_text(parameter)).keys().ne([parameter]) {
        return None;
    }
    let mut edits = Vec::new();
    rename_strings(value, &placeholder_text(written), &placeholder_text(parameter), &mut edits);
    Some(Fix { title: format!("write {}", quote(&placeholder_text(parameter))), edits })
}

fn rename_strings(value: &Value<'_>, from: &str, to: &str, edits: &mut Vec<Edit>) {
    match &value.kind {
        Kind::String(text) if text.contains(from) => edits.push(Edit {
            start: value.range.start,
            end: value.range.end,
            text: serde_json::Value::from(text.replace(from, to)).to_string(),
        }),
        Kind::Array(items) => items.iter().for_each(|item| rename_strings(item, from, to, edits)),
        Kind::Object(members) => {
            members.iter().for_each(|member| rename_strings(&member.value, from, to, edits));
        }
        _ => {}
    }
}

/// Gives the recipients' parameter the name that the message uses.
fn rename_parameters(document: &Document<'_>, recipients: &[usize], written: &str) -> Option<Fix> {
    let places = Locator::new(document.root);
    let mut edits = Vec::new();
    for index in recipients {
        let identity = document.identities.get(*index)?;
        let at = identity.pointer.key("parameters").key(near_parameter(identity, written)?);
        let range = places.locate(&at)?.key_range?;
        let text = serde_json::Value::from(written).to_string();
        edits.push(Edit { start: range.start, end: range.end, text });
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
    recipients: &'a [usize],
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
            .map(|index| format!("`identities[{index}]`"))
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
    fn whom_counts_and_names_the_first() {
        let whom = |recipients: &[usize], of| Whom { recipients, of }.to_string();
        assert_eq!(whom(&[1], 2), "1 recipient (`identities[1]`)");
        assert_eq!(whom(&[0, 1], 2), "all 2 recipients");
        assert_eq!(
            whom(&[0, 1, 2, 3], 9),
            "4 recipients (`identities[0]`, `identities[1]`, `identities[2]`, …)"
        );
    }
}
