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
    let characters = identity.characters(text);
    let characters = match text.has_escapes() {
        true => Cow::Owned(characters.to_owned()),
        false => Cow::Borrowed(characters),
    };
    let value = Value { range: text.range(), kind: Kind::String(characters) };
    rename_in_strings(&value, written, parameter)
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
    let mut edits = Vec::new();
    rename_strings(value, written, &to, &mut edits);
    Some(Fix { title: format!("write {}", quote(&to)), edits })
}

fn rename_strings(value: &Value<'_>, written: &str, to: &str, edits: &mut Vec<Edit>) {
    match &value.kind {
        Kind::String(text) => {
            let template = Template::parse(text);
            // Without escapes the text stands in the payload as it is: each placeholder alone is edited.
            if let Cow::Borrowed(_) = text {
                let start = value.range.start + '"'.len_utf8();
                for (place, key) in template.places().iter().zip(template.keys()) {
                    if key == written {
                        let text = quoted(to).trim_matches('"').to_owned();
                        edits.push(Edit {
                            start: start + place.start,
                            end: start + place.end,
                            text,
                        });
                    }
                }
            } else if template.keys().any(|key| key == written) {
                let renamed = template.fill_each(&|_, key| (key == written).then_some(to)).text;
                let Range { start, end } = value.range;
                edits.push(Edit { start, end, text: quoted(&renamed) });
            }
        }
        Kind::Array(items) => {
            for item in items {
                rename_strings(item, written, to, edits);
            }
        }
        Kind::Object(members) => {
            for member in members {
                rename_strings(&member.value, written, to, edits);
            }
        }
        _ => {}
    }
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
