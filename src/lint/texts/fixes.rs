//! Fixes for names that almost match: in the text, or at the recipients.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Edit, Fix, quote};
use crate::document::{Document, Identity, SharedMessage, Text};
use crate::json::{self, Kind, Value};
use crate::limits;
use crate::message::{MessageTemplate, quoted};
use crate::template::Template;

use super::placeholder_text;
use super::shared::Concerned;

/// Mends a near miss of the shared message: in the message where nobody needs the name
/// that it has, else at the recipients whose parameter has almost that name.
pub(super) fn rename(
    document: &Document<'_>,
    message: &SharedMessage<'_>,
    written: &str,
    concerned: &Concerned<'_>,
) -> Option<Fix> {
    let meant = concerned.meant();
    match meant.all() {
        [one] if !is_filled_for_anyone(document, written) => {
            rename_in_strings(message.value, written, one)
        }
        _ if is_any_used(message, meant.all()) => None,
        _ => rename_parameters(document, concerned, written),
    }
}

/// Writes the parameter's name into the placeholder of a recipient's own text.
pub(super) fn rename_in_text(
    identity: Identity<'_>,
    text: Text,
    written: &str,
    parameter: &str,
) -> Option<Fix> {
    rename_in_strings(&value_of(identity, text), written, parameter)
}

/// Takes away the second pair of braces around a placeholder of the shared message.
pub(super) fn unbrace(message: &SharedMessage<'_>, key: &str) -> Option<Fix> {
    unbrace_in_strings(message.value, key)
}

/// Does so in a recipient's own text.
pub(super) fn unbrace_in_text(identity: Identity<'_>, text: Text, key: &str) -> Option<Fix> {
    unbrace_in_strings(&value_of(identity, text), key)
}

fn value_of<'v>(identity: Identity<'v>, text: Text) -> Value<'v> {
    let characters = identity.characters(text);
    let characters = match text.has_escapes() {
        true => Cow::Owned(characters.to_owned()),
        false => Cow::Borrowed(characters),
    };
    Value { range: text.range(), kind: Kind::String(characters) }
}

/// Whether the message has placeholders for these parameters, which renaming them
/// would leave empty.
fn is_any_used(message: &SharedMessage<'_>, parameters: &[&str]) -> bool {
    let template = MessageTemplate::of(message.value);
    parameters.iter().any(|parameter| template.has_key(parameter))
}

fn is_filled_for_anyone(document: &Document<'_>, key: &str) -> bool {
    let with_shared_text =
        document.identities.iter().filter(|identity| identity.custom_message().is_none());
    let mut is_known = vec![false; document.identities.people.shapes().len()];
    with_shared_text
        .filter(|identity| {
            let known = is_known.get_mut(identity.shape_id() as usize);
            known.is_some_and(|known| !std::mem::replace(known, true))
        })
        .any(|identity| identity.shape().position(key).is_some())
}

fn rename_in_strings(value: &Value<'_>, written: &str, parameter: &str) -> Option<Fix> {
    let to = placeholder_text(parameter);
    // Braces or line breaks in a name can never be a placeholder.
    if Template::parse(&to).keys().ne([parameter]) {
        return None;
    }
    let written = placeholder_text(written);
    Rewriting { written: &written, is_unbraced: false, to: &to }.of(&strings(value))
}

fn unbrace_in_strings(value: &Value<'_>, key: &str) -> Option<Fix> {
    let placeholder = placeholder_text(key);
    let rewriting = Rewriting { written: &placeholder, is_unbraced: true, to: &placeholder };
    let strings = strings(value);
    for (text, _) in &strings {
        // Other braces may stand further away from it, with a meaning of their own.
        if MessageTemplate::of_text(&rewriting.rewritten(text)).is_braced(key) {
            return None;
        }
    }
    rewriting.of(&strings)
}

/// A string, and where it stands.
type Written<'s, 'v> = (&'s Cow<'v, str>, Range<usize>);

/// The strings of a value that are filled.
fn strings<'s, 'v>(value: &'s Value<'v>) -> Vec<Written<'s, 'v>> {
    let mut strings = Vec::new();
    add_strings(value, &mut strings);
    strings
}

fn add_strings<'s, 'v>(value: &'s Value<'v>, strings: &mut Vec<Written<'s, 'v>>) {
    match &value.kind {
        Kind::String(text) => strings.push((text, value.range.clone())),
        Kind::Array(items) => {
            for item in items {
                add_strings(item, strings);
            }
        }
        Kind::Object(_) => {
            for member in value.members() {
                add_strings(&member.value, strings);
            }
        }
        _ => {}
    }
}

/// Writes a placeholder in another way wherever it stands.
struct Rewriting<'t> {
    /// As it is written.
    written: &'t str,
    /// Whether it is rewritten where more braces stand around it, and these go.
    is_unbraced: bool,
    to: &'t str,
}

impl Rewriting<'_> {
    fn of(&self, strings: &[Written<'_, '_>]) -> Option<Fix> {
        let mut edits = Vec::new();
        for (text, range) in strings {
            let places = self.places(text);
            // Without escapes the text stands in the payload as it is: each place alone is edited.
            if let Cow::Borrowed(_) = text {
                let start = range.start + '"'.len_utf8();
                for place in places {
                    let quoted = quoted(self.to);
                    let text = quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned();
                    edits.push(Edit { start: start + place.start, end: start + place.end, text });
                }
            } else if !places.is_empty() {
                let text = quoted(&self.rewritten(text));
                edits.push(Edit { start: range.start, end: range.end, text });
            }
        }
        let title = format!("write {}", quote(self.to));
        (!edits.is_empty()).then_some(Fix { title, edits })
    }

    fn rewritten(&self, text: &str) -> String {
        let (mut rewritten, mut copied) = (String::new(), 0);
        for place in self.places(text) {
            rewritten.push_str(text.get(copied..place.start).unwrap_or_default());
            rewritten.push_str(self.to);
            copied = place.end;
        }
        rewritten.push_str(text.get(copied..).unwrap_or_default());
        rewritten
    }

    /// Where something else is to stand.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        for place in Template::parse(text).places() {
            let pairs = if self.is_unbraced { pairs_around(place, text.as_bytes()) } else { 0 };
            let is_it = text.get(place.clone()) == Some(self.written);
            if is_it && (pairs > 0 || !self.is_unbraced) {
                places.push(place.start - pairs..place.end + pairs);
            }
        }
        places
    }
}

/// How many pairs of braces stand right around a place.
fn pairs_around(place: &Range<usize>, text: &[u8]) -> usize {
    let mut pairs = 0;
    while let Some(before) = place.start.checked_sub(pairs + 1)
        && text.get(before) == Some(&b'{')
        && text.get(place.end + pairs) == Some(&b'}')
    {
        pairs += 1;
    }
    pairs
}

/// Gives the recipients' parameter the name that the message uses.
fn rename_parameters(
    document: &Document<'_>,
    concerned: &Concerned<'_>,
    written: &str,
) -> Option<Fix> {
    let mut names = vec![None; document.identities.people.shapes().len()];
    for (shape, parameter) in &concerned.shapes {
        if let Some(name) = names.get_mut(*shape as usize) {
            *name = Some(*parameter);
        }
    }
    let text = quoted(written);
    let mut edits = Vec::new();
    for identity in document.identities.iter() {
        if identity.custom_message().is_none()
            && let Some(Some(name)) = names.get(identity.shape_id() as usize)
        {
            let Range { start, end } = name_range(document.identities.source, identity, name)?;
            edits.push(Edit { start, end, text: text.clone() });
        }
    }
    Some(Fix { title: format!("rename the parameter to {}", quote(written)), edits })
}

/// Where a parameter's name stands: places of names are not kept, for they are
/// seldom asked for.
fn name_range(source: &str, identity: Identity<'_>, name: &str) -> Option<Range<usize>> {
    let value = json::read_again(source, identity.range().start, limits::DEPTH)?;
    let mut named = value.get("parameters")?.members().iter().filter(|member| member.key == name);
    let member = named.next()?;
    // Were one of several renamed, another would count, whatever its value.
    named.next().is_none().then(|| member.key_range.clone())
}
