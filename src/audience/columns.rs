//! What each column of a table is for, from its header.

use std::sync::Arc;

use serde::Serialize;

use crate::channel::Channel;
use crate::hashed::Places;
use crate::json;
use crate::limits;
use crate::near_miss;

/// What a column's cells become.
///
/// ```
/// use notify_preflight::{Channel, audience};
///
/// let columns = audience::import("name,email\nAda,ada@example.com", Channel::Ivr).columns;
/// assert_eq!(columns[0].usage, audience::Use::Parameter);
/// assert_eq!(columns[1].usage, audience::Use::Identity);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Use {
    /// The channel's identity field.
    Identity,
    /// The recipient's own message.
    CustomMessage,
    /// A parameter of that name.
    Parameter,
    /// Nothing; a problem says why, unless there is neither header nor data.
    Ignored,
}

/// A column of the header row.
///
/// ```
/// use notify_preflight::{Channel, audience};
///
/// let columns = audience::import("name,E-Mail\nAda,ada@example.com", Channel::Ivr).columns;
/// assert_eq!((columns[1].column.as_str(), columns[1].header.as_str()), ("B", "E-Mail"));
/// assert_eq!(columns[1].field.as_deref(), Some("email"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The letters that a spreadsheet shows: `A`, `B`, … `AA`.
    pub column: String,
    /// As written, white space around it left out.
    pub header: String,
    /// What its cells become.
    #[serde(rename = "use")]
    pub usage: Use,
    /// The name in the payload: an identity's property, or the parameter's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Arc<str>>,
}

/// What there is to say about a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remark {
    /// Almost the name of its field.
    NearMiss,
    /// Almost the name of a field that column `first` gives; a parameter.
    NearMissParameter { field: &'static str, first: usize },
    /// A field that column `first` gives; ignored.
    DuplicateField { field: &'static str, first: usize },
    /// Names recipients on another channel; ignored.
    OtherIdentity { channel: Channel },
    /// A parameter that column `first` gives; ignored.
    DuplicateHeader { first: usize },
    /// No placeholder can have that name.
    Unusable,
    /// No name at all; ignored.
    TooLong,
}

/// The columns of a table.
pub(super) struct Columns {
    pub channel: Channel,
    /// The number of the header row, if there is one.
    pub row: Option<usize>,
    pub list: Vec<Column>,
    /// One for each column.
    pub remarks: Vec<Option<Remark>>,
    /// Which one has the identities.
    pub identity: Option<usize>,
}

const CUSTOM_MESSAGE: &str = "customMessage";

/// Other names in use for a field, beside its near misses.
fn usual_names(field: &str) -> &'static [&'static str] {
    match field {
        "email" => &["mail", "email address", "mail address", "email id"],
        "phoneNumber" => &[
            "phone",
            "phone no",
            "mobile",
            "mobile number",
            "mobile phone",
            "cell",
            "cell phone",
            "tel",
            "telephone",
            "telephone number",
            "whatsapp",
            "whatsapp number",
        ],
        "spaceId" => &["space", "chat space", "chat space id", "google chat space id"],
        CUSTOM_MESSAGE => &["custom msg", "custom text", "personal message"],
        _ => &[],
    }
}

/// How well a header names a field; the better comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    Exact,
    /// In other case, or with other spaces.
    Respelt,
    /// By one edit, or by another name in use.
    Likely,
}

pub(super) fn closeness(header: &str, field: &str) -> Option<Closeness> {
    let is_usual = |name: &&str| header == *name || near_miss::is_respelt(header, name);
    if header == field {
        Some(Closeness::Exact)
    } else if near_miss::is_respelt(header, field) {
        Some(Closeness::Respelt)
    } else if near_miss::is_near_miss(header, field) || usual_names(field).iter().any(is_usual) {
        Some(Closeness::Likely)
    } else {
        None
    }
}

/// The column that gives a field.
struct Given {
    field: &'static str,
    usage: Use,
    by: Option<(Closeness, usize)>,
}

impl Given {
    /// By the best header; of equally good ones, by the first.
    fn of(headers: &[&str], field: &'static str, usage: Use) -> Given {
        let named = |(index, header): (usize, &&str)| Some((closeness(header, field)?, index));
        Given { field, usage, by: headers.iter().enumerate().filter_map(named).min() }
    }

    /// What becomes of a column whose header names the field.
    fn claimed(&self, index: usize, header: &str) -> Option<(Use, Option<Remark>)> {
        let field = self.field;
        let (best, first) = self.by?;
        let close = closeness(header, field)?;
        Some(match close {
            Closeness::Exact if index == first => (self.usage, None),
            _ if index == first => (self.usage, Some(Remark::NearMiss)),
            // `phone` beside `phoneNumber` is a word as any other; beside `mobile` it is a riddle.
            Closeness::Likely if best < Closeness::Likely => {
                (Use::Parameter, Some(Remark::NearMissParameter { field, first }))
            }
            _ => (Use::Ignored, Some(Remark::DuplicateField { field, first })),
        })
    }
}

impl Columns {
    /// Of a text that has no header row.
    pub fn none(channel: Channel) -> Columns {
        Columns { channel, row: None, list: Vec::new(), remarks: Vec::new(), identity: None }
    }

    pub fn of(header: &[&str], row: usize, channel: Channel) -> Columns {
        let headers: Vec<&str> = header.iter().map(|header| header.trim()).collect();
        let identity = Given::of(&headers, channel.identity_field(), Use::Identity);
        let message = Given::of(&headers, CUSTOM_MESSAGE, Use::CustomMessage);
        let mut parameters = Places::new();
        let header_at = |index: usize| headers.get(index).copied();
        let (mut list, mut remarks) = (Vec::new(), Vec::new());
        for (index, header) in headers.iter().copied().enumerate() {
            let claimed = [&identity, &message].into_iter().find_map(|g| g.claimed(index, header));
            let (mut usage, mut remark) = claimed.unwrap_or_else(|| unclaimed(header, channel));
            if usage == Use::Parameter {
                let first = parameters.first(header, index, &header_at);
                if first != index {
                    usage = Use::Ignored;
                    remark = Some(Remark::DuplicateHeader { first });
                }
            }
            let field = match usage {
                Use::Identity => Some(identity.field),
                Use::CustomMessage => Some(message.field),
                Use::Parameter => Some(header),
                Use::Ignored => None,
            };
            let (column, header, field) = (letters(index), header.to_owned(), field.map(Arc::from));
            list.push(Column { column, header, usage, field });
            remarks.push(remark);
        }
        let identity = identity.by.map(|(_, index)| index);
        Columns { channel, row: Some(row), list, remarks, identity }
    }
}

/// What becomes of a column whose header names neither the identity nor the message.
fn unclaimed(header: &str, channel: Channel) -> (Use, Option<Remark>) {
    // Names in use for another channel's field, `phone` say, are good names of parameters.
    let names = |field| closeness(header, field).is_some_and(|close| close < Closeness::Likely);
    let mut others = Channel::ALL.into_iter().filter(|other| *other != channel);
    if header.is_empty() {
        (Use::Ignored, None)
    } else if json::characters(header.as_bytes()) > limits::HEADER_CHARACTERS {
        (Use::Ignored, Some(Remark::TooLong))
    } else if let Some(channel) = others.find(|other| names(other.identity_field())) {
        (Use::Ignored, Some(Remark::OtherIdentity { channel }))
    } else if header.contains(&['{', '}', '\r', '\n'][..]) {
        (Use::Parameter, Some(Remark::Unusable))
    } else {
        (Use::Parameter, None)
    }
}

/// What a spreadsheet writes above the column of that index, from 0.
pub(super) fn letters(index: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => letter.to_string(),
        rest => format!("{}{letter}", letters(rest - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headers: &[&str], channel: Channel) -> Columns {
        Columns::of(headers, 1, channel)
    }

    /// What each column is for, and what there is to say.
    fn read(headers: &[&str], channel: Channel) -> Vec<(Use, Option<Remark>)> {
        let columns = columns(headers, channel);
        columns.list.iter().map(|column| column.usage).zip(columns.remarks).collect()
    }

    #[test]
    fn letters_are_those_of_a_spreadsheet() {
        let all = [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (701, "ZZ"),
            (702, "AAA"),
            (16383, "XFD"),
        ];
        for (index, expected) in all {
            assert_eq!(letters(index), expected);
        }
    }

    #[test]
    fn exact_headers_need_no_remark() {
        let found = columns(&["name", "email", "customMessage", ""], Channel::Ivr);
        let fields: Vec<_> = found.list.iter().map(|column| column.field.as_deref()).collect();
        assert_eq!(fields, [Some("name"), Some("email"), Some("customMessage"), None]);
        let uses: Vec<_> = found.list.iter().map(|column| column.usage).collect();
        assert_eq!(uses, [Use::Parameter, Use::Identity, Use::CustomMessage, Use::Ignored]);
        assert_eq!(found.remarks, [None; 4]);
        assert_eq!(found.identity, Some(1));
    }

    #[test]
    fn headers_are_trimmed() {
        let found = columns(&[" email\u{a0}", "\tname "], Channel::Ivr);
        assert_eq!(found.remarks, [None; 2]);
        assert_eq!(found.list[1].header, "name");
        assert_eq!(found.list[1].field.as_deref(), Some("name"));
    }

    #[test]
    fn near_misses_are_read_as_their_field() {
        let headers = [
            (Channel::Ivr, vec!["Email", "E-Mail", "e-mail address", "Mail", "emails", "EmailID"]),
            (
                Channel::Whatsapp,
                vec!["phone", "Phone Number", "phone_number", "Mobile", "MOBILE NUMBER"],
            ),
            (Channel::Hangouts, vec!["Space ID", "space_id", "spaceid", "Space", "spaceIds"]),
        ];
        for (channel, headers) in headers {
            for header in headers {
                let found = columns(&["name", header], channel);
                assert_eq!(found.identity, Some(1), "{header}");
                assert_eq!(found.remarks, [None, Some(Remark::NearMiss)], "{header}");
                assert_eq!(found.list[1].field.as_deref(), Some(channel.identity_field()));
            }
        }
        for header in
            ["Custom Message", "Custom-Text", "custommessage", "custom_message", "customMesage"]
        {
            let found = read(&["email", header], Channel::Ivr);
            assert_eq!(found[1], (Use::CustomMessage, Some(Remark::NearMiss)), "{header}");
        }
    }

    #[test]
    fn the_best_header_gives_the_field_wherever_it_stands() {
        let duplicate =
            |field, first| (Use::Ignored, Some(Remark::DuplicateField { field, first }));
        let near = (Use::Identity, Some(Remark::NearMiss));
        assert_eq!(
            read(&["Email", "email", "email"], Channel::Ivr),
            [duplicate("email", 1), (Use::Identity, None), duplicate("email", 1)]
        );
        assert_eq!(
            read(&["mobile", "Phone", "name"], Channel::Whatsapp),
            [near, duplicate("phoneNumber", 0), (Use::Parameter, None)]
        );
        assert_eq!(
            read(&["email", "Custom Message", "customMessage"], Channel::Ivr)[1],
            duplicate("customMessage", 2)
        );
    }

    #[test]
    fn a_likely_name_beside_the_field_itself_is_a_parameter() {
        let remark = Remark::NearMissParameter { field: "phoneNumber", first: 1 };
        for given in ["phoneNumber", "Phone Number"] {
            let found = read(&["mobile", given], Channel::Whatsapp);
            assert_eq!(found[0], (Use::Parameter, Some(remark)));
            assert_eq!(found[1].0, Use::Identity);
        }
    }

    #[test]
    fn another_channels_field_is_ignored_and_its_usual_names_are_not() {
        let other = |channel| (Use::Ignored, Some(Remark::OtherIdentity { channel }));
        assert_eq!(
            read(&["email", "phoneNumber", "Space ID", "phone", "mobile"], Channel::Ivr)[1..],
            [
                other(Channel::Whatsapp),
                other(Channel::Hangouts),
                (Use::Parameter, None),
                (Use::Parameter, None)
            ]
        );
    }

    #[test]
    fn repeated_parameters_keep_the_first_column() {
        let duplicate = (Use::Ignored, Some(Remark::DuplicateHeader { first: 1 }));
        assert_eq!(read(&["email", "a", "A", " a"], Channel::Ivr)[3], duplicate);
        assert_eq!(read(&["email", "a", "A", " a"], Channel::Ivr)[2], (Use::Parameter, None));
    }

    #[test]
    fn names_that_no_placeholder_can_have() {
        for header in ["{name}", "a{", "a}b", "first\nname", "first\rname"] {
            let found = read(&["email", header], Channel::Ivr);
            assert_eq!(found[1], (Use::Parameter, Some(Remark::Unusable)), "{header:?}");
        }
    }

    #[test]
    fn no_header_is_longer_than_a_name() {
        let longest = "é".repeat(limits::HEADER_CHARACTERS);
        let longer = format!("{longest}é");
        let found = read(&["email", &longest, &longer], Channel::Ivr);
        assert_eq!(found[1], (Use::Parameter, None));
        assert_eq!(found[2], (Use::Ignored, Some(Remark::TooLong)));
    }
}
