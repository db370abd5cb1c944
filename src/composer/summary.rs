//! All recipients at a glance: which texts are the same, and which want a look.

mod compared;
mod groups;

use std::ops::Range;

use serde::Serialize;

use crate::document::{Identities, Identity, Shape};
use crate::message::{FilledMessage, MessageTemplate};
use crate::preview::Reading;
use crate::resolution::{self, Fit};

use super::digest::{Digests, Outline};

use compared::Wording;
use groups::Groups;

pub(super) use compared::Compared;

/// Counts over the texts of all recipients.
///
/// ```
/// use notify_preflight::{Composer, Options};
///
/// let composer = Composer::new(
///     r#"{
///       "channel": "ivr",
///       "message": { "type": "text", "value": "Hello {name}" },
///       "identities": [
///         { "email": "ada@example.com", "parameters": { "name": "Ada" } },
///         { "email": "bo@example.com" },
///         { "email": "cy@example.com" }
///       ]
///     }"#,
///     Options::default(),
/// );
/// let summary = composer.summary();
/// assert_eq!((summary.recipients, summary.distinct, summary.unresolved.count), (3, 2, 2));
/// assert_eq!(summary.groups[0].recipients.first, [1, 2]);
/// assert_eq!(summary.shortest.map(|shortest| shortest.characters), Some(9));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// How many recipients there are.
    pub recipients: usize,
    /// How many different texts they get.
    pub distinct: usize,
    /// Recipients of the same text, the most first, at most [`Summary::GROUPS`] groups.
    pub groups: Vec<Group>,
    /// Those whose text still has a placeholder; none for a `script`.
    pub unresolved: Selection,
    /// Those whose text differs between the two readings.
    pub reading_dependent: Selection,
    /// Those whose text is empty or white space.
    pub empty: Selection,
    /// Those with the longest text; absent where there is no recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest: Option<Extreme>,
    /// Those with the shortest text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortest: Option<Extreme>,
}

/// Some recipients: how many, and the first few.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Selection {
    /// How many there are.
    pub count: usize,
    /// The indexes of the first, at most [`Selection::FIRST`].
    pub first: Vec<usize>,
}

/// Recipients of one and the same text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The text's length in characters (Unicode code points); of a JSON value those of
    /// its strings.
    pub characters: usize,
    /// Who gets it.
    pub recipients: Selection,
}

/// The recipients whose texts have one length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extreme {
    /// The length in characters (Unicode code points); of a JSON value that of its strings.
    pub characters: usize,
    /// Who gets such a text.
    pub recipients: Selection,
}

impl Summary {
    /// How many groups are listed at most.
    pub const GROUPS: usize = 20;

    /// Leaves which texts are the same, and nobody whose text wants a look.
    fn forget_looks(&mut self) {
        for selection in [&mut self.unresolved, &mut self.reading_dependent, &mut self.empty] {
            *selection = Selection::default();
        }
    }

    /// Adds some recipients, who look alike.
    fn add(&mut self, look: &Look, alike: &Range<usize>, is_script: bool) {
        for (selection, is_of_it) in [
            (&mut self.unresolved, look.is_unresolved && !is_script),
            (&mut self.reading_dependent, look.is_reading_dependent),
            (&mut self.empty, look.is_blank),
        ] {
            if is_of_it {
                selection.add_all(alike.clone());
            }
        }
    }
}

impl Selection {
    /// How many indexes are listed at most.
    pub const FIRST: usize = 10;

    /// Adds one that comes after all so far.
    #[inline(always)]
    pub(super) fn add(&mut self, index: usize) {
        self.count += 1;
        if self.first.len() < Selection::FIRST {
            self.first.push(index);
        }
    }

    /// Adds some that come after all so far.
    fn add_all(&mut self, indexes: Range<usize>) {
        self.count += indexes.len();
        if self.first.len() < Selection::FIRST {
            self.first.extend(indexes.take(Selection::FIRST - self.first.len()));
        }
    }
}

/// What wants a look in a recipient's text.
struct Look {
    is_unresolved: bool,
    is_reading_dependent: bool,
    is_blank: bool,
}

/// The hash of a text, and its characters.
type Measure = (u64, usize);

pub(super) fn of(
    identities: Identities<'_>,
    shared: Option<&MessageTemplate<'_>>,
    reading: Reading,
    is_script: bool,
    digests: &Digests,
) -> Compared {
    let sight = Sight::new(identities, shared, reading, digests);
    let wording = shared.filter(|_| digests.own.is_empty()).and_then(|it| Wording::of(it, reading));
    let before = digests.compared.take();
    let still = before.and_then(|compared| compared.still(wording.as_ref()?));
    let mut summary = still.unwrap_or_else(|| sight.compare());
    summary.forget_looks();
    let mut next = 0;
    while let Some(first) = identities.get(next) {
        let alike = resolution::alike_from(first, shared);
        next = alike.end;
        summary.add(&sight.look(first), &alike, is_script);
    }
    Compared { wording, summary }
}

/// Those with the shortest texts and those with the longest.
fn extremes(texts: &[Measure]) -> Option<(Extreme, Extreme)> {
    let (_, characters) = *texts.first()?;
    let mut shortest = Extreme { characters, recipients: Selection::default() };
    let mut longest = shortest.clone();
    for (index, (_, characters)) in texts.iter().enumerate() {
        shortest.meet(index, *characters, *characters < shortest.characters);
        longest.meet(index, *characters, *characters > longest.characters);
    }
    Some((shortest, longest))
}

impl Extreme {
    /// Adds a recipient of a text of that length, who stands alone where that is more extreme.
    #[inline(always)]
    fn meet(&mut self, index: usize, characters: usize, is_more: bool) {
        if is_more {
            self.characters = characters;
            self.recipients.count = 0;
            self.recipients.first.clear();
        }
        if characters == self.characters {
            self.recipients.add(index);
        }
    }
}

/// The message as all shapes see it.
struct Sight<'s, 'v> {
    identities: Identities<'v>,
    shared: Option<&'s MessageTemplate<'v>>,
    digests: &'s Digests,
    by_shape: Vec<Seen>,
}

/// The message as one shape sees it.
struct Seen {
    /// How they fit under the reading in force.
    fit: Fit,
    /// How they fit where the message is filled, and whether anything fills it.
    filling: Fit,
    is_filled: bool,
    outline: Outline,
}

impl Seen {
    fn new(template: &MessageTemplate<'_>, shape: &Shape, reading: Reading) -> Seen {
        let fit = Fit::under(reading, template, shape);
        let filling = Fit::of(template, shape);
        let outline = Outline::of(template, &fit);
        Seen { is_filled: filling.fills_anything(), fit, filling, outline }
    }

    fn is_reading_dependent(&self, template: &MessageTemplate<'_>, identity: Identity<'_>) -> bool {
        self.is_filled && (identity.has_no_brace() || self.filling.changes(template, identity))
    }
}

impl<'s, 'v> Sight<'s, 'v> {
    fn new(
        identities: Identities<'v>,
        shared: Option<&'s MessageTemplate<'v>>,
        reading: Reading,
        digests: &'s Digests,
    ) -> Sight<'s, 'v> {
        let shapes = identities.people.shapes().iter();
        let by_shape = shared
            .map(|template| shapes.map(|shape| Seen::new(template, shape, reading)).collect())
            .unwrap_or_default();
        Sight { identities, shared, digests, by_shape }
    }

    fn look(&self, identity: Identity<'v>) -> Look {
        if let Some(own) = self.digests.own_text(identity.index) {
            return Look {
                is_unresolved: own.is_unresolved,
                is_reading_dependent: false,
                is_blank: own.is_blank,
            };
        }
        let (Some(template), Some(seen)) = (self.shared, self.seen(identity)) else {
            return Look { is_unresolved: false, is_reading_dependent: false, is_blank: true };
        };
        Look {
            is_unresolved: seen.fit.leaves_placeholders(template, identity),
            is_reading_dependent: seen.is_reading_dependent(template, identity),
            is_blank: seen.fit.is_blank(template, identity),
        }
    }

    /// Adds what the texts of some recipients come to, who look like the first of them.
    fn measure(&self, first: Identity<'v>, alike: Range<usize>, texts: &mut Vec<Measure>) {
        if let Some(own) = self.digests.own_text(first.index) {
            return texts.push(own.digest.alone());
        }
        let Some(seen) = self.seen(first) else {
            return texts.extend(alike.map(|_| (0, 0)));
        };
        let values = |from: usize| self.digests.values.get(from..).unwrap_or_default();
        let firsts = self.identities.first_values(alike);
        texts.extend(firsts.map(|from| seen.outline.fill(values(from))));
    }

    /// Finds out which texts are the same, and which are the longest and the shortest.
    fn compare(&self) -> Summary {
        let mut texts = Vec::with_capacity(self.identities.len());
        while let Some(first) = self.identities.get(texts.len()) {
            self.measure(first, resolution::alike_from(first, self.shared), &mut texts);
        }
        let (shortest, longest) = extremes(&texts).unzip();
        let groups = Groups::of(&texts, |one, other| self.is_same(one, other));
        Summary {
            recipients: texts.len(),
            distinct: groups.distinct,
            groups: groups.largest(),
            shortest,
            longest,
            ..Summary::default()
        }
    }

    fn seen(&self, identity: Identity<'v>) -> Option<&Seen> {
        self.by_shape.get(identity.shape_id() as usize)
    }

    /// Whether two recipients of the same digest get the same text.
    fn is_same(&self, one: usize, other: usize) -> bool {
        let both = self.identities.get(one).zip(self.identities.get(other));
        let Some((one, other)) = both else { return false };
        let have_own = one.custom_message().is_some() || other.custom_message().is_some();
        if !have_own && one.shape_id() == other.shape_id() {
            let Some(seen) = self.seen(one) else { return true };
            let mut values =
                seen.fit.filling().map(|place| (one.value_at(place), other.value_at(place)));
            if values.all(|(one, other)| one == other) {
                return true;
            }
        }
        self.text(one) == self.text(other)
    }

    /// As a preview shows it: empty where there is no message.
    fn text(&self, identity: Identity<'v>) -> FilledMessage {
        if let Some(own) = resolution::own(identity) {
            let fit = Fit::of(&own, identity.shape());
            return own.fill(|key| fit.value(identity, key));
        }
        match (self.shared, self.seen(identity)) {
            (Some(shared), Some(seen)) => shared.fill(|key| seen.fit.value(identity, key)),
            _ => FilledMessage::Text(String::new()),
        }
    }
}

#[cfg(test)]
mod tests;
