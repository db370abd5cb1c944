//! All recipients at a glance: which texts are the same, and which want a look.

use serde::Serialize;

use crate::document::{Identities, Identity, Shape};
use crate::hashed;
use crate::message::{FilledMessage, MessageTemplate};
use crate::preview::Reading;
use crate::resolution::{self, Fit};

use super::digest::{Digests, Outline};

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
}

impl Selection {
    /// How many indexes are listed at most.
    pub const FIRST: usize = 10;

    /// Adds one that comes after all so far.
    pub(super) fn add(&mut self, index: usize) {
        if self.first.len() < Selection::FIRST {
            self.first.push(index);
        }
        self.count += 1;
    }
}

/// What one recipient's text comes to.
struct Look {
    hash: u64,
    characters: usize,
    is_unresolved: bool,
    is_reading_dependent: bool,
    is_blank: bool,
}

pub(super) fn of(
    identities: Identities<'_>,
    shared: Option<&MessageTemplate<'_>>,
    reading: Reading,
    is_script: bool,
    digests: &Digests,
) -> Summary {
    let sight = Sight::new(identities, shared, reading, digests);
    let mut summary = Summary::default();
    let mut texts = Texts::new(identities);
    for identity in identities.iter() {
        let look = sight.look(identity);
        summary.recipients += 1;
        if look.is_unresolved && !is_script {
            summary.unresolved.add(identity.index);
        }
        if look.is_reading_dependent {
            summary.reading_dependent.add(identity.index);
        }
        if look.is_blank {
            summary.empty.add(identity.index);
        }
        extend(&mut summary.longest, look.characters, identity.index, |new, old| new > old);
        extend(&mut summary.shortest, look.characters, identity.index, |new, old| new < old);
        texts.add(&sight, identity, look.hash, look.characters);
    }
    summary.distinct = texts.groups.len();
    summary.groups = texts.largest();
    summary
}

fn extend(
    extreme: &mut Option<Extreme>,
    characters: usize,
    index: usize,
    is_more: impl Fn(usize, usize) -> bool,
) {
    if extreme.as_ref().is_none_or(|extreme| is_more(characters, extreme.characters)) {
        *extreme = Some(Extreme { characters, recipients: Selection::default() });
    }
    if let Some(extreme) = extreme.as_mut().filter(|extreme| extreme.characters == characters) {
        extreme.recipients.add(index);
    }
}

/// The message as all shapes see it.
struct Sight<'s, 'v> {
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
        Sight { shared, digests, by_shape }
    }

    #[inline]
    fn look(&self, identity: Identity<'v>) -> Look {
        if let Some(Some(own)) = self.digests.own.get(identity.index) {
            let (hash, characters) = own.digest.alone();
            return Look {
                hash,
                characters,
                is_unresolved: own.is_unresolved,
                is_reading_dependent: false,
                is_blank: own.is_blank,
            };
        }
        let seen = self.by_shape.get(identity.shape_id() as usize);
        let (Some(template), Some(seen)) = (self.shared, seen) else {
            return Look {
                hash: 0,
                characters: 0,
                is_unresolved: false,
                is_reading_dependent: false,
                is_blank: true,
            };
        };
        let values = self.digests.values.get(identity.first_value()..).unwrap_or_default();
        let (hash, characters) = seen.outline.fill(values);
        Look {
            hash,
            characters,
            is_unresolved: seen.fit.leaves_placeholders(template, identity),
            is_reading_dependent: seen.is_reading_dependent(template, identity),
            is_blank: template.is_blank() && seen.fit.is_blank(template, identity),
        }
    }

    /// Whether two recipients of the same digest get the same text.
    fn is_same(&self, one: Identity<'v>, other: Identity<'v>) -> bool {
        let have_own = one.custom_message().is_some() || other.custom_message().is_some();
        if !have_own && one.shape_id() == other.shape_id() {
            let Some(seen) = self.by_shape.get(one.shape_id() as usize) else { return true };
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
        match (self.shared, self.by_shape.get(identity.shape_id() as usize)) {
            (Some(shared), Some(seen)) => shared.fill(|key| seen.fit.value(identity, key)),
            _ => FilledMessage::Text(String::new()),
        }
    }
}

/// Recipients by text.
struct Texts<'v> {
    identities: Identities<'v>,
    groups: Vec<Same>,
    /// Groups by hash. Four times as many places as recipients, so that the place looked
    /// at is mostly free, or taken by the group that is looked for.
    table: Vec<Taken>,
    /// The group of each recipient so far.
    group_of: Vec<u32>,
}

/// A place of the table: a group plus one, and some of its hash. Zeroes where it is free.
#[derive(Clone, Copy, Default)]
struct Taken {
    group: u32,
    hash: u32,
}

/// Recipients of the same text. Small: there may be as many as recipients.
struct Same {
    /// The first of them.
    one: u32,
    count: u32,
    characters: usize,
}

impl<'v> Texts<'v> {
    fn new(identities: Identities<'v>) -> Texts<'v> {
        let number = identities.len();
        Texts {
            identities,
            groups: Vec::with_capacity(number),
            table: vec![Taken::default(); (4 * number).next_power_of_two()],
            group_of: Vec::with_capacity(number),
        }
    }

    /// Adds the recipient that comes after those so far.
    fn add(&mut self, sight: &Sight<'_, 'v>, identity: Identity<'v>, hash: u64, characters: usize) {
        let mask = self.table.len() - 1;
        let spread = hashed::spread(hash);
        let mut place = spread as usize & mask;
        let hash = (spread >> 32) as u32;
        // There is always a free place: never more than a quarter of them are taken.
        while let Some(taken) = self.table.get_mut(place) {
            let Some(group) = taken.group.checked_sub(1) else {
                self.group_of.push(short(self.groups.len()));
                self.groups.push(Same { one: short(identity.index), count: 1, characters });
                *taken = Taken { group: short(self.groups.len()), hash };
                return;
            };
            if taken.hash == hash
                && let Some(same) = self.groups.get_mut(group as usize)
                && same.characters == characters
                && let Some(one) = self.identities.get(same.one as usize)
                && sight.is_same(one, identity)
            {
                same.count += 1;
                self.group_of.push(group);
                return;
            }
            place = (place + 1) & mask;
        }
    }

    fn largest(&self) -> Vec<Group> {
        let groups = || (0..).zip(&self.groups);
        let mut largest: Vec<(u32, &Same)> = Vec::new();
        for (place, group) in groups().filter(|(_, group)| group.count > 1) {
            // Of those as large, the earlier come first.
            let rank = largest.partition_point(|(_, other)| other.count >= group.count);
            if rank < Summary::GROUPS {
                largest.truncate(Summary::GROUPS - 1);
                largest.insert(rank, (place, group));
            }
        }
        // Those of one recipient are in the order of the recipients already.
        largest.extend(groups().filter(|(_, group)| group.count == 1).take(Summary::GROUPS));
        largest.truncate(Summary::GROUPS);
        largest.into_iter().map(|(place, group)| self.group(place, group)).collect()
    }

    fn group(&self, place: u32, group: &Same) -> Group {
        let from = group.one as usize;
        let members = self.group_of.iter().enumerate().skip(from).filter(|(_, of)| **of == place);
        let count = group.count as usize;
        let first = members.map(|(index, _)| index).take(count.min(Selection::FIRST)).collect();
        Group { characters: group.characters, recipients: Selection { count, first } }
    }
}

/// An index of a recipient or a group, of which there are no more than
/// [`crate::limits::LOOKED_AT`].
fn short(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
