//! A report on its way to JavaScript, as texts and numbers.

use notify_preflight::{Diagnostic, Report, Totals};

use crate::names::Names;
use crate::texts::Groups;

/// Adds a report, in the order in which the shell takes it (`pkg/js/report.ts`).
pub fn add(report: &Report, groups: &mut Groups<'_>) {
    let mut names = Names::default();
    let Totals { error, warning, info } = report.totals;
    groups.numbers(&[report.valid.into(), error, warning, info, report.truncated.into()]);
    groups.numbers(&[report.codes.len()]);
    for (code, count) in &report.codes {
        let code = names.place(code.name(), groups);
        groups.numbers(&[code, *count]);
    }
    groups.numbers(&[report.diagnostics.len()]);
    for diagnostic in &report.diagnostics {
        add_diagnostic(diagnostic, &mut names, groups);
    }
}

fn add_diagnostic(diagnostic: &Diagnostic, names: &mut Names<'_>, groups: &mut Groups<'_>) {
    let Diagnostic { severity, code, message, pointer, span, hint, fix } = diagnostic;
    let severity = names.place(severity.name(), groups);
    let code = names.place(code.name(), groups);
    groups.numbers(&[severity, code]);
    groups.text(message);
    groups.text(pointer);
    groups.numbers(&[span.is_some(), hint.is_some(), fix.is_some()].map(usize::from));
    if let Some(span) = span {
        groups.numbers(&[span.start, span.end, span.line, span.column]);
    }
    if let Some(hint) = hint {
        groups.text(hint);
    }
    if let Some(fix) = fix {
        groups.text(&fix.title);
        groups.numbers(&[fix.edits.len()]);
        for edit in &fix.edits {
            groups.numbers(&[edit.start, edit.end]);
            groups.text(&edit.text);
        }
    }
}
