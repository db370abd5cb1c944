//! What is odd about the texts that recipients get.
//!
//! What the shared message is the reason for is said once, at the message, with
//! the recipients that it concerns; what a `customMessage` or a parameter is the
//! reason for is said there.

mod fixes;
mod own;
mod shared;

use crate::diagnostic::{Code, Fix, quote};
use crate::document::{Document, Identity, Shape};
use crate::limits;
use crate::message::MessageTemplate;
use crate::near_miss;
use crate::preview::Reading;
use crate::report::{Finding, Findings};
use crate::resolution::{self, Fit};

use shared::Shared;

pub(super) fn look_at(document: &Document<'_>, reading: Reading, findings: &mut Findings) {
    let message = document.message.as_ref();
    let is_script = message.is_some_and(|message| message.is_script);
    let template = resolution::shared(document);
    if let (Some(message), Some(template)) = (message, &template) {
        Shared::of(document, message, template, reading).report(findings);
    }
    if !document.identities.people.have_custom_messages() {
        return;
    }
    for identity in document.identities.iter() {
        if let Some(template) = resolution::own(identity) {
            own::look_at(identity, &template, is_script, findings);
        }
    }
}

/// One odd thing about one text; of recipients with the same parameters, about all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Oddity<'v> {
    Unresolved(&'v str),
    /// The placeholder, and the parameter that may have been meant.
    NearMiss(&'v str, &'v str),
    /// The placeholder that stands in braces of the message's own.
    Braced(&'v str),
    Unused(&'v str),
    ReadingDependent,
    Empty,
}

impl Oddity<'_> {
    /// The name that it is about, as the message or else the parameters have it.
    const fn name(&self) -> &str {
        match self {
            Oddity::Unresolved(name)
            | Oddity::NearMiss(name, _)
            | Oddity::Braced(name)
            | Oddity::Unused(name) => name,
            Oddity::ReadingDependent | Oddity::Empty => "",
        }
    }

    const fn code(&self) -> Code {
        match self {
            Oddity::Unresolved(_) | Oddity::Braced(_) => Code::UnresolvedPlaceholder,
            Oddity::NearMiss(..) => Code::NearMissPlaceholder,
            Oddity::Unused(_) => Code::UnusedParameter,
            Oddity::ReadingDependent => Code::ReadingDependent,
            Oddity::Empty => Code::EmptyMessage,
        }
    }
}

/// How many unfilled placeholders of one text are compared with its parameters:
/// all against all would take forever, and after so many there is another mistake.
const COMPARED: usize = 50;

/// What is odd about the names of placeholders and parameters.
fn odd_names<'v>(
    template: &MessageTemplate<'v>,
    shape: &'v Shape,
    fit: &Fit,
    is_script: bool,
) -> Vec<Oddity<'v>> {
    let mut oddities = Vec::new();
    // Few: no more are compared.
    let mut missed = Vec::new();
    let unfilled = fit.unfilled.iter().filter_map(|key| template.keys().get(*key).copied());
    for (place, key) in unfilled.filter(|_| !is_script).enumerate() {
        let is_compared = fit.is_filled && place < COMPARED;
        let near = is_compared.then(|| near_parameter(shape, fit, key));
        match near.flatten() {
            Some(parameter) => {
                missed.push(parameter);
                oddities.push(Oddity::NearMiss(key, parameter));
            }
            // The schema has faulted it already.
            None if shape.mistyped.iter().any(|name| name.as_ref() == key) => {}
            None => oddities.push(Oddity::Unresolved(key)),
        }
    }
    for name in unused(shape, fit, usize::MAX) {
        if !missed.contains(&name) {
            oddities.push(Oddity::Unused(name));
        }
    }
    oddities
}

/// The first so many parameters that no placeholder uses.
fn unused<'v>(shape: &'v Shape, fit: &Fit, most: usize) -> Vec<&'v str> {
    let mut names = Vec::new();
    for place in fit.unused.iter().take(most) {
        names.extend(shape.names.get(*place).map(|name| &**name));
    }
    names
}

/// The parameter that a placeholder may have meant: the same name written in another
/// way, or one an edit away that no other placeholder uses (`line2` does not mean `line1`).
fn near_parameter<'v>(shape: &'v Shape, fit: &Fit, key: &str) -> Option<&'v str> {
    // More than are allowed are faulted anyway.
    for name in shape.names.iter().take(limits::PARAMETERS) {
        if near_miss::is_respelt(key, name) {
            return Some(name);
        }
    }
    near_miss::nearest(key, &unused(shape, fit, limits::PARAMETERS))
}

/// Says that braces stay, and what to do about it.
fn braces_stay(finding: Finding, key: &str, fix: Option<Fix>) -> Finding {
    let hint = format!("a pair of braces is enough: write {}", placeholder(key));
    Finding { fix, ..finding.hint(hint) }
}

/// Placeholders that come out of a value: they stay, for a value is not filled again.
fn brought(
    identity: Identity<'_>,
    template: &MessageTemplate<'_>,
    fit: &Fit,
    findings: &mut Findings,
) {
    for (place, gap) in fit.brought(template, identity) {
        let (Some(name), Some(value)) =
            (identity.shape().names.get(place), identity.values().get(place))
        else {
            continue;
        };
        let message = format!(
            "the text has {} from the parameter {}, and a value is not filled again",
            quote(&gap),
            quote(name)
        );
        let pointer = identity.pointer().key("parameters").key(name);
        findings.push(
            Finding::new(Code::UnresolvedPlaceholder, pointer, value.range(), message)
                .hint("write the value out in full"),
        );
    }
}

fn placeholder_text(key: &str) -> String {
    format!("{{{key}}}")
}

fn placeholder(key: &str) -> String {
    quote(&placeholder_text(key)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(payload: &str) -> Vec<crate::Edit> {
        let report = crate::check(payload, &Default::default());
        let fix = report.diagnostics.into_iter().find_map(|diagnostic| diagnostic.fix);
        fix.unwrap().edits
    }

    fn fixed(payload: &str) -> String {
        let mut text = payload.to_owned();
        for edit in edits(payload).iter().rev() {
            text.replace_range(edit.start..edit.end, &edit.text);
        }
        text
    }

    fn payload(value: &str, parameters: &[&str]) -> String {
        let identities: Vec<String> = parameters
            .iter()
            .enumerate()
            .map(|(index, parameters)| {
                format!(r#"{{"email":"u{index}@e.org","parameters":{parameters}}}"#)
            })
            .collect();
        let identities = identities.join(",");
        format!(
            r#"{{"channel":"ivr","message":{{"type":"text","value":{value}}},"identities":[{identities}]}}"#
        )
    }

    #[test]
    fn a_near_miss_is_mended_in_the_message_where_nobody_needs_it() {
        let before = payload(r#""Hi {Name}""#, &[r#"{"name":"Ada"}"#]);
        assert_eq!(fixed(&before), payload(r#""Hi {name}""#, &[r#"{"name":"Ada"}"#]));
    }

    #[test]
    fn each_placeholder_is_an_edit_of_its_own() {
        let payload = payload(r#""{Name}, {Name}""#, &[r#"{"name":"Ada"}"#]);
        let edits = edits(&payload);
        let replaced =
            edits.iter().map(|edit| (&payload[edit.start..edit.end], edit.text.as_str()));
        assert_eq!(replaced.collect::<Vec<_>>(), [("{Name}", "{name}"); 2]);
    }

    #[test]
    fn braces_that_stay_around_a_value_are_said_once_and_mended() {
        let people = [r#"{"name":"Ada"}"#, r#"{"name":"Bo"}"#];
        let before = payload(r#""Hi {{name}}, {{{name}}} {{other}}""#, &people);
        let report = crate::check(&before, &Default::default());
        let said = report.diagnostics.iter().find(|found| found.message.contains("braces"));
        let said = said.unwrap();
        assert_eq!(said.message, "braces stay around the value of `{name}` for all 2 recipients");
        assert_eq!(said.hint.as_deref(), Some("a pair of braces is enough: write `{name}`"));
        assert_eq!(report.codes.get(&Code::UnresolvedPlaceholder), Some(&2));
        let unbraced = before.replace("{{{name}}}", "{name}").replace("{{name}}", "{name}");
        assert_eq!(fixed(&before), unbraced);
    }

    #[test]
    fn braces_are_taken_away_in_a_text_of_ones_own_as_it_is_written() {
        let own = |text: &str| {
            let own = format!(r#""customMessage":"{text}","email""#);
            payload(r#""""#, &[r#"{"name":"Ada"}"#]).replace(r#""email""#, &own)
        };
        assert_eq!(fixed(&own("é {{name}}")), own("é {name}"));
        assert_eq!(fixed(&own(r"\u00e9 {{name}}")), own("é {name}"));
    }

    #[test]
    fn braces_further_away_are_left_to_the_author() {
        let fix_of = |message: &str| {
            let payload = payload(message, &[r#"{"name":"Ada","b":"B"}"#]);
            let report = crate::check(&payload, &Default::default());
            let braces = |found: &&crate::Diagnostic| found.message.contains("braces");
            report.diagnostics.iter().find(braces).unwrap().fix.clone()
        };
        for message in [r#""{x {name}}""#, r#""{{name}} { {name} }""#, r#""{{name}{b}}""#] {
            assert_eq!(fix_of(message), None, "{message}");
        }
        assert!(fix_of(r#"["{{name}}","{b}"]"#).is_some());
    }

    #[test]
    fn a_near_miss_is_mended_at_the_recipient_where_others_are_right() {
        let before = payload(r#""Hi {name}""#, &[r#"{"name":"Ada"}"#, r#"{"Name":"Bo"}"#]);
        let after = payload(r#""Hi {name}""#, &[r#"{"name":"Ada"}"#, r#"{"name":"Bo"}"#]);
        assert_eq!(fixed(&before), after);
    }

    #[test]
    fn a_near_miss_is_mended_at_a_recipient_who_is_wrong_in_other_ways() {
        let payload = |name: &str| {
            let other = format!(r#"{{"{name}":"Bo"}},"nickname":"Bo""#);
            payload(r#""Hi {name}""#, &[r#"{"name":"Ada"}"#, &other])
        };
        let report = crate::check(&payload("Name"), &Default::default());
        let near = |of: &&crate::Diagnostic| of.code == Code::NearMissPlaceholder;
        let fix = report.diagnostics.iter().find(near).and_then(|found| found.fix.clone());
        let [edit] = fix.unwrap().edits.try_into().unwrap();
        let mut mended = payload("Name");
        mended.replace_range(edit.start..edit.end, &edit.text);
        assert_eq!(mended, payload("name"));
    }

    #[test]
    fn what_a_value_brings_is_said_of_a_recipient_who_is_wrong_in_other_ways() {
        let brought = |value: &str| {
            let parameters = format!(r#"{{"name":"{value}"}},"nickname":"Bo""#);
            let payload = payload(r#""Hi {name}""#, &[&parameters]);
            let report = crate::check(&payload, &Default::default());
            report.diagnostics.iter().any(|found| found.code == Code::UnresolvedPlaceholder)
        };
        assert_eq!(["Ada", "{x}", "{", "\\u007bx}"].map(brought), [false, true, false, true]);
    }

    #[test]
    fn after_many_unfilled_placeholders_none_is_compared_any_more() {
        for (others, code) in
            [(COMPARED - 1, Code::NearMissPlaceholder), (COMPARED, Code::UnresolvedPlaceholder)]
        {
            let others: String = (0..others).map(|other| format!("{{other{other}}} ")).collect();
            let payload = payload(&format!(r#""{others}{{Name}}""#), &[r#"{"name":"Ada"}"#]);
            let report = crate::check(&payload, &Default::default());
            let of_name =
                report.diagnostics.iter().find(|found| found.message.contains("`{Name}`"));
            assert_eq!(of_name.map(|found| found.code), Some(code), "{:?}", report.diagnostics);
        }
    }

    #[test]
    fn a_parameter_in_use_is_not_what_was_meant() {
        let both = r#"{"line1":"a","line2":"b"}"#;
        let payload = payload(r#""{line1}, {line2}""#, &[both, r#"{"line1":"c"}"#]);
        let report = crate::check(&payload, &Default::default());
        assert!(report.codes.contains_key(&Code::UnresolvedPlaceholder));
        assert!(report.diagnostics.iter().all(|diagnostic| diagnostic.fix.is_none()));
    }

    #[test]
    fn a_fix_never_takes_a_parameter_from_another_placeholder() {
        let payload = payload(r#""{name} {Name}""#, &[r#"{"name":"a"}"#, r#"{"Name":"b"}"#]);
        let report = crate::check(&payload, &Default::default());
        assert_eq!(report.codes.get(&Code::NearMissPlaceholder), Some(&2));
        assert!(report.diagnostics.iter().all(|diagnostic| diagnostic.fix.is_none()));
    }

    #[test]
    fn a_fix_leaves_the_rest_of_the_text_as_it_is_written() {
        let before = payload(r#""caf\u00e9""#, &["{}"])
            .replace(r#""email""#, r#""customMessage":"Hi {Name} — {Name}","email""#);
        let before = before.replace(r#""parameters":{}"#, r#""parameters":{"name":"x"}"#);
        assert_eq!(fixed(&before), before.replace("{Name}", "{name}"));
    }

    #[test]
    fn a_fix_is_made_in_each_string_of_a_json_message_and_nowhere_else() {
        let value = |name: &str, escaped: &str| {
            format!(
                r#"{{"{{Name}}":["{{{name}}}, {{{name}}}",{{"b":"{escaped}"}},"\u00e9{{x}}",7]}}"#
            )
        };
        let names = [r#"{"name":"Ada","x":"y"}"#];
        let before = payload(&value("Name", r"\u00e9{Name}"), &names);
        assert_eq!(fixed(&before), payload(&value("name", "é{name}"), &names));
    }

    #[test]
    fn a_fix_leaves_parameters_alone_that_a_text_of_their_own_uses() {
        let parameters = [r#"{"name":"Ada"}"#, r#"{"Name":"Bo"}"#, r#"{"Name":"Cy"}"#];
        let own = r#""customMessage":"{Name}","email":"u2@"#;
        let before = payload(r#""Hi {name}""#, &parameters).replace(r#""email":"u2@"#, own);
        let after = before.replace(r#""Name":"Bo""#, r#""name":"Bo""#);
        assert_eq!(fixed(&before), after);
    }

    #[test]
    fn what_is_nearly_meant_is_named_where_it_is_one_name() {
        let said = |parameters: &[&str]| {
            let report = crate::check(&payload(r#""Hi {name}""#, parameters), &Default::default());
            let near = report.diagnostics.into_iter();
            near.filter(|found| found.code == Code::NearMissPlaceholder)
                .map(|found| found.message)
                .collect::<Vec<_>>()
        };
        let one = r#"{"Name":"Ada"}"#;
        let sentence = "`{name}` has no value for all 2 recipients, whose";
        assert_eq!(said(&[one, one]), [format!("{sentence} parameter is `Name`")]);
        let other = r#"{"nam":"Bo"}"#;
        assert_eq!(said(&[one, other]), [format!("{sentence} parameters have almost that name")]);
    }

    #[test]
    fn what_is_odd_about_a_text_of_ones_own_is_said_at_its_place() {
        let custom = r#""customMessage":"{nme}{b}","email""#;
        let parameters = r#"{"name":"x","b":"{c}","d":"y"}"#;
        let payload = payload(r#""""#, &[parameters]).replace(r#""email""#, custom);
        let found = |payload: &str| {
            let diagnostics = crate::check(payload, &Default::default()).diagnostics;
            let written = |found: crate::Diagnostic| {
                let span = found.span.unwrap();
                (found.code, payload[span.start..span.end].to_owned())
            };
            diagnostics.into_iter().map(written).collect::<Vec<_>>()
        };
        let at = |code, written: &str| (code, written.to_owned());
        let unused = at(Code::UnusedParameter, r#""y""#);
        let expected = [
            at(Code::NearMissPlaceholder, r#""{nme}{b}""#),
            at(Code::UnresolvedPlaceholder, r#""{c}""#),
            unused.clone(),
        ];
        assert_eq!(found(&payload), expected);
        let script = payload.replace(r#""type":"text""#, r#""type":"script""#);
        let of_script = found(&script).into_iter().filter(|(code, _)| *code != Code::ScriptNotRun);
        let unused_too = [at(Code::UnusedParameter, r#""x""#), unused];
        assert_eq!(of_script.collect::<Vec<_>>(), unused_too);
    }
}
