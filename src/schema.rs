//! The published contract compiled in, and its errors said for people.
//!
//! `schema/notify-request.schema.json` decides what is an error. This module
//! only gives each of the schema's errors a code, a place and a sentence, and
//! sees to it that one cause is said once (SPEC section 3).

mod instance;
mod misspelt;
mod sentence;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use crate::channel::Channel;
use crate::diagnostic::Code;
use crate::document::{self, Document};
use crate::hashed::{Distinct, Table, hash};
use crate::json::Pointer;
use crate::report::{Finding, Findings};

use instance::Instance;
use misspelt::Meant;
use sentence::{Author, Part, part};

/// Compiled from the published schema with each `enum` and `anyOf` said as conditions, which
/// make the same verdict: to report an `enum`, the validator reads its words from JSON, and
/// no other part of a front end needs a reader of JSON values and what it drags in. A test
/// writes the file and holds it to the published one.
#[jsonschema::validator(
    path = "src/schema/compiled.json",
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
    breaches_of(&instance, &Author::new(document, document.root, true))
        .for_each(|finding| findings.push(finding));
}

/// What is wrong with a payload, without a word on how to mend it.
fn causes(source: &str) -> Vec<(Code, Pointer)> {
    let Ok(payload) = document::read(source) else { return Vec::new() };
    let document = payload.document();
    let instance = Instance::of(&document);
    let author = Author::new(&document, document.root, false);
    breaches_of(&instance, &author).map(|finding| (finding.code, finding.pointer)).collect()
}

/// Whether there is none that was not there before.
fn are_among(causes: &[(Code, Pointer)], before: &[(Code, Pointer)]) -> bool {
    let hash = |pointer: &Pointer| hash(pointer.as_str());
    let mut places = Table::with_capacity(before.len());
    before.iter().enumerate().for_each(|(place, (_, pointer))| places.add(hash(pointer), place));
    causes.iter().all(|cause| {
        places.find(hash(&cause.1), |place| before.get(place) == Some(cause)).is_some()
    })
}

fn breaches_of(
    instance: &Instance,
    author: &Author<'_, '_>,
) -> impl Iterator<Item = Finding> + use<> {
    let mut found = Vec::new();
    for error in NotifyRequest::iter_errors(&instance.value) {
        found.append(&mut breaches(&error, instance, author));
    }
    one_for_each_cause(found)
}

/// An error of the schema, with what decides whether it is a cause of its own.
struct Breach {
    finding: Finding,
    cause: Cause,
}

enum Cause {
    /// The value is of another type than the field's.
    Type,
    /// The object lacks every one of these fields.
    Missing(Vec<&'static str>),
    /// The object has this field under another name.
    Misnamed { field: Pointer },
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
    match error.kind() {
        Kind::Type { .. } => one(author.type_mismatch(&at), Cause::Type),
        Kind::Required { property } => {
            let field = property.as_str().unwrap_or_default();
            let fields =
                author.fields_of(&at).into_iter().filter(|known| *known == field).collect();
            missing(author, at, fields)
        }
        Kind::AdditionalProperties { unexpected } => author
            .unknown_fields(&at, unexpected)
            .into_iter()
            .map(|(finding, meant)| {
                let cause = match meant {
                    Meant::Nothing => Cause::Own,
                    Meant::Field(meant) => Cause::Misnamed { field: at.key(meant) },
                    Meant::Foreign => Cause::Foreign { identity: at.clone() },
                };
                Breach { finding, cause }
            })
            .collect(),
        Kind::FalseSchema => ruled_out(author, at),
        Kind::MinItems { .. } => one(author.too_few_identities(&at), Cause::Own),
        Kind::MaxItems { .. } => one(author.too_many_identities(&at), Cause::Own),
        Kind::MaxProperties { .. } => one(author.too_many_parameters(&at), Cause::Own),
        Kind::MaxLength { .. } => one(author.parameter_too_long(&at), Cause::Own),
        // A test holds the schema to the keywords above.
        _ => one(author.other(&at), Cause::Own),
    }
}

/// Where the schema allows nothing, the place says why.
fn ruled_out(author: &Author<'_, '_>, at: Pointer) -> Vec<Breach> {
    match (part(&at), at.split()) {
        (Part::Payload | Part::Identity(_), _) => {
            let fields = author.alternatives_of(&at);
            missing(author, at, fields)
        }
        (Part::Message, _) => one(author.both_messages(&at), Cause::Own),
        (_, Some((identity, field))) if Channel::from_identity_field(&field).is_some() => {
            let identity = Pointer::from_escaped(identity);
            one(author.wrong_identity_field(&at, &field), Cause::Foreign { identity })
        }
        // A value of another type has an error of its own.
        _ if !author.is_string(&at) => Vec::new(),
        _ => one(author.unknown_word(&at), Cause::Own),
    }
}

fn missing(author: &Author<'_, '_>, at: Pointer, fields: Vec<&'static str>) -> Vec<Breach> {
    let finding = author.missing_field(&at, &fields);
    one(finding, Cause::Missing(fields))
}

fn one(finding: Finding, cause: Cause) -> Vec<Breach> {
    vec![Breach { finding, cause }]
}

/// Several keywords of the schema can fail over one cause: a foreign identity
/// field is also a missing one, and may be of another type.
fn one_for_each_cause(breaches: Vec<Breach>) -> impl Iterator<Item = Finding> {
    let are_own = are_own_causes(&breaches);
    let own = breaches.into_iter().zip(are_own).filter(|(_, is_own)| *is_own);
    own.map(|(breach, _)| breach.finding)
}

fn are_own_causes(breaches: &[Breach]) -> Vec<bool> {
    let mut foreign = Distinct::default();
    let mut misplaced = Distinct::default();
    let mut misnamed = Distinct::default();
    for breach in breaches {
        match &breach.cause {
            Cause::Foreign { identity } => {
                foreign.place(identity.as_str());
                misplaced.place(breach.finding.pointer.as_str());
            }
            Cause::Misnamed { field } => {
                misnamed.place(field.as_str());
            }
            _ => {}
        }
    }
    let is_own_cause = |breach: &Breach| {
        let pointer = &breach.finding.pointer;
        match &breach.cause {
            Cause::Type => !misplaced.has(pointer.as_str()),
            Cause::Missing(fields) => {
                let is_misnamed = |field: &&str| misnamed.has(pointer.key(field).as_str());
                !foreign.has(pointer.as_str()) && !fields.iter().any(is_misnamed)
            }
            _ => true,
        }
    };
    breaches.iter().map(is_own_cause).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

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

    fn keywords(schema: &Value, found: &mut BTreeSet<String>) {
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

    /// The schema with each `enum` and `anyOf` that can fail as conditions.
    fn compiled(schema: &mut Value) {
        let members = match schema {
            Value::Object(members) => members,
            Value::Array(items) => return items.iter_mut().for_each(compiled),
            _ => return,
        };
        members.retain(|keyword, value| {
            !(matches!(keyword.as_str(), "title" | "description") && value.is_string())
        });
        members.values_mut().for_each(compiled);
        let mut conditions = Vec::new();
        if members.contains_key("type")
            && let Some(words) = members.remove("enum")
        {
            conditions.push(json!({ "enum": words }));
        } else if let Some(Value::Array(alternatives)) = members.remove("anyOf") {
            conditions = alternatives;
        }
        let otherwise = |otherwise, condition| json!({ "if": condition, "else": otherwise });
        let condition = conditions.into_iter().rev().fold(json!(false), otherwise);
        if let Value::Object(condition) = condition {
            members.extend(condition);
        }
    }

    /// `NOTIFY_PREFLIGHT_WRITE=1` writes it anew.
    #[test]
    fn what_is_compiled_is_the_published_schema() {
        let mut schema = serde_json::from_str(crate::REQUEST_SCHEMA).unwrap();
        compiled(&mut schema);
        let text = format!("{schema:#}\n");
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/schema/compiled.json");
        if std::env::var_os("NOTIFY_PREFLIGHT_WRITE").is_some_and(|value| value == "1") {
            std::fs::write(path, text).unwrap();
        } else {
            let advice = "NOTIFY_PREFLIGHT_WRITE=1 writes it anew";
            assert_eq!(std::fs::read_to_string(path).unwrap(), text, "{advice}");
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
