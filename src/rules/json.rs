//! Rules from JSON, strictly: a slip in a rule's field would switch the rule off.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::error::{Problem, RuleError};
use super::rule::{Must, On, Rule};
use crate::diagnostic::{Code, Severity, quote};

const FIELDS: [&str; 6] = ["name", "pattern", "on", "must", "severity", "message"];
const SEVERITIES: [(&str, Severity); 3] = [
    (Severity::Error.name(), Severity::Error),
    (Severity::Warning.name(), Severity::Warning),
    (Severity::Info.name(), Severity::Info),
];

/// Reads an array of rules.
pub(super) fn rules(text: &str) -> Result<Vec<Rule>, RuleError> {
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| {
        RuleError::of_all(if error.is_data() {
            format!("the rules must be an array, and are {}", type_name(text))
        } else {
            format!("the rules are not JSON: {error}")
        })
    })?;
    items.into_iter().enumerate().map(|(index, item)| rule(index, item.get())).collect()
}

fn rule(index: usize, text: &str) -> Result<Rule, RuleError> {
    let members: Members = serde_json::from_str(text).map_err(|_| {
        let sentence = format!("a rule must be an object, and is {}", type_name(text));
        RuleError::of_rule(index, None, Problem::new(sentence))
    })?;
    let name = members.value("name").and_then(Value::as_str).map(str::to_owned);
    Rule::try_from(members)
        .map_err(|sentence| RuleError::of_rule(index, name, Problem::new(sentence)))
}

/// The members of an object as written: repeated names are kept.
pub(super) struct Members(Vec<(String, Value)>);

impl Members {
    /// `null` is no value: JavaScript callers leave out what they do not know in that way.
    fn value(&self, field: &str) -> Option<&Value> {
        let value = self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value);
        value.filter(|value| !value.is_null())
    }

    fn refuse_what_is_no_field(&self) -> Result<(), String> {
        for (index, (name, _)) in self.0.iter().enumerate() {
            if !FIELDS.contains(&name.as_str()) {
                let fields = one_of(FIELDS, "and");
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
            Some(other) => {
                let found = type_name(&other.to_string());
                Err(format!("`{field}` must be a string, and is {found}"))
            }
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
        let Some(written) = self.text(field)? else { return Ok(None) };
        match words.iter().find(|(word, _)| *word == written) {
            Some((_, meant)) => Ok(Some(*meant)),
            None => {
                let allowed = one_of(words.map(|(word, _)| word), "or");
                Err(format!("`{field}` must be {allowed}, and is {}", quote(written)))
            }
        }
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

/// The type of a JSON text, as a sentence names it.
fn type_name(text: &str) -> &'static str {
    match text.trim_start().bytes().next() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// `` `a`, `b` and `c` ``
fn one_of<const N: usize>(words: [&str; N], and: &str) -> String {
    let quoted = words.map(|word| format!("`{word}`"));
    match quoted.split_last() {
        Some((last, rest)) => format!("{} {and} {last}", rest.join(", ")),
        None => String::new(),
    }
}
