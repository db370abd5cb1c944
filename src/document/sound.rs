//! The fast way: identities that are what the schema asks for and written like one of the
//! two before, read in one pass without a value being made of them.
//!
//! What is written in another way is read as any other value, and taken where it is what the
//! schema asks for. Whatever is unexpected is refused, and judged by the schema: another
//! field, another type, a repeated key, a value that is too long. What is taken here the
//! schema would accept, its channel's identity field aside; tests hold the two to that.

use std::ops::Range;

use crate::channel::Channel;
use crate::json::{self, Kind, Object, Value, braces, plain_run_inline};
use crate::limits;

use super::IDENTITIES;
use super::known::Known;
use super::people::{People, Person, ShapeId, Text, place};

/// Takes a payload's identities as they are read.
pub(super) struct Sound<'t> {
    text: &'t str,
    pub people: People,
    /// Where the array starts that they are from.
    pub start: Option<usize>,
    /// The identities of that array, where they are known already.
    known: Option<Known>,
    /// Where that array stands, once they are taken from it.
    taken: Option<Range<usize>>,
    /// Those of the last two that were not alike, the later one first.
    skeletons: [Skeleton<'t>; 2],
    /// The values of the one that is being read.
    row: Row,
    /// Only what is in the texts is asked for, not what names and braces there are.
    is_for_texts: bool,
}

impl<'t> Sound<'t> {
    /// Takes identities for the texts alone.
    pub fn for_texts(text: &'t str) -> Sound<'t> {
        Sound { is_for_texts: true, ..Sound::new(text, None) }
    }

    pub fn new(text: &'t str, known: Option<Known>) -> Sound<'t> {
        Sound {
            text,
            is_for_texts: false,
            people: People::default(),
            start: None,
            known,
            taken: None,
            skeletons: Default::default(),
            row: Row::default(),
        }
    }

    /// The identities that were known, where reading failed after they were passed by.
    pub fn into_known(self) -> Option<Known> {
        match self.taken {
            Some(array) => Some(Known { people: self.people, array }),
            None => self.known,
        }
    }

    /// Makes room for as many as there may be, if the others are like the first.
    fn make_room(&mut self, first: &Person) {
        let (start, end) = (first.start as usize, first.end as usize);
        let rest = self.text.len().saturating_sub(start);
        let number = (rest / end.saturating_sub(start).max(1)).min(limits::LOOKED_AT);
        self.people.list.reserve(number);
        self.people.values.reserve(number * self.people.values.len());
    }

    /// Reads an identity that is written like one of the two before.
    #[cfg_attr(fast, optimize(speed))]
    fn read_alike(&mut self, at: usize) -> Option<Person> {
        let text = self.text;
        let (values, decoded) = (self.people.values.len(), self.people.decoded.len());
        for is_later in [true, false] {
            let [later, _] = &self.skeletons;
            let mut scan = Scan { text, at, people: &mut self.people, row: &mut self.row };
            if let Some(mut person) = scan.alike(later) {
                if !self.is_for_texts {
                    self.look_at(&mut person, decoded);
                }
                return Some(person);
            }
            self.forget(values, decoded);
            if is_later {
                self.skeletons.swap(0, 1);
            }
        }
        // As they were.
        self.skeletons.swap(0, 1);
        None
    }

    /// Takes an identity that was read as a value, where it is what the schema asks for.
    fn judge(&mut self, value: &Value<'_>) -> Option<Person> {
        if !is_sound(value) {
            return None;
        }
        let decoded = self.people.decoded.len();
        let mut person = self.people.person(self.text, value, None);
        person.is_sound = true;
        // Whatever has escapes may have a brace.
        person.has_no_brace &= self.people.decoded.len() == decoded;
        let [later, earlier] = &mut self.skeletons;
        std::mem::swap(later, earlier);
        *later = Skeleton::of(self.text, value, person.shape).unwrap_or_default();
        Some(person)
    }

    /// Reads the identity that starts at `at` in a text that has been read before.
    pub fn read(&mut self, at: usize) -> Option<Person> {
        self.judge(&json::read_again(self.text, at, limits::DEPTH)?)
    }

    fn forget(&mut self, values: usize, decoded: usize) {
        self.people.values.truncate(values);
        self.people.decoded.truncate(decoded);
    }

    /// Finds out what there is to know of a person's strings, of which those from `decoded`
    /// on had escapes.
    fn look_at(&self, person: &mut Person, decoded: usize) {
        let written = self.text.get(person.start as usize..person.end as usize);
        person.has_no_brace = self.people.decoded.len() == decoded
            && written.map(braces) == Some(self.skeletons[0].braces);
        if let Some((channel, name)) = person.name {
            person.set_name(channel, name, self.people.characters(self.text, name));
        }
    }
}

impl json::Items for Sound<'_> {
    fn key(&self) -> &'static str {
        IDENTITIES
    }

    fn start(&mut self, at: usize) -> Option<(usize, usize)> {
        self.start = Some(at);
        self.skeletons = Default::default();
        let known = self.known.take_if(|known| known.array.start == at);
        self.taken = known.as_ref().map(|known| known.array.clone());
        self.people = known.map(|known| known.people).unwrap_or_default();
        let end = self.taken.as_ref()?.end;
        // Those that are not looked at are only counted, and that anew.
        (self.people.len() < limits::LOOKED_AT).then_some((end, self.people.len()))
    }

    fn take(&mut self, at: usize, index: usize) -> Option<usize> {
        let is_looked_at = index < limits::LOOKED_AT;
        if self.taken.is_some() && is_looked_at {
            return self.people.list.get(index).map(|person| person.end as usize);
        }
        let (values, decoded) = (self.people.values.len(), self.people.decoded.len());
        let person = self.read_alike(at)?;
        if is_looked_at {
            self.people.push(person);
        } else {
            self.forget(values, decoded);
        }
        Some(person.end as usize)
    }

    fn offer(&mut self, value: &Value<'_>, index: usize) -> bool {
        let (values, decoded) = (self.people.values.len(), self.people.decoded.len());
        let person = self.judge(value);
        if index >= limits::LOOKED_AT {
            self.forget(values, decoded);
            return person.is_some();
        }
        if let Some(person) = person.filter(|_| index == 0) {
            self.make_room(&person);
        }
        self.people.push(person.unwrap_or_default());
        person.is_some()
    }
}

/// Takes nothing.
#[cfg(test)]
pub(super) struct Nothing<'t>(pub Sound<'t>);

#[cfg(test)]
impl json::Items for Nothing<'_> {
    fn key(&self) -> &'static str {
        IDENTITIES
    }

    fn start(&mut self, at: usize) -> Option<(usize, usize)> {
        self.0.start(at)
    }

    fn take(&mut self, _: usize, _: usize) -> Option<usize> {
        None
    }

    fn offer(&mut self, _: &Value<'_>, index: usize) -> bool {
        if index < limits::LOOKED_AT {
            self.0.people.list.push(Person::default());
        }
        false
    }
}

/// Whether an identity is what the schema asks for, whatever the channel.
fn is_sound(identity: &Value<'_>) -> bool {
    let Kind::Object(Object { members, has_repeats: false }) = &identity.kind else { return false };
    let mut names = 0;
    for member in members {
        // A field whose name has escapes is left to the schema.
        let is_plain = member.key_range.len() == member.key.len() + 2;
        let is_sound = match member.key.as_ref() {
            "parameters" => are_sound(&member.value),
            "customMessage" => member.value.as_str().is_some(),
            field => {
                names += 1;
                Channel::from_identity_field(field).is_some() && member.value.as_str().is_some()
            }
        };
        if !is_plain || !is_sound {
            return false;
        }
    }
    names == 1
}

fn are_sound(parameters: &Value<'_>) -> bool {
    let Kind::Object(Object { members, has_repeats: false }) = &parameters.kind else {
        return false;
    };
    members.len() <= limits::PARAMETERS && members.iter().all(|member| is_short(&member.value))
}

/// Whether a parameter's value is a text that has few enough characters.
pub(crate) fn is_short(value: &Value<'_>) -> bool {
    // No text has more characters than bytes.
    let is_short =
        |text: &str| text.len() <= limits::PARAMETER_CHARACTERS || has_few_characters(text);
    value.as_str().is_some_and(is_short)
}

#[cold]
fn has_few_characters(text: &str) -> bool {
    json::characters(text.as_bytes()) <= limits::PARAMETER_CHARACTERS
}

/// What stands around the strings of an identity. Most are written like one before: then only
/// the strings are to be read.
#[derive(Default)]
struct Skeleton<'t> {
    joints: Vec<Joint<'t>>,
    /// What follows the last string.
    tail: Fixed<'t>,
    shape: ShapeId,
    /// Outside of the strings.
    braces: usize,
}

impl<'t> Skeleton<'t> {
    /// That of a sound identity.
    fn of(text: &'t str, identity: &Value<'_>, shape: ShapeId) -> Option<Skeleton<'t>> {
        let mut skeleton = Skeleton { shape, ..Skeleton::default() };
        let mut at = identity.range.start;
        for member in identity.members() {
            match member.key.as_ref() {
                "parameters" => {
                    for parameter in member.value.members() {
                        skeleton.add(text, &mut at, &parameter.value, Role::Value)?;
                    }
                }
                "customMessage" => {
                    skeleton.add(text, &mut at, &member.value, Role::CustomMessage)?;
                }
                field => {
                    let channel = Channel::from_identity_field(field)?;
                    skeleton.add(text, &mut at, &member.value, Role::Name(channel))?;
                }
            }
        }
        skeleton.tail = Fixed::new(text.get(at..identity.range.end)?);
        skeleton.braces += braces(skeleton.tail.text);
        Some(skeleton)
    }

    /// Adds a string, and what stands before it from `at` on.
    fn add(&mut self, text: &'t str, at: &mut usize, string: &Value<'_>, role: Role) -> Option<()> {
        let fixed = Fixed::new(text.get(*at..string.range.start + 1)?);
        self.braces += braces(fixed.text);
        self.joints.push(Joint { fixed, role });
        *at = string.range.end;
        Some(())
    }
}

/// What stands before a string, its opening quote included, and what the string is.
struct Joint<'t> {
    fixed: Fixed<'t>,
    role: Role,
}

/// What stands the same in all that are alike.
#[derive(Default)]
struct Fixed<'t> {
    text: &'t str,
    /// The first bytes of the text, and which of so many bytes are the text's.
    start: u128,
    mask: u128,
    /// The last bytes of a text that is longer.
    end: u128,
}

impl<'t> Fixed<'t> {
    const WIDTH: usize = size_of::<u128>();

    fn new(text: &'t str) -> Fixed<'t> {
        let (mut start, mut mask) = ([0; Self::WIDTH], [0; Self::WIDTH]);
        for ((start, mask), byte) in start.iter_mut().zip(&mut mask).zip(text.bytes()) {
            (*start, *mask) = (byte, u8::MAX);
        }
        let [start, mask] = [start, mask].map(u128::from_le_bytes);
        let end = text.as_bytes().last_chunk().map_or(0, |end| u128::from_le_bytes(*end));
        Fixed { text, start, mask, end }
    }

    /// Where the text ends, if it stands at `at`. Most are short: calling out to compare
    /// them would take longer than that.
    #[inline(always)]
    fn pass_by(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let end = at + self.text.len();
        let differs = match bytes.get(at..)?.first_chunk() {
            Some(there) if (u128::from_le_bytes(*there) ^ self.start) & self.mask != 0 => true,
            Some(_) if self.text.len() <= Self::WIDTH => false,
            Some(_) if self.text.len() <= 2 * Self::WIDTH => {
                u128::from_le_bytes(*bytes.get(..end)?.last_chunk()?) != self.end
            }
            _ => bytes.get(at..end)? != self.text.as_bytes(),
        };
        (!differs).then_some(end)
    }
}

#[derive(Clone, Copy)]
enum Role {
    Name(Channel),
    CustomMessage,
    Value,
}

impl Role {
    /// Gives a person the string, which is none of the values.
    #[inline(always)]
    fn give(self, person: &mut Person, text: Text) {
        match self {
            Role::Name(channel) => person.name = Some((channel, text)),
            Role::CustomMessage => person.custom_message = Some(text),
            Role::Value => {}
        }
    }
}

/// As many values as a sound identity may have.
type Row = [Text; limits::PARAMETERS];

struct Scan<'t, 'p> {
    text: &'t str,
    at: usize,
    people: &'p mut People,
    row: &'p mut Row,
}

impl<'t> Scan<'t, '_> {
    /// An identity that is written like the one before.
    #[cfg_attr(fast, optimize(speed))]
    fn alike(&mut self, skeleton: &Skeleton<'t>) -> Option<Person> {
        let mut person = self.person();
        person.shape = skeleton.shape;
        skeleton.joints.first()?;
        let mut next = 0;
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        for joint in &skeleton.joints {
            let start = joint.fixed.pass_by(bytes, at)?;
            let end = plain_run_inline(bytes, start);
            let text = match bytes.get(end)? {
                b'"' => {
                    at = end + 1;
                    Text::written(start..end)
                }
                _ => {
                    let text = self.string_with_escapes(start - 1)?;
                    at = self.at;
                    text
                }
            };
            match joint.role {
                Role::Value => {
                    *self.row.get_mut(next)? = text;
                    next += 1;
                    self.is_short(text).then_some(())?;
                }
                role => role.give(&mut person, text),
            }
        }
        self.at = skeleton.tail.pass_by(bytes, at)?;
        person.end = place(self.at);
        // All at once: to push them one by one takes as long as to read them.
        self.people.values.extend_from_slice(self.row.get(..next)?);
        Some(person)
    }

    fn person(&self) -> Person {
        Person {
            start: place(self.at),
            first_value: place(self.people.values.len()),
            is_sound: true,
            ..Person::default()
        }
    }

    #[inline(always)]
    fn is_short(&self, value: Text) -> bool {
        // No text has more characters than bytes between its quotes.
        value.length() <= limits::PARAMETER_CHARACTERS
            || has_few_characters(self.people.characters(self.text, value))
    }

    fn string_with_escapes(&mut self, open: usize) -> Option<Text> {
        let (characters, end) = json::read_string(self.text, open)?;
        self.at = end;
        Some(self.people.text(open..end, Some(&characters)))
    }
}

#[cfg(test)]
mod tests;
