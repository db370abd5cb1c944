//! What a summary needs of a text, such that texts put together can be told from
//! their parts.

use std::cell::RefCell;

use crate::document::{Identities, Identity};
use crate::json;
use crate::message::{MessageTemplate, Piece, is_blank};
use crate::resolution::{self, Fit};

use super::summary::Compared;

/// A text's polynomial hash, modulo 2⁶⁴, and its length. Texts of the same digest are
/// compared before they are taken for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digest {
    hash: u64,
    /// The base to the power of the text's bytes.
    power: u64,
    pub characters: usize,
}

/// Odd, with bits all over.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

impl Digest {
    const EMPTY: Digest = Digest { hash: 0, power: 1, characters: 0 };

    pub fn of(text: &str) -> Digest {
        let step = |(hash, power): (u64, u64), byte: u8| {
            (hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1), power.wrapping_mul(BASE))
        };
        let (hash, power) = text.bytes().fold((0, 1), step);
        Digest { hash, power, characters: json::characters(text.as_bytes()) }
    }

    /// The digest of this text with the other after it.
    pub const fn then(self, other: Digest) -> Digest {
        let (hash, characters) = other.after((self.hash, self.characters));
        Digest { hash, power: self.power.wrapping_mul(other.power), characters }
    }

    /// The hash and the characters of a text with this one after it.
    #[inline(always)]
    const fn after(&self, (hash, characters): (u64, usize)) -> (u64, usize) {
        (hash.wrapping_mul(self.power).wrapping_add(self.hash), characters + self.characters)
    }

    /// The hash and the characters of the text alone.
    pub const fn alone(&self) -> (u64, usize) {
        (self.hash, self.characters)
    }
}

/// Digests of all that the recipients bring, whatever the message says.
#[derive(Clone, Debug)]
pub(super) struct Digests {
    /// Of the values, in their order.
    pub values: Vec<Digest>,
    /// Of the recipients' own texts, by recipient; empty where there is none.
    pub own: Vec<Option<OwnText>>,
    /// What the last comparison of all their texts came to.
    pub compared: RefCell<Option<Compared>>,
}

/// What a recipient's own text comes to, whatever the message says.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnText {
    pub digest: Digest,
    pub is_unresolved: bool,
    pub is_blank: bool,
}

impl Digests {
    pub fn of(identities: Identities<'_>) -> Digests {
        let values = identities.people.values().iter();
        let values =
            values.map(|value| Digest::of(identities.people.characters(identities.source, *value)));
        let own: Vec<_> = identities.iter().map(OwnText::of).collect();
        Digests {
            values: values.collect(),
            own: if own.iter().any(Option::is_some) { own } else { Vec::new() },
            compared: RefCell::default(),
        }
    }
}

impl Digests {
    /// What that recipient's own text comes to.
    pub fn own_text(&self, index: usize) -> Option<&OwnText> {
        self.own.get(index)?.as_ref()
    }

    /// Looks at one recipient again, who has as many values as before.
    pub fn renew(&mut self, identities: Identities<'_>, index: usize) {
        self.compared.take();
        let Some(identity) = identities.get(index) else { return };
        let values = self.values.iter_mut().skip(identity.first_value());
        for (digest, value) in values.zip(identity.values()) {
            *digest = Digest::of(identity.characters(*value));
        }
        if let Some(own) = self.own.get_mut(index) {
            *own = OwnText::of(identity);
        }
    }
}

impl OwnText {
    fn of(identity: Identity<'_>) -> Option<OwnText> {
        let template = resolution::own(identity)?;
        let fit = Fit::of(&template, identity.shape());
        let text = template.fill(|key| fit.value(identity, key));
        Some(OwnText {
            digest: Digest::of(text.as_str()),
            is_unresolved: fit.leaves_placeholders(&template, identity),
            is_blank: is_blank(text.as_str()),
        })
    }
}

/// A message for one shape: what stands between the values, and the places of these.
pub(super) struct Outline {
    /// Each a text and the place of the value after it.
    steps: Vec<(Digest, usize)>,
    end: Digest,
}

impl Outline {
    pub fn of(template: &MessageTemplate<'_>, fit: &Fit) -> Outline {
        let mut outline = Outline { steps: Vec::new(), end: Digest::EMPTY };
        let mut slots = template.slots().iter();
        for piece in template.pieces() {
            let Piece::Text(text) = piece else { continue };
            let gaps = text.places().iter().map(Some).chain([None]);
            for (literal, gap) in text.literals().zip(gaps) {
                outline.end = outline.end.then(Digest::of(literal));
                let Some(gap) = gap else { continue };
                match slots.next().and_then(|slot| fit.place(*slot)) {
                    Some(place) => {
                        outline.steps.push((outline.end, place));
                        outline.end = Digest::EMPTY;
                    }
                    None => {
                        let written = text.source().get(gap.clone()).unwrap_or_default();
                        outline.end = outline.end.then(Digest::of(written));
                    }
                }
            }
        }
        outline
    }

    /// The hash of the text that has these values, and its characters.
    #[inline(always)]
    pub fn fill(&self, values: &[Digest]) -> (u64, usize) {
        let step = |text, (literal, place): &(Digest, usize)| {
            let text = literal.after(text);
            values.get(*place).map_or(text, |value| value.after(text))
        };
        self.end.after(self.steps.iter().fold((0, 0), step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_up_the_whole() {
        for (one, two) in [("", ""), ("a", ""), ("", "b"), ("Grüße, ", "Ada 💬")] {
            let whole = format!("{one}{two}");
            assert_eq!(Digest::of(one).then(Digest::of(two)), Digest::of(&whole), "{whole}");
        }
        assert_ne!(Digest::of("ab").alone(), Digest::of("ba").alone());
        assert_ne!(Digest::of("\0").alone().0, Digest::of("").alone().0);
    }
}
