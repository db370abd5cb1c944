//! What is said of an audience: severity, kind, sentence, cell, and what to do.

use std::fmt;

use serde::{Serialize, Serializer};

use super::columns::letters;
use crate::diagnostic::{Severity, Totals};
use crate::limits;

/// Writes `ProblemKind` and its table from one list, so that they
/// cannot drift apart.
macro_rules! kinds {
    ($($name:ident, $text:literal, $severity:ident, $when:literal;)+) => {
        /// What a problem is about; stable.
        ///
        /// | kind | severity | when |
        /// | --- | --- | --- |
        $(#[doc = concat!("| `", $text, "` | ", stringify!($severity), " | ", $when, " |")])+
        ///
        /// ```
        /// use notify_preflight::audience::ProblemKind;
        ///
        /// assert_eq!(ProblemKind::MissingIdentity.to_string(), "missing-identity");
        /// assert!(ProblemKind::ALL.iter().all(|kind| !kind.when().is_empty()));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemKind {
            $(#[doc = $when] $name,)+
        }

        impl ProblemKind {
            /// Every kind: of the file, of a column, of a row.
            pub const ALL: &'static [ProblemKind] = &[$(ProblemKind::$name),+];

            /// The kind's name, as an audience writes it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(ProblemKind::$name => $text),+ }
            }

            /// How much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(ProblemKind::$name => Severity::$severity),+ }
            }

            /// When it is given, in one phrase.
            #[must_use]
            pub const fn when(self) -> &'static str {
                match self { $(ProblemKind::$name => $when),+ }
            }
        }
    };
}

kinds! {
    NotUtf8, "not-utf8", Error, "the file is in an encoding that cannot be read";
    EmptyFile, "empty-file", Error, "there is no header row";
    UnclosedQuote, "unclosed-quote", Error, "a quoted cell goes on to the end of the file";
    NoIdentityColumn, "no-identity-column", Error, "no column has the channel's identity field";
    NoRows, "no-rows", Error, "there is no row below the header";
    EmptyRows, "empty-rows", Info, "empty rows between others are skipped";
    WrongIdentityColumn, "wrong-identity-column", Error, "a column has another channel's identity field, and none has this one's";
    OtherIdentityColumn, "other-identity-column", Warning, "a column has another channel's identity field and is ignored";
    DuplicateField, "duplicate-field", Warning, "a column names a field that another column gives, and is ignored";
    DuplicateHeader, "duplicate-header", Warning, "a parameter's header stands twice, and the later column is ignored";
    EmptyHeader, "empty-header", Warning, "a column has data and no header, and is ignored";
    HeaderTooLong, "header-too-long", Warning, "a header is far too long for a name, and its column is ignored";
    UnusableHeader, "unusable-header", Warning, "a parameter's name has braces or line breaks, which no placeholder can";
    NearMissHeader, "near-miss-header", Info, "a header is almost a field's name and is read as that field";
    NearMissParameter, "near-miss-parameter", Info, "a header is almost a field's name, but another column gives that field";
    MissingIdentity, "missing-identity", Error, "the identity cell is empty";
    ImplausibleIdentity, "implausible-identity", Warning, "an identity does not look like one";
    DuplicateIdentity, "duplicate-identity", Warning, "the same recipient stands in an earlier row";
    TooManyParameters, "too-many-parameters", Error, "a row fills more than 20 parameters";
    ParameterTooLong, "parameter-too-long", Error, "a parameter value has more than 200 characters";
    TooManyCells, "too-many-cells", Warning, "a row has data beyond the header's last column";
}

// Derived, it would be a branch for each kind.
impl Serialize for ProblemKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One finding about a CSV file.
///
/// ```
/// use notify_preflight::{Channel, audience};
///
/// let problem = &audience::import("email\nada.example.com", Channel::Ivr).problems[0];
/// assert_eq!(problem.message, "`ada.example.com` does not look like an email address");
/// assert_eq!((problem.column.as_deref(), problem.row), (Some("A"), Some(2)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub kind: ProblemKind,
    /// One plain sentence, the author's own input in backticks.
    pub message: String,
    /// The row, as a spreadsheet numbers it; absent where it is about a column or the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The column's letters, as a spreadsheet shows them; absent where it is about a
    /// row or the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Not inlined: in each of the many places they would be many copies of a large struct.
impl Problem {
    #[inline(never)]
    pub(super) fn new(kind: ProblemKind, message: String) -> Problem {
        let severity = kind.severity();
        Problem { severity, kind, message, row: None, column: None, hint: None }
    }

    #[inline(never)]
    pub(super) fn in_row(self, row: usize) -> Problem {
        Problem { row: Some(row), ..self }
    }

    #[inline(never)]
    pub(super) fn in_column(self, index: usize) -> Problem {
        Problem { column: Some(letters(index)), ..self }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Problem {
        self.hinted(hint.into())
    }

    #[inline(never)]
    fn hinted(self, hint: String) -> Problem {
        Problem { hint: Some(hint), ..self }
    }
}

/// Problems in the order of their adding: each is counted, and the first
/// [`limits::DIAGNOSTICS`] are kept.
#[derive(Default)]
pub(super) struct Problems {
    pub listed: Vec<Problem>,
    pub totals: Totals,
}

impl Problems {
    /// Counts a problem, and makes it if it is to be listed.
    pub fn add(&mut self, kind: ProblemKind, make: impl FnOnce() -> Problem) {
        if self.count(kind) {
            self.list(make());
        }
    }

    /// Counts a problem, and says whether it is to be listed.
    #[inline(never)]
    fn count(&mut self, kind: ProblemKind) -> bool {
        self.totals.add(kind.severity());
        self.listed.len() < limits::DIAGNOSTICS
    }

    #[inline(never)]
    fn list(&mut self, problem: Problem) {
        self.listed.push(problem);
    }

    pub fn push(&mut self, problem: Problem) {
        self.add(problem.kind, || problem);
    }

    pub fn append(&mut self, later: Problems) {
        let room = limits::DIAGNOSTICS - self.listed.len();
        self.listed.extend(later.listed.into_iter().take(room));
        self.totals.error += later.totals.error;
        self.totals.warning += later.totals.warning;
        self.totals.info += later.totals.info;
    }

    pub fn is_truncated(&self) -> bool {
        self.totals.error + self.totals.warning + self.totals.info > self.listed.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_serialise_as_they_are_shown() {
        for kind in ProblemKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.to_string());
        }
    }

    #[test]
    fn a_list_is_cut_whatever_it_is_full_of() {
        for kind in [ProblemKind::NoRows, ProblemKind::EmptyRows, ProblemKind::DuplicateField] {
            let mut problems = Problems::default();
            for _ in 0..=limits::DIAGNOSTICS {
                assert!(!problems.is_truncated());
                problems.push(Problem::new(kind, String::new()));
            }
            assert!(problems.is_truncated(), "{kind}");
        }
    }

    #[test]
    fn lists_are_bounded_and_counts_are_not() {
        let row = |row| Problem::new(ProblemKind::NoRows, String::new()).in_row(row);
        let mut first = Problems::default();
        (0..10).for_each(|at| first.push(row(at)));
        let mut later = Problems::default();
        (10..limits::DIAGNOSTICS).for_each(|at| later.push(row(at)));
        first.append(later);
        assert!(!first.is_truncated());

        let mut last = Problems::default();
        last.push(Problem::new(ProblemKind::EmptyRows, String::new()));
        first.append(last);
        first.add(ProblemKind::NoRows, || unreachable!("it is not listed"));
        assert!(first.is_truncated());
        assert_eq!(first.listed.len(), limits::DIAGNOSTICS);
        assert_eq!(first.totals, Totals { error: limits::DIAGNOSTICS + 1, warning: 0, info: 1 });
        assert!(first.listed.iter().enumerate().all(|(at, problem)| problem.row == Some(at)));
    }
}
