//! Rows to identities, and what is said of their cells.

use super::columns::{Columns, Use};
use super::problem::{Problem, ProblemKind, Problems};
use super::rows::Row;
use super::{Identity, delimiter_name};
use crate::diagnostic::quote;
use crate::find::find;
use crate::hashed::Places;
use crate::limits;
use crate::lint::identities::implausible;

/// Data in a column that has no header.
#[derive(Clone, Copy, Default)]
pub(super) struct UnnamedCells {
    pub count: usize,
    pub first_row: usize,
}

/// The identities of the rows read so far.
pub(super) struct Recipients<'c> {
    columns: &'c Columns,
    delimiter: char,
    pub identities: Vec<Identity>,
    /// The first ones of each name.
    by_name: Places,
    /// The row of each identity.
    pub rows: Vec<usize>,
    pub problems: Problems,
    /// For each column.
    pub unnamed: Vec<UnnamedCells>,
}

impl<'c> Recipients<'c> {
    pub fn new(columns: &'c Columns, delimiter: char) -> Recipients<'c> {
        Recipients {
            columns,
            delimiter,
            identities: Vec::new(),
            by_name: Places::new(),
            rows: Vec::new(),
            problems: Problems::default(),
            unnamed: vec![UnnamedCells::default(); columns.list.len()],
        }
    }

    pub fn add(&mut self, row: &Row<'_>) {
        let mut identity = Identity {
            field: self.columns.channel.identity_field(),
            name: self.name(row),
            custom_message: None,
            parameters: Vec::new(),
        };
        let filled = |(_, cell): &(usize, &str)| !cell.is_empty();
        for (index, cell) in row.cells.iter().enumerate().filter(filled) {
            let Some(column) = self.columns.list.get(index) else { break };
            match (column.usage, &column.field) {
                (Use::CustomMessage, _) => identity.custom_message = Some(cell.to_owned()),
                (Use::Parameter, Some(key)) => {
                    self.check_length(row.number, index, key, cell);
                    identity.parameters.push((key.clone(), cell.to_owned()));
                }
                (Use::Ignored, _) if column.header.is_empty() => self.unnamed(row, index, cell),
                _ => {}
            }
        }
        self.check_count(row.number, identity.parameters.len());
        self.check_width(row);
        self.identities.push(identity);
        self.rows.push(row.number);
    }

    fn name(&mut self, row: &Row<'_>) -> Option<String> {
        // Where there is no column of identities, that is said once, not for each row.
        let index = self.columns.identity?;
        let channel = self.columns.channel;
        let field = channel.identity_field();
        let name = row.cells.get(index).unwrap_or_default().trim();
        let problem =
            |kind, message| Problem::new(kind, message).in_row(row.number).in_column(index);
        if name.is_empty() {
            self.problems.add(ProblemKind::MissingIdentity, || {
                let message =
                    format!("the row has no `{field}`, which names the recipient on `{channel}`");
                problem(ProblemKind::MissingIdentity, message)
            });
            return None;
        }
        if let Some(message) = implausible(field, name) {
            self.problems.add(ProblemKind::ImplausibleIdentity, || {
                let problem = problem(ProblemKind::ImplausibleIdentity, message);
                if is_shortened(name) { problem.hint(SHORTENED) } else { problem }
            });
        }
        let name_at = |index: usize| self.identities.get(index)?.name.as_deref();
        let first = self.by_name.first(name, self.identities.len(), &name_at);
        if let Some(first) = self.rows.get(first) {
            self.problems.add(ProblemKind::DuplicateIdentity, || {
                let name = quote(name);
                let message =
                    format!("{name} stands in row {first} already, and gets a message for each");
                problem(ProblemKind::DuplicateIdentity, message)
            });
        }
        Some(name.to_owned())
    }

    fn check_length(&mut self, row: usize, index: usize, key: &str, value: &str) {
        let most = limits::PARAMETER_CHARACTERS;
        // No character is shorter than a byte.
        if value.len() <= most {
            return;
        }
        let found = value.chars().count();
        if found > most {
            self.problems.add(ProblemKind::ParameterTooLong, || {
                let key = quote(key);
                let message =
                    format!("parameter {key} has {found} characters; at most {most} are allowed");
                Problem::new(ProblemKind::ParameterTooLong, message)
                    .in_row(row)
                    .in_column(index)
                    .hint(format!("shorten it by {}", found - most))
            });
        }
    }

    fn check_count(&mut self, row: usize, found: usize) {
        let most = limits::PARAMETERS;
        if found > most {
            self.problems.add(ProblemKind::TooManyParameters, || {
                let message = format!("the row has {found} parameters; at most {most} are allowed");
                Problem::new(ProblemKind::TooManyParameters, message)
                    .in_row(row)
                    .hint("empty the cells, or remove the columns, that no placeholder needs")
            });
        }
    }

    /// Cells beyond the header: mostly, a delimiter inside a value has moved the cells.
    fn check_width(&mut self, row: &Row<'_>) {
        let width = self.columns.list.len();
        let mut beyond = row.cells.iter().enumerate().skip(width);
        let Some((index, _)) = beyond.find(|(_, cell)| !cell.trim().is_empty()) else { return };
        let delimiter = delimiter_name(self.delimiter);
        self.problems.add(ProblemKind::TooManyCells, || {
            let found = row.cells.len();
            let message = format!(
                "the row has {found} cells, and the header has {width}; those beyond it are ignored"
            );
            Problem::new(ProblemKind::TooManyCells, message)
                .in_row(row.number)
                .in_column(index)
                .hint(format!("put double quotes around a value that contains {delimiter}"))
        });
    }

    fn unnamed(&mut self, row: &Row<'_>, index: usize, cell: &str) {
        if !cell.trim().is_empty()
            && let Some(cells) = self.unnamed.get_mut(index)
        {
            if cells.count == 0 {
                cells.first_row = row.number;
            }
            cells.count += 1;
        }
    }
}

const SHORTENED: &str =
    "a spreadsheet shortened the number: format its column as text and enter the number again";

/// `4.91555E+12`: a long number as a spreadsheet shows it.
fn is_shortened(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_digit())
        && find(&name.to_ascii_uppercase(), "E+").is_some()
}
