//! One pass over JSON text: values borrowed from it, each with its place.
//!
//! What the rest of the crate needs and general readers do not give: byte ranges
//! of values and keys, repeated keys kept, numbers as written, and a sentence for
//! people where the text stops being JSON.

mod count;
mod pointer;
mod reader;
mod scan;
mod whole;

use std::borrow::Cow;
use std::ops::Range;

use crate::hashed::{Distinct, Places};

pub(crate) use count::{braces, characters, line_breaks, units};
pub(crate) use pointer::{Locator, Pointer, Spot};
pub(crate) use reader::{Items, read, read_again, read_answer, read_string, read_with};
pub(crate) use scan::plain_run_inline;
pub(crate) use whole::whole;

/// A value and the bytes that it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    pub range: Range<usize>,
    pub kind: Kind<'a>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind<'a> {
    Null,
    Bool(bool),
    /// The digits as written.
    Number(&'a str),
    /// Borrowed unless it has escapes.
    String(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    Object(Object<'a>),
    /// An array of which [`Items`] took some: what those hold is known there.
    Partial(Partial<'a>),
}

/// The members of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object<'a> {
    /// In document order, repeated keys included; the last one counts.
    pub members: Vec<Member<'a>>,
    /// Whether a key is given twice, which is rare and asked for often.
    pub has_repeats: bool,
}

impl<'a> Object<'a> {
    pub fn of(members: Vec<Member<'a>>) -> Object<'a> {
        let has_repeats = have_repeats(&members);
        Object { members, has_repeats }
    }
}

/// Up to so many keys are looked through one by one, which beats hashing.
const FEW: usize = 32;

fn have_repeats(members: &[Member<'_>]) -> bool {
    if members.len() <= FEW {
        let mut rest = members;
        while let Some((member, before)) = rest.split_last() {
            if before.iter().any(|earlier| earlier.key == member.key) {
                return true;
            }
            rest = before;
        }
        return false;
    }
    let mut keys = Distinct::default();
    members.iter().enumerate().any(|(place, member)| keys.place(&member.key) != place)
}

/// What is left of an array after some of its items were taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Partial<'a> {
    /// The items of the whole array.
    pub length: usize,
    /// Those that were not taken, each with its index, which rises.
    pub rest: Vec<(usize, Value<'a>)>,
}

impl<'a> Partial<'a> {
    /// Those that were not taken, of the first so many.
    pub fn first(&self, most: usize) -> &[(usize, Value<'a>)] {
        let end = self.rest.partition_point(|(index, _)| *index < most);
        self.rest.get(..end).unwrap_or_default()
    }

    /// The item at an index, where it was not taken.
    pub fn get(&self, index: usize) -> Option<&Value<'a>> {
        let place = self.rest.binary_search_by_key(&index, |(index, _)| *index).ok()?;
        self.rest.get(place).map(|(_, value)| value)
    }

    /// Puts back items that were taken, each with its index, which rises.
    pub fn put_back(&mut self, items: Vec<(usize, Value<'a>)>) {
        let mut all = Vec::with_capacity(self.rest.len() + items.len());
        let mut items = items.into_iter();
        let mut next = items.next();
        for (index, value) in std::mem::take(&mut self.rest) {
            while let Some(item) = next.take_if(|(before, _)| *before < index) {
                all.push(item);
                next = items.next();
            }
            all.push((index, value));
        }
        while let Some(item) = next {
            all.push(item);
            next = items.next();
        }
        self.rest = all;
    }
}

/// A property of an object; the range is the key's, quotes included.
#[derive(Clone, Debug)]
pub(crate) struct Member<'a> {
    pub key: Cow<'a, str>,
    pub key_range: Range<usize>,
    pub value: Value<'a>,
}

impl<'a> Value<'a> {
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&[Value<'a>]> {
        match &self.kind {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// How many items an array has, of which [`Items`] may have taken some.
    pub fn length(&self) -> Option<usize> {
        match &self.kind {
            Kind::Partial(partial) => Some(partial.length),
            _ => None,
        }
    }

    /// The members, none where this is no object.
    pub fn members(&self) -> &[Member<'a>] {
        match &self.kind {
            Kind::Object(object) => &object.members,
            _ => &[],
        }
    }

    /// The member of that name that counts: the last.
    pub fn member(&self, key: &str) -> Option<&Member<'a>> {
        self.members().iter().rev().find(|member| member.key == key)
    }

    /// The members that count: of a repeated key the last, where the first one stood.
    pub fn counting_members(&self) -> Vec<&Member<'a>> {
        match self.has_repeats() {
            true => Counting::of(self).members,
            false => self.members().iter().collect(),
        }
    }

    /// Whether this is an object that has a key twice.
    pub fn has_repeats(&self) -> bool {
        matches!(&self.kind, Kind::Object(object) if object.has_repeats)
    }

    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.member(key).map(|member| &member.value)
    }

    pub fn is_object(&self) -> bool {
        matches!(self.kind, Kind::Object(_))
    }

    /// The array of that name, where items may have been taken from it.
    pub fn partial_mut(&mut self, key: &str) -> Option<&mut Partial<'a>> {
        let Kind::Object(object) = &mut self.kind else { return None };
        let member = object.members.iter_mut().rev().find(|member| member.key == key)?;
        match &mut member.value.kind {
            Kind::Partial(partial) => Some(partial),
            _ => None,
        }
    }

    pub fn is_container(&self) -> bool {
        matches!(self.kind, Kind::Object(_) | Kind::Array(_) | Kind::Partial(_))
    }

    /// The JSON type with its article, as a sentence names it.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::Array(_) | Kind::Partial(_) => "an array",
            Kind::Object(_) => "an object",
        }
    }

    /// The value without its places. Of a number only its type is kept: no rule of a
    /// payload is about a number's size.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.kind {
            Kind::Null => serde_json::Value::Null,
            Kind::Bool(flag) => (*flag).into(),
            Kind::Number(_) => 0.into(),
            Kind::String(text) => text.as_ref().into(),
            Kind::Array(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(item.to_json());
                }
                values.into()
            }
            Kind::Partial(partial) => {
                let mut values = Vec::with_capacity(partial.rest.len());
                for (_, item) in &partial.rest {
                    values.push(item.to_json());
                }
                values.into()
            }
            Kind::Object(_) => self.to_json_with(&mut |_, value| value.to_json()),
        }
    }

    /// The value without its places, where `member` says what becomes of the members of
    /// an object, by their names.
    ///
    /// Inserted one by one: to collect them would bring a whole sort into the WebAssembly.
    pub fn to_json_with(
        &self,
        member: &mut dyn FnMut(&str, &Value<'a>) -> serde_json::Value,
    ) -> serde_json::Value {
        if !self.is_object() {
            return self.to_json();
        }
        let mut object = serde_json::Map::new();
        for Member { key, value, .. } in self.members() {
            object.insert(key.to_string(), member(key, value));
        }
        object.into()
    }
}

/// The members of an object that count.
struct Counting<'v, 'a> {
    members: Vec<&'v Member<'a>>,
    by_key: Places,
}

impl<'v, 'a> Counting<'v, 'a> {
    fn of(object: &'v Value<'a>) -> Counting<'v, 'a> {
        let members = object.members();
        let mut counting: Vec<&'v Member<'a>> = Vec::with_capacity(members.len());
        let mut by_key = Places::new();
        for member in members {
            let key_at = |place| key_at(&counting, place);
            let place = by_key.first(&member.key, counting.len(), &key_at);
            match counting.get_mut(place) {
                Some(earlier) => *earlier = member,
                None => counting.push(member),
            }
        }
        Counting { members: counting, by_key }
    }

    fn get(&self, key: &str) -> Option<&'v Member<'a>> {
        let place = self.by_key.find(key, &|place| key_at(&self.members, place))?;
        self.members.get(place).copied()
    }
}

fn key_at<'v>(members: &[&'v Member<'_>], place: usize) -> Option<&'v str> {
    members.get(place).map(|member| member.key.as_ref())
}

/// Why a text is not JSON, and where reading stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub range: Range<usize>,
    pub message: String,
    pub hint: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_put_back_where_they_were() {
        const NUMBER: usize = 6;
        let item = |index: usize| (index, Value { range: index..index, kind: Kind::Null });
        for taken in 0..1_usize << NUMBER {
            let (items, rest): (Vec<_>, Vec<_>) =
                (0..NUMBER).map(item).partition(|(index, _)| taken >> index & 1 == 1);
            let mut partial = Partial { length: NUMBER, rest };
            partial.put_back(items);
            let indexes = partial.rest.iter().map(|(index, value)| (*index, value.range.start));
            assert!(indexes.eq((0..NUMBER).map(|index| (index, index))), "{taken}");
        }
    }

    #[test]
    fn a_key_that_is_given_twice_is_seen_among_few_and_many() {
        for number in [2, 3, FEW, FEW + 1, 4 * FEW] {
            let object = |keys: &mut dyn Iterator<Item = usize>| {
                let members: Vec<_> = keys.map(|key| format!("\"k{key}\":0")).collect();
                format!("{{{}}}", members.join(","))
            };
            let all = object(&mut (0..number));
            assert!(!read(&all, 9).unwrap().has_repeats(), "{number}");
            for (first, second) in [(0, 1), (0, number - 1), (number - 2, number - 1)] {
                let same = |key| if key == second { first } else { key };
                let repeated = object(&mut (0..number).map(same));
                assert!(read(&repeated, 9).unwrap().has_repeats(), "{first} {second}");
            }
        }
    }
}
