//! The reader: RFC 8259 to the letter, nesting bounded, no byte read twice.

use std::borrow::Cow;
use std::ops::Range;

use super::scan::plain_run;
use super::{Kind, Member, Object, Partial, SyntaxError, Value};
use crate::diagnostic::quote;

/// Reads one JSON text, at most `depth` arrays and objects inside each other.
pub(crate) fn read(text: &str, depth: usize) -> Result<Value<'_>, SyntaxError> {
    read_whole(Reader::new(text, depth))
}

/// [`read`] of what a server wrote, who may have cut a text in two: half of a surrogate pair
/// is a character that is not known, and no reason to know nothing of the rest.
pub(crate) fn read_answer(text: &str, depth: usize) -> Option<Value<'_>> {
    read_whole(Reader { takes_halves: true, ..Reader::new(text, depth) }).ok()
}

/// [`read`], where the items of one array may be read by someone else.
pub(crate) fn read_with<'a>(
    text: &'a str,
    depth: usize,
    items: &mut dyn Items,
) -> Result<Value<'a>, SyntaxError> {
    read_whole(Reader { items: Some(items), ..Reader::new(text, depth) })
}

/// Reads the value that starts at `at` in a text that has been read before.
pub(crate) fn read_again(text: &str, at: usize, depth: usize) -> Option<Value<'_>> {
    Reader { at, ..Reader::new(text, depth) }.value(depth).ok()
}

/// Reads the string whose opening quote stands at `at`: its characters, and where
/// its closing quote ends.
pub(crate) fn read_string(text: &str, at: usize) -> Option<(Cow<'_, str>, usize)> {
    let mut reader = Reader { at, ..Reader::new(text, 0) };
    let string = reader.string().ok()?;
    Some((string, reader.at))
}

/// Reads the items of an array of the root object in a way of its own.
pub(crate) trait Items {
    /// The key of the array.
    fn key(&self) -> &'static str;

    /// Such an array starts at `at`. Of a repeated key this is told each time. Where all of
    /// it is known already: where it ends, and how many items it has.
    fn start(&mut self, at: usize) -> Option<(usize, usize)>;

    /// Reads the item of that index, which starts at `at`, and says where it ends;
    /// none where it is to be read as any other value, and offered.
    fn take(&mut self, at: usize, index: usize) -> Option<usize>;

    /// Whether the item of that index is taken now that it is read.
    fn offer(&mut self, item: &Value<'_>, index: usize) -> bool;
}

fn read_whole<'a>(mut reader: Reader<'a, '_>) -> Result<Value<'a>, SyntaxError> {
    let depth = reader.depth;
    reader.reject_unplaceable()?;
    reader.reject_byte_order_mark()?;
    reader.skip_white_space();
    if reader.peek().is_none() {
        return Err(reader.error("the text is empty, a JSON object is expected", None));
    }
    let value = reader.value(depth)?;
    reader.skip_white_space();
    match reader.peek() {
        None => Ok(value),
        Some(_) => {
            let found = reader.found();
            Err(reader.error(format!("the JSON value has ended, and {found} follows it"), None))
        }
    }
}

struct Reader<'a, 'i> {
    text: &'a str,
    at: usize,
    depth: usize,
    items: Option<&'i mut dyn Items>,
    /// Whether half of a surrogate pair is read, as U+FFFD.
    takes_halves: bool,
}

type Read<T> = Result<T, SyntaxError>;

impl<'a, 'i> Reader<'a, 'i> {
    fn new(text: &'a str, depth: usize) -> Reader<'a, 'i> {
        Reader { text, at: 0, depth, items: None, takes_halves: false }
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    #[inline(always)]
    fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Places are kept in 32 bits, half the memory of pointers on most machines.
    fn reject_unplaceable(&self) -> Read<()> {
        match u32::try_from(self.text.len()) {
            Ok(_) => Ok(()),
            Err(_) => Err(self.error("the text is longer than 4 GiB", None)),
        }
    }

    fn reject_byte_order_mark(&self) -> Read<()> {
        match self.rest().strip_prefix('\u{feff}') {
            Some(_) => Err(self.error(
                "the text starts with a byte order mark, which JSON does not allow",
                Some("save the text as UTF-8 without a byte order mark"),
            )),
            None => Ok(()),
        }
    }

    fn value(&mut self, levels: usize) -> Read<Value<'a>> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.object(self.enter(levels)?)?,
            Some(b'[') => self.array(self.enter(levels)?)?,
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Kind::Number(self.number()?),
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            _ => return Err(self.expected("a value")),
        };
        Ok(Value { range: start..self.at, kind })
    }

    fn enter(&self, levels: usize) -> Read<usize> {
        levels.checked_sub(1).ok_or_else(|| {
            let message = format!("nested deeper than {} arrays and objects", self.depth);
            self.error(message, None)
        })
    }

    fn object(&mut self, levels: usize) -> Read<Kind<'a>> {
        let mut members = Vec::new();
        self.at += 1;
        self.skip_white_space();
        if self.take(b'}') {
            return Ok(Kind::Object(Object::default()));
        }
        loop {
            members.push(self.named_value(levels)?);
            self.skip_white_space();
            if self.take(b'}') {
                return Ok(Kind::Object(Object::of(members)));
            }
            if !self.take(b',') {
                return Err(self.expected("`,` or `}`"));
            }
            self.skip_white_space();
            self.reject_trailing_comma(b'}')?;
        }
    }

    fn named_value(&mut self, levels: usize) -> Read<Member<'a>> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a property name in double quotes"));
        }
        let start = self.at;
        let key = self.string()?;
        let key_range = start..self.at;
        self.skip_white_space();
        if !self.take(b':') {
            return Err(self.expected("`:` after the property name"));
        }
        self.skip_white_space();
        let is_taken = levels + 1 == self.depth
            && self.peek() == Some(b'[')
            && self.items.as_ref().is_some_and(|items| items.key() == key);
        let value = if is_taken { self.taken_array(levels)? } else { self.value(levels)? };
        Ok(Member { key, key_range, value })
    }

    fn taken_array(&mut self, levels: usize) -> Read<Value<'a>> {
        let start = self.at;
        let known = self.items.as_mut().and_then(|items| items.start(start));
        let levels = self.enter(levels)?;
        let mut partial = Partial::default();
        if let Some((end, length)) = known {
            (self.at, partial.length) = (end, length);
            return Ok(Value { range: start..end, kind: Kind::Partial(partial) });
        }
        self.each_item(&mut |reader| {
            let index = partial.length;
            partial.length += 1;
            let at = reader.at;
            if let Some(end) = reader.items.as_mut().and_then(|items| items.take(at, index)) {
                reader.at = end;
                return Ok(());
            }
            let item = reader.value(levels)?;
            if !reader.items.as_mut().is_some_and(|items| items.offer(&item, index)) {
                partial.rest.push((index, item));
            }
            Ok(())
        })?;
        Ok(Value { range: start..self.at, kind: Kind::Partial(partial) })
    }

    fn array(&mut self, levels: usize) -> Read<Kind<'a>> {
        let mut items = Vec::new();
        self.each_item(&mut |reader| {
            items.push(reader.value(levels)?);
            Ok(())
        })?;
        Ok(Kind::Array(items))
    }

    /// An array, from its opening bracket to past its closing one.
    fn each_item(&mut self, item: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.at += 1;
        self.skip_white_space();
        if self.take(b']') {
            return Ok(());
        }
        loop {
            item(self)?;
            self.skip_white_space();
            if self.take(b']') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.expected("`,` or `]`"));
            }
            self.skip_white_space();
            self.reject_trailing_comma(b']')?;
        }
    }

    fn reject_trailing_comma(&self, close: u8) -> Read<()> {
        if self.peek() != Some(close) {
            return Ok(());
        }
        let message = format!("a `,` stands before the closing `{}`", char::from(close));
        Err(self.error(message, Some("remove the comma")))
    }

    #[inline(always)]
    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    /// A string, from its opening quote to past its closing one.
    fn string(&mut self) -> Read<Cow<'a, str>> {
        let open = self.at;
        self.at += 1;
        let plain = self.plain_run();
        if self.take(b'"') {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.control_character()),
                None => return Err(self.unclosed_string(open)),
            }
            text.push_str(self.plain_run());
        }
    }

    /// What stands before the next quote, backslash or control character.
    fn plain_run(&mut self) -> &'a str {
        let start = self.at;
        self.at = plain_run(self.text.as_bytes(), start);
        self.slice(start..self.at)
    }

    fn escape(&mut self) -> Read<char> {
        let start = self.at;
        self.at += 1;
        let letter = self.peek();
        self.at += 1;
        let character = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => {
                self.at = start;
                return Err(self.error(
                    "a `\\` in a string starts no escape that JSON knows",
                    Some("write `\\\\` for a backslash"),
                ));
            }
        };
        Ok(character)
    }

    /// `\uXXXX`, or two of them that make up one character.
    fn unicode_escape(&mut self, start: usize) -> Read<char> {
        let first = self.four_digits(start)?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let (is_high, after) = (first < 0xdc00, self.at);
        if is_high && self.rest().starts_with("\\u") {
            self.at += 2;
            let second = self.four_digits(start)?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return char::from_u32(code).ok_or_else(|| self.lone_surrogate(start));
            }
        }
        self.at = after;
        match self.takes_halves {
            true => Ok(char::REPLACEMENT_CHARACTER),
            false => Err(self.lone_surrogate(start)),
        }
    }

    fn four_digits(&mut self, start: usize) -> Read<u32> {
        let digits = self.slice(self.at..self.at + 4);
        let value = |byte: u8| char::from(byte).to_digit(16);
        let code = digits.bytes().try_fold(0, |code, byte| Some(code << 4 | value(byte)?));
        match code {
            Some(code) if digits.len() == 4 => {
                self.at += 4;
                Ok(code)
            }
            _ => {
                self.at = start;
                Err(self.error("`\\u` must be followed by four hexadecimal digits", None))
            }
        }
    }

    fn lone_surrogate(&self, start: usize) -> SyntaxError {
        let escape = self.slice(start..start + 6);
        SyntaxError {
            range: start..start + 6,
            message: format!("`{escape}` is half of a surrogate pair, which is no character"),
            hint: Some("write the character itself, or both halves"),
        }
    }

    fn control_character(&self) -> SyntaxError {
        let (name, hint) = match self.peek() {
            Some(b'\n' | b'\r') => ("a line break", "write `\\n` for a line break"),
            Some(b'\t') => ("a tab", "write `\\t` for a tab"),
            _ => ("a control character", "write it as `\\u00XX`, or remove it"),
        };
        self.error(format!("{name} stands unescaped in a string"), Some(hint))
    }

    fn unclosed_string(&self, open: usize) -> SyntaxError {
        SyntaxError {
            range: open..self.at,
            message: "the text ends inside a string".to_owned(),
            hint: Some("close the string with a double quote"),
        }
    }

    fn number(&mut self) -> Read<&'a str> {
        let start = self.at;
        self.take(b'-');
        if self.take(b'0') {
            if let Some(b'0'..=b'9') = self.peek() {
                return Err(self.error(
                    "a number starts with `0` and goes on",
                    Some("quote it to keep the zero"),
                ));
            }
        } else {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.slice(start..self.at))
    }

    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err(self.expected("a digit")) } else { Ok(()) }
    }

    fn word(&mut self) -> Read<Kind<'a>> {
        let rest = self.rest();
        let end = rest.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let word = self.slice(self.at..self.at + end);
        let kind = match word {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            _ => {
                return Err(SyntaxError {
                    range: self.at..self.at + end,
                    message: format!("{} is no JSON value", quote(word)),
                    hint: Some("put text in double quotes"),
                });
            }
        };
        self.at += end;
        Ok(kind)
    }

    fn expected(&self, what: &str) -> SyntaxError {
        let hint = match self.peek() {
            Some(b'\'') => Some("JSON uses double quotes"),
            Some(b'/') => Some("JSON has no comments"),
            _ => None,
        };
        self.error(format!("expected {what} and found {}", self.found()), hint)
    }

    fn found(&self) -> String {
        match self.rest().chars().next() {
            Some(character) => quote(character.encode_utf8(&mut [0; 4])).to_string(),
            None => "the end of the text".to_owned(),
        }
    }

    fn error(&self, message: impl Into<String>, hint: Option<&'static str>) -> SyntaxError {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        SyntaxError { range: self.at..self.at + width, message: message.into(), hint }
    }
}

#[cfg(test)]
mod tests;
