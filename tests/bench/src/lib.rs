//! The payloads that are measured: so many recipients with so many parameters of so
//! many characters.

use std::fmt::Write;

/// The size of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Recipients.
    pub identities: usize,
    /// Parameters of each, all of which the message uses.
    pub parameters: usize,
    /// Characters of each value.
    pub characters: usize,
}

impl Size {
    /// So many recipients with so many parameters of 20 characters.
    #[must_use]
    pub const fn new(identities: usize, parameters: usize) -> Size {
        Size { identities, parameters, characters: 20 }
    }

    /// All that one request may hold.
    pub const MAX: Size = Size { identities: 1000, parameters: 20, characters: 200 };

    /// As benchmarks name it, `1000x20` or `max`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Size::MAX => "max".to_owned(),
            Size { identities, parameters, .. } => format!("{identities}x{parameters}"),
        }
    }

    /// The message: every parameter once, between words.
    #[must_use]
    pub fn message(self) -> String {
        (0..self.parameters).fold("Good news".to_owned(), |mut message, key| {
            // Writing to a string cannot fail.
            let _ = write!(message, ", {{key{key}}} and more");
            message
        })
    }

    /// The value of a parameter: another for each recipient and key.
    #[must_use]
    pub fn value(self, identity: usize, key: usize) -> String {
        let start = format!("{identity:06} {key:02} ");
        start.chars().chain("abcdefghij".chars().cycle()).take(self.characters).collect()
    }

    /// The payload, compact.
    #[must_use]
    pub fn payload(self) -> String {
        let mut text = format!(
            r#"{{"channel":"ivr","message":{{"type":"text","value":"{}"}},"identities":["#,
            self.message()
        );
        for identity in 0..self.identities {
            let comma = if identity == 0 { "" } else { "," };
            let _ =
                write!(text, r#"{comma}{{"email":"user{identity}@example.com","parameters":{{"#);
            for key in 0..self.parameters {
                let comma = if key == 0 { "" } else { "," };
                let _ = write!(text, r#"{comma}"key{key}":"{}""#, self.value(identity, key));
            }
            text.push_str("}}");
        }
        text.push_str("]}");
        text
    }
}
