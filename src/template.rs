//! Placeholders: `{key}` in a text, parsed once and filled many times
//! (SPEC section 2).

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde::Serialize;

/// Where a template looks up what a placeholder stands for.
///
/// Implemented for maps and for slices of pairs; of repeated keys in a slice the
/// last one counts, as in a JSON object.
pub trait Parameters {
    /// The value of exactly that key.
    fn value(&self, key: &str) -> Option<&str>;
}

impl<K, V> Parameters for [(K, V)]
where
    K: AsRef<str>,
    V: AsRef<str>,
{
    fn value(&self, key: &str) -> Option<&str> {
        self.iter().rev().find(|(name, _)| name.as_ref() == key).map(|(_, value)| value.as_ref())
    }
}

impl<K: AsRef<str>, V: AsRef<str>, const N: usize> Parameters for [(K, V); N] {
    fn value(&self, key: &str) -> Option<&str> {
        self.as_slice().value(key)
    }
}

impl<V: AsRef<str>> Parameters for BTreeMap<String, V> {
    fn value(&self, key: &str) -> Option<&str> {
        self.get(key).map(AsRef::as_ref)
    }
}

impl<V: AsRef<str>> Parameters for HashMap<String, V> {
    fn value(&self, key: &str) -> Option<&str> {
        self.get(key).map(AsRef::as_ref)
    }
}

/// A text whose placeholders have been found.
///
/// ```
/// use notify_preflight::Template;
///
/// let template = Template::parse("Hello {name}, {greeting}");
/// let filled = template.fill(&[("name", "Ada")]);
/// assert_eq!(filled.text, "Hello Ada, {greeting}");
/// assert!(filled.placeholders[0].filled);
/// assert!(!filled.placeholders[1].filled);
/// ```
#[derive(Clone, Debug)]
pub struct Template<'a> {
    source: &'a str,
    /// Braces included.
    placeholders: Vec<Range<usize>>,
    /// Whether there are braces of the text's own that something else may stand between.
    has_loose_braces: bool,
}

/// A filled text, and where its placeholders ended up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Filled {
    /// The text, filled in one pass: values are never filled again.
    pub text: String,
    /// Every placeholder, in the order of the text.
    pub placeholders: Vec<FilledPlaceholder>,
}

/// One placeholder of a filled text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FilledPlaceholder {
    /// The name between the braces.
    pub key: String,
    /// Offset in the filled text, in bytes ([`Filled::into_utf16`]: code units), of what stands there now.
    pub start: usize,
    /// Offset past it.
    pub end: usize,
    /// Whether a parameter filled it; otherwise it stands as written.
    pub filled: bool,
}

impl<'a> Template<'a> {
    /// Finds the placeholders of `source`: a brace, one or more characters other
    /// than braces and line breaks, a closing brace. Never fails: braces that
    /// form no placeholder are text.
    #[must_use]
    pub fn parse(source: &'a str) -> Template<'a> {
        let mut placeholders = Vec::new();
        let mut open = None;
        let (mut is_opened, mut is_closed) = (false, false);
        for (at, byte) in source.bytes().enumerate() {
            match byte {
                b'{' => is_opened |= open.replace(at).is_some(),
                b'\r' | b'\n' => open = None,
                b'}' => match open.take() {
                    Some(start) if at > start + 1 => placeholders.push(start..at + 1),
                    Some(_) => {}
                    None => is_closed = true,
                },
                _ => {}
            }
        }
        Template { source, placeholders, has_loose_braces: is_opened && is_closed }
    }

    /// The text as it was parsed.
    #[must_use]
    pub const fn source(&self) -> &'a str {
        self.source
    }

    /// The keys of the placeholders, in the order of the text, repeats included.
    ///
    /// ```
    /// let template = notify_preflight::Template::parse("{a} {b} {{a}} {} {");
    /// assert_eq!(template.keys().collect::<Vec<_>>(), ["a", "b", "a"]);
    /// ```
    pub fn keys(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.placeholders.iter().map(|range| self.key(range))
    }

    /// Where the placeholders stand, braces included.
    pub(crate) fn places(&self) -> &[Range<usize>] {
        &self.placeholders
    }

    /// Whether braces that form no placeholder may form one around a value. Where this is
    /// false none do.
    pub(crate) const fn has_loose_braces(&self) -> bool {
        self.has_loose_braces
    }

    /// What stands between the placeholders.
    pub(crate) fn literals(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (mut literals, mut start) = (Vec::with_capacity(self.placeholders.len() + 1), 0);
        for range in &self.placeholders {
            literals.push(self.slice(start..range.start));
            start = range.end;
        }
        literals.push(self.slice(start..self.source.len()));
        literals.into_iter()
    }

    /// Replaces each placeholder that has a value; the others stay as written.
    #[must_use]
    pub fn fill<P: Parameters + ?Sized>(&self, parameters: &P) -> Filled {
        self.fill_each(&|_, key| parameters.value(key))
    }

    /// [`Template::fill`], where `value` is also told the how manieth placeholder it is.
    pub(crate) fn fill_each<'p>(&self, value: &dyn Fn(usize, &str) -> Option<&'p str>) -> Filled {
        let mut text = String::with_capacity(self.source.len());
        let mut placeholders = Vec::with_capacity(self.placeholders.len());
        self.fill_into(&mut text, value, &mut |_, key, at, filled| {
            let key = key.to_owned();
            placeholders.push(FilledPlaceholder { key, start: at.start, end: at.end, filled });
        });
        Filled { text, placeholders }
    }

    /// Adds the filled text to `text`; `placed` is told of each placeholder the how
    /// manieth it is, its key, where it stands now, and whether it was filled.
    ///
    /// One function, whoever asks: each kind of `value` would have a copy of it.
    pub(crate) fn fill_into<'p>(
        &self,
        text: &mut String,
        value: &dyn Fn(usize, &str) -> Option<&'p str>,
        placed: &mut dyn FnMut(usize, &'a str, Range<usize>, bool),
    ) {
        let mut copied = 0;
        for (place, range) in self.placeholders.iter().enumerate() {
            text.push_str(self.slice(copied..range.start));
            copied = range.end;
            let key = self.key(range);
            let value = value(place, key);
            let start = text.len();
            text.push_str(value.unwrap_or(self.slice(range.clone())));
            placed(place, key, start..text.len(), value.is_some());
        }
        text.push_str(self.slice(copied..self.source.len()));
    }

    fn key(&self, range: &Range<usize>) -> &'a str {
        self.slice(range.start + 1..range.end - 1)
    }

    /// Ranges lie at braces, so they are always on character boundaries.
    fn slice(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: &[(&str, &str)] = &[];

    fn keys(source: &str) -> Vec<&str> {
        Template::parse(source).keys().collect()
    }

    #[test]
    fn placeholders_are_found_as_specified() {
        assert_eq!(keys("{name}"), ["name"]);
        assert_eq!(keys("{ first name }"), [" first name "]);
        assert_eq!(keys("{{name}}"), ["name"]);
        assert_eq!(keys("{a{b}"), ["b"]);
        assert_eq!(keys("{a}}{b}"), ["a", "b"]);
        assert_eq!(keys("{}"), [""; 0]);
        assert_eq!(keys("{a\nb}"), [""; 0]);
        assert_eq!(keys("{a\r}{b}"), ["b"]);
        assert_eq!(keys("} { x"), [""; 0]);
        assert_eq!(keys("{ü}{🎉}"), ["ü", "🎉"]);
    }

    #[test]
    fn braces_around_a_placeholder_are_loose() {
        let is_so = |source| Template::parse(source).has_loose_braces();
        let braced = ["{{a}}", "{x {a} y}", "{{a}{b}}", "{{a} {b}", "{{a} }"];
        assert_eq!(braced.map(is_so), [true, true, true, false, true]);
        for source in ["", "{a}", "{} {a} {}", "}{a}{", "{a}}", "{\n{a}}", "{{a}", "{} {a} }"] {
            assert!(!is_so(source), "{source}");
        }
    }

    #[test]
    fn one_pass_never_fills_a_value() {
        let filled = Template::parse("{a}{b}").fill(&[("a", "{b}"), ("b", "{a}")]);
        assert_eq!(filled.text, "{b}{a}");
        assert!(filled.placeholders.iter().all(|placeholder| placeholder.filled));
    }

    #[test]
    fn keys_match_exactly() {
        let filled = Template::parse("{Name} {name } {name}").fill(&[("name", "x")]);
        assert_eq!(filled.text, "{Name} {name } x");
    }

    #[test]
    fn nothing_to_fill_leaves_the_text_as_it_stands() {
        for source in ["", "{", "}", "{}", "a{b}c", "{{}}", "{\r\n}"] {
            assert_eq!(Template::parse(source).fill(NONE).text, source);
        }
    }

    #[test]
    fn offsets_are_those_of_the_filled_text() {
        let filled = Template::parse("é{a}{b}").fill(&[("a", "")]);
        assert_eq!((filled.placeholders[0].start, filled.placeholders[0].end), (2, 2));
        assert_eq!(&filled.text[filled.placeholders[1].start..filled.placeholders[1].end], "{b}");
    }

    #[test]
    fn maps_and_pairs_are_parameters_alike() {
        let pairs = [("a".to_owned(), "1"), ("b".to_owned(), "2")];
        let template = Template::parse("{a} {b} {c}");
        assert_eq!(template.source(), "{a} {b} {c}");
        for filled in [
            template.fill(&pairs),
            template.fill(&HashMap::from(pairs.clone())),
            template.fill(&BTreeMap::from(pairs.clone())),
        ] {
            assert_eq!(filled.text, "1 2 {c}");
        }
    }

    #[test]
    fn literals_stand_between_the_placeholders() {
        let template = Template::parse("a{b}{c} d");
        assert_eq!(template.literals().collect::<Vec<_>>(), ["a", "", " d"]);
        assert_eq!(template.places(), [1..4, 4..7]);
    }
}
