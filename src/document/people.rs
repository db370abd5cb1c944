//! The recipients as read: where their strings stand, in a few flat lists.
//!
//! A thousand recipients mostly have the same parameters in the same order. That
//! list of names is kept once, as their [`Shape`], and what becomes of a message is
//! found out once for each shape.

use std::ops::Range;

use crate::channel::Channel;
use crate::hashed::{self, Places};
use crate::json::Pointer;

use super::IDENTITIES;

/// Stretches of one text; the text itself is given where they are looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    pub(super) list: Vec<Person>,
    pub(super) values: Vec<Text>,
    pub(super) shapes: Shapes,
    pub(super) decoded: Decoded,
    seen: Seen,
}

/// What has come up at all: what has not need not be looked for in each.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// In the order of [`Channel::ALL`].
    fields: [bool; Channel::ALL.len()],
    custom_message: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Person {
    /// The object.
    pub start: u32,
    pub end: u32,
    /// The identity, in the field of that channel.
    pub name: Option<(Channel, Text)>,
    /// What is found out of the name while it is at hand: looking at each once more costs
    /// as much as all else does.
    pub name_hash: u32,
    pub is_plainly_plausible: bool,
    pub custom_message: Option<Text>,
    pub shape: ShapeId,
    /// The first of this person's values, as many as the shape has names.
    pub first_value: u32,
    /// No string of this person has a brace.
    pub has_no_brace: bool,
    /// The object is what the schema asks for, its channel's identity field aside.
    pub is_sound: bool,
}

/// A string: what stands between its quotes, and where its characters are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Text {
    start: u32,
    end: u32,
    /// Which of the decoded strings it is, plus one; zero where it has no escapes.
    decoded: u32,
}

/// Strings that had escapes, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Decoded {
    text: String,
    ends: Vec<usize>,
}

/// Names of parameters, in the author's order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// Of the values that are strings.
    pub names: Vec<Box<str>>,
    /// Of the others: they fill nothing, and the schema says why.
    pub mistyped: Vec<Box<str>>,
    by_name: Places,
}

pub(crate) type ShapeId = u32;

/// Every shape that came up; the first one is that of no parameters at all.
#[derive(Clone, Debug)]
pub(super) struct Shapes {
    pub all: Vec<Shape>,
    /// Their names as they are written, in quotes, and which of them are mistyped.
    spellings: Vec<Box<str>>,
    by_spelling: Places,
}

impl Default for Shapes {
    fn default() -> Shapes {
        let mut shapes =
            Shapes { all: Vec::new(), spellings: Vec::new(), by_spelling: Places::new() };
        shapes.intern("", Shape::default);
        shapes
    }
}

impl Person {
    #[inline]
    pub fn set_name(&mut self, channel: Channel, name: Text, characters: &str) {
        self.name = Some((channel, name));
        self.name_hash = hashed::quick(characters);
        self.is_plainly_plausible = channel.is_plainly_plausible(characters);
    }
}

impl Text {
    /// A string without escapes, of what stands between its quotes.
    #[inline(always)]
    pub(super) fn written(range: Range<usize>) -> Text {
        Text { start: place(range.start), end: place(range.end), decoded: 0 }
    }

    /// How many bytes stand between its quotes.
    #[inline(always)]
    pub const fn length(self) -> usize {
        (self.end - self.start) as usize
    }

    /// From its opening quote to past its closing one.
    pub fn range(self) -> Range<usize> {
        self.start as usize - 1..self.end as usize + 1
    }

    pub fn has_escapes(self) -> bool {
        self.decoded != 0
    }
}

impl Decoded {
    pub fn push(&mut self, characters: &str) {
        self.text.push_str(characters);
        self.ends.push(self.text.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn truncate(&mut self, len: usize) {
        self.ends.truncate(len);
        self.text.truncate(self.ends.last().copied().unwrap_or_default());
    }

    #[cold]
    fn get(&self, index: usize) -> Option<&str> {
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(index)?)
    }
}

impl Shape {
    pub fn new(names: Vec<Box<str>>, mistyped: Vec<Box<str>>) -> Shape {
        let mut shape = Shape { mistyped, ..Shape::default() };
        names.into_iter().for_each(|name| shape.push(name));
        shape
    }

    fn push(&mut self, name: Box<str>) {
        let Shape { names, by_name, .. } = self;
        by_name.add(&name, names.len(), &|place| name_at(names, place));
        names.push(name);
    }

    /// The place of that name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.by_name.find(name, &|place| name_at(&self.names, place))
    }
}

fn name_at(names: &[Box<str>], place: usize) -> Option<&str> {
    names.get(place).map(AsRef::as_ref)
}

impl Shapes {
    pub fn get(&self, id: ShapeId) -> Option<&Shape> {
        self.all.get(id as usize)
    }

    /// The shape of that spelling, made by `shape` where it is new.
    pub fn intern(&mut self, spelling: &str, shape: impl FnOnce() -> Shape) -> ShapeId {
        let spelling_at = |id| name_at(&self.spellings, id);
        let id = self.by_spelling.first(spelling, self.all.len(), &spelling_at);
        if id == self.all.len() {
            self.all.push(shape());
            self.spellings.push(spelling.into());
        }
        place(id)
    }
}

/// An offset or a number of things, of which a text of 4 GiB has no more.
#[inline(always)]
pub(super) fn place(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl People {
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether all are what the schema asks for, whatever the channel.
    pub fn are_sound(&self) -> bool {
        self.list.iter().all(|person| person.is_sound)
    }

    /// Adds one as it was read.
    #[inline(always)]
    pub(super) fn push(&mut self, person: Person) {
        self.note(&person);
        self.list.push(person);
    }

    /// Puts one in the place of that index.
    pub(super) fn set(&mut self, index: usize, person: Person) {
        self.note(&person);
        if let Some(place) = self.list.get_mut(index) {
            *place = person;
        }
    }

    #[inline(always)]
    fn note(&mut self, person: &Person) {
        self.seen.custom_message |= person.custom_message.is_some();
        if let Some((channel, _)) = person.name
            && let Some(field) = self.seen.fields.get_mut(channel as usize)
        {
            *field = true;
        }
    }

    /// Whether anyone has a message of their own.
    pub fn have_custom_messages(&self) -> bool {
        self.seen.custom_message
    }

    /// Whether anyone is named in the field of another channel.
    pub fn has_other_field(&self, channel: Channel) -> bool {
        let fields = Channel::ALL.into_iter().zip(self.seen.fields);
        fields.into_iter().any(|(of, is_seen)| is_seen && of != channel)
    }

    /// Those that are sound, but named in the field of another channel: which they are,
    /// and where they start.
    pub(super) fn misnamed(&self, channel: Option<Channel>) -> Vec<(usize, usize)> {
        let Some(channel) = channel.filter(|channel| self.has_other_field(*channel)) else {
            return Vec::new();
        };
        let is_misnamed =
            |person: &Person| person.is_sound && person.name.is_some_and(|(of, _)| of != channel);
        let mut misnamed = Vec::new();
        for (index, person) in self.list.iter().enumerate() {
            if is_misnamed(person) {
                misnamed.push((index, person.start as usize));
            }
        }
        misnamed
    }

    pub fn shapes(&self) -> &[Shape] {
        &self.shapes.all
    }

    /// Every value, those of one person beside each other.
    pub fn values(&self) -> &[Text] {
        &self.values
    }

    #[inline(always)]
    pub fn characters<'v>(&'v self, source: &'v str, text: Text) -> &'v str {
        let characters = match text.has_escapes() {
            false => source.get(text.start as usize..text.end as usize),
            true => self.decoded.get(text.decoded as usize - 1),
        };
        characters.unwrap_or_default()
    }

    /// The string between the quotes at the ends of `range`; `characters` where they
    /// are others than those written.
    #[inline]
    pub(super) fn text(&mut self, range: Range<usize>, characters: Option<&str>) -> Text {
        let text = Text::written(range.start + 1..range.end - 1);
        let Some(characters) = characters else { return text };
        self.decoded.push(characters);
        Text { decoded: place(self.decoded.len()), ..text }
    }

    /// Moves every place: the text before them became so much longer.
    pub fn shift(&mut self, by: isize) {
        self.shift_from(0, 0, by);
    }

    /// Moves the places of those after that person, where all are sound: only then do
    /// their values stand in their own order.
    pub(super) fn shift_after(&mut self, index: usize, by: isize) {
        if let Some(next) = self.list.get(index + 1) {
            self.shift_from(index + 1, next.first_value as usize, by);
        }
    }

    fn shift_from(&mut self, person: usize, value: usize, by: isize) {
        let people = self.list.get_mut(person..).unwrap_or_default();
        let values = self.values.get_mut(value..).unwrap_or_default();
        // A place of a text that can be read fits, and so does what it is moved by, modulo 2³².
        let by = by as u32;
        let moved = |offset: &mut u32| *offset = offset.wrapping_add(by);
        for person in people {
            moved(&mut person.start);
            moved(&mut person.end);
            let name = person.name.as_mut().map(|(_, name)| name);
            for text in name.into_iter().chain(&mut person.custom_message) {
                moved(&mut text.start);
                moved(&mut text.end);
            }
        }
        for value in values {
            moved(&mut value.start);
            moved(&mut value.end);
        }
    }
}

/// The recipients, and the text that they were read from.
#[derive(Clone, Copy)]
pub(crate) struct Identities<'v> {
    pub people: &'v People,
    pub source: &'v str,
}

/// One recipient.
#[derive(Clone, Copy)]
pub(crate) struct Identity<'v> {
    pub index: usize,
    person: &'v Person,
    all: Identities<'v>,
}

impl<'v> Identities<'v> {
    pub fn len(self) -> usize {
        self.people.len()
    }

    pub fn get(self, index: usize) -> Option<Identity<'v>> {
        let person = self.people.list.get(index)?;
        Some(Identity { index, person, all: self })
    }

    pub fn iter(self) -> impl Iterator<Item = Identity<'v>> {
        let people = self.people.list.iter().enumerate();
        people.map(move |(index, person)| Identity { index, person, all: self })
    }

    /// Where the values of some recipients begin among all.
    pub fn first_values(self, indexes: Range<usize>) -> impl Iterator<Item = usize> {
        let people = self.people.list.get(indexes).unwrap_or_default();
        people.iter().map(|person| person.first_value as usize)
    }
}

/// What recipients without parameters have.
static NO_PARAMETERS: Shape =
    Shape { names: Vec::new(), mistyped: Vec::new(), by_name: Places::new() };

impl<'v> Identity<'v> {
    pub fn pointer(self) -> Pointer {
        Pointer::default().key(IDENTITIES).index(self.index)
    }

    /// How many recipients from this one on have one shape, no brace and no message of
    /// their own, so that all of their texts are odd or none is.
    pub fn alike(self) -> usize {
        let people = self.all.people.list.get(self.index..).unwrap_or_default();
        let mut alike = 0;
        for person in people {
            let is_odd = !person.has_no_brace || person.custom_message.is_some();
            if is_odd || person.shape != self.person.shape {
                break;
            }
            alike += 1;
        }
        alike.max(1)
    }

    pub fn range(self) -> Range<usize> {
        self.person.start as usize..self.person.end as usize
    }

    /// The field that names the recipient, where it is a string.
    pub fn name(self) -> Option<(Channel, Text)> {
        self.person.name
    }

    /// Recipients of the same name have the same.
    pub fn name_hash(self) -> u32 {
        self.person.name_hash
    }

    /// Whether the name has the shape of one for sure.
    pub fn is_plainly_plausible(self) -> bool {
        self.person.is_plainly_plausible
    }

    pub fn custom_message(self) -> Option<Text> {
        self.person.custom_message
    }

    #[inline(always)]
    pub fn characters(self, text: Text) -> &'v str {
        self.all.people.characters(self.all.source, text)
    }

    /// No string of this recipient has a brace.
    pub fn has_no_brace(self) -> bool {
        self.person.has_no_brace
    }

    pub fn shape_id(self) -> ShapeId {
        self.person.shape
    }

    #[inline(always)]
    pub fn shape(self) -> &'v Shape {
        self.all.people.shapes.get(self.person.shape).unwrap_or(&NO_PARAMETERS)
    }

    /// The place of this recipient's first value among all.
    pub fn first_value(self) -> usize {
        self.person.first_value as usize
    }

    /// The values, in the order of the shape.
    #[inline(always)]
    pub fn values(self) -> &'v [Text] {
        let first = self.first_value();
        let end = first + self.shape().names.len();
        self.all.people.values.get(first..end).unwrap_or_default()
    }

    pub fn value_at(self, place: usize) -> Option<&'v str> {
        self.values().get(place).map(|text| self.characters(*text))
    }
}
