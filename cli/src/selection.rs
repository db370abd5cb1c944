//! `--recipient` and `--where`: which recipients are shown.

use std::collections::HashSet;

use clap::Args;
use notify_preflight::Recipient;
use regex::Regex;

/// All recipients, unless told otherwise.
#[derive(Debug, Args)]
pub struct Selection {
    /// Only this recipient: its identity, or its place in `identities` from 0; may be given several
    /// times
    #[arg(long = "recipient", value_name = "INDEX|IDENTITY")]
    named: Vec<String>,

    /// Only recipients whose identity or text matches this regular expression
    #[arg(
        long = "where",
        value_name = "PATTERN",
        allow_hyphen_values = true,
        value_parser = pattern
    )]
    matching: Option<Regex>,
}

/// A name that nobody has.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{name}` is no recipient: neither an identity in this payload nor a place from 0 to {last}"
)]
pub struct UnknownRecipient {
    name: String,
    last: usize,
}

impl Selection {
    /// Keeps those asked for, in their order. Where the payload has no recipients nothing is
    /// unknown: the report says what is wrong with it.
    pub fn choose(&self, recipients: &mut Vec<Recipient>) -> Result<(), UnknownRecipient> {
        let Some(last) = recipients.len().checked_sub(1) else { return Ok(()) };
        if !self.named.is_empty() {
            let mut named = HashSet::new();
            for name in &self.named {
                let found = places(name, recipients);
                if found.is_empty() {
                    return Err(UnknownRecipient { name: name.clone(), last });
                }
                named.extend(found);
            }
            recipients.retain(|recipient| named.contains(&recipient.index));
        }
        if let Some(pattern) = &self.matching {
            recipients.retain(|Recipient { identity, filled, .. }| {
                pattern.is_match(identity) || pattern.is_match(filled.as_str())
            });
        }
        Ok(())
    }
}

/// An identity goes first: a phone number is a number too.
fn places(name: &str, recipients: &[Recipient]) -> Vec<usize> {
    let of_identity: Vec<_> = recipients
        .iter()
        .filter(|recipient| recipient.identity == name)
        .map(|recipient| recipient.index)
        .collect();
    if !of_identity.is_empty() {
        return of_identity;
    }
    let index = name.parse().ok().filter(|index| *index < recipients.len());
    index.into_iter().collect()
}

/// The pattern, or the reason in one line: the engine draws a picture above it.
fn pattern(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| {
        let picture = error.to_string();
        let reason = picture.lines().last().unwrap_or_default();
        reason.strip_prefix("error: ").unwrap_or(reason).to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAYLOAD: &str = r#"{
      "channel": "whatsapp",
      "message": { "type": "text", "value": "Hello {name}" },
      "identities": [
        { "phoneNumber": "491701234567", "parameters": { "name": "Zoë" } },
        { "phoneNumber": "0", "parameters": { "name": "Ada" } },
        { "phoneNumber": "491701234567", "customMessage": "Hi" }
      ]
    }"#;

    fn chosen(named: &[&str], matching: Option<&str>) -> Result<Vec<usize>, String> {
        let named = named.iter().map(|name| (*name).to_owned()).collect();
        let matching = matching.map(|text| pattern(text).unwrap());
        let mut recipients = notify_preflight::preview(PAYLOAD, &Default::default()).recipients;
        let selection = Selection { named, matching };
        selection.choose(&mut recipients).map_err(|error| error.to_string())?;
        Ok(recipients.iter().map(|recipient| recipient.index).collect())
    }

    #[test]
    fn an_identity_goes_before_a_place() {
        assert_eq!(chosen(&[], None), Ok(vec![0, 1, 2]));
        assert_eq!(chosen(&["491701234567"], None), Ok(vec![0, 2]));
        assert_eq!(chosen(&["0"], None), Ok(vec![1]));
        assert_eq!(chosen(&["2", "1", "2"], None), Ok(vec![1, 2]));
        let error = chosen(&["1", "3"], None).unwrap_err();
        let expected =
            "`3` is no recipient: neither an identity in this payload nor a place from 0 to 2";
        assert_eq!(error, expected);
    }

    #[test]
    fn a_pattern_is_held_against_identities_and_texts() {
        assert_eq!(chosen(&[], Some("(?i)ZOË|^0$")), Ok(vec![0, 1]));
        assert_eq!(chosen(&["491701234567"], Some(r"^\w+$")), Ok(vec![0, 2]));
        assert_eq!(chosen(&[], Some("nobody")), Ok(vec![]));
        assert_eq!(pattern("a(").unwrap_err(), "unclosed group");
    }
}
