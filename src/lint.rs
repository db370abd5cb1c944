//! The warnings and infos: what an author almost certainly did not mean, what two
//! readings treat differently, and what is worth knowing (SPEC section 3).

mod duplicates;
mod house_rules;
pub(crate) mod identities;
mod texts;
mod whom;

use crate::Options;
use crate::channel::Channel;
use crate::diagnostic::{Code, quote};
use crate::document::Document;
use crate::hashed::Places;
use crate::json::{Kind, Member, Object, Pointer, Value};
use crate::report::{Finding, Findings};

/// Everything short of an error, in no particular order.
pub(crate) fn warnings(document: &Document<'_>, options: &Options, findings: &mut Findings) {
    duplicate_keys(document.root, &mut Vec::new(), findings);
    let of_the_payload = [content_alias, script_not_run, webhook_instance_not_applicable];
    for look_at in of_the_payload {
        if let Some(finding) = look_at(document) {
            findings.push(finding);
        }
    }
    identities::look_at(document, findings);
    texts::look_at(document, options.reading, findings);
    house_rules::look_at(document, options.reading, &options.rules, findings);
}

/// A step from a value to one inside it.
enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

fn duplicate_keys<'v>(value: &'v Value<'_>, path: &mut Vec<Step<'v>>, findings: &mut Findings) {
    match &value.kind {
        Kind::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                duplicate_keys(item, path, findings);
                path.pop();
            }
        }
        Kind::Partial(partial) => {
            for (index, item) in &partial.rest {
                path.push(Step::Index(*index));
                duplicate_keys(item, path, findings);
                path.pop();
            }
        }
        Kind::Object(Object { members, has_repeats }) => {
            let mut seen = Places::new();
            let key_at = |place| members.get(place).map(|member: &Member<'_>| member.key.as_ref());
            for (place, member) in members.iter().enumerate() {
                path.push(Step::Key(&member.key));
                if *has_repeats && seen.first(&member.key, place, &key_at) != place {
                    let range = member.key_range.clone();
                    findings.add(Code::DuplicateKey, range.start, || {
                        let key = quote(&member.key);
                        let message =
                            format!("{key} is given more than once here, and the last counts");
                        Finding::new(Code::DuplicateKey, pointer(path), range, message)
                            .hint("keep one of them")
                    });
                }
                duplicate_keys(&member.value, path, findings);
                path.pop();
            }
        }
        _ => {}
    }
}

fn pointer(path: &[Step<'_>]) -> Pointer {
    path.iter().fold(Pointer::default(), |pointer, step| match step {
        Step::Key(key) => pointer.key(key),
        Step::Index(index) => pointer.index(*index),
    })
}

fn content_alias(document: &Document<'_>) -> Option<Finding> {
    let content = document.root.member("content")?;
    if document.root.member("message").is_some() {
        return None;
    }
    let pointer = Pointer::default().key("content");
    let message = "`content` is the samples' name for `message`; both are accepted".to_owned();
    Some(Finding::new(Code::ContentAlias, pointer, content.key_range.clone(), message))
}

fn script_not_run(document: &Document<'_>) -> Option<Finding> {
    let message = document.root.member("message").or_else(|| document.root.member("content"))?;
    let kind = message.value.get("type").filter(|kind| kind.as_str() == Some("script"))?;
    let pointer = Pointer::default().key(&message.key).key("type");
    let sentence = "a script is never run here: the preview shows its source".to_owned();
    Some(Finding::new(Code::ScriptNotRun, pointer, kind.range.clone(), sentence))
}

fn webhook_instance_not_applicable(document: &Document<'_>) -> Option<Finding> {
    let channel = document.channel.filter(|channel| *channel != Channel::Ivr)?;
    let value = document.root.get("webhookInstanceName")?;
    let pointer = Pointer::default().key("webhookInstanceName");
    let message =
        format!("`webhookInstanceName` applies to `ivr` only, and the channel is `{channel}`");
    Some(
        Finding::new(Code::WebhookInstanceNotApplicable, pointer, value.range.clone(), message)
            .hint("remove it, or change the channel"),
    )
}
