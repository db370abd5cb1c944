use proptest::prelude::*;

use super::*;
use crate::preview::{Filler, Recipient};
use crate::tries::tries;
use crate::{Options, Report};

#[test]
fn the_schema_names_the_same_fields() {
    let schema: serde_json::Value = serde_json::from_str(crate::REQUEST_SCHEMA).unwrap();
    let fields = |pointer: &str| {
        let properties = schema.pointer(pointer).unwrap().as_object().unwrap();
        let mut names: Vec<String> = properties.keys().cloned().collect();
        names.sort();
        names
    };
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        names
    };
    let mut identity = Channel::ALL.map(Channel::identity_field).to_vec();
    identity.extend(PERSONAL_FIELDS);
    assert_eq!(fields("/properties"), sorted(&PAYLOAD_FIELDS));
    assert_eq!(fields("/$defs/message/properties"), sorted(&MESSAGE_FIELDS));
    assert_eq!(fields("/$defs/identity/properties"), sorted(&identity));
    let types = &schema["$defs"]["message"]["properties"]["type"]["enum"];
    assert_eq!(*types, serde_json::json!(MESSAGE_TYPES));
}

#[test]
fn a_message_is_a_text_an_object_or_an_array() {
    for (value, is_message) in [
        (r#""""#, true),
        ("{}", true),
        ("[]", true),
        ("7", false),
        ("null", false),
        ("true", false),
    ] {
        for name in ["message", "content"] {
            let source = format!(r#"{{"{name}":{{"type":"script","value":{value}}}}}"#);
            let payload = read(&source).unwrap();
            let message = payload.document().message;
            let found = message.map(|message| (message.pointer().to_string(), message.is_script));
            assert_eq!(found, is_message.then(|| (format!("/{name}/value"), true)), "{source}");
        }
    }
}

#[test]
fn a_payload_is_sound_only_where_all_of_it_is_plainly_so() {
    let identity = r#"{"email":"a@b"}"#;
    let payload = |before: &str, message: &str, identities: &str| {
        format!(r#"{{{before}"channel":"ivr",{message}"identities":[{identities}]}}"#)
    };
    let message = r#""message":{"value":{"x":7},"type":"template"},"#;
    let content = message.replace("message", "content");
    let full = r#""webhookInstanceName":"w","userIdentityType":"","#;
    let is_sound = |source: &str| read(source).unwrap().document().is_sound();
    let many = |number: usize| vec![identity; number].join(",");
    for source in [
        payload("", message, identity),
        payload(full, &content, &many(limits::IDENTITIES)),
        payload("", message, r#"{"parameters":{"\u006b":"1"},"email":"","customMessage":"x"}"#),
    ] {
        assert!(is_sound(&source), "{source}");
        assert!(crate::check(&source, &Options::default()).valid, "{source}");
    }
    for source in [
        payload("", message, ""),
        payload("", message, &many(limits::IDENTITIES + 1)),
        payload("", message, r#"{"spaceId":"a"}"#),
        payload("", message, r#"{"email":7}"#),
        payload("", "", identity),
        payload("", &(content + message), identity),
        payload("", r#""message":{"type":"text","value":7},"#, identity),
        payload("", r#""message":{"type":"texts","value":""},"#, identity),
        payload("", r#""message":{"type":"text","type":"text"},"#, identity),
        payload("", r#""message":{"type":"text","value":"","x":7},"#, identity),
        payload(r#""webhookInstanceName":null,"#, message, identity),
        payload(r#""other":"","#, message, identity),
        payload(r#""channel":"ivr","#, message, identity),
        payload("", message, identity).replace("ivr", "IVR"),
        payload("", message, identity).replace("identities", "people"),
        payload("", message, identity).replace(r#""channel":"ivr","#, ""),
        "7".to_owned(),
    ] {
        assert!(!is_sound(&source), "{source}");
    }
}

#[test]
fn strings_stand_where_they_are_written_whichever_way_they_were_read() {
    let source = r#"{"channel":"ivr","identities":[{"email":"a","customMessage":"\n","parameters":{"k":"1","l":"\u00e9"}}]}"#;
    for payload in [read(source).unwrap(), read_exactly(source).unwrap()] {
        let identity = payload.document().identities.get(0).unwrap();
        let (_, name) = identity.name().unwrap();
        let custom_message = identity.custom_message().unwrap();
        let texts = [&[name, custom_message], identity.values()].concat();
        let written: Vec<&str> = texts.iter().map(|text| &source[text.range()]).collect();
        assert_eq!(written, [r#""a""#, r#""\n""#, r#""1""#, r#""\u00e9""#]);
        let characters: Vec<&str> = texts.iter().map(|text| identity.characters(*text)).collect();
        assert_eq!(characters, ["a", "\n", "1", "é"]);
        let have_escapes: Vec<bool> = texts.iter().map(|text| text.has_escapes()).collect();
        assert_eq!(have_escapes, [false, true, false, true]);
    }
}

#[test]
fn sound_identities_are_read_again_only_where_another_channel_is_meant() {
    let identities = r#"[{"email":"a"},{"phoneNumber":"1"},7,{"email":"b"}]"#;
    for (channel, again) in [("ivr", vec![1, 2]), ("whatsapp", vec![0, 2, 3]), ("fax", vec![2])] {
        let source = format!(r#"{{"channel":"{channel}","identities":{identities}}}"#);
        let mut root = read(&source).unwrap().root;
        let partial = root.partial_mut(IDENTITIES).unwrap();
        assert_eq!(
            partial.rest.iter().map(|(index, _)| *index).collect::<Vec<_>>(),
            again,
            "{channel}"
        );
    }
}

#[test]
fn of_a_repeated_key_the_last_recipients_count() {
    for (first, last, names) in [
        (r#"[{"email":"a"}]"#, r#"[{"email":"b"},{"email":"c"}]"#, vec!["b", "c"]),
        ("7", r#"[{"email":"b"}]"#, vec!["b"]),
        (r#"[{"email":"a"}]"#, "7", vec![]),
        (r#"[{"email":"a"}]"#, "[]", vec![]),
    ] {
        let source = format!(r#"{{"channel":"ivr","identities":{first},"identities":{last}}}"#);
        for payload in [read(&source).unwrap(), read_exactly(&source).unwrap()] {
            let identities = payload.document().identities.iter();
            let found: Vec<&str> = identities
                .filter_map(|identity| Some(identity.characters(identity.name()?.1)))
                .collect();
            assert_eq!(found, names, "{source}");
        }
    }
}

/// Members of an identity, sound or not, as they may be written.
fn member() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        6 => "[a-c{}é💬 ]{0,4}",
        1 => prop::sample::select(vec![
            "\\u00e9", "\\n", "\\ud83d\\ude00", "\\ud83d", "\\x", "\u{1}", "\\\"", "\\u007ba}", "\\/",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(vec![199_usize, 200, 201]).prop_map(|number| "é".repeat(number)),
        1 => prop::sample::select(vec![199_usize, 200, 201]).prop_map(|number| "\\u00e9".repeat(number)),
    ];
    let text = text.prop_map(|text| format!("\"{text}\""));
    let other = prop::sample::select(vec!["null", "7", "true", "[]", "{}", "01", "\"", ""]);
    let value = prop_oneof![12 => text, 1 => other.prop_map(str::to_owned)];
    let name =
        prop::sample::select(vec!["\"a\"", "\"b\"", "\"\\u0061\"", "\"A\"", "\"{a}\"", "\"\""]);
    let parameters = prop::collection::vec((name, value.clone()), 0..4).prop_map(|members| {
        members.iter().map(|(name, value)| format!("{name}:{value}")).collect::<Vec<_>>().join(",")
    });
    let many = (19_usize..22).prop_map(|number| {
        (0..number).map(|key| format!("\"k{key}\":\"{key}\"")).collect::<Vec<_>>().join(",")
    });
    let field = prop::sample::select(vec![
        "email",
        "email",
        "email",
        "phoneNumber",
        "customMessage",
        "customMessage",
        "other",
        "em\\u0061il",
    ]);
    prop_oneof![
        4 => (field, value).prop_map(|(field, value)| format!("\"{field}\":{value}")),
        3 => prop_oneof![9 => parameters, 1 => many]
            .prop_map(|members| format!("\"parameters\":{{{members}}}")),
    ]
}

fn source() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec!["", "", "", " ", "\n\t", "\r\n"]);
    let person = (prop::collection::vec(member(), 0..4), gap.clone(), prop::bool::weighted(0.95))
        .prop_map(|(members, gap, is_named)| {
            let name = if is_named { vec!["\"email\":\"u@e.org\"".to_owned()] } else { Vec::new() };
            let members = name.into_iter().chain(members).collect::<Vec<_>>();
            format!("{{{gap}{}{gap}}}", members.join(&format!(",{gap}")))
        });
    let copies = (person, 1_usize..4).prop_map(|(person, number)| vec![person; number]);
    let array = (prop::collection::vec(copies, 0..4), gap).prop_map(|(people, gap)| {
        format!("[{gap}{}{gap}]", people.concat().join(&format!("{gap},")))
    });
    let channel = prop::sample::select(vec!["ivr", "ivr", "whatsapp", "fax"]);
    (channel, "[{}ab ]{0,8}", array, prop::option::weighted(0.1, "[1\\[\\]]{1,2}")).prop_map(
        |(channel, value, people, again)| {
            let again = again.map(|again| format!(",\"identities\":{again}")).unwrap_or_default();
            format!(
                r#"{{"channel":"{channel}","message":{{"type":"text","value":"{value}"}},"identities":{people}{again}}}"#
            )
        },
    )
}

fn said(payload: &Payload<'_>) -> (Report, Vec<Recipient>) {
    let document = payload.document();
    let shared = crate::resolution::shared(&document);
    let filler = Filler::new(document.identities, shared, crate::Reading::default());
    let report = crate::report(payload, &Options::default());
    (report, filler.views(0..document.identities.len(), usize::MAX).into_recipients().unwrap())
}

proptest! {
    #![proptest_config(tries(2000))]

    #[test]
    fn the_fast_way_and_the_exact_one_agree(source in source()) {
        match (read(&source), read_exactly(&source)) {
            (Ok(fast), Ok(exact)) => prop_assert_eq!(said(&fast), said(&exact)),
            (fast, exact) => prop_assert_eq!(fast.err(), exact.err()),
        }
    }

    #[test]
    fn what_is_taken_fast_is_valid(source in source()) {
        let Ok(payload) = read(&source) else { return Ok(()) };
        let people = payload.people.list.iter().filter(|person| person.is_sound);
        for person in people {
            let channel = person.name.map(|(channel, _)| channel.name()).unwrap_or_default();
            let identity = &source[person.start as usize..person.end as usize];
            let message = r#"{"type":"text","value":""}"#;
            let one = format!(r#"{{"channel":"{channel}","message":{message},"identities":[{identity}]}}"#);
            let report = crate::report(&read_exactly(&one).unwrap(), &Options::default());
            prop_assert!(report.valid, "{identity}");
            prop_assert!(!report.codes.contains_key(&crate::Code::DuplicateKey), "{identity}");
        }
    }
}
