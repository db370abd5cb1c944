use super::super::sentence::tests::{said, with};

const OF_AN_IDENTITY: &str =
    "is no field of an identity; allowed are `email`, `customMessage` and `parameters`";
const OF_THE_PAYLOAD: &str = "is no field of the payload; allowed are `channel`, `message`, \
     `content`, `identities`, `webhookInstanceName` and `userIdentityType`";
const OF_THE_MESSAGE: &str = "is no field of the message; allowed are `type` and `value`";

fn renamed(name: &str, of: &str, meant: &str) -> String {
    let fix = format!("[rename to `{meant}`: \"{name}\" → \"{meant}\"]");
    format!("{} {fix}", hinted(name, of, meant))
}

fn hinted(name: &str, of: &str, meant: &str) -> String {
    format!("`{name}` {of} (write `{meant}`)")
}

#[test]
fn fields_are_renamed_at_every_level() {
    let source = r#"{"Channel":"ivr","mesage":{"type":"text","value":"x"},"identities":[{"email":"a@b.c"}]}"#;
    let of = OF_THE_PAYLOAD;
    assert_eq!(said(source), [renamed("Channel", of, "channel"), renamed("mesage", of, "message")]);
    let source = r#"{"channel":"ivr","content":{"typ":"text","Value":"x"},"identities":[{"email":"a@b.c"}]}"#;
    let of = OF_THE_MESSAGE;
    assert_eq!(said(source), [renamed("typ", of, "type"), renamed("Value", of, "value")]);
    let source = with(r#"{"Email":"a@b.c","Parameters":{}}"#);
    let of = OF_AN_IDENTITY;
    assert_eq!(
        said(&source),
        [renamed("Email", of, "email"), renamed("Parameters", of, "parameters")]
    );
}

#[test]
fn a_field_is_renamed_only_where_that_makes_it_right() {
    let of = OF_AN_IDENTITY;
    assert_eq!(said(&with(r#"{"Email":7}"#)), [hinted("Email", of, "email")]);
    assert_eq!(
        said(&with(r#"{"email":"a","x":1,"Parameters":{"k":7}}"#)),
        [format!("`x` {of}"), hinted("Parameters", of, "parameters")]
    );
    let source = r#"{"Channel":"fax","message":{"type":"text","value":"x"},"identities":[{"email":"a@b.c"}]}"#;
    assert_eq!(said(source), [hinted("Channel", OF_THE_PAYLOAD, "channel")]);
}

#[test]
fn no_field_is_meant_that_is_there_already() {
    let of = OF_AN_IDENTITY;
    assert_eq!(said(&with(r#"{"email":"a","Email":"b"}"#)), [format!("`Email` {of}")]);
    let valid = with(r#"{"email":"a@b.c"}"#);
    for there in ["message", "content"] {
        for written in ["Message", "Content"] {
            let valid = valid.replace("message", there);
            let source = valid.replacen('{', &format!(r#"{{"{written}":1,"#), 1);
            assert_eq!(said(&source), [format!("`{written}` {OF_THE_PAYLOAD}")]);
        }
    }
}

#[test]
fn of_two_that_mean_the_same_the_first_is_it() {
    let of = OF_AN_IDENTITY;
    assert_eq!(
        said(&with(r#"{"E-Mail":"a@b.c","Email":"b@b.c"}"#)),
        [renamed("E-Mail", of, "email"), format!("`Email` {of}")]
    );
    let source = r#"{"channel":"ivr","Content":{"type":"text","value":"x"},"Message":1,"identities":[{"email":"a@b.c"}]}"#;
    let of = OF_THE_PAYLOAD;
    assert_eq!(said(source), [renamed("Content", of, "content"), format!("`Message` {of}")]);
}

#[test]
fn a_field_of_another_channel_may_be_meant() {
    let of = OF_AN_IDENTITY;
    assert_eq!(
        said(&with(r#"{"PhoneNumber":"123456789"}"#)),
        [format!("`PhoneNumber` {of} (a recipient on `ivr` is named by `email`)")]
    );
    let payload = with("{}").replacen('{', r#"{"PhoneNumber":"1","#, 1);
    assert_eq!(said(&payload)[0], format!("`PhoneNumber` {OF_THE_PAYLOAD}"));
}
