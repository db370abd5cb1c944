//! Edits of a composer, and what must hold after each of them.

use std::collections::BTreeSet;

use notify_preflight::{
    Code, Composer, EditError, FilledMessage, Options, Reading, Recipient, Summary, Template,
    check, preview,
};

/// One change to a composer.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Where, as parts of the whole, what is removed, and what is put there.
    Splice(u16, u8, String),
    /// A whole word of the payload becomes another.
    Replace(String, String),
    Message(String),
    /// More before a message and after it, as one types.
    Around(String, String),
    Reading(bool),
    /// Looks in between, so that what is kept for later is used.
    Look,
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Makes an edit, and sees to it that the text is what it should be.
pub fn apply(composer: &mut Composer, options: &mut Options, edit: &Edit) {
    match edit {
        Edit::Splice(at, length, new) => {
            let text = composer.text().to_owned();
            let start = boundary(&text, usize::from(*at) * (text.len() + 1) / 65_536);
            let end = boundary(&text, start + usize::from(*length)).max(start);
            let mut expected = text;
            expected.replace_range(start..end, new);
            composer.splice(start..end, new).unwrap();
            assert_eq!(composer.text(), expected);
        }
        Edit::Replace(from, to) => {
            if let Some(at) = composer.text().find(from) {
                composer.splice(at..at + from.len(), to).unwrap();
            }
        }
        Edit::Message(value) => match composer.set_message(value) {
            Ok(()) => {
                // Not of the composer itself, which may put off writing it.
                let mut other = composer.clone();
                let text = other.text();
                let value = serde_json::Value::from(value.as_str()).to_string();
                assert!(text.contains(&value), "{text}");
            }
            Err(error) => assert_eq!(error, EditError::NoMessage),
        },
        Edit::Around(before, after) => {
            let payload: Option<serde_json::Value> = serde_json::from_str(composer.text()).ok();
            let value = payload.as_ref().and_then(|payload| payload["message"]["value"].as_str());
            if let Some(value) = value {
                let value = format!("{before}{value}{after}");
                apply(composer, options, &Edit::Message(value));
            }
        }
        Edit::Reading(is_ignored) => {
            options.reading = if *is_ignored { Reading::Ignore } else { Reading::Substitute };
            composer.set_reading(options.reading);
        }
        Edit::Look => {
            let _ = (composer.summary(), composer.window(0..2), composer.report());
        }
    }
}

/// Compares a composer with a fresh one on the same text, and with [`check`] and [`preview`].
pub fn compare(composer: &mut Composer, options: &Options) {
    // Before the text is asked for: what is not written yet must not matter.
    let (summary, window) = (composer.summary(), composer.window(1..3));
    let what_if = composer.what_if("a", 0..9);
    let report = composer.clone().report();
    let text = composer.text().to_owned();
    let fresh = Composer::new(text.clone(), options.clone());
    let preview = preview(&text, options);
    assert_eq!(summary, fresh.summary(), "{text}");
    assert_eq!(what_if, fresh.what_if("a", 0..9), "{text}");
    assert_eq!(report, check(&text, options), "{text}");
    assert_eq!(composer.report(), report);
    assert_eq!(report, preview.report);
    let expected: Vec<_> = preview.recipients.iter().skip(1).take(2).cloned().collect();
    assert_eq!(window, expected, "{text}");
    assert_eq!(composer.window(0..composer.len()), preview.recipients, "{text}");
    assert_eq!(summary.recipients, preview.recipients.len());
    compare_with_texts(&summary, &preview.recipients);
    if !report.codes.contains_key(&Code::ScriptNotRun) {
        let count =
            |is: fn(&Recipient) -> bool| preview.recipients.iter().filter(|of| is(of)).count();
        // Braces that a value came between are seen only where a value has braces itself.
        let possible = count(is_unfilled)..=count(may_be_unresolved);
        assert!(possible.contains(&summary.unresolved.count), "{text}");
    }
    for (index, (one, other)) in preview.recipients.iter().zip(&what_if.recipients).enumerate() {
        let is_changed = what_if.changed.first.contains(&index);
        assert_eq!(one.filled != other.filled, is_changed, "{text}");
    }
}

fn is_text(recipient: &Recipient) -> bool {
    matches!(recipient.filled, FilledMessage::Text(_))
}

fn is_unfilled(recipient: &Recipient) -> bool {
    recipient.placeholders.iter().any(|placeholder| !placeholder.filled)
}

fn may_be_unresolved(recipient: &Recipient) -> bool {
    let is_open = |text: &str| Template::parse(text).keys().next().is_some();
    !is_text(recipient) || is_open(recipient.filled.as_str())
}

/// A summary against the texts themselves.
fn compare_with_texts(summary: &Summary, recipients: &[Recipient]) {
    // A JSON value is not the same as a text that shows it.
    let texts: Vec<_> =
        recipients.iter().map(|of| serde_json::to_string(&of.filled).unwrap()).collect();
    let distinct: BTreeSet<&String> = texts.iter().collect();
    assert_eq!(summary.distinct, distinct.len());
    for group in &summary.groups {
        let text = &texts[group.recipients.first[0]];
        let same: Vec<usize> = (0..texts.len()).filter(|index| texts[*index] == *text).collect();
        assert_eq!(group.recipients.count, same.len());
        assert_eq!(group.recipients.first, same.into_iter().take(10).collect::<Vec<_>>());
    }
    let dependent = recipients.iter().filter(|of| of.other_reading.is_some()).count();
    assert_eq!(summary.reading_dependent.count, dependent);
    let texts = recipients.iter().filter(|of| is_text(of));
    let empty = texts.filter(|of| of.filled.as_str().trim().is_empty());
    assert_eq!(summary.empty.count, empty.count());
    if recipients.iter().all(is_text) {
        let lengths = || recipients.iter().map(|of| of.filled.as_str().chars().count());
        assert_eq!(summary.longest.as_ref().map(|of| of.characters), lengths().max());
        assert_eq!(summary.shortest.as_ref().map(|of| of.characters), lengths().min());
    }
}
