//! Templates: what a regular expression finds and replaces.
//!
//! An input is a text and the parameters, name and value in turn, a NUL between each.

use notify_preflight::Template;

use super::texts;

/// Holds for any text.
pub fn hold(input: &str) {
    let mut parts = input.split('\0');
    let source = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let parameters: Vec<(&str, &str)> =
        rest.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    let template = Template::parse(source);
    assert_eq!(template.source(), source);
    let keys: Vec<&str> = template.keys().collect();
    assert!(texts::keys(source).eq(keys.iter().copied()), "{source:?}");

    let filled = template.fill(parameters.as_slice());
    assert_eq!(filled.text, texts::filled(source, &parameters));
    assert!(filled.placeholders.iter().map(|placeholder| placeholder.key.as_str()).eq(keys));
    let mut last = 0;
    for placeholder in &filled.placeholders {
        assert!(last <= placeholder.start);
        last = placeholder.end;
        let value = parameters.iter().rev().find(|(name, _)| *name == placeholder.key);
        assert_eq!(placeholder.filled, value.is_some());
        let written = format!("{{{}}}", placeholder.key);
        let expected = value.map_or(written.as_str(), |(_, value)| *value);
        assert_eq!(filled.text.get(placeholder.start..placeholder.end), Some(expected));
    }

    let untouched = template.fill::<[(&str, &str)]>(&[]);
    assert_eq!(untouched.text, source);
    let units = |at: usize| filled.text[..at].encode_utf16().count();
    for (bytes, other) in filled.placeholders.iter().zip(filled.clone().into_utf16().placeholders) {
        assert_eq!((other.start, other.end), (units(bytes.start), units(bytes.end)));
    }
}
