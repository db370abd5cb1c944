//! Which texts are the same, compared before.
//!
//! What is typed before the first placeholder or after the last comes to every text alike:
//! those that were the same stay the same, and all lengths change by as much.

use crate::json;
use crate::message::{MessageTemplate, Piece};
use crate::preview::Reading;

use super::Summary;

/// A message as its texts have it: how long it is, and what may make them differ.
#[derive(Clone, Debug)]
pub struct Wording {
    characters: usize,
    middle: String,
    reading: Reading,
}

/// A summary of recipients who are the same still, and the message that it was made of.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Of a text, where no recipient has another.
    pub wording: Option<Wording>,
    pub summary: Summary,
}

impl Wording {
    /// None of a JSON value, which is several texts.
    pub fn of(message: &MessageTemplate<'_>, reading: Reading) -> Option<Wording> {
        let [Piece::Text(text)] = message.pieces() else { return None };
        let (source, places) = (text.source(), text.places());
        let middle = match (places.first(), places.last()) {
            (Some(first), Some(last)) => source.get(first.start..last.end)?,
            _ => "",
        };
        let characters = json::characters(source.as_bytes());
        Some(Wording { characters, middle: middle.to_owned(), reading })
    }
}

impl Compared {
    /// Which texts are the same now, unless they are others between their ends.
    pub fn still(self, now: &Wording) -> Option<Summary> {
        let Compared { wording: Some(before), summary: mut texts } = self else { return None };
        if before.middle != now.middle || before.reading != now.reading {
            return None;
        }
        let moved = |characters: usize| characters + now.characters - before.characters;
        for group in &mut texts.groups {
            group.characters = moved(group.characters);
        }
        for extreme in [&mut texts.longest, &mut texts.shortest].into_iter().flatten() {
            extreme.characters = moved(extreme.characters);
        }
        Some(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Extreme, Group, Selection};
    use super::*;

    fn wording(message: &str, reading: Reading) -> Wording {
        Wording::of(&MessageTemplate::of_text(message), reading).unwrap()
    }

    /// The lengths that the texts of `after` have, where those of `before` are 20 and 30.
    fn compared(before: Wording, after: &Wording) -> Option<[usize; 3]> {
        let extreme = |characters| Some(Extreme { characters, recipients: Selection::default() });
        let summary = Summary {
            groups: vec![Group { characters: 20, recipients: Selection::default() }],
            shortest: extreme(20),
            longest: extreme(30),
            ..Summary::default()
        };
        let still = Compared { wording: Some(before), summary }.still(after)?;
        let [group] = still.groups.as_slice() else { return None };
        Some([group.characters, still.shortest?.characters, still.longest?.characters])
    }

    #[test]
    fn what_is_typed_at_the_ends_makes_all_texts_as_much_longer() {
        use Reading::{Ignore, Substitute};
        let hello = |message, reading| {
            compared(wording("Hello {a}, {b}!", Substitute), &wording(message, reading))
        };
        assert_eq!(hello("Hello {a}, {b}!?", Substitute), Some([21, 21, 31]));
        assert_eq!(hello("é {a}, {b}", Substitute), Some([15, 15, 25]));
        for other in ["Hello {a},{b}!", "Hello {a}, {b}{a}", "Hello {a", "{a}, {c}"] {
            assert_eq!(hello(other, Substitute), None, "{other}");
        }
        assert_eq!(hello("Hello {a}, {b}!", Ignore), None);
        assert_eq!(compared(wording("{", Ignore), &wording("Bye", Ignore)), Some([22, 22, 32]));
    }
}
