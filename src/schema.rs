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
use sentence::{Author, Part, Place, part};

/// Compiled from the published schema with each `enum` and `anyOf` said as conditions, which
/// make the same verdict: to report an `enum`, the validator reads its words from JSON, and
/// no other part of a front end needs a reader of JSON values and what it drags in. A test
/// writes the file and holds it to the published one.
#[jsonschema::validator(
    path = "src/schema/compiled.json",
    draft = Draft202012,
    methods = { is_valid = false, validate = false, iter_errors = true }
)]
struct NotifyRequest;

/// Everything in the payload that the documented API rejects, each cause once.
pub(crate) fn errors(document: &Document<'_>, findings: &mut Findings) {
    // Most have none, and to have the schema say so takes longer than to see it.
    if document.is_sound() {
        return;
    }
    let instance = Instance::of(document);
    for finding in breaches_of(&instance, &Author::new(document, document.root, true)) {
        findings.push(finding);
    }
}

/// What is wrong with a payload, without a word on how to mend it.
fn causes(source: &str) -> Vec<(Code, Pointer)> {
    let Ok(payload) = document::read(source) else { return Vec::new() };
    let document = payload.document();
    let instance = Instance::of(&document);
    let author = Author::new(&document, document.root, false);
    let mut causes = Vec::new();
    for finding in breaches_of(&instance, &author) {
        causes.push((finding.code, finding.pointer));
    }
    causes
}

/// Whether there is none that was not there before.
fn are_among(causes: &[(Code, Pointer)], before: &[(Code, Pointer)]) -> bool {
    let hash = |pointer: &Pointer| hash(pointer.as_str());
    let mut places = Table::with_capacity(before.len());
    for (place, (_, pointer)) in before.iter().enumerate() {
        places.add(hash(pointer), place);
    }
    causes.iter().all(|cause| {
        places.find(hash(&cause.1), |place| before.get(place) == Some(cause)).is_some()
    })
}

fn breaches_of(instance: &Instance, author: &Author<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for error in NotifyRequest::iter_errors(&instance.value) {
        for pointer in instance.places(error.instance_path().as_str()) {
            add_breaches(&error, author.place(pointer), author, &mut found);
        }
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

fn add_breaches<'v, 'a>(
    error: &ValidationError<'_>,
    at: Place<'v, 'a>,
    author: &Author<'v, 'a>,
    found: &mut Vec<Breach>,
) {
    let (finding, cause) = match error.kind() {
        Kind::Type { .. } => (author.type_mismatch(&at), Cause::Type),
        Kind::Required { property } => {
            let field = property.as_str().unwrap_or_default();
            let mut fields = author.fields_of(&at);
            fields.retain(|known| *known == field);
            missing(author, &at, fields)
        }
        Kind::AdditionalProperties { unexpected } => {
            for (finding, meant) in author.unknown_fields(&at, unexpected) {
                let cause = match meant {
                    Meant::Nothing => Cause::Own,
                    Meant::Field(meant) => Cause::Misnamed { field: at.pointer.key(meant) },
                    Meant::Foreign => Cause::Foreign { identity: at.pointer.clone() },
                };
                found.push(Breach { finding, cause });
            }
            return;
        }
        Kind::FalseSchema => match ruled_out(author, &at) {
            Some(breach) => breach,
            None => return,
        },
        Kind::MinItems { .. } => (author.too_few_identities(&at), Cause::Own),
        Kind::MaxItems { .. } => (author.too_many_identities(&at), Cause::Own),
        Kind::MaxProperties { .. } => (author.too_many_parameters(&at), Cause::Own),
        Kind::MaxLength { .. } => (author.parameter_too_long(&at), Cause::Own),
        // A test holds the schema to the keywords above.
        _ => (author.other(&at), Cause::Own),
    };
    found.push(Breach { finding, cause });
}

/// Where the schema allows nothing, the place says why.
fn ruled_out<'v, 'a>(author: &Author<'v, 'a>, at: &Place<'v, 'a>) -> Option<(Finding, Cause)> {
    Some(match (part(&at.pointer), at.pointer.split()) {
        (Part::Payload | Part::Identity(_), _) => missing(author, at, author.alternatives_of(at)),
        (Part::Message, _) => (author.both_messages(at), Cause::Own),
        (_, Some((identity, field))) if Channel::from_identity_field(&field).is_some() => {
            let identity = Pointer::from_escaped(identity);
            (author.wrong_identity_field(at, &field), Cause::Foreign { identity })
        }
        // A value of another type has an error of its own.
        _ if !author.is_string(at) => return None,
        _ => (author.unknown_word(at), Cause::Own),
    })
}

fn missing<'v, 'a>(
    author: &Author<'v, 'a>,
    at: &Place<'v, 'a>,
    fields: Vec<&'static str>,
) -> (Finding, Cause) {
    (author.missing_field(at, &fields), Cause::Missing(fields))
}

/// Several keywords of the schema can fail over one cause: a foreign identity
/// field is also a missing one, and may be of another type.
fn one_for_each_cause(breaches: Vec<Breach>) -> Vec<Finding> {
    let are_own = are_own_causes(&breaches);
    let mut findings = Vec::new();
    for (breach, is_own) in breaches.into_iter().zip(are_own) {
        if is_own {
            findings.push(breach.finding);
        }
    }
    findings
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
    let mut are_own = Vec::with_capacity(breaches.len());
    for breach in breaches {
        let pointer = &breach.finding.pointer;
        are_own.push(match &breach.cause {
            Cause::Type => !misplaced.has(pointer.as_str()),
            Cause::Missing(fields) => {
                let is_misnamed = |field: &&str| misnamed.has(pointer.key(field).as_str());
                !foreign.has(pointer.as_str()) && !fields.iter().any(is_misnamed)
            }
            _ => true,
        });
    }
    are_own
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

    /// What is said in many places: each would be code of its own.
    fn shared() -> [(&'static str, Value); 2] {
        [("nothing", json!(false)), ("string", json!({ "type": "string" }))]
    }

    /// The schema with one definition for what is said in many places.
    fn with_definitions(schema: &mut Value) {
        let Value::Object(members) = schema else { return };
        for (keyword, value) in members {
            match keyword.as_str() {
                "properties" | "$defs" | "dependentSchemas" => {
                    value.as_object_mut().unwrap().values_mut().for_each(with_reference);
                }
                "allOf" => value.as_array_mut().unwrap().iter_mut().for_each(with_reference),
                "if" | "then" | "else" | "items" => with_reference(value),
                // The names that it leaves are reported together.
                "additionalProperties" if value.is_object() => with_reference(value),
                _ => {}
            }
        }
    }

    fn with_reference(schema: &mut Value) {
        let known = shared().into_iter().find(|(_, known)| known == schema);
        match known {
            Some((name, _)) => *schema = json!({ "$ref": format!("#/$defs/{name}") }),
            None => with_definitions(schema),
        }
    }

    /// A definition for each property of one that has more than a keyword: the validator is code
    /// that judges and code that reports, and the second one judges first whatever it reports
    /// on, by code of its own where that is not a definition.
    fn with_definitions_of_properties(definitions: &mut serde_json::Map<String, Value>) {
        let mut more = Vec::new();
        for (definition, schema) in definitions.iter_mut() {
            let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
            for (property, schema) in properties.into_iter().flatten() {
                if schema.as_object().is_some_and(|members| members.len() > 1) {
                    let name = format!("{definition}-{property}");
                    let reference = json!({ "$ref": format!("#/$defs/{name}") });
                    more.push((name, std::mem::replace(schema, reference)));
                }
            }
        }
        definitions.extend(more);
    }

    /// What is to hold for each channel, as one condition after the other: they exclude each
    /// other, and the last one is about all other channels.
    fn chained(conditions: &[Value]) -> Value {
        let (last, others) = conditions.split_last().unwrap();
        others.iter().rev().fold(last["else"].clone(), |otherwise, condition| {
            json!({ "if": condition["if"], "then": condition["then"], "else": otherwise })
        })
    }

    /// `NOTIFY_PREFLIGHT_WRITE=1` writes it anew.
    #[test]
    fn what_is_compiled_is_the_published_schema() {
        let mut schema = serde_json::from_str(crate::REQUEST_SCHEMA).unwrap();
        compiled(&mut schema);
        with_definitions(&mut schema);
        schema["allOf"] = json!([chained(schema["allOf"].as_array().unwrap())]);
        let definitions = schema["$defs"].as_object_mut().unwrap();
        with_definitions_of_properties(definitions);
        definitions.extend(shared().map(|(name, known)| (name.to_owned(), known)));
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
