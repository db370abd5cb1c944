//! All recipients at a glance: which texts are the same, and which want a look.

use serde::Serialize;

use crate::document::{Identities, Identity};
use crate::hashed::ByHash;
use crate::message::{FilledMessage, MessageTemplate};
use crate::preview::Reading;
use crate::resolution::{self, Fit};

use super::digest::{Digest, Digests, Outline};

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
    digest: Digest,
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
    let mut texts = Texts::new(identities.len());
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
        extend(&mut summary.longest, look.digest.characters, identity.index, |new, old| new > old);
        extend(&mut summary.shortest, look.digest.characters, identity.index, |new, old| new < old);
        texts.add(&sight, identity, look.digest);
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

/// The message as each shape sees it.
struct Sight<'s, 'v> {
    shared: Option<&'s MessageTemplate<'v>>,
    digests: &'s Digests,
    /// Under the reading in force; where the message is filled; and what it looks like.
    by_shape: Vec<(Fit, Fit, Outline)>,
}

impl<'s, 'v> Sight<'s, 'v> {
    fn new(
        identities: Identities<'v>,
        shared: Option<&'s MessageTemplate<'v>>,
        reading: Reading,
        digests: &'s Digests,
    ) -> Sight<'s, 'v> {
        let by_shape = shared.map(|template| {
            let shapes = identities.people.shapes().iter();
            let sight = |shape| {
                let fit = Fit::under(reading, template, shape);
                let outline = Outline::of(template, &fit);
                (fit, Fit::of(template, shape), outline)
            };
            shapes.map(sight).collect()
        });
        Sight { shared, digests, by_shape: by_shape.unwrap_or_default() }
    }

    fn look(&self, identity: Identity<'v>) -> Look {
        if let Some(Some(own)) = self.digests.own.get(identity.index) {
            return Look {
                digest: own.digest,
                is_unresolved: own.is_unresolved,
                is_reading_dependent: false,
                is_blank: own.is_blank,
            };
        }
        let sight = self.by_shape.get(identity.shape_id() as usize);
        let (Some(template), Some((fit, filling, outline))) = (self.shared, sight) else {
            return Look {
                digest: Digest::of(""),
                is_unresolved: false,
                is_reading_dependent: false,
                is_blank: true,
            };
        };
        let values = self.digests.values.get(identity.value_places()).unwrap_or_default();
        Look {
            digest: outline.fill(values),
            is_unresolved: fit.leaves_placeholders(template, identity),
            is_reading_dependent: filling.changes(template, identity),
            is_blank: fit.is_blank(template, identity),
        }
    }

    /// Whether two recipients of the same digest get the same text.
    fn is_same(&self, one: Identity<'v>, other: Identity<'v>) -> bool {
        let have_own = one.custom_message().is_some() || other.custom_message().is_some();
        if !have_own && one.shape_id() == other.shape_id() {
            let Some((fit, _, _)) = self.by_shape.get(one.shape_id() as usize) else { return true };
            let mut values =
                fit.filling().map(|place| (one.value_at(place), other.value_at(place)));
            if values.all(|(one, other)| one == other) {
                return true;
            }
        }
        self.text(one) == self.text(other)
    }

    /// What the recipient gets; where there is no message, that is an empty text.
    fn text(&self, identity: Identity<'v>) -> FilledMessage {
        if let Some(own) = resolution::own(identity) {
            let fit = Fit::of(&own, identity.shape());
            return own.fill(|key| fit.value(identity, key)).0;
        }
        match (self.shared, self.by_shape.get(identity.shape_id() as usize)) {
            (Some(shared), Some((fit, _, _))) => shared.fill(|key| fit.value(identity, key)).0,
            _ => FilledMessage::Text(String::new()),
        }
    }
}

/// Recipients by text.
struct Texts<'v> {
    groups: Vec<Same<'v>>,
    by_digest: ByHash<u64, usize>,
}

struct Same<'v> {
    one: Identity<'v>,
    characters: usize,
    count: usize,
    first: [usize; Selection::FIRST],
    /// Another group whose text only has the same digest.
    next: Option<usize>,
}

impl<'v> Texts<'v> {
    fn new(number: usize) -> Texts<'v> {
        Texts {
            groups: Vec::with_capacity(number),
            by_digest: ByHash::with_capacity_and_hasher(number, Default::default()),
        }
    }

    fn add(&mut self, sight: &Sight<'_, 'v>, identity: Identity<'v>, digest: Digest) {
        let next = self.groups.len();
        let mut place = *self.by_digest.entry(digest.hash()).or_insert(next);
        while let Some(group) = self.groups.get_mut(place) {
            if sight.is_same(group.one, identity) {
                return group.add(identity.index);
            }
            place = *group.next.get_or_insert(next);
        }
        let characters = digest.characters;
        let mut group =
            Same { one: identity, characters, count: 0, first: Default::default(), next: None };
        group.add(identity.index);
        self.groups.push(group);
    }

    fn largest(mut self) -> Vec<Group> {
        let rank = |group: &Same<'_>| (std::cmp::Reverse(group.count), group.one.index);
        if self.groups.len() > Summary::GROUPS {
            self.groups.select_nth_unstable_by_key(Summary::GROUPS, rank);
            self.groups.truncate(Summary::GROUPS);
        }
        self.groups.sort_unstable_by_key(rank);
        self.groups.iter().map(Same::group).collect()
    }
}

impl Same<'_> {
    fn add(&mut self, index: usize) {
        if let Some(place) = self.first.get_mut(self.count) {
            *place = index;
        }
        self.count += 1;
    }

    fn group(&self) -> Group {
        let first = self.first.iter().take(self.count).copied().collect();
        let recipients = Selection { count: self.count, first };
        Group { characters: self.characters, recipients }
    }
}
