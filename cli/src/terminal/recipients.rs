//! Recipients as a list: who, from what, and the text that each one gets.

use std::fmt::Write;

use notify_preflight::{Reading, Recipient, Source};

use super::printable::printable;
use super::{FAINT, STRONG};

/// All recipients, each followed by an empty line. `reading` is the one in force.
pub fn recipients(recipients: &[Recipient], reading: Reading) -> String {
    let mut text = String::new();
    for recipient in recipients {
        one(&mut text, recipient, reading);
        text.push('\n');
    }
    text
}

fn one(text: &mut String, recipient: &Recipient, reading: Reading) {
    let identity = printable(&recipient.identity);
    let source = source(recipient);
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{FAINT}{}{FAINT:#}  {STRONG}{identity}{STRONG:#}  {FAINT}{source}{FAINT:#}",
        recipient.index
    );
    indented(text, &recipient.filled.to_string());
    if let Some(other) = &recipient.other_reading {
        let _ = writeln!(text, "    {FAINT}read as `{}`:{FAINT:#}", other_of(reading));
        indented(text, &other.to_string());
    }
    let unfilled: Vec<_> = recipient
        .placeholders
        .iter()
        .filter(|placeholder| !placeholder.filled)
        .map(|placeholder| format!("`{{{}}}`", printable(&placeholder.key)))
        .collect();
    if !unfilled.is_empty() {
        let list = unfilled.join(", ");
        let _ = writeln!(text, "    {FAINT}not filled:{FAINT:#} {list}");
    }
}

/// The text as it stands, below its recipient. An empty one is said to be empty.
fn indented(text: &mut String, content: &str) {
    if content.trim().is_empty() {
        let _ = writeln!(text, "    {FAINT}(empty){FAINT:#}");
        return;
    }
    for line in content.lines() {
        let _ = writeln!(text, "    {}", printable(line));
    }
}

/// What the text is made of.
pub(super) fn source(recipient: &Recipient) -> &'static str {
    match recipient.source {
        Source::Message => "message",
        Source::CustomMessage => "customMessage",
    }
}

pub(super) fn other_of(reading: Reading) -> Reading {
    match reading {
        Reading::Substitute => Reading::Ignore,
        Reading::Ignore => Reading::Substitute,
    }
}
