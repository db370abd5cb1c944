//! What the core says of the requests of a plan, together: errors listed, warnings counted.

use std::collections::{BTreeMap, BTreeSet};

use notify_preflight::audience::{Problem, ProblemKind};
use notify_preflight::{Code, Diagnostic, Report, Severity};

use super::places::Places;
use super::source::Request;
use crate::output::ERROR;
use crate::terminal::{count, printable};

/// How many problems are listed; more are counted.
const LISTED: usize = 20;

/// What is wrong with requests, and with the table that they are made of.
#[derive(Debug, Default)]
pub struct Findings {
    name: String,
    noun: &'static str,
    listed: Vec<String>,
    errors: usize,
    warnings: BTreeMap<Code, usize>,
    /// Of the message or a column, and so of every request: said once.
    shared: BTreeSet<(Code, String)>,
    columns: BTreeSet<(ProblemKind, Option<String>)>,
}

impl Findings {
    /// None yet, for a file of this name whose places have this noun.
    pub fn new(name: String, noun: &'static str) -> Findings {
        Findings { name, noun, ..Findings::default() }
    }

    /// Whether nothing may be sent.
    pub const fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many warnings have which code.
    pub const fn warnings(&self) -> &BTreeMap<Code, usize> {
        &self.warnings
    }

    /// Takes in what is wrong with rows and columns. Warnings of rows are left out: the requests
    /// made of them have the same. Answers whether there were errors.
    pub fn add_problems(&mut self, problems: &[Problem]) -> bool {
        let mut has_errors = false;
        for problem in problems {
            let is_error = problem.severity == Severity::Error;
            has_errors |= is_error;
            let is_of_row = problem.row.is_some();
            if !is_of_row && !self.columns.insert((problem.kind, problem.column.clone())) {
                continue;
            }
            if is_error || !is_of_row {
                self.list(is_error, |name| cell(name, problem));
            }
        }
        has_errors
    }

    /// Takes in what the core says of a request.
    pub fn add_report(&mut self, request: &Request, report: &Report) {
        for diagnostic in &report.diagnostics {
            let is_shared = !diagnostic.pointer.starts_with("/identities/");
            if is_shared && !self.shared.insert((diagnostic.code, diagnostic.pointer.clone())) {
                continue;
            }
            match diagnostic.severity {
                Severity::Error => {
                    let place = place(&diagnostic.pointer, &request.places, self.noun);
                    self.list(true, |name| line(name, &place, diagnostic));
                }
                Severity::Warning => *self.warnings.entry(diagnostic.code).or_default() += 1,
                Severity::Info => {}
            }
        }
    }

    fn list(&mut self, is_error: bool, line: impl FnOnce(&str) -> String) {
        self.errors += usize::from(is_error);
        if self.listed.len() < LISTED {
            self.listed.push(line(&self.name));
        }
    }

    /// What is listed, a problem each, and how many errors there are.
    pub fn text(&self) -> String {
        let mut text = self.listed.concat();
        let more = self.errors.saturating_sub(self.listed.len());
        if more > 0 {
            text.push_str(&format!("… and {} more\n", count(more, "error")));
        }
        text
    }
}

fn line(name: &str, place: &str, diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, message, hint, .. } = diagnostic;
    said(name, place, Severity::Error, code.name(), message, hint.as_ref())
}

fn cell(name: &str, problem: &Problem) -> String {
    let place = [problem.row.map(|row| row.to_string()), problem.column.clone()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(":");
    let Problem { severity, kind, message, hint, .. } = problem;
    said(name, &place, *severity, kind.name(), message, hint.as_ref())
}

fn said(
    name: &str,
    place: &str,
    severity: Severity,
    code: &str,
    message: &str,
    hint: Option<&String>,
) -> String {
    let separator = if place.is_empty() { "" } else { ":" };
    let (name, place, message) = (printable(name), printable(place), printable(message));
    let severity = match severity {
        Severity::Error => format!("{ERROR}error[{code}]{ERROR:#}"),
        other => format!("{other}[{code}]"),
    };
    let hint = hint.map_or(String::new(), |hint| format!("  = hint: {}\n", printable(hint)));
    format!("{name}{separator}{place}: {severity}: {message}\n{hint}")
}

/// Where a diagnostic of a request stands in the input.
fn place(pointer: &str, places: &Places, noun: &str) -> String {
    let inside = pointer.strip_prefix("/identities/").and_then(|rest| {
        let (index, rest) = rest.split_once('/').unwrap_or((rest, ""));
        Some((places.iter().nth(index.parse().ok()?)?, rest))
    });
    match inside {
        Some((row, _)) if noun == "row" => row.to_string(),
        Some((index, "")) => format!("/identities/{index}"),
        Some((index, rest)) => format!("/identities/{index}/{rest}"),
        None => pointer.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_input() {
        let places: Places = [5, 7].into_iter().collect();
        assert_eq!(place("/identities/1/email", &places, "row"), "7");
        assert_eq!(place("/identities/1/email", &places, "index"), "/identities/7/email");
        assert_eq!(place("/identities/0", &places, "index"), "/identities/5");
        assert_eq!(place("/message/value", &places, "row"), "/message/value");
    }
}
