//! From findings to a report: document order, exact totals, a bounded list.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Report, Severity, Span, Totals};
use crate::json::{Pointer, line_breaks};
use crate::sorted::SortedMap;

/// A diagnostic before it has its place in lines and columns.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub pointer: Pointer,
    /// Bytes of the payload text.
    pub range: Range<usize>,
    pub hint: Option<String>,
    pub fix: Option<Fix>,
}

impl Finding {
    pub fn new(code: Code, pointer: Pointer, range: Range<usize>, message: String) -> Finding {
        let severity = code.severity();
        Finding { code, severity, message, pointer, range, hint: None, fix: None }
    }

    pub fn severity(mut self, severity: Severity) -> Finding {
        self.severity = severity;
        self
    }

    /// The bytes of its texts.
    fn length(&self) -> usize {
        let edits = self.fix.iter().flat_map(|fix| &fix.edits);
        let fix: usize = edits.map(|edit| edit.text.len() + size_of::<Edit>()).sum();
        self.message.len() + self.pointer.len() + self.hint.as_ref().map_or(0, String::len) + fix
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = Some(hint.into());
        self
    }
}

/// All findings of one payload: each is counted, and the first in document order are
/// kept. What would not be listed is never written out, so that a report costs no
/// more memory than it shows.
pub(crate) struct Findings {
    most: usize,
    kept: BinaryHeap<Ranked>,
    totals: Totals,
    /// In the order of [`Code::ALL`].
    codes: [usize; Code::ALL.len()],
    added: usize,
    /// Of the texts of those kept.
    bytes: usize,
}

/// How many bytes of text a report lists. Pointers repeat the author's own keys, and a
/// key may be as long as the payload.
const LONGEST: usize = 16 << 20;

/// A finding and its place in the report; of equal places the first added comes first.
struct Ranked {
    rank: Rank,
    /// Apart, as putting in order moves it about.
    finding: Box<Finding>,
}

/// Where it starts, what it is, the how manieth it was.
type Rank = (usize, Severity, Code, usize);

impl Findings {
    pub fn new(most: usize) -> Findings {
        Findings {
            most,
            kept: BinaryHeap::new(),
            totals: Totals::default(),
            codes: [0; Code::ALL.len()],
            added: 0,
            bytes: 0,
        }
    }

    /// Counts a finding at the byte `start`, and makes it if it is to be listed.
    pub fn add(&mut self, code: Code, start: usize, make: impl FnOnce() -> Finding) {
        self.add_as(code.severity(), code, start, make);
    }

    /// [`Findings::add`], where the severity is not the code's own.
    pub fn add_as(
        &mut self,
        severity: Severity,
        code: Code,
        start: usize,
        make: impl FnOnce() -> Finding,
    ) {
        if let Some(rank) = self.counted(severity, code, start) {
            self.keep(rank, make());
        }
    }

    /// Counts a finding; its rank, if it is to be listed.
    ///
    /// Apart, as what keeps it is: what makes a finding differs, and would have a copy of both.
    fn counted(&mut self, severity: Severity, code: Code, start: usize) -> Option<Rank> {
        let rank = (start, severity, code, self.added);
        self.added += 1;
        if let Some(number) = self.codes.get_mut(code as usize) {
            *number += 1;
        }
        self.totals.add(severity);
        let is_full = self.kept.len() == self.most;
        let is_beyond = is_full && self.kept.peek().is_none_or(|last| last.rank < rank);
        (!is_beyond).then_some(rank)
    }

    #[inline(never)]
    fn keep(&mut self, rank: Rank, finding: Finding) {
        if self.kept.len() == self.most {
            self.drop_last();
        }
        self.bytes += finding.length();
        self.kept.push(Ranked { rank, finding: Box::new(finding) });
        while self.bytes > LONGEST && self.kept.len() > 1 {
            self.drop_last();
            self.most = self.kept.len();
        }
    }

    fn drop_last(&mut self) {
        self.bytes -= self.kept.pop().map_or(0, |last| last.finding.length());
    }

    pub fn push(&mut self, finding: Finding) {
        self.add(finding.code, finding.range.start, || finding);
    }

    pub fn report(self, text: &str) -> Report {
        let mut lines = Lines::new(text);
        let mut codes = Vec::new();
        for (code, number) in Code::ALL.iter().zip(self.codes) {
            if number > 0 {
                codes.push((*code, number));
            }
        }
        let mut diagnostics = Vec::with_capacity(self.kept.len());
        for Ranked { finding, .. } in self.kept.into_sorted_vec() {
            diagnostics.push(Diagnostic {
                severity: finding.severity,
                code: finding.code,
                message: finding.message,
                pointer: finding.pointer.into(),
                span: Some(lines.span(&finding.range)),
                hint: finding.hint,
                fix: finding.fix,
            });
        }
        Report {
            valid: self.totals.error == 0,
            diagnostics,
            totals: self.totals,
            codes: SortedMap::from_sorted(codes),
            truncated: self.added > self.most,
        }
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Ranked) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Ranked {}

/// A range with its line and column.
pub(crate) fn span(text: &str, range: &Range<usize>) -> Span {
    Lines::new(text).span(range)
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
        let breaks = line_breaks(passed);
        if breaks > 0 {
            let last = passed.iter().rposition(|byte| *byte == b'\n').unwrap_or_default();
            self.line += breaks;
            self.line_start = self.scanned + last + 1;
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
    fn long_texts_shorten_the_list_and_not_the_counts() {
        let mut findings = Findings::new(10);
        for start in (0..10).rev() {
            let message = "x".repeat(LONGEST / 4);
            let pointer = Pointer::default();
            findings.push(Finding::new(Code::TypeMismatch, pointer, start..start, message));
        }
        let report = findings.report("0123456789");
        let starts: Vec<_> =
            report.diagnostics.iter().filter_map(|d| d.span).map(|s| s.start).collect();
        assert_eq!((starts, report.totals.error, report.truncated), (vec![0, 1, 2, 3], 10, true));
    }

    #[test]
    fn a_finding_is_as_long_as_all_its_texts() {
        let pointer = Pointer::default().key("four");
        let mut finding = Finding::new(Code::TypeMismatch, pointer, 0..1, "ten chars!".to_owned());
        assert_eq!(finding.length(), "/four".len() + 10);
        finding = finding.hint("hint");
        let text = "12".to_owned();
        let edits =
            vec![Edit { start: 0, end: 1, text: text.clone() }, Edit { start: 2, end: 3, text }];
        finding.fix = Some(Fix { title: String::new(), edits });
        assert_eq!(finding.length(), 15 + 4 + 2 * (2 + size_of::<Edit>()));
    }

    #[test]
    fn a_list_that_is_just_full_is_whole() {
        let mut findings = Findings::new(2);
        for start in 0..2 {
            let message = "x".repeat(LONGEST / 2);
            findings.push(Finding::new(
                Code::TypeMismatch,
                Pointer::default(),
                start..start,
                message,
            ));
        }
        let report = findings.report("01");
        assert_eq!((report.diagnostics.len(), report.truncated), (2, false));
    }

    #[test]
    fn reports_are_in_document_order_with_exact_totals() {
        let mut findings = Findings::new(2);
        findings.push(finding(Code::ContentAlias, 4..5));
        findings.push(finding(Code::TypeMismatch, 4..9));
        findings.push(finding(Code::MissingField, 1..9));
        findings.add(Code::TypeMismatch, 7, || unreachable!("it is not listed"));
        findings.add(Code::UnusedParameter, 7, || unreachable!("it is not listed"));
        findings.add(Code::UnusedParameter, 8, || unreachable!("it is not listed"));
        let report = findings.report("a\nb\nc d e");
        let codes: Vec<_> = report.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, [Code::MissingField, Code::TypeMismatch]);
        assert_eq!(report.totals, Totals { error: 3, warning: 2, info: 1 });
        assert!(report.truncated && !report.valid);
        let span = report.diagnostics[1].span.unwrap();
        assert_eq!((span.line, span.column), (3, 1));
    }
}
