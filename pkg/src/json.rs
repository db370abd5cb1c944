//! Answers as JSON text, written by what cannot fail.
//!
//! serde_json writes to whatever may fail, and asks after each piece whether it did, for each
//! type of answer anew: three times the code of this, which only ever writes to memory.

use std::fmt::{self, Display, Write};

use serde::Serialize;
use serde::ser::{self, Impossible, Serializer};

use crate::bytes::Bytes;

/// A value as JSON text.
pub fn text(value: &impl Serialize) -> Option<String> {
    let mut json = Json(Bytes::default());
    let Ok(()) = value.serialize(&mut json);
    String::from_utf8(json.0.into_vec()).ok()
}

/// As `\u` and four digits.
pub fn push_escape(unit: u16, json: &mut impl Write) {
    // Memory takes whatever is written.
    _ = write!(json, "\\u{unit:04x}");
}

/// There is none.
#[derive(Debug)]
enum Never {}

impl Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: Display>(_: T) -> Never {
        no_form()
    }
}

/// What no answer is: a lock that broke, a path that is no text, a variant with fields.
fn no_form() -> ! {
    std::process::abort()
}

type Written = Result<(), Never>;

/// JSON text as far as it is written.
struct Json(Bytes);

impl Json {
    /// What stands before a value, or before a name: a comma, where another came before.
    fn next(&mut self) -> &mut Json {
        if !matches!(self.0.as_slice().last(), None | Some(b'[' | b'{' | b':')) {
            _ = self.push(",");
        }
        self
    }

    // One function: it is called from all others.
    #[inline(never)]
    fn push(&mut self, text: &str) -> Written {
        self.0.push(text.as_bytes());
        Ok(())
    }

    fn number(&mut self, number: &dyn Display) -> Written {
        _ = write!(self.next(), "{number}");
        Ok(())
    }

    fn string(&mut self, text: &str) -> Written {
        self.next().push("\"")?;
        let mut rest = text;
        while let Some(at) = rest.bytes().position(is_special) {
            let (plain, special) = rest.split_at(at);
            self.push(plain)?;
            let (special, behind) = special.split_at(1);
            match special.as_bytes() {
                [control @ ..b' '] => push_escape(u16::from(*control), self),
                _ => self.push("\\").and(self.push(special))?,
            }
            rest = behind;
        }
        self.push(rest)?;
        self.push("\"")
    }

    fn open(&mut self, bracket: &str) -> Result<&mut Json, Never> {
        let Ok(()) = self.next().push(bracket);
        Ok(self)
    }
}

/// Whether a byte cannot stand in a string as it is.
fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

impl Write for Json {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let Ok(()) = self.push(text);
        Ok(())
    }
}

impl Serializer for &mut Json {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Never>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Never>;

    fn serialize_bool(self, value: bool) -> Written {
        self.next().push(if value { "true" } else { "false" })
    }

    fn serialize_i8(self, value: i8) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Written {
        self.number(&value)
    }

    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.number(&value)
    }

    fn serialize_f32(self, value: f32) -> Written {
        self.serialize_f64(value.into())
    }

    /// JSON has no infinity, and nothing that is no number.
    fn serialize_f64(self, value: f64) -> Written {
        if value.is_finite() { self.number(&value) } else { self.serialize_unit() }
    }

    fn serialize_char(self, value: char) -> Written {
        self.string(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        self.string(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.next().push("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.string(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Written {
        self.collect_map([(name, value)])
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Never> {
        self.open("[")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Never> {
        self.open("[")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        self.open("[")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Never> {
        no_form()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Never> {
        self.open("{")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        self.open("{")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Never> {
        no_form()
    }
}

impl ser::SerializeSeq for &mut Json {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.push("]")
    }
}

impl ser::SerializeTuple for &mut Json {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.push("]")
    }
}

impl ser::SerializeTupleStruct for &mut Json {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.push("]")
    }
}

impl ser::SerializeMap for &mut Json {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Written {
        name.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.push(":")?;
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.push("}")
    }
}

impl ser::SerializeStruct for &mut Json {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        ser::SerializeMap::serialize_entry(self, name, value)
    }

    fn end(self) -> Written {
        self.push("}")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;

    #[derive(Serialize)]
    enum Form {
        Plain,
        Of(Option<u8>),
    }

    #[derive(Serialize)]
    struct All<'a> {
        text: &'a str,
        character: char,
        numbers: (i8, u64, f64, f32),
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<()>,
        forms: [Form; 3],
        nothing: [Option<bool>; 2],
        map: BTreeMap<&'a str, Vec<&'a str>>,
    }

    fn read(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn it_says_what_serde_json_says() {
        let signs: String = (0..=0x250).filter_map(char::from_u32).collect();
        for text in ["", "plain", "\"", "\\\\", "\n\0", "é💬", &signs] {
            let all = All {
                text,
                character: text.chars().last().unwrap_or('"'),
                numbers: (-128, u64::MAX, -1.5, f32::INFINITY),
                left_out: None,
                forms: [Form::Plain, Form::Of(None), Form::Of(Some(7))],
                nothing: [None, Some(text.is_empty())],
                map: [(text, vec![]), ("{", vec!["[", text, ":", ""])].into(),
            };
            let json = super::text(&all).unwrap();
            assert_eq!(read(&json), read(&serde_json::to_string(&all).unwrap()));
        }
    }

    #[test]
    fn signs_that_json_escapes_are_escaped() {
        let all: String =
            (0..=0x20).map(char::from).chain(['"', '\\', '/', '\u{7f}', 'é']).collect();
        let json = text(&all).unwrap();
        assert_eq!(read(&json), all);
        assert!(json.starts_with(r#""\u0000\u0001"#) && json.ends_with("\u{7f}é\""), "{json}");
    }
}
