//! An audience from CSV: rows to identities, problems by cell.
//!
//! A header row names the identity field of the channel (`email`, `spaceId` or
//! `phoneNumber`, SPEC section 1), `customMessage`, and parameters: every other
//! column. Headers that are almost right are read as what they mean, and that is said.
//!
//! - **Rows and columns** are those of a spreadsheet: the header is row 1, an empty line
//!   is a row, a line break inside a quoted cell is none; columns are `A`, `B`, … `AA`.
//! - **Values** stay as they are: parameters and messages keep their white space, and
//!   `007` stays `007`. Around headers and identities white space is left out.
//! - **An empty cell** means absent: no such parameter, no own message. A row that ends
//!   early has empty cells. A row with nothing but white space is no recipient.
//! - **Every other row is an identity**, whatever is wrong with it, so that nobody is lost
//!   in silence.
//! - **The delimiter** is a comma, a semicolon or a tab, whichever the header shows, or what
//!   a first line `sep=;` says. A byte order mark and any line breaks are read.
//!
//! ```
//! use notify_preflight::{Channel, audience};
//!
//! let csv = "E-Mail;name\nada@example.com;Ada\n;Bob\n";
//! let audience = audience::import(csv, Channel::Ivr);
//! assert_eq!(audience.delimiter, ';');
//! assert_eq!(
//!     audience.identities_json(),
//!     r#"[{"email":"ada@example.com","parameters":{"name":"Ada"}},{"parameters":{"name":"Bob"}}]"#
//! );
//! let said: Vec<_> = audience.problems.iter().map(|problem| problem.message.as_str()).collect();
//! assert_eq!(said, [
//!     "`E-Mail` is read as `email`",
//!     "the row has no `email`, which names the recipient on `ivr`",
//! ]);
//! assert_eq!(audience.problems[1].row, Some(3));
//! ```

mod columns;
mod dialect;
mod encoding;
mod headers;
mod problem;
mod recipients;
mod records;
mod rows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

pub use columns::{Column, Use};
pub use problem::{Problem, ProblemKind};

use crate::channel::Channel;
use crate::diagnostic::{Totals, count, quote};
use columns::Columns;
use problem::Problems;
use recipients::Recipients;
use rows::Rows;

/// What a CSV file says about whom to notify.
///
/// ```
/// use notify_preflight::{Channel, audience};
///
/// let audience = audience::import("email\nada@example.com\n\nbob@example.com", Channel::Ivr);
/// assert_eq!(audience.identities.len(), 2);
/// assert_eq!(audience.rows, [2, 4]);
/// assert_eq!(audience.problems[0].message, "1 empty row skipped, from row 3 on");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Audience {
    /// One for each row below the header that is not empty, in order.
    pub identities: Vec<Identity>,
    /// The row of each identity, as a spreadsheet numbers it.
    pub rows: Vec<usize>,
    /// What each column of the header was read as.
    pub columns: Vec<Column>,
    /// What stands between cells; a comma where nothing tells.
    pub delimiter: char,
    /// Those of the file, then of the columns, then of the rows; at most
    /// [`limits::DIAGNOSTICS`](crate::limits::DIAGNOSTICS).
    pub problems: Vec<Problem>,
    /// Exact counts by severity.
    pub totals: Totals,
    /// Whether problems were left out of the list.
    pub truncated: bool,
}

/// A recipient. Serialises as in a payload: what is absent or empty is left out.
///
/// ```
/// use notify_preflight::{Channel, Template, audience};
///
/// let audience = audience::import("email,name\na@example.com,Ada", Channel::Ivr);
/// let identity = &audience.identities[0];
/// assert_eq!(identity.name.as_deref(), Some("a@example.com"));
/// let filled = Template::parse("Hello {name}").fill(identity.parameters.as_slice());
/// assert_eq!(filled.text, "Hello Ada");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The channel's identity field.
    pub field: &'static str,
    /// Its value; never empty.
    pub name: Option<String>,
    /// The recipient's own message; never empty.
    pub custom_message: Option<String>,
    /// Key and value, in the order of the columns; no key stands twice, no value is empty.
    pub parameters: Vec<(Arc<str>, String)>,
}

impl Serialize for Identity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(name) = &self.name {
            map.serialize_entry(self.field, name)?;
        }
        if let Some(message) = &self.custom_message {
            map.serialize_entry("customMessage", message)?;
        }
        if !self.parameters.is_empty() {
            map.serialize_entry("parameters", &InOrder(&self.parameters))?;
        }
        map.end()
    }
}

/// Pairs as an object, in their order.
struct InOrder<'a>(&'a [(Arc<str>, String)]);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// Reads an audience for a channel from CSV text.
///
/// Never fails: what cannot be read is a problem of the audience.
///
/// ```
/// use notify_preflight::{Channel, audience};
///
/// let audience = audience::import("Phone,name\n+4915550000001,Ada", Channel::Whatsapp);
/// assert_eq!(audience.columns[0].field.as_deref(), Some("phoneNumber"));
/// assert_eq!(audience.rows, [2]);
/// assert_eq!((audience.totals.error, audience.totals.info), (0, 1));
/// ```
#[must_use]
pub fn import(csv: &str, channel: Channel) -> Audience {
    let dialect = dialect::of(csv, channel);
    let delimiter = char::from(dialect.delimiter);
    let mut rows = Rows::new(dialect.table, dialect.delimiter);
    let columns = match rows.next() {
        Some(header) => {
            Columns::of(&header.cells.iter().collect::<Vec<_>>(), header.number, channel)
        }
        None => Columns::none(channel),
    };
    let mut recipients = Recipients::new(&columns, delimiter);
    while let Some(row) = rows.next() {
        recipients.add(&row);
    }
    let Recipients { identities, rows: numbers, problems: of_rows, unnamed, .. } = recipients;
    let mut problems = Problems::default();
    look_at_the_file(&rows, &columns, identities.is_empty(), &mut problems);
    if columns.row.is_some() {
        headers::look_at(&columns, &unnamed, &mut problems);
    }
    problems.append(of_rows);
    Audience {
        identities,
        rows: numbers,
        columns: columns.list,
        delimiter,
        truncated: problems.is_truncated(),
        problems: problems.listed,
        totals: problems.totals,
    }
}

/// [`import`] for a file's bytes: UTF-8, or UTF-16 with a byte order mark.
///
/// Bytes in any other encoding give no identities but one problem that says where:
/// no recipient gets a mangled name.
///
/// ```
/// use notify_preflight::{Channel, audience};
///
/// let latin1 = b"email,name\nzoe@example.com,Zo\xEB";
/// let problem = &audience::import_bytes(latin1, Channel::Ivr).problems[0];
/// assert_eq!(problem.kind.name(), "not-utf8");
/// assert_eq!((problem.row, problem.column.as_deref()), (Some(2), Some("B")));
/// ```
#[must_use]
pub fn import_bytes(csv: &[u8], channel: Channel) -> Audience {
    match encoding::decode(csv, channel) {
        Ok(text) => import(&text, channel),
        Err(problem) => unreadable(problem),
    }
}

impl Audience {
    /// The identities as compact JSON: the array that a payload takes.
    ///
    /// ```
    /// use notify_preflight::{Channel, audience};
    ///
    /// let audience = audience::import("spaceId\nAAQAPWixxxx", Channel::Hangouts);
    /// assert_eq!(audience.identities_json(), r#"[{"spaceId":"AAQAPWixxxx"}]"#);
    /// ```
    #[must_use]
    pub fn identities_json(&self) -> String {
        // Texts under text keys, written to memory: nothing can fail.
        serde_json::to_string(&self.identities).unwrap_or_default()
    }
}

fn unreadable(problem: Problem) -> Audience {
    let mut problems = Problems::default();
    problems.push(problem);
    Audience {
        identities: Vec::new(),
        rows: Vec::new(),
        columns: Vec::new(),
        delimiter: ',',
        problems: problems.listed,
        totals: problems.totals,
        truncated: false,
    }
}

fn look_at_the_file(rows: &Rows<'_>, columns: &Columns, no_rows: bool, problems: &mut Problems) {
    if let Some(opened) = rows.unclosed_quote() {
        let message = "a quote opens here and is never closed: all that follows is one cell";
        let problem = Problem::new(ProblemKind::UnclosedQuote, message.to_owned())
            .in_row(opened.row)
            .in_column(opened.column)
            .hint("close the quote; inside a quoted cell, write a quote twice");
        problems.push(problem);
    } else if columns.row.is_none() {
        let field = columns.channel.identity_field();
        let problem = Problem::new(ProblemKind::EmptyFile, "the file is empty".to_owned());
        problems.push(problem.hint(format!(
            "begin with a row of column names, `{field}` among them; below it, give each recipient a row"
        )));
    } else if no_rows {
        let message = "there is no row below the header".to_owned();
        problems.push(Problem::new(ProblemKind::NoRows, message).hint("give each recipient a row"));
    }
    if rows.skipped.count > 0 {
        let (rows, first) = (count(rows.skipped.count, "empty row"), rows.skipped.first);
        let message = format!("{rows} skipped, from row {first} on");
        problems.push(Problem::new(ProblemKind::EmptyRows, message));
    }
}

/// A delimiter as a message shows it.
fn delimiter_name(delimiter: char) -> String {
    match delimiter {
        '\t' => "a tab".to_owned(),
        ' ' => "a space".to_owned(),
        other => quote(other.encode_utf8(&mut [0; 4])).to_string(),
    }
}
