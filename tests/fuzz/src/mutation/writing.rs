//! JSON written in one of many styles: all that a text can say in several ways.

use std::fmt::Write;

use crate::properties::json::Json;

use super::Choices;

/// How one text is written.
struct Style {
    indent: Option<usize>,
    /// White space around everything, at times.
    is_loose: bool,
    /// One of so many characters is escaped that need not be; zero for none.
    escapes: usize,
}

/// The value as JSON.
pub fn written(value: &Json, choices: &mut Choices) -> String {
    let style = Style {
        indent: choices.once_in(3).then_some(2),
        is_loose: choices.once_in(4),
        escapes: if choices.once_in(4) { 1 + choices.below(9) } else { 0 },
    };
    let mut text = String::new();
    write(value, 0, &style, &mut text, choices);
    text
}

fn write(value: &Json, level: usize, style: &Style, text: &mut String, choices: &mut Choices) {
    space(style, text, choices);
    match value {
        Json::Word(word) => text.push_str(word),
        Json::String(characters) => string(characters, style, text, choices),
        Json::Array(items) => {
            let item = |item: &Json, text: &mut String, choices: &mut Choices| {
                write(item, level + 1, style, text, choices);
            };
            list('[', items, ']', level, style, text, choices, item);
        }
        Json::Object(members) => {
            let member =
                |(key, value): &(String, Json), text: &mut String, choices: &mut Choices| {
                    string(key, style, text, choices);
                    space(style, text, choices);
                    text.push(':');
                    text.extend(style.indent.map(|_| ' '));
                    write(value, level + 1, style, text, choices);
                };
            list('{', members, '}', level, style, text, choices, member);
        }
    }
    space(style, text, choices);
}

#[allow(clippy::too_many_arguments, reason = "what all of the writing needs, and the brackets")]
fn list<T>(
    open: char,
    items: &[T],
    close: char,
    level: usize,
    style: &Style,
    text: &mut String,
    choices: &mut Choices,
    write: impl Fn(&T, &mut String, &mut Choices),
) {
    let line = |level: usize, text: &mut String| {
        if let Some(indent) = style.indent.filter(|_| !items.is_empty()) {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', indent * level));
        }
    };
    text.push(open);
    for (index, item) in items.iter().enumerate() {
        text.extend((index > 0).then_some(','));
        line(level + 1, text);
        space(style, text, choices);
        write(item, text, choices);
    }
    line(level, text);
    text.push(close);
}

fn space(style: &Style, text: &mut String, choices: &mut Choices) {
    if style.is_loose && choices.once_in(4) {
        text.push_str(choices.one(&[" ", "\n", "\t", "\r\n", "  "]));
    }
}

fn string(characters: &str, style: &Style, text: &mut String, choices: &mut Choices) {
    text.push('"');
    for character in characters.chars() {
        let is_escaped = style.escapes > 0 && choices.once_in(style.escapes);
        match character {
            '"' | '\\' if !is_escaped => text.extend(['\\', character]),
            '\n' if !is_escaped => text.push_str("\\n"),
            '\0'..='\u{1f}' => escape(character, text),
            _ if is_escaped => escape(character, text),
            _ => text.push(character),
        }
    }
    text.push('"');
}

fn escape(character: char, text: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\\u{unit:04x}");
    }
}
