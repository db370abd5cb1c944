//! What becomes of a message's placeholders, without its text being made: what a
//! check needs, at a cost that does not grow with the message times the recipients.
//!
//! Recipients with the same parameters fit a message alike, so that most of it is
//! found out once for each shape.

use std::ops::Range;

use crate::document::{Document, Identity, Shape};
use crate::message::{Braced, MessageTemplate, is_blank};
use crate::preview::Reading;
use crate::template::{FilledPlaceholder, Template};

/// How a message and the parameters of one shape fit each other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fit {
    /// For each key of the message, the place of the parameter that fills it.
    places: Vec<Option<usize>>,
    /// Keys of the message that nothing fills.
    pub unfilled: Vec<usize>,
    /// Places of parameters that no placeholder uses.
    pub unused: Vec<usize>,
    /// Whether the parameters fill the message at all.
    pub is_filled: bool,
}

impl Fit {
    /// How they fit where parameters fill the message.
    pub fn of(template: &MessageTemplate<'_>, shape: &Shape) -> Fit {
        let mut fit = Fit { is_filled: true, ..Fit::default() };
        for (key, name) in template.keys().iter().enumerate() {
            let place = shape.position(name);
            if place.is_none() {
                fit.unfilled.push(key);
            }
            fit.places.push(place);
        }
        for (place, name) in shape.names.iter().enumerate() {
            if !template.has_key(name) {
                fit.unused.push(place);
            }
        }
        fit
    }

    /// How they fit where parameters are ignored.
    pub fn ignoring(template: &MessageTemplate<'_>, shape: &Shape) -> Fit {
        Fit {
            places: vec![None; template.keys().len()],
            unfilled: (0..template.keys().len()).collect(),
            unused: (0..shape.names.len()).collect(),
            is_filled: false,
        }
    }

    /// How they fit once the parameter at that place is missing.
    pub fn without(mut self, place: usize) -> Fit {
        self.unfilled.clear();
        for (key, filling) in self.places.iter_mut().enumerate() {
            if filling.is_none_or(|filling| filling == place) {
                *filling = None;
                self.unfilled.push(key);
            }
        }
        self.unused.retain(|unused| *unused != place);
        self
    }

    /// How they fit a message without a `customMessage` under that reading.
    pub fn under(reading: Reading, template: &MessageTemplate<'_>, shape: &Shape) -> Fit {
        match reading {
            Reading::Substitute => Fit::of(template, shape),
            Reading::Ignore => Fit::ignoring(template, shape),
        }
    }

    /// The place of the parameter that fills that key of the message.
    pub fn place(&self, key: usize) -> Option<usize> {
        self.places.get(key).copied().flatten()
    }

    /// The places of the parameters that fill the message.
    pub fn filling(&self) -> impl Iterator<Item = usize> {
        self.places.iter().filter_map(|place| *place)
    }

    /// Whether the text still has a placeholder.
    #[inline]
    pub fn leaves_placeholders(
        &self,
        template: &MessageTemplate<'_>,
        identity: Identity<'_>,
    ) -> bool {
        !self.unfilled.is_empty()
            || !self.braced(template, identity).is_empty()
            || (!identity.has_no_brace() && !self.brought(template, identity).is_empty())
    }

    /// Whether any parameter fills any placeholder.
    pub fn fills_anything(&self) -> bool {
        self.places.iter().any(Option::is_some)
    }

    /// What the identity has for that key.
    pub fn value<'v>(&self, identity: Identity<'v>, key: usize) -> Option<&'v str> {
        identity.value_at(self.place(key)?)
    }

    /// Whether the text is empty, or white space alone.
    pub fn is_blank(&self, template: &MessageTemplate<'_>, identity: Identity<'_>) -> bool {
        let is_blank = |key| self.value(identity, key).is_some_and(is_blank);
        template.is_blank() && self.unfilled.is_empty() && (0..self.places.len()).all(is_blank)
    }

    /// Whether this, the fit that fills, gives another text than the message as it stands.
    pub fn changes(&self, template: &MessageTemplate<'_>, identity: Identity<'_>) -> bool {
        let mut values = (0..self.places.len()).filter_map(|key| self.value(identity, key));
        // A filled text that lost its braces is another one. Values with braces may put
        // back what they replaced: then only the texts themselves can tell.
        self.fills_anything()
            && (identity.has_no_brace()
                || !values.any(|value| value.contains('{'))
                || template.fill(|key| self.value(identity, key)) != template.fill(|_| None))
    }

    /// The keys whose values the message's own braces make placeholders of, each once:
    /// `{{name}}` becomes `{Ada}`, which nothing fills.
    pub fn braced(&self, template: &MessageTemplate<'_>, identity: Identity<'_>) -> Vec<usize> {
        let mut keys = Vec::new();
        for braced in template.braced() {
            if let Some(first) = braced.keys.first()
                && !keys.contains(first)
                && self.makes_placeholder(braced, identity)
            {
                keys.push(*first);
            }
        }
        keys
    }

    /// Whether what stands in these braces can be a placeholder's name.
    fn makes_placeholder(&self, braced: &Braced, identity: Identity<'_>) -> bool {
        let mut has_characters = braced.has_text;
        for key in &braced.keys {
            match self.value(identity, *key) {
                Some(value) if !value.contains(&['{', '}', '\r', '\n'][..]) => {
                    has_characters |= !value.is_empty();
                }
                _ => return false,
            }
        }
        has_characters
    }

    /// The parameters whose values bring a brace of a placeholder into the text, each with the
    /// first that it brings: values are not filled again.
    pub fn brought(
        &self,
        template: &MessageTemplate<'_>,
        identity: Identity<'_>,
    ) -> Vec<(usize, String)> {
        let mut brought: Vec<(usize, String)> = Vec::new();
        let brings =
            |key| self.value(identity, key).is_some_and(|value| value.contains(&['{', '}'][..]));
        if identity.has_no_brace() || !(0..self.places.len()).any(brings) {
            return brought;
        }
        for filled in template.filled_texts(&|key| self.value(identity, key)) {
            let mut values = filled.placeholders.iter().filter(|value| value.filled).peekable();
            for place in Template::parse(&filled.text).places() {
                while values.next_if(|value| value.end <= place.start).is_some() {}
                let mut within = values.clone().take_while(|value| value.start < place.end);
                let has_brace = |value: &&FilledPlaceholder| {
                    value.start <= place.start || value.end >= place.end
                };
                let Some(value) = within.find(has_brace) else { continue };
                let from = identity.shape().position(&value.key);
                let gap = filled.text.get(place.clone()).unwrap_or_default();
                if let Some(from) = from.filter(|from| brought.iter().all(|(of, _)| of != from)) {
                    brought.push((from, gap.to_owned()));
                }
            }
        }
        brought
    }
}

/// The message that recipients without one of their own get, parsed once.
pub(crate) fn shared<'v>(document: &Document<'v>) -> Option<MessageTemplate<'v>> {
    document.message.as_ref().map(|message| MessageTemplate::of(message.value))
}

/// The recipients from that one on of whose texts the same is to be said; that one alone where
/// each one's values decide.
pub(crate) fn alike_from(
    first: Identity<'_>,
    shared: Option<&MessageTemplate<'_>>,
) -> Range<usize> {
    // Whether all of a text is blank, or of what is in braces, is up to each one's values.
    let is_for_each = |it: &MessageTemplate<'_>| it.is_blank() || !it.braced().is_empty();
    let number = if shared.is_some_and(is_for_each) { 1 } else { first.alike() };
    first.index..first.index + number
}

/// The recipient's own message.
pub(crate) fn own<'v>(identity: Identity<'v>) -> Option<MessageTemplate<'v>> {
    identity.custom_message().map(|text| MessageTemplate::of_text(identity.characters(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(message: &str, names: &[&str]) -> Fit {
        let names = names.iter().map(|name| Box::from(*name)).collect();
        Fit::of(&MessageTemplate::of_text(message), &Shape::new(names, Vec::new()))
    }

    #[test]
    fn a_missing_parameter_leaves_its_own_placeholders_and_no_others() {
        let fit = fit("{b} {a} {c}", &["x", "a", "b"]);
        assert_eq!((&fit.unfilled, &fit.unused), (&vec![2], &vec![0]));
        assert_eq!(fit.filling().collect::<Vec<_>>(), [2, 1]);
        let without = fit.clone().without(1);
        assert_eq!((&without.unfilled, &without.unused), (&vec![1, 2], &vec![0]));
        assert_eq!(without.filling().collect::<Vec<_>>(), [2]);
        assert_eq!(fit.without(0).unused, [0; 0]);
    }

    /// What `look` sees of one recipient with these parameters.
    fn with<T>(
        message: &str,
        parameters: &serde_json::Value,
        look: impl FnOnce(&Fit, &MessageTemplate<'_>, Identity<'_>) -> T,
    ) -> T {
        let identities = [serde_json::json!({ "email": "a@b", "parameters": parameters })];
        let payload = serde_json::json!({ "channel": "ivr", "identities": identities });
        let source = payload.to_string();
        let payload = crate::document::read(&source).unwrap();
        let identity = payload.document().identities.get(0).unwrap();
        let template = MessageTemplate::of_text(message);
        look(&Fit::of(&template, identity.shape()), &template, identity)
    }

    #[test]
    fn only_a_value_with_a_brace_of_a_placeholder_brings_it() {
        let brought = |message: &str, parameters: serde_json::Value| {
            with(message, &parameters, |fit, template, identity| fit.brought(template, identity))
        };
        let of = |place: usize, gap: &str| (place, gap.to_owned());
        let two = serde_json::json!({ "a": "{x}{y}", "b": "{z}" });
        assert_eq!(brought("{a} {b}", two), [of(0, "{x}"), of(1, "{z}")]);
        let of_a = |message: &str, value: &str| brought(message, serde_json::json!({ "a": value }));
        assert_eq!(of_a("{y}{a}", "}"), []);
        assert_eq!(of_a("{a}{y}", "{"), []);
        assert_eq!(of_a("{a}y}", "{"), [of(0, "{y}")]);
        assert_eq!(of_a("{x{a}", "}"), [of(0, "{x}")]);
        assert_eq!(of_a("{{a}} {a}", "x} {y}"), [of(0, "{x}")]);
        assert_eq!(of_a("{x{a}y}", "z"), []);
        let two = |message: &str| brought(message, serde_json::json!({ "a": "{", "b": "}" }));
        assert_eq!(two("{a}y{b}"), [of(0, "{y}")]);
        let second = serde_json::json!({ "a": "x", "b": "}" });
        assert_eq!(brought("{{a}{b}", second), [of(1, "{x}")]);
    }

    #[test]
    fn braces_of_the_message_make_placeholders_of_values() {
        let braced = |message: &str, parameters: serde_json::Value| {
            with(message, &parameters, |fit, template, identity| {
                let of_key = |key: usize| template.keys()[key].to_owned();
                let keys = fit.braced(template, identity).into_iter().map(of_key);
                let keys: Vec<_> = keys.collect();
                let rest = fit.brought(template, identity).len() + fit.unfilled.len();
                assert_eq!(fit.leaves_placeholders(template, identity), keys.len() + rest > 0);
                keys.join(",")
            })
        };
        let of_a = |message: &str, value: &str| braced(message, serde_json::json!({ "a": value }));
        assert_eq!(of_a("{{a}}", "Ada"), "a");
        assert_eq!(of_a("{x {a}\u{e9}}", ""), "a");
        assert_eq!(["", "\n", "{x", "x}", "{x}"].map(|value| of_a("{{a}}", value)), [""; 5]);
        assert_eq!(["{{b}}", "{{a} {b}}", "{\n{a}}", "{{a}\r}"].map(|of| of_a(of, "x")), [""; 4]);
        let two = |message: &str| braced(message, serde_json::json!({ "a": "A", "b": "B" }));
        assert_eq!(two("{{b}{a}} {{a}}"), "b,a");
        assert_eq!(two("{ {a} {b} } {a} {} {{b} {{a}}"), "a");
        assert_eq!(two("{{ {a} }} }{b}}"), "a");
    }

    #[test]
    fn values_that_put_back_what_they_replace_change_nothing() {
        let changes = |value: &str| {
            let parameters = serde_json::json!({ "a": value });
            with("x{a}", &parameters, |fit, template, identity| fit.changes(template, identity))
        };
        assert!(!changes("{a}"));
        assert!(changes("{") && changes("{b}") && changes("") && changes("}"));
    }
}
