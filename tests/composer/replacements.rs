//! Words of a payload and what edits make of them, for the tests and for the fuzzer.

/// Replacements that turn a payload into another kind of payload, and back.
pub const REPLACEMENTS: &[(&str, &str)] = &[
    ("ivr", "whatsapp"),
    ("whatsapp", "ivr"),
    ("email", "phoneNumber"),
    ("phoneNumber", "email"),
    ("text", "script"),
    ("script", "text"),
    ("message", "content"),
    ("content", "message"),
    ("\"value\":", "\"value\": "),
    ("\"identities\"", "\"identitie\""),
    ("\"identitie\"", "\"identities\""),
    ("\"type\"", "\"type\":\"text\",\"value\":{\"t\":\"{a}{b}\"},\"type\""),
    ("parameters", "customMessage"),
    ("customMessage", "parameters"),
    ("[", "[{\"email\":\"new@example.com\"},"),
    ("}]", "}"),
    ("}", "}]"),
    ("{", "{{"),
    ("{{", "{"),
];
