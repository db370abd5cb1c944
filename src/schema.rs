//! The published contract compiled in, and its errors said for people.
//!
//! `schema/notify-request.schema.json` decides what is an error. This module
//! only gives each of the schema's errors a code, a place and a sentence, and
//! sees to it that one cause is said once (SPEC section 3).

mod instance;
mod sentence;

use std::collections::HashSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use crate::channel::Channel;
use crate::document::Document;
use crate::json::Pointer;
use crate::report::{Finding, Findings};

use instance::Instance;
use sentence::Author;

#[jsonschema::validator(
    path = "schema/notify-request.schema.json",
    draft = Draft202012,
    methods = { is_valid = true, validate = false, iter_errors = true }
)]
struct NotifyRequest;

/// Everything in the payload that the documented API rejects, each cause once.
pub(crate) fn errors(document: &Document<'_>, findings: &mut Findings) {
    let instance = Instance::of(document);
    if NotifyRequest::is_valid(&instance.value) {
        return;
    }
    let author = Author::new(document.root);
    let breaches = NotifyRequest::iter_errors(&instance.value)
        .flat_map(|error| breaches(&error, &instance, &author))
        .collect();
    one_for_each_cause(breaches).for_each(|finding| findings.push(finding));
}

/// An error of the schema, with what decides whether it is a cause of its own.
struct Breach {
    finding: Finding,
    cause: Cause,
}

enum Cause {
    /// The value is of another type than the field's.
    Type,
    /// The value is none of the allowed words.
    Word,
    /// The object lacks every one of these fields.
    Missing(Vec<&'static str>),
    /// The object has a field that it may not have, perhaps a misspelt one.
    Unknown { object: Pointer, meant: Option<&'static str> },
    /// The identity carries the field of another channel.
    Foreign { identity: Pointer },
    /// Anything that never comes with another error.
    Own,
}

fn breaches(
    error: &ValidationError<'_>,
    instance: &Instance,
    author: &Author<'_, '_>,
) -> Vec<Breach> {
    let at = instance.place(error.instance_path().as_str());
    let one = |finding, cause| vec![Breach { finding, cause }];
    match error.kind() {
        Kind::Type { .. } => one(author.type_mismatch(&at), Cause::Type),
        Kind::Required { property } => {
            let field = property.as_str().unwrap_or_default();
            let fields =
                author.fields_of(&at).into_iter().filter(|known| *known == field).collect();
            missing(author, at, fields)
        }
        Kind::AnyOf { .. } => {
            let fields = author.alternatives_of(&at);
            missing(author, at, fields)
        }
        Kind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| {
                let (finding, meant) = author.unknown_field(&at, name);
                Breach { finding, cause: Cause::Unknown { object: at.clone(), meant } }
            })
            .collect(),
        Kind::FalseSchema => match at.split() {
            Some((identity, field)) if Channel::from_identity_field(&field).is_some() => {
                one(author.wrong_identity_field(&at, &field), Cause::Foreign { identity })
            }
            _ => one(author.both_messages(&at), Cause::Own),
        },
        // The compiled schema leaves out the type where the words say it already.
        Kind::Enum { .. } if !author.is_string(&at) => one(author.type_mismatch(&at), Cause::Word),
        Kind::Enum { .. } => one(author.unknown_word(&at), Cause::Word),
        Kind::MinItems { .. } => one(author.too_few_identities(&at), Cause::Own),
        Kind::MaxItems { .. } => one(author.too_many_identities(&at), Cause::Own),
        Kind::MaxProperties { .. } => one(author.too_many_parameters(&at), Cause::Own),
        Kind::MaxLength { .. } => one(author.parameter_too_long(&at), Cause::Own),
        // A test holds the schema to the keywords above.
        other => one(author.other(&at, other.keyword()), Cause::Own),
    }
}

fn missing(author: &Author<'_, '_>, at: Pointer, fields: Vec<&'static str>) -> Vec<Breach> {
    let finding = author.missing_field(&at, &fields);
    vec![Breach { finding, cause: Cause::Missing(fields) }]
}

/// Several keywords of the schema can fail over one cause: a foreign identity
/// field is also a missing one, a number is also none of the allowed words.
fn one_for_each_cause(breaches: Vec<Breach>) -> impl Iterator<Item = Finding> {
    let mut mistyped = HashSet::new();
    let mut foreign = HashSet::new();
    let mut misnamed = HashSet::new();
    for breach in &breaches {
        match &breach.cause {
            Cause::Type => drop(mistyped.insert(breach.finding.pointer.clone())),
            Cause::Foreign { identity } => drop(foreign.insert(identity.clone())),
            Cause::Unknown { object, meant: Some(meant) } => {
                misnamed.insert((object.clone(), *meant));
            }
            _ => {}
        }
    }
    let is_own_cause = move |breach: &Breach| match &breach.cause {
        Cause::Word => !mistyped.contains(&breach.finding.pointer),
        Cause::Missing(fields) => {
            let object = &breach.finding.pointer;
            !foreign.contains(object)
                && !fields.iter().any(|field| misnamed.contains(&(object.clone(), *field)))
        }
        _ => true,
    };
    breaches.into_iter().filter(is_own_cause).map(|breach| breach.finding)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// The keywords that `breaches` has a sentence for, and those that only structure.
    const KNOWN: &[&str] = &[
        "$defs",
        "$id",
        "$ref",
        "$schema",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "dependentSchemas",
        "description",
        "else",
        "enum",
        "if",
        "items",
        "maxItems",
        "maxLength",
        "maxProperties",
        "minItems",
        "properties",
        "required",
        "then",
        "title",
        "type",
    ];

    fn keywords(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
        let Some(object) = schema.as_object() else { return };
        for (keyword, value) in object {
            found.insert(keyword.clone());
            match keyword.as_str() {
                "properties" | "$defs" | "dependentSchemas" => {
                    value.as_object().unwrap().values().for_each(|schema| keywords(schema, found));
                }
                "allOf" | "anyOf" => {
                    value.as_array().unwrap().iter().for_each(|schema| keywords(schema, found));
                }
                _ => keywords(value, found),
            }
        }
    }

    #[test]
    fn the_schema_uses_no_keyword_without_a_sentence() {
        let mut found = BTreeSet::new();
        keywords(&serde_json::from_str(crate::REQUEST_SCHEMA).unwrap(), &mut found);
        let known = KNOWN.iter().map(|keyword| (*keyword).to_owned()).collect();
        assert_eq!(found.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}
