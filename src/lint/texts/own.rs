//! What is odd about a recipient's own text, said at its place.

use std::ops::Range;

use crate::diagnostic::{Code, quote};
use crate::document::{Identity, Text};
use crate::message::MessageTemplate;
use crate::report::{Finding, Findings};
use crate::resolution::Fit;

use super::{Oddity, braces_stay, brought, fixes, odd_names, placeholder};

pub(super) fn look_at<'v>(
    identity: Identity<'v>,
    template: &MessageTemplate<'v>,
    is_script: bool,
    findings: &mut Findings,
) {
    let Some(text) = identity.custom_message() else { return };
    let fit = Fit::of(template, identity.shape());
    let mut oddities = odd_names(template, identity.shape(), &fit, is_script);
    if !is_script {
        for key in fit.braced(template, identity) {
            oddities.extend(template.keys().get(key).map(|key| Oddity::Braced(key)));
        }
    }
    if fit.is_blank(template, identity) {
        oddities.push(Oddity::Empty);
    }
    for oddity in &oddities {
        let range = range(oddity, identity, text);
        findings.add(oddity.code(), range.start, || finding(oddity, identity, text, range));
    }
    if !is_script {
        brought(identity, template, &fit, findings);
    }
}

fn range(oddity: &Oddity<'_>, identity: Identity<'_>, text: Text) -> Range<usize> {
    let parameter = match oddity {
        Oddity::Unused(name) => identity.shape().position(name),
        _ => None,
    };
    let value = parameter.and_then(|place| identity.values().get(place));
    value.copied().unwrap_or(text).range()
}

fn finding(
    oddity: &Oddity<'_>,
    identity: Identity<'_>,
    text: Text,
    range: Range<usize>,
) -> Finding {
    let at = identity.pointer().key("customMessage");
    let here = |message| Finding::new(oddity.code(), at.clone(), range.clone(), message);
    match oddity {
        Oddity::Unresolved(key) => here(format!("{} has no value", placeholder(key)))
            .hint(format!("add the parameter {}", quote(key))),
        Oddity::NearMiss(written, parameter) => {
            let (gap, meant) = (placeholder(written), quote(parameter));
            let mut finding = here(format!("{gap} has no value, and the parameter is {meant}"));
            finding.fix = fixes::rename_in_text(identity, text, written, parameter);
            finding
        }
        Oddity::Braced(key) => {
            let finding = here(format!("braces stay around the value of {}", placeholder(key)));
            braces_stay(finding, key, fixes::unbrace_in_text(identity, text, key))
        }
        Oddity::Unused(key) => {
            let message = format!("no placeholder uses the parameter {}", quote(key));
            let at = identity.pointer().key("parameters").key(key);
            Finding::new(Code::UnusedParameter, at, range, message)
        }
        // A text of one's own is the same under both readings.
        Oddity::ReadingDependent | Oddity::Empty => {
            here("the recipient gets an empty message".to_owned())
                .hint("remove `customMessage` to send the message to this recipient too")
        }
    }
}
