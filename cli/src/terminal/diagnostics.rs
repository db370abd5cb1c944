//! Diagnostics as compilers print them: place, sentence, source line, underline, way out.

use std::fmt::Write;

use anstyle::Style;
use notify_preflight::{Diagnostic, Report, Severity, Span, Totals};

use super::excerpt::Excerpt;
use super::printable::printable;
use super::{FAINT, INFO, STRONG, count};
use crate::output::{ERROR, WARNING};

/// A payload as it was read, with the name that diagnostics give it.
#[derive(Clone, Copy, Debug)]
pub struct Payload<'a> {
    /// The file's name.
    pub name: &'a str,
    /// Its content; need not be text.
    pub bytes: &'a [u8],
}

/// All diagnostics of a report, each followed by an empty line.
pub fn diagnostics(payload: Payload<'_>, report: &Report) -> String {
    let mut text = String::new();
    for diagnostic in &report.diagnostics {
        text.push_str(&one(payload, diagnostic));
        text.push('\n');
    }
    text.push_str(&left_out(report.totals, report.diagnostics.len()));
    text
}

/// How many are counted and not listed.
pub(super) fn left_out(totals: Totals, listed: usize) -> String {
    let all = totals.error + totals.warning + totals.info;
    match all.saturating_sub(listed) {
        0 => String::new(),
        more => format!("… and {more} more\n\n"),
    }
}

/// `2 errors, 1 warning`; nothing where there is nothing.
pub fn counts(report: &Report) -> String {
    totals(report.totals)
}

/// [`counts`], of totals alone.
pub fn totals(totals: Totals) -> String {
    [(totals.error, "error"), (totals.warning, "warning"), (totals.info, "info")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect::<Vec<_>>()
        .join(", ")
}

fn one(payload: Payload<'_>, diagnostic: &Diagnostic) -> String {
    let Diagnostic { severity, code, message, span, .. } = diagnostic;
    let style = style(*severity);
    let name = printable(payload.name);
    let place = match span {
        Some(Span { line, column, .. }) => format!("{name}:{line}:{column}"),
        None => name,
    };
    let mut text = heading(&place, *severity, code.name(), message);
    let gutter = match span {
        Some(span) => source_line(&mut text, payload, span, style),
        None => 1,
    };
    let fix = diagnostic.fix.as_ref().map(|fix| fix.title.as_str());
    for (label, content) in [("hint", diagnostic.hint.as_deref()), ("fix", fix)] {
        way_out(&mut text, label, content, gutter);
    }
    text
}

/// The first line: place, severity, kind, sentence.
pub(super) fn heading(place: &str, severity: Severity, kind: &str, message: &str) -> String {
    let style = style(severity);
    let message = printable(message);
    format!(
        "{STRONG}{place}:{STRONG:#} {style}{severity}[{kind}]{style:#}{STRONG}: {message}{STRONG:#}\n"
    )
}

/// Writes the line and its underline; answers how wide the line number is.
fn source_line(text: &mut String, payload: Payload<'_>, span: &Span, style: Style) -> usize {
    let excerpt = Excerpt::of(payload.bytes, span);
    let (indent, length) = excerpt.underline();
    let Excerpt { before, marked, after } = excerpt;
    let number = span.line.to_string();
    let gutter = number.len();
    let underline = "^".repeat(length);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "{FAINT}{:gutter$} |{FAINT:#}\n\
         {FAINT}{number} |{FAINT:#} {before}{marked}{after}\n\
         {FAINT}{:gutter$} |{FAINT:#} {:indent$}{style}{underline}{style:#}\n",
        "", "", ""
    );
    gutter
}

/// Writes what to do, where there is anything.
pub(super) fn way_out(text: &mut String, label: &str, content: Option<&str>, gutter: usize) {
    if let Some(content) = content {
        let content = printable(content);
        let _ =
            writeln!(text, "{:gutter$} {FAINT}={FAINT:#} {STRONG}{label}{STRONG:#}: {content}", "");
    }
}

pub(super) fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => INFO,
    }
}
