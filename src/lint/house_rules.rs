//! The organisation's own rules, held against texts, parameters and identities.
//!
//! What the shared message breaks is said once, at the message, with the recipients
//! whose text breaks it.

use std::ops::Range;

use crate::diagnostic::Code;
use crate::document::{Document, Identity};
use crate::json::Pointer;
use crate::message::MessageTemplate;
use crate::preview::Reading;
use crate::report::{Finding, Findings};
use crate::resolution::{self, Fit};
use crate::rules::{CompiledRule, Rules};

use super::whom::Whom;

pub(super) fn look_at(
    document: &Document<'_>,
    reading: Reading,
    rules: &Rules,
    findings: &mut Findings,
) {
    if rules.is_empty() {
        return;
    }
    for identity in document.identities.iter() {
        look_at_identity(identity, rules, findings);
        look_at_parameters(identity, rules, findings);
    }
    look_at_texts(document, reading, rules, findings);
}

fn look_at_identity(identity: Identity<'_>, rules: &Rules, findings: &mut Findings) {
    let Some((channel, name)) = identity.name() else { return };
    for rule in rules.identities().filter(|rule| rule.is_broken_by([identity.characters(name)])) {
        let at = || identity.pointer().key(channel.identity_field());
        add(findings, rule, name.range(), &at, None);
    }
}

fn look_at_parameters(identity: Identity<'_>, rules: &Rules, findings: &mut Findings) {
    for rule in rules.parameters() {
        for (name, value) in identity.shape().names.iter().zip(identity.values()) {
            if rule.is_broken_by([identity.characters(*value)]) {
                let at = || identity.pointer().key("parameters").key(name);
                add(findings, rule, value.range(), &at, None);
            }
        }
    }
}

fn look_at_texts(
    document: &Document<'_>,
    reading: Reading,
    rules: &Rules,
    findings: &mut Findings,
) {
    let template = resolution::shared(document);
    let mut fits = Vec::new();
    if let Some(template) = &template {
        for shape in document.identities.people.shapes() {
            fits.push(Fit::under(reading, template, shape));
        }
    }
    for rule in rules.texts() {
        let mut whom = Whom::default();
        // What no parameter fills is the same text for all.
        let mut as_it_stands = None;
        for identity in document.identities.iter() {
            if let (Some(own), Some(text)) = (resolution::own(identity), identity.custom_message())
            {
                if is_broken(rule, &own, &Fit::of(&own, identity.shape()), identity) {
                    let at = || identity.pointer().key("customMessage");
                    add(findings, rule, text.range(), &at, None);
                }
                continue;
            }
            let fit = fits.get(identity.shape_id() as usize);
            let (Some(template), Some(fit)) = (&template, fit) else { continue };
            let is_broken = || is_broken(rule, template, fit, identity);
            let is_broken = match fit.fills_anything() {
                true => is_broken(),
                false => *as_it_stands.get_or_insert_with(is_broken),
            };
            if is_broken {
                whom.add(identity.index);
            }
        }
        if let Some(message) = document.message.as_ref().filter(|_| !whom.is_nobody()) {
            let at = || message.pointer();
            let whom = whom.among(document.identities.len()).to_string();
            add(findings, rule, message.value.range.clone(), &at, Some(whom));
        }
    }
}

fn is_broken(
    rule: &CompiledRule,
    template: &MessageTemplate<'_>,
    fit: &Fit,
    identity: Identity<'_>,
) -> bool {
    let filled = template.filled_texts(&|key| fit.value(identity, key));
    rule.is_broken_by(filled.iter().map(|filled| filled.text.as_str()))
}

fn add(
    findings: &mut Findings,
    rule: &CompiledRule,
    range: Range<usize>,
    at: &dyn Fn() -> Pointer,
    whom: Option<String>,
) {
    findings.add_as(rule.severity(), Code::HouseRule, range.start, || {
        let mut sentence = rule.sentence();
        if let Some(whom) = whom {
            sentence = format!("{sentence}, broken for {whom}");
        }
        Finding::new(Code::HouseRule, at(), range, sentence).severity(rule.severity())
    });
}
