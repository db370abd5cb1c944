//! Our errors against Ajv's: the same places, for the same reasons.

use std::collections::HashSet;

use notify_preflight::{Code, Diagnostic, Report, Severity};

use crate::ajv::{Breach, Verdict};

/// What one side says and the other does not.
pub fn difference(report: &Report, verdict: &Verdict) -> Option<String> {
    let errors: Vec<&Diagnostic> =
        report.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    let mut said = HashSet::new();
    if let Some(again) =
        errors.iter().find(|ours| !said.insert((ours.code, &ours.pointer, &ours.message)))
    {
        return Some(format!("we say twice: {} at `{}`", again.message, again.pointer));
    }
    let alone = errors.iter().find(|ours| !verdict.errors.iter().any(|ajv| is_same(ours, ajv)));
    if let Some(ours) = alone {
        return Some(format!("only we say {} at `{}`: {}", ours.code, ours.pointer, ours.message));
    }
    let unexplained =
        verdict.errors.iter().find(|ajv| !errors.iter().any(|ours| explains(ours, ajv)));
    unexplained.map(|ajv| format!("only Ajv says {ajv:?}"))
}

/// The two say the same thing.
fn is_same(ours: &Diagnostic, ajv: &Breach) -> bool {
    let keywords: &[&str] = match ours.code {
        Code::TypeMismatch => &["type"],
        Code::MissingField => &["required", "anyOf"],
        Code::UnknownField => &["additionalProperties"],
        Code::BothMessageAndContent | Code::WrongIdentityField => &["false schema"],
        Code::UnsupportedChannel | Code::UnknownMessageType => &["enum"],
        Code::TooFewIdentities => &["minItems"],
        Code::TooManyIdentities => &["maxItems"],
        Code::TooManyParameters => &["maxProperties"],
        Code::ParameterTooLong => &["maxLength"],
        _ => &[],
    };
    let names = |field: &String| ours.message.contains(&format!("`{field}`"));
    keywords.contains(&ajv.keyword.as_str())
        && ours.pointer == ajv.pointer
        && ajv.missing.as_ref().is_none_or(names)
}

/// Ours says the same, or names the cause that both come from (SPEC section 3: one cause
/// gives one diagnostic).
fn explains(ours: &Diagnostic, ajv: &Breach) -> bool {
    let is_inside = ours.pointer.rsplit_once('/').is_some_and(|(parent, _)| parent == ajv.pointer);
    let is_cause = match (ours.code, ajv.keyword.as_str()) {
        // A number is none of the allowed words either.
        (Code::TypeMismatch, "enum") => ours.pointer == ajv.pointer,
        // The field of another channel stands where the right one is missed.
        (Code::WrongIdentityField, "required") => is_inside,
        // Of what type it is does not matter then.
        (Code::WrongIdentityField, "type") => ours.pointer == ajv.pointer,
        // The missing field is there, misspelt.
        (Code::UnknownField, "required" | "anyOf") => is_inside && is_meant(ours, ajv),
        _ => false,
    };
    is_cause || is_same(ours, ajv)
}

/// Whether the hint names the field that is missed: the field to write, or, where another
/// channel's was misspelt, the one of this channel.
fn is_meant(ours: &Diagnostic, ajv: &Breach) -> bool {
    let alternatives: &[&str] = match (&ajv.missing, ajv.pointer.as_str()) {
        (Some(missing), _) => &[missing],
        (None, "") => &["message", "content"],
        (None, _) => &["email", "spaceId", "phoneNumber"],
    };
    let hint = ours.hint.as_deref().unwrap_or_default();
    alternatives.iter().any(|field| hint.contains(&format!("`{field}`")))
}
