//! From findings to a report: document order, exact totals, a bounded list.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Fix, Report, Severity, Span, Totals};
use crate::json::Pointer;

/// A diagnostic before it has its place in lines and columns.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub code: Code,
    pub message: String,
    pub pointer: Pointer,
    /// Bytes of the payload text.
    pub range: Range<usize>,
    pub hint: Option<String>,
    pub fix: Option<Fix>,
}

impl Finding {
    pub fn new(code: Code, pointer: Pointer, range: Range<usize>, message: String) -> Finding {
        Finding { code, message, pointer, range, hint: None, fix: None }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = Some(hint.into());
        self
    }
}

/// Orders the findings as the document does, counts all, lists the first `most`.
pub(crate) fn gather(text: &str, mut findings: Vec<Finding>, most: usize) -> Report {
    findings.sort_by_key(|finding| (finding.range.start, finding.code.severity(), finding.code));
    let mut report = Report {
        valid: true,
        diagnostics: Vec::with_capacity(findings.len().min(most)),
        totals: Totals::default(),
        codes: Default::default(),
        truncated: findings.len() > most,
    };
    for finding in &findings {
        *report.codes.entry(finding.code).or_default() += 1;
        match finding.code.severity() {
            Severity::Error => report.totals.error += 1,
            Severity::Warning => report.totals.warning += 1,
            Severity::Info => report.totals.info += 1,
        }
    }
    report.valid = report.totals.error == 0;
    let mut lines = Lines::new(text);
    for finding in findings.into_iter().take(most) {
        report.diagnostics.push(Diagnostic {
            severity: finding.code.severity(),
            code: finding.code,
            message: finding.message,
            pointer: finding.pointer.to_string(),
            span: Some(lines.span(&finding.range)),
            hint: finding.hint,
            fix: finding.fix,
        });
    }
    report
}

/// Lines and columns of offsets that come in rising order: one walk over the text.
struct Lines<'a> {
    text: &'a str,
    line: usize,
    line_start: usize,
    scanned: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        Lines { text, line: 1, line_start: 0, scanned: 0 }
    }

    fn span(&mut self, range: &Range<usize>) -> Span {
        let passed = self.text.as_bytes().get(self.scanned..range.start).unwrap_or_default();
        for (at, _) in passed.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
            self.line += 1;
            self.line_start = self.scanned + at + 1;
        }
        self.scanned = range.start;
        Span {
            start: range.start,
            end: range.end,
            line: self.line,
            column: range.start - self.line_start + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(code: Code, range: Range<usize>) -> Finding {
        Finding::new(code, Pointer::default(), range, String::new())
    }

    #[test]
    fn reports_are_in_document_order_with_exact_totals() {
        let findings = vec![
            finding(Code::ContentAlias, 4..5),
            finding(Code::TypeMismatch, 4..9),
            finding(Code::MissingField, 1..9),
        ];
        let report = gather("a\nb\nc d e", findings, 2);
        let codes: Vec<_> = report.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, [Code::MissingField, Code::TypeMismatch]);
        assert_eq!(report.totals, Totals { error: 2, warning: 0, info: 1 });
        assert!(report.truncated && !report.valid);
        let span = report.diagnostics[1].span.unwrap();
        assert_eq!((span.line, span.column), (3, 1));
    }
}
