//! Files as people have them, from text to identities and problems.

use serde_json::{Value, json};

use super::*;
use crate::limits;
use ProblemKind::*;

fn ivr(csv: &str) -> Audience {
    import(csv, Channel::Ivr)
}

fn identities(audience: &Audience) -> Value {
    serde_json::from_str(&audience.identities_json()).unwrap()
}

/// Kind, row and column of each problem.
fn places(audience: &Audience) -> Vec<(ProblemKind, Option<usize>, Option<&str>)> {
    let problems = audience.problems.iter();
    problems.map(|found| (found.kind, found.row, found.column.as_deref())).collect()
}

/// The one problem there is.
fn one(audience: &Audience) -> &Problem {
    assert_eq!(audience.problems.len(), 1, "{:?}", audience.problems);
    &audience.problems[0]
}

#[test]
fn every_column_goes_where_it_belongs() {
    let audience =
        ivr("name,email,customMessage,refId\nAda,a@example.com,\"Hi {name}, all well?\",007\n");
    assert_eq!(
        identities(&audience),
        json!([{
            "email": "a@example.com",
            "customMessage": "Hi {name}, all well?",
            "parameters": { "name": "Ada", "refId": "007" },
        }])
    );
    assert_eq!(audience.rows, [2]);
    assert_eq!(audience.problems, []);
}

#[test]
fn the_shape_is_the_one_of_the_javascript_face() {
    let audience = ivr("email,Name,\na@example.com,Ada\nx,,\n");
    assert_eq!(
        serde_json::to_value(&audience).unwrap(),
        json!({
            "identities": [
                { "email": "a@example.com", "parameters": { "Name": "Ada" } },
                { "email": "x" },
            ],
            "rows": [2, 3],
            "columns": [
                { "column": "A", "header": "email", "use": "identity", "field": "email" },
                { "column": "B", "header": "Name", "use": "parameter", "field": "Name" },
                { "column": "C", "header": "", "use": "ignored" },
            ],
            "delimiter": ",",
            "problems": [{
                "severity": "warning",
                "kind": "implausible-identity",
                "message": "`x` does not look like an email address",
                "row": 3,
                "column": "A",
            }],
            "totals": { "error": 0, "warning": 1, "info": 0 },
            "truncated": false,
        })
    );
    let uses = [Use::Identity, Use::CustomMessage, Use::Parameter, Use::Ignored];
    let names = json!(["identity", "customMessage", "parameter", "ignored"]);
    assert_eq!(serde_json::to_value(uses).unwrap(), names);
}

#[test]
fn parameters_keep_the_order_of_the_columns() {
    let audience = ivr("z,email,a,__proto__\n1,a@b,2,3\n");
    let expected = r#"[{"email":"a@b","parameters":{"z":"1","a":"2","__proto__":"3"}}]"#;
    assert_eq!(audience.identities_json(), expected);
}

#[test]
fn each_channel_has_its_identity() {
    let field = |csv, channel| identities(&import(csv, channel));
    assert_eq!(field("spaceId\nAAQA", Channel::Hangouts), json!([{ "spaceId": "AAQA" }]));
    assert_eq!(
        field("Phone\n+12345678", Channel::Whatsapp),
        json!([{ "phoneNumber": "+12345678" }])
    );
    assert_eq!(field("e-mail address\na@b", Channel::Ivr), json!([{ "email": "a@b" }]));
}

#[test]
fn what_is_written_any_way_is_read_the_same() {
    let expected = ivr("email,name\na@b,\"x\ny \"\"z\"\"\"\n").identities;
    assert_eq!(expected[0].parameters[0].1, "x\ny \"z\"");
    for csv in [
        "\u{feff}email,name\r\na@b,\"x\ny \"\"z\"\"\"\r\n",
        "email;name\na@b;\"x\ny \"\"z\"\"\"",
        "email\tname\ra@b\t\"x\ny \"\"z\"\"\"\r",
        "sep=;\r\n\"email\";\"name\"\r\n\"a@b\";\"x\ny \"\"z\"\"\"\r\n",
        "sep=|\nemail|name\na@b|\"x\ny \"\"z\"\"\"\n",
    ] {
        let audience = ivr(csv);
        assert_eq!(audience.identities, expected, "{csv:?}");
        assert_eq!((audience.rows.as_slice(), audience.problems.len()), (&[2][..], 0), "{csv:?}");
    }
    assert_eq!(ivr("email\tname\na@b\tx").delimiter, '\t');
    assert_eq!(ivr("sep=|\nemail|name\na@b|x").delimiter, '|');
}

#[test]
fn values_stay_as_they_are_and_identities_are_trimmed() {
    let audience = ivr("email,n,customMessage\n \u{a0}a@b\t, 1.50 ,  \n");
    let expected =
        json!([{ "email": "a@b", "customMessage": "  ", "parameters": { "n": " 1.50 " } }]);
    assert_eq!(identities(&audience), expected);
    assert_eq!(audience.problems, []);
}

#[test]
fn empty_cells_are_absent() {
    let audience = ivr("email,a,customMessage,b\na@b,,,\nc@d,\"\",\"\",x\ne@f\n");
    let expected = json!([{ "email": "a@b" }, { "email": "c@d", "parameters": { "b": "x" } }, { "email": "e@f" }]);
    assert_eq!(identities(&audience), expected);
    assert_eq!(audience.problems, []);
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let csv = "\nemail,name\na@b,\"two\nlines\"\n\n,\nc@d,\"\r\n\"\ne@f\n\n";
    let audience = ivr(csv);
    assert_eq!(audience.rows, [3, 6, 7]);
    let found = one(&audience);
    assert_eq!((found.kind, found.row), (EmptyRows, None));
    assert_eq!(found.message, "3 empty rows skipped, from row 1 on");
    assert_eq!(ivr("sep=,\nemail\na@b").rows, [2]);
}

#[test]
fn missing_is_told_from_implausible() {
    let audience =
        import("name,phoneNumber\nAda,\nBob\nEve,12-34\nJoe,+12345678\n", Channel::Whatsapp);
    assert_eq!(
        places(&audience),
        [
            (MissingIdentity, Some(2), Some("B")),
            (MissingIdentity, Some(3), Some("B")),
            (ImplausibleIdentity, Some(4), Some("B")),
        ]
    );
    assert_eq!(audience.totals, Totals { error: 2, warning: 1, info: 0 });
    let name = |name: &str| json!({ "name": name });
    assert_eq!(
        identities(&audience),
        json!([
            { "parameters": name("Ada") },
            { "parameters": name("Bob") },
            { "phoneNumber": "12-34", "parameters": name("Eve") },
            { "phoneNumber": "+12345678", "parameters": name("Joe") },
        ])
    );
}

#[test]
fn a_shortened_number_gets_a_hint() {
    let hint = |csv| one(&import(csv, Channel::Whatsapp)).hint.clone();
    assert!(hint("phoneNumber\n4.91555E+12").unwrap().contains("shortened"));
    assert!(hint("phoneNumber\n\"4,91555e+12\"").unwrap().contains("shortened"));
    assert_eq!(hint("phoneNumber\n91xxxxxxx4"), None);
}

#[test]
fn duplicates_name_the_row_of_the_first() {
    let audience = ivr("email\na@b\nc@d\n a@b\nA@b\na@b\n");
    let found = [(DuplicateIdentity, Some(4), Some("A")), (DuplicateIdentity, Some(6), Some("A"))];
    assert_eq!(places(&audience), found);
    assert!(audience.problems[1].message.starts_with("`a@b` stands in row 2 already"));
    assert_eq!(audience.identities.len(), 5);
}

#[test]
fn parameters_have_at_most_200_characters() {
    let csv = format!("email,a,b\nx@y,{},{}\n", "é".repeat(200), "é".repeat(203));
    let audience = ivr(&csv);
    let found = one(&audience);
    assert_eq!(
        (found.kind, found.row, found.column.as_deref()),
        (ParameterTooLong, Some(2), Some("C"))
    );
    assert_eq!(found.message, "parameter `b` has 203 characters; at most 200 are allowed");
    assert_eq!(found.hint.as_deref(), Some("shorten it by 3"));
    assert_eq!(audience.identities[0].parameters[1].1.chars().count(), 203);
    let message = format!("email,customMessage\nx@y,{}\n", "m".repeat(5000));
    assert_eq!(ivr(&message).problems, []);
}

#[test]
fn a_row_fills_at_most_20_parameters() {
    let header: String = (1..=21).map(|at| format!(",p{at}")).collect();
    let twenty = ",x".repeat(20);
    let audience = ivr(&format!("email{header}\na@b{twenty},\nc@d{twenty},x\ne@f,{twenty}\n"));
    let found = one(&audience);
    assert_eq!(
        (found.kind, found.row, found.column.as_deref()),
        (TooManyParameters, Some(3), None)
    );
    assert_eq!(found.message, "the row has 21 parameters; at most 20 are allowed");
    assert_eq!(audience.identities[1].parameters.len(), 21);
}

#[test]
fn cells_beyond_the_header_are_said_where_they_have_data() {
    let audience = ivr("email,name\na@b,Lovelace, Ada\nc@d,x,, ,\n");
    let found = one(&audience);
    assert_eq!(
        (found.kind, found.row, found.column.as_deref()),
        (TooManyCells, Some(2), Some("C"))
    );
    assert!(found.message.contains("3 cells") && found.message.contains("the header has 2"));
    assert!(found.hint.as_deref().unwrap().ends_with("contains `,`"));
    assert_eq!(audience.identities.len(), 2);
    let tabs = ivr("email\tname\na@b\tc\td");
    assert!(one(&tabs).hint.as_deref().unwrap().ends_with("contains a tab"));
}

#[test]
fn data_without_a_header_is_said_once() {
    let audience = ivr("email,,\na@b,,\nc@d,,x\ne@f, ,y\n");
    let found = one(&audience);
    assert_eq!((found.kind, found.row, found.column.as_deref()), (EmptyHeader, None, Some("C")));
    assert!(found.message.ends_with("with data in 2 rows from row 3 on"), "{}", found.message);
    assert_eq!(
        identities(&audience),
        json!([{ "email": "a@b" }, { "email": "c@d" }, { "email": "e@f" }])
    );
}

#[test]
fn ignored_columns_leave_the_identities_alone() {
    let audience = ivr("email,Email,a,a,phoneNumber\nx@y,z@z,1,2,+12345678\n");
    assert_eq!(identities(&audience), json!([{ "email": "x@y", "parameters": { "a": "1" } }]));
    assert_eq!(
        places(&audience),
        [
            (DuplicateField, None, Some("B")),
            (DuplicateHeader, None, Some("D")),
            (OtherIdentityColumn, None, Some("E")),
        ]
    );
}

#[test]
fn files_without_an_audience() {
    for csv in ["", "\u{feff}", "\n\r\n", ",,\n , \n", "sep=;\n"] {
        let audience = ivr(csv);
        assert_eq!(one(&audience).kind, EmptyFile, "{csv:?}");
        assert_eq!((audience.columns.len(), audience.identities_json()), (0, "[]".to_owned()));
    }
    for csv in ["email", "email,name\r\n", "email\n\n,,\n"] {
        assert_eq!(one(&ivr(csv)).kind, NoRows, "{csv:?}");
    }
}

#[test]
fn without_identities_every_row_stays_and_one_problem_says_it() {
    let audience = ivr("name,amount\nAda,1\nBob,2\n");
    assert_eq!(one(&audience).kind, NoIdentityColumn);
    assert_eq!(audience.rows, [2, 3]);
    assert_eq!(identities(&audience)[1], json!({ "parameters": { "name": "Bob", "amount": "2" } }));
    let other = ivr("phoneNumber,name\n+12345678,Ada\n");
    assert_eq!(one(&other).kind, WrongIdentityColumn);
    assert_eq!(identities(&other), json!([{ "parameters": { "name": "Ada" } }]));
}

#[test]
fn an_unclosed_quote_is_said_where_it_opens() {
    let audience = ivr("email,name\na@b,Ada\nc@d,\"Bob\ne@f,Eve\n");
    let found = one(&audience);
    assert_eq!(
        (found.kind, found.row, found.column.as_deref()),
        (UnclosedQuote, Some(3), Some("B"))
    );
    assert_eq!(identities(&audience)[1]["parameters"]["name"], "Bob\ne@f,Eve\n");
    let header = ivr("email,\"name\na@b,Ada\n");
    assert_eq!(places(&header)[0], (UnclosedQuote, Some(1), Some("B")));
}

#[test]
fn problems_of_the_file_and_its_columns_come_first() {
    let audience = ivr("Email,,{x}\n,\n\nbad,y,\"z\n");
    assert_eq!(
        places(&audience),
        [
            (UnclosedQuote, Some(4), Some("C")),
            (EmptyRows, None, None),
            (NearMissHeader, None, Some("A")),
            (EmptyHeader, None, Some("B")),
            (UnusableHeader, None, Some("C")),
            (ImplausibleIdentity, Some(4), Some("A")),
        ]
    );
}

#[test]
fn a_hundred_thousand_rows_are_read_and_their_problems_counted() {
    let mut csv = "Email,name,amount,city,code\n".to_owned();
    for row in 0..100_000 {
        csv.push_str(&format!("user{row},Ada,12.50,\"Ulm, Donau\",{row:06}\n"));
    }
    let audience = ivr(&csv);
    assert_eq!((audience.identities.len(), audience.rows[99_999]), (100_000, 100_001));
    assert_eq!(audience.problems.len(), limits::DIAGNOSTICS);
    assert_eq!(audience.totals, Totals { error: 0, warning: 100_000, info: 1 });
    assert!(audience.truncated);
    assert_eq!(audience.problems[0].kind, NearMissHeader);
    assert_eq!(audience.problems.last().unwrap().row, Some(1000));
    assert_eq!(audience.identities[99_999].parameters[3].1, "099999");
}

#[test]
fn wide_tables_are_read() {
    let header: Vec<String> = (0..5000).map(|at| format!("p{at}")).collect();
    let audience = ivr(&format!("email,{}\na@b{}x\n", header.join(","), ",".repeat(5000)));
    assert_eq!(identities(&audience), json!([{ "email": "a@b", "parameters": { "p4999": "x" } }]));
    assert_eq!(audience.columns[5000].column, "GJI");
}

#[test]
fn the_identities_make_a_payload() {
    let audience = ivr("email,name\nada@example.com,\"Ada \"\"A\"\"\"\n");
    let identities = audience.identities_json();
    let payload = format!(
        r#"{{"channel":"ivr","message":{{"type":"text","value":"Hello {{name}}"}},"identities":{identities}}}"#
    );
    let preview = crate::preview(&payload, &crate::Options::default());
    assert!(preview.report.valid);
    assert_eq!(preview.recipients[0].filled.as_str(), "Hello Ada \"A\"");
}
