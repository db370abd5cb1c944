//! Which texts are the same, known from before.
//!
//! What is typed before the first placeholder or after the last comes to every text alike:
//! those that were the same stay the same, and all lengths change by as much.

use crate::json;
use crate::message::{MessageTemplate, Piece};
use crate::preview::Reading;

use super::Summary;

/// A message as all texts have it: its characters before the first placeholder and after the
/// last, and what may make them differ.
#[derive(Clone, Debug)]
pub struct Ends {
    characters: usize,
    middle: String,
    reading: Reading,
}

/// A summary of recipients who are the same still, and the message that it was made of.
#[derive(Clone, Debug)]
pub struct Known {
    /// None of a JSON value, and where recipients have texts of their own.
    pub ends: Option<Ends>,
    pub summary: Summary,
}

impl Ends {
    /// None of a JSON value, which is several texts.
    pub fn of(message: &MessageTemplate<'_>, reading: Reading) -> Option<Ends> {
        let [Piece::Text(text)] = message.pieces() else { return None };
        let (source, places) = (text.source(), text.places());
        let middle = match (places.first(), places.last()) {
            (Some(first), Some(last)) => source.get(first.start..last.end)?,
            _ => "",
        };
        let characters = |text: &str| json::characters(text.as_bytes());
        let characters = characters(source) - characters(middle);
        Some(Ends { characters, middle: middle.to_owned(), reading })
    }
}

impl Known {
    /// Which texts are the same now, unless they are others between their ends.
    pub fn with(self, now: &Ends) -> Option<Summary> {
        let Known { ends: Some(before), summary: mut texts } = self else { return None };
        if before.middle != now.middle || before.reading != now.reading {
            return None;
        }
        let moved = |characters: usize| characters - before.characters + now.characters;
        for group in &mut texts.groups {
            group.characters = moved(group.characters);
        }
        for extreme in [&mut texts.longest, &mut texts.shortest].into_iter().flatten() {
            extreme.characters = moved(extreme.characters);
        }
        Some(texts)
    }
}
