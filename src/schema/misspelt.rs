//! Fields that are not defined: which one was meant, and whether renaming makes it right.

use crate::channel::Channel;
use crate::diagnostic::{Code, Edit, Fix, one_of, quote};
use crate::document::is_sound_identity;
use crate::hashed::Distinct;
use crate::near_miss;
use crate::report::Finding;

use super::sentence::{Author, Part, Place, edit, part};
use super::{are_among, causes};

/// What the author may have meant by a field that is not defined.
#[derive(Clone, Copy)]
pub(super) enum Meant {
    /// Nothing that is known.
    Nothing,
    /// A field that the object may have.
    Field(&'static str),
    /// The identity field of another channel.
    Foreign,
}

/// Whether they are two names, or one, for the same thing.
fn mean_the_same(field: &str, other: &str) -> bool {
    const MESSAGE: [&str; 2] = ["message", "content"];
    field == other || (MESSAGE.contains(&field) && MESSAGE.contains(&other))
}

impl<'v, 'a> Author<'v, 'a> {
    /// The findings on fields that the object at `at` may not have, in document order.
    pub fn unknown_fields(&self, at: &Place<'v, 'a>, names: &[String]) -> Vec<(Finding, Meant)> {
        let mut unknown = Distinct::default();
        for name in names {
            unknown.place(name);
        }
        let mut open = self.open_fields(at);
        let mut findings = Vec::new();
        for member in at.members() {
            if unknown.has(&member.key) {
                let place = self.place(at.pointer.key(&member.key));
                let finding = self.at_key(Code::UnknownField, &place, String::new());
                // Of a repeated one the last counts.
                if finding.range == member.key_range {
                    findings.push(self.unknown(at, finding, &member.key, &mut open));
                }
            }
        }
        findings
    }

    /// The fields that the object may have, and has not.
    fn open_fields(&self, at: &Place<'v, 'a>) -> Vec<&'static str> {
        let members = at.members();
        let mut fields = self.fields_of(at);
        fields.retain(|field| !members.iter().any(|member| mean_the_same(&member.key, field)));
        fields
    }

    fn unknown(
        &self,
        at: &Place<'v, 'a>,
        mut finding: Finding,
        name: &str,
        open: &mut Vec<&'static str>,
    ) -> (Finding, Meant) {
        let owner = match part(&at.pointer) {
            Part::Payload => "the payload",
            Part::Message => "the message",
            _ => "an identity",
        };
        let allowed = one_of(&self.fields_of(at), "and");
        finding.message = format!("{} is no field of {owner}; allowed are {allowed}", quote(name));
        if let Some(meant) = near_miss::nearest(name, open) {
            // Of two that mean the same, the first is to be it.
            open.retain(|field| !mean_the_same(field, meant));
            if self.is_helpful {
                let edits = self.renaming(at, name, meant);
                let title = format!("rename to `{meant}`");
                let is_right = self.is_right_with(at, &edits);
                finding.fix = is_right.then_some(Fix { title, edits });
            }
            return (finding.hint(format!("write `{meant}`")), Meant::Field(meant));
        }
        match self.foreign_field(at, name) {
            Some(own) => {
                let hint = format!("a recipient on `{own}` is named by `{}`", own.identity_field());
                (finding.hint(hint), Meant::Foreign)
            }
            None => (finding, Meant::Nothing),
        }
    }

    /// The payload's channel, where the identity field of another one was meant.
    fn foreign_field(&self, at: &Place<'v, 'a>, name: &str) -> Option<Channel> {
        let (Part::Identity(_), Some(own)) = (part(&at.pointer), self.channel) else { return None };
        let is_meant = |field| near_miss::is_near_miss(name, field);
        Channel::ALL
            .into_iter()
            .any(|channel| channel != own && is_meant(channel.identity_field()))
            .then_some(own)
    }

    /// Gives a field its name, each time that it is given.
    fn renaming(&self, at: &Place<'v, 'a>, name: &str, meant: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        for member in at.members() {
            if member.key == name {
                edits.push(edit(&member.key_range, format!("\"{meant}\"")));
            }
        }
        edits
    }

    /// Whether new names bring no error that was not there: of what stands in an
    /// undefined field nothing has been judged yet.
    fn is_right_with(&self, at: &Place<'v, 'a>, edits: &[Edit]) -> bool {
        let object = at.value().map_or(0..0, |value| value.range.clone());
        let Some(written) = self.source.get(object.clone()) else { return false };
        let mut renamed = written.to_owned();
        for edit in edits.iter().rev() {
            let key = edit.start.checked_sub(object.start).zip(edit.end.checked_sub(object.start));
            let Some((start, end)) = key.filter(|(start, end)| renamed.get(*start..*end).is_some())
            else {
                return false;
            };
            renamed.replace_range(start..end, &edit.text);
        }
        // Who is named for another channel was so before: that is no new error.
        if matches!(part(&at.pointer), Part::Identity(_)) && is_sound_identity(&renamed) {
            return true;
        }
        let with = |object: &str| causes(&self.payload_with(at, object));
        are_among(&with(&renamed), &with(written))
    }

    /// A payload that has this object in the place of the one at `at`; around an identity
    /// it has nothing else to judge.
    fn payload_with(&self, at: &Place<'v, 'a>, object: &str) -> String {
        let range = at.value().map_or(0..0, |value| value.range.clone());
        match part(&at.pointer) {
            Part::Identity(_) => {
                let channel = self.channel.map(|channel| format!("\"channel\":\"{channel}\","));
                let message = r#""message":{"type":"text","value":""}"#;
                let channel = channel.unwrap_or_default();
                format!("{{{channel}{message},\"identities\":[{object}]}}")
            }
            _ => {
                let before = self.source.get(..range.start).unwrap_or_default();
                let after = self.source.get(range.end..).unwrap_or_default();
                [before, object, after].concat()
            }
        }
    }
}

#[cfg(test)]
mod tests;
