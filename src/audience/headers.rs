//! What is said of the columns of a table.

use super::columns::{Columns, Remark, letters};
use super::problem::{Problem, ProblemKind, Problems};
use super::recipients::UnnamedCells;
use crate::channel::Channel;
use crate::diagnostic::{count, quote};
use crate::limits;
use crate::lint::identities::implausible;

/// How many headers a message lists.
const LISTED: usize = 10;

/// One problem for each column that has one, after that of the table as a whole.
pub(super) fn look_at(columns: &Columns, unnamed: &[UnnamedCells], problems: &mut Problems) {
    let is_other = |remark: &Option<Remark>| matches!(remark, Some(Remark::OtherIdentity { .. }));
    if columns.identity.is_none() && !columns.remarks.iter().any(is_other) {
        problems.push(no_identity_column(columns));
    }
    for (index, remark) in columns.remarks.iter().enumerate() {
        if let Some(remark) = *remark {
            let kind = kind(remark, columns);
            problems.add(kind, || said(remark, index, columns, kind).in_column(index));
        } else if let Some(cells) = unnamed.get(index).filter(|cells| cells.count > 0) {
            problems.add(ProblemKind::EmptyHeader, || {
                let rows = count(cells.count, "row");
                let message = format!(
                    "the column has no header and is ignored, with data in {rows} from row {} on",
                    cells.first_row
                );
                let hint = format!("write a name into row {}", columns.row.unwrap_or(1));
                Problem::new(ProblemKind::EmptyHeader, message).hint(hint).in_column(index)
            });
        }
    }
}

const fn kind(remark: Remark, columns: &Columns) -> ProblemKind {
    match remark {
        Remark::NearMiss => ProblemKind::NearMissHeader,
        Remark::NearMissParameter { .. } => ProblemKind::NearMissParameter,
        Remark::DuplicateField { .. } => ProblemKind::DuplicateField,
        Remark::OtherIdentity { .. } if columns.identity.is_none() => {
            ProblemKind::WrongIdentityColumn
        }
        Remark::OtherIdentity { .. } => ProblemKind::OtherIdentityColumn,
        Remark::DuplicateHeader { .. } => ProblemKind::DuplicateHeader,
        Remark::Unusable => ProblemKind::UnusableHeader,
        Remark::TooLong => ProblemKind::HeaderTooLong,
    }
}

fn said(remark: Remark, index: usize, columns: &Columns, kind: ProblemKind) -> Problem {
    let column = columns.list.get(index);
    let header = column.map_or("", |column| &column.header);
    let quoted = quote(header);
    let problem = |message| Problem::new(kind, message);
    match remark {
        Remark::NearMiss => {
            let field = column.and_then(|column| column.field.as_deref()).unwrap_or_default();
            problem(format!("{quoted} is read as `{field}`"))
        }
        Remark::NearMissParameter { field, first } => {
            let first = letters(first);
            problem(format!("{quoted} is a parameter, as column {first} gives the `{field}`"))
        }
        Remark::DuplicateField { field, first } => {
            let first = letters(first);
            problem(format!("{quoted} is ignored, as column {first} gives the `{field}`"))
                .hint("remove one of the two columns, or give this one another name")
        }
        Remark::OtherIdentity { channel: other } => {
            let channel = columns.channel;
            let message = format!(
                "{quoted} names a recipient on `{other}`, and the channel is `{channel}`; the column is ignored"
            );
            problem(message).hint(match kind {
                ProblemKind::WrongIdentityColumn => {
                    format!("{}, or change the channel", name_the_identities(channel))
                }
                _ => "to use it as a parameter, give it another name".to_owned(),
            })
        }
        Remark::DuplicateHeader { first } => {
            let first = letters(first);
            problem(format!("{quoted} is ignored, as column {first} has the same header"))
                .hint("give it another name")
        }
        Remark::Unusable => unusable(header),
        Remark::TooLong => {
            let found = header.chars().count();
            let most = limits::HEADER_CHARACTERS;
            let message = format!(
                "the column is ignored, as its header has {found} characters; at most {most} are allowed"
            );
            problem(message).hint("give it a short name")
        }
    }
}

fn unusable(header: &str) -> Problem {
    let marks = ['{', '}', '\r', '\n'];
    let inside = header.trim_start_matches('{').trim_end_matches('}').trim();
    let found = if header.contains(&['{', '}'][..]) { "braces" } else { "a line break" };
    let message = format!("{} has {found}, and no placeholder can have that name", quote(header));
    let problem = Problem::new(ProblemKind::UnusableHeader, message);
    if inside.is_empty() || inside.contains(&marks[..]) {
        problem.hint(format!("give it a name without {found}"))
    } else {
        problem.hint(format!("write {}", quote(inside)))
    }
}

fn no_identity_column(columns: &Columns) -> Problem {
    let channel = columns.channel;
    let field = channel.identity_field();
    let message = format!(
        "no column is named `{field}`, which names the recipient on `{channel}`; found {}",
        list(columns)
    );
    let has_data = |header: &str| !header.is_empty() && implausible(field, header).is_none();
    let looks_like_data =
        channel != Channel::Hangouts && columns.list.iter().any(|column| has_data(&column.header));
    let row = columns.row.unwrap_or(1);
    Problem::new(ProblemKind::NoIdentityColumn, message).hint(if looks_like_data {
        format!("row {row} looks like data: above it, add a row with the names of the columns")
    } else {
        name_the_identities(channel)
    })
}

fn name_the_identities(channel: Channel) -> String {
    let what = match channel {
        Channel::Ivr => "email addresses",
        Channel::Hangouts => "space ids",
        Channel::Whatsapp => "phone numbers",
    };
    format!("name the column of the {what} `{}`", channel.identity_field())
}

/// `` `name`, `amount` and 3 others ``
fn list(columns: &Columns) -> String {
    let (mut list, mut others) = (String::new(), 0);
    let headers = columns.list.iter().map(|column| column.header.as_str());
    for (place, header) in headers.filter(|header| !header.is_empty()).enumerate() {
        if place >= LISTED {
            others += 1;
            continue;
        }
        if place > 0 {
            list.push_str(", ");
        }
        list.push_str(&quote(header).to_string());
    }
    if others > 0 {
        list.push_str(&format!(" and {}", count(others, "other")));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(headers: &[&str], channel: Channel) -> Vec<Problem> {
        let columns = Columns::of(headers, 1, channel);
        let mut problems = Problems::default();
        look_at(&columns, &[], &mut problems);
        problems.listed
    }

    fn kinds(headers: &[&str], channel: Channel) -> Vec<(ProblemKind, Option<String>)> {
        problems(headers, channel).into_iter().map(|found| (found.kind, found.column)).collect()
    }

    fn one(headers: &[&str], channel: Channel) -> Problem {
        let found = problems(headers, channel);
        assert_eq!(found.len(), 1, "{found:?}");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn near_misses_say_what_they_are_read_as() {
        let found = one(&["name", "Phone"], Channel::Whatsapp);
        assert_eq!(found.message, "`Phone` is read as `phoneNumber`");
        assert_eq!((found.column.as_deref(), found.row), (Some("B"), None));
    }

    #[test]
    fn no_identity_column_names_what_was_found_and_what_is_needed() {
        let found = one(&["name", "", "amount"], Channel::Ivr);
        assert_eq!(
            found.message,
            "no column is named `email`, which names the recipient on `ivr`; found `name`, `amount`"
        );
        assert_eq!(found.hint.as_deref(), Some("name the column of the email addresses `email`"));
        let many: Vec<String> = (0..13).map(|at| format!("c{at}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(one(&many, Channel::Ivr).message.ends_with("`c9` and 3 others"));
    }

    #[test]
    fn a_first_row_of_data_is_told_from_a_header() {
        let hint = |headers: &[&str], channel| one(headers, channel).hint.unwrap();
        assert!(hint(&["Ada", "ada@example.com"], Channel::Ivr).contains("row 1 looks like data"));
        assert!(hint(&["Ada", "+4915550000001"], Channel::Whatsapp).contains("looks like data"));
        assert!(hint(&["Ada", "AAQAPWixxxx"], Channel::Hangouts).contains("`spaceId`"));
    }

    #[test]
    fn another_channels_column_is_an_error_only_where_it_stands_alone() {
        let alone = one(&["phoneNumber", "name"], Channel::Ivr);
        assert_eq!(alone.kind, ProblemKind::WrongIdentityColumn);
        assert_eq!(
            alone.hint.as_deref(),
            Some("name the column of the email addresses `email`, or change the channel")
        );
        let beside = one(&["email", "phoneNumber"], Channel::Ivr);
        assert_eq!(beside.kind, ProblemKind::OtherIdentityColumn);
        assert!(beside.message.contains("`whatsapp`") && beside.message.contains("`ivr`"));
        assert!(beside.hint.unwrap().contains("parameter"));
    }

    #[test]
    fn columns_come_in_their_order() {
        use ProblemKind::*;
        let headers = ["{a}", "Email", "email", "b", "b", "spaceId", "mails"];
        let expected = [
            (UnusableHeader, "A"),
            (DuplicateField, "B"),
            (DuplicateHeader, "E"),
            (OtherIdentityColumn, "F"),
        ];
        let expected: Vec<_> =
            expected.into_iter().map(|(kind, at)| (kind, Some(at.to_owned()))).collect();
        assert_eq!(kinds(&headers, Channel::Ivr), expected);
    }

    #[test]
    fn unusable_names_come_with_a_better_one() {
        let found = |header| one(&["email", header], Channel::Ivr);
        assert_eq!(found("{{name}}").hint.as_deref(), Some("write `name`"));
        assert!(found("{{name}}").message.contains("braces"));
        assert!(found("a{b").hint.unwrap().contains("without braces"));
        assert!(found("{}").hint.unwrap().contains("without braces"));
        assert!(found("a\nb").hint.unwrap().contains("without a line break"));
    }

    #[test]
    fn messages_are_bounded() {
        let long = "x".repeat(100_000);
        for headers in [["email", &long], [&long, &long], [&long, "y\n"]] {
            for found in problems(&headers, Channel::Ivr) {
                assert!(found.message.len() < 500, "{}", found.message.len());
            }
        }
    }
}
