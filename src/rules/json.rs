//! Rules from JSON, strictly: a slip in a rule's field would switch the rule off.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::error::{Problem, RuleError};
use super::rule::{Must, On, Rule};
use crate::diagnostic::{Code, Severity, Span, one_of, quote};
use crate::{json, limits, report};

const FIELDS: [&str; 6] = ["name", "pattern", "on", "must", "severity", "message"];
const SEVERITIES: [(&str, Severity); 3] = [
    (Severity::Error.name(), Severity::Error),
    (Severity::Warning.name(), Severity::Warning),
    (Severity::Info.name(), Severity::Info),
];

/// Reads an array of rules.
pub(super) fn rules(text: &str) -> Result<Vec<Rule>, RuleError> {
    let root = json::read(text, limits::DEPTH).map_err(|error| {
        if text.trim().is_empty() {
            return RuleError::of_all("the rules are not JSON: there is nothing".to_owned());
        }
        let Span { line, column, .. } = report::span(text, &error.range);
        let sentence = error.message;
        RuleError::of_all(format!(
            "the rules are not JSON: at line {line} column {column}, {sentence}"
        ))
    })?;
    let items = root.as_array().ok_or_else(|| {
        RuleError::of_all(format!("the rules must be an array, and are {}", root.type_name()))
    })?;
    let mut rules = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        rules.push(rule(index, item)?);
    }
    Ok(rules)
}

fn rule(index: usize, value: &json::Value<'_>) -> Result<Rule, RuleError> {
    if !value.is_object() {
        let sentence = format!("a rule must be an object, and is {}", value.type_name());
        return Err(RuleError::of_rule(index, None, Problem::new(sentence)));
    }
    let members = Members::of(value);
    let name = members.value("name").and_then(Value::as_str).map(str::to_owned);
    Rule::try_from(members)
        .map_err(|sentence| RuleError::of_rule(index, name, Problem::new(sentence)))
}

/// The members of an object as written: repeated names are kept.
pub(super) struct Members(Vec<(String, Value)>);

impl Members {
    fn of(object: &json::Value<'_>) -> Members {
        let mut members = Vec::new();
        for member in object.members() {
            members.push((member.key.to_string(), member.value.to_json()));
        }
        Members(members)
    }

    /// `null` is no value: JavaScript callers leave out what they do not know in that way.
    fn value(&self, field: &str) -> Option<&Value> {
        let value = self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value);
        value.filter(|value| !value.is_null())
    }

    fn refuse_what_is_no_field(&self) -> Result<(), String> {
        for (index, (name, _)) in self.0.iter().enumerate() {
            if !FIELDS.contains(&name.as_str()) {
                let fields = one_of(&FIELDS, "and");
                return Err(format!("{} is no field of a rule; allowed are {fields}", quote(name)));
            }
            if self.0.iter().take(index).any(|(earlier, _)| earlier == name) {
                return Err(format!("`{name}` is given more than once"));
            }
        }
        Ok(())
    }

    fn text(&self, field: &str) -> Result<Option<&str>, String> {
        match self.value(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(format!("`{field}` must be a string, and is {}", type_name(other))),
        }
    }

    fn needed(&self, field: &str) -> Result<&str, String> {
        self.text(field)?.ok_or_else(|| format!("`{field}` is missing"))
    }

    fn word<T: Copy, const N: usize>(
        &self,
        field: &str,
        words: [(&'static str, T); N],
    ) -> Result<Option<T>, String> {
        let place = self.place(field, &words.map(|(word, _)| word))?;
        Ok(place.and_then(|place| words.get(place)).map(|(_, meant)| *meant))
    }

    /// Which of the words it says.
    fn place(&self, field: &str, words: &[&str]) -> Result<Option<usize>, String> {
        let Some(written) = self.text(field)? else { return Ok(None) };
        for (place, word) in words.iter().enumerate() {
            if *word == written {
                return Ok(Some(place));
            }
        }
        Err(format!("`{field}` must be {}, and is {}", one_of(words, "or"), quote(written)))
    }
}

impl TryFrom<Members> for Rule {
    type Error = String;

    fn try_from(members: Members) -> Result<Rule, String> {
        members.refuse_what_is_no_field()?;
        Ok(Rule {
            name: members.needed("name")?.to_owned(),
            pattern: members.needed("pattern")?.to_owned(),
            on: members.word("on", On::WORDS)?.ok_or("`on` is missing")?,
            must: members.word("must", Must::WORDS)?.unwrap_or_default(),
            severity: members.word("severity", SEVERITIES)?.unwrap_or(Code::HouseRule.severity()),
            message: members.text("message")?.map(str::to_owned),
        })
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// The type of a value, as a sentence names it.
const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
