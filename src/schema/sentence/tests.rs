use crate::{Options, Severity, check, limits};

/// What an author reads of a payload's errors: message, hint, and what a fix replaces.
pub(in crate::schema) fn said(source: &str) -> Vec<String> {
    let options = Options { max_diagnostics: 5000, ..Options::default() };
    let mut report = check(source, &options);
    report.diagnostics.retain(|found| found.severity == Severity::Error);
    let lines = report.diagnostics.into_iter().map(|found| {
        let mut line = found.message;
        line.extend(found.hint.map(|hint| format!(" ({hint})")));
        if let Some(fix) = found.fix {
            let [edit] = fix.edits.as_slice() else { panic!("one edit: {fix:?}") };
            let (title, old, new) = (fix.title, &source[edit.start..edit.end], &edit.text);
            line.push_str(&format!(" [{title}: {old} → {new}]"));
        }
        line
    });
    lines.collect()
}

/// A payload with those identities and nothing wrong but what they bring.
pub(in crate::schema) fn with(identities: &str) -> String {
    let message = r#"{"type":"text","value":"x"}"#;
    format!(r#"{{"channel":"ivr","message":{message},"identities":[{identities}]}}"#)
}

fn with_parameters(members: &str) -> String {
    with(&format!(r#"{{"email":"ada@example.com","parameters":{{{members}}}}}"#))
}

#[test]
fn what_is_missing() {
    assert_eq!(
        said("{}"),
        ["`message` is missing", "`channel` is missing", "`identities` is missing"]
    );
    assert_eq!(
        said(r#"{"channel":"ivr","content":{},"identities":[{}]}"#),
        [
            "`content` has no `type`",
            "`content` has no `value`",
            "`identities[0]` has no `email`, which names the recipient on `ivr`",
        ]
    );
    assert_eq!(
        said(r#"{"channel":"fax","message":{"type":"text","value":"x"},"identities":[{}]}"#)[1],
        "`identities[0]` has no identity field: `email`, `spaceId` or `phoneNumber`"
    );
}

#[test]
fn what_has_another_type() {
    assert_eq!(said("[]"), ["the payload must be an object, and is an array"]);
    let source = r#"{"channel":7,"message":[],"identities":{},"webhookInstanceName":null,"userIdentityType":false}"#;
    assert_eq!(
        said(source),
        [
            "`channel` must be a string, and is a number (put the value in double quotes)",
            "`message` must be an object, and is an array",
            "`identities` must be an array, and is an object",
            "`webhookInstanceName` must be a string, and is null \
             (leave the property out where there is no value)",
            "`userIdentityType` must be a string, and is a boolean (put the value in double quotes) \
             [write `\"false\"`: false → \"false\"]",
        ]
    );
    assert_eq!(
        said(r#"{"channel":"ivr","message":7,"identities":true}"#),
        [
            "`message` must be an object, and is a number",
            "`identities` must be an array, and is a boolean",
        ],
        "quotes are no use"
    );
    let source = r#"{"channel":"ivr","message":{"type":true,"value":null},"identities":["a"]}"#;
    assert_eq!(
        said(source),
        [
            "`type` must be a string, and is a boolean (put the value in double quotes)",
            "`value` must be a string, an object or an array, and is null",
            "`identities[0]` must be an object, and is a string",
        ]
    );
    assert_eq!(
        said(&with(r#"{"email":"a@b.c","customMessage":{},"parameters":null}"#)),
        [
            "`customMessage` must be a string, and is an object",
            "`parameters` must be an object, and is null \
             (leave the property out where there is no value)",
        ]
    );
}

#[test]
fn parameters_are_said_to_be_some_whatever_their_names() {
    for name in ["channel", "type", "value", "identities", "parameters", "a/b~c"] {
        assert_eq!(
            said(&with_parameters(&format!(r#""{name}":true"#))),
            [format!(
                "parameter `{name}` must be a string, and is a boolean \
                 (put the value in double quotes) [write `\"true\"`: true → \"true\"]"
            )]
        );
        assert_eq!(
            said(&with_parameters(&format!(r#""{name}":null"#))),
            [format!("parameter `{name}` must be a string, and is null")]
        );
    }
}

#[test]
fn a_number_is_quoted_where_it_is_short_enough() {
    let found = "parameter `k` must be a string, and is a number (put the value in double quotes)";
    let longest = "1".repeat(limits::PARAMETER_CHARACTERS);
    assert_eq!(
        said(&with_parameters(&format!(r#""k":{longest}"#))),
        [format!("{found} [write `\"{longest}\"`: {longest} → \"{longest}\"]")]
    );
    assert_eq!(said(&with_parameters(&format!(r#""k":{longest}1"#))), [found]);
}

#[test]
fn what_is_no_allowed_word() {
    let source = r#"{"channel":"IVR","message":{"type":"Text","value":"x"},"identities":[{"email":"a@b.c"}]}"#;
    assert_eq!(
        said(source),
        [
            "`IVR` is no channel; allowed are `ivr`, `hangouts` and `whatsapp` (write `ivr`)",
            "`Text` is no message type; allowed are `text`, `template` and `script` \
             [write `text`: \"Text\" → \"text\"]",
        ]
    );
    let source = source.replace("IVR", "pigeon").replace("Text", "letter");
    assert_eq!(
        said(&source),
        [
            "`pigeon` is no channel; allowed are `ivr`, `hangouts` and `whatsapp`",
            "`letter` is no message type; allowed are `text`, `template` and `script`",
        ]
    );
}

#[test]
fn what_is_there_too_much() {
    assert_eq!(
        said(
            r#"{"channel":"ivr","message":{"type":"text","value":"x"},"content":{"type":"text","value":"x"},"identities":[]}"#
        ),
        [
            "`message` and `content` are two names for one thing, and both are given \
             (keep `message` and remove `content`)",
            "`identities` is empty; between 1 and 1000 are allowed (add a recipient)",
        ]
    );
    for number in [r#""123456789""#, "7"] {
        assert_eq!(
            said(&with(&format!(r#"{{"phoneNumber":{number}}}"#))),
            ["`phoneNumber` names a recipient on `whatsapp`, and the channel is `ivr` \
              (name the recipient by `email`, or change the channel)"],
            "{number}"
        );
    }
    let members: Vec<String> = (0..21).map(|n| format!(r#""k{n}":"""#)).collect();
    assert_eq!(
        said(&with_parameters(&members.join(","))),
        ["`parameters` has 21 entries; at most 20 are allowed"]
    );
    assert_eq!(
        said(&with_parameters(&format!(r#""k":"{}""#, "é".repeat(203)))),
        ["parameter `k` has 203 characters; at most 200 are allowed (shorten it by 3)"]
    );
}

#[test]
fn too_many_identities_are_split_and_at_some_point_no_more_looked_at() {
    // Without a warning, so that no error is too far down to be listed.
    let too_many = |number: usize, last: &str| {
        let others = (1..number).map(|number| format!(r#"{{"email":"a@{number}"}},"#));
        said(&with(&(others.collect::<String>() + last)))
    };
    let sound = r#"{"email":"a@b"}"#;
    assert_eq!(
        too_many(2001, sound),
        ["`identities` has 2001 items; at most 1000 are allowed (split it into 3 requests)"]
    );
    assert_eq!(too_many(1001, "7").len(), 2, "what is looked at is judged");
    let all = limits::LOOKED_AT;
    assert_eq!(
        too_many(all, sound),
        ["`identities` has 100000 items; at most 1000 are allowed (split it into 100 requests)"]
    );
    assert_eq!(
        too_many(all + 1, "7"),
        ["`identities` has 100001 items; at most 1000 are allowed \
          (split it into 101 requests; only the first 100000 were looked at)"]
    );
}
