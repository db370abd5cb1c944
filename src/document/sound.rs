//! The fast way: identities that are what the schema asks for, read in one pass
//! without a value being made of them.
//!
//! Whatever is unexpected is refused, and read and judged as any other value:
//! another field, another type, a repeated key, a value that is too long. What is
//! taken here the schema would accept, its channel's identity field aside; tests
//! hold the two to that.

use std::ops::Range;

use crate::channel::Channel;
use crate::json::{self, braces, plain_run, plain_run_inline};
use crate::limits;

use super::IDENTITIES;
use super::known::Known;
use super::people::{People, Person, Shape, ShapeId, Text, place};

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
    skeleton: Skeleton<'t>,
    /// That of the one that is being read.
    next: Skeleton<'t>,
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
            skeleton: Skeleton::default(),
            next: Skeleton::default(),
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

    /// Reads an identity like the one before, or else from scratch.
    #[cfg_attr(fast, optimize(speed))]
    pub fn read(&mut self, at: usize) -> Option<Person> {
        let text = self.text;
        let (values, decoded) = (self.people.values.len(), self.people.decoded.len());
        for is_alike in [true, false] {
            let mut scan = Scan { text, at, people: &mut self.people };
            let person = match is_alike {
                true => scan.alike(&self.skeleton),
                false => scan.identity(&mut self.next),
            };
            if let Some(mut person) = person {
                if !is_alike {
                    std::mem::swap(&mut self.skeleton, &mut self.next);
                }
                if !self.is_for_texts {
                    self.look_at(&mut person, decoded);
                }
                return Some(person);
            }
            self.people.values.truncate(values);
            self.people.decoded.truncate(decoded);
        }
        None
    }

    /// Finds out what there is to know of a person's strings, of which those from `decoded`
    /// on had escapes.
    fn look_at(&self, person: &mut Person, decoded: usize) {
        let written = self.text.get(person.start as usize..person.end as usize);
        person.has_no_brace = self.people.decoded.len() == decoded
            && written.map(braces) == Some(self.skeleton.braces);
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
        self.skeleton = Skeleton::default();
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
        let person = self.read(at);
        if let Some(person) = person.filter(|_| index == 0) {
            self.make_room(&person);
        }
        if is_looked_at {
            self.people.push(person.unwrap_or_default());
        } else {
            self.people.values.truncate(values);
            self.people.decoded.truncate(decoded);
        }
        person.map(|person| person.end as usize)
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

    fn take(&mut self, _: usize, index: usize) -> Option<usize> {
        if index < limits::LOOKED_AT {
            self.0.people.list.push(Person::default());
        }
        None
    }
}

/// What stands around the strings of an identity. Most are written like the one before:
/// then only the strings are to be read.
#[derive(Default)]
struct Skeleton<'t> {
    joints: Vec<Joint<'t>>,
    /// What follows the last string.
    tail: Fixed<'t>,
    shape: ShapeId,
    /// How many of the strings are values.
    values: usize,
    /// Outside of the strings.
    braces: usize,
}

impl Skeleton<'_> {
    fn count(&mut self) {
        self.values = self.joints.iter().filter(|joint| joint.role.is_value()).count();
        let texts = self.joints.iter().map(|joint| joint.fixed.text);
        self.braces = texts.chain([self.tail.text]).map(braces).sum();
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
    const fn is_value(self) -> bool {
        matches!(self, Role::Value)
    }

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

struct Scan<'t, 'p> {
    text: &'t str,
    at: usize,
    people: &'p mut People,
}

impl<'t> Scan<'t, '_> {
    /// An identity that is written like the one before.
    #[cfg_attr(fast, optimize(speed))]
    fn alike(&mut self, skeleton: &Skeleton<'t>) -> Option<Person> {
        let mut person = self.person();
        person.shape = skeleton.shape;
        skeleton.joints.first()?;
        // All at once: to push them one by one takes as long as to read them.
        let mut next = self.people.values.len();
        self.people.values.resize(next + skeleton.values, Text::default());
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
                    let slot = self.people.values.get_mut(next)?;
                    *slot = text;
                    next += 1;
                    self.is_short(text).then_some(())?;
                }
                role => role.give(&mut person, text),
            }
        }
        self.at = skeleton.tail.pass_by(bytes, at)?;
        person.end = place(self.at);
        Some(person)
    }

    fn identity(&mut self, skeleton: &mut Skeleton<'t>) -> Option<Person> {
        let mut person = self.person();
        let mut has_parameters = false;
        skeleton.joints.clear();
        skeleton.shape = ShapeId::default();
        let mut joint = self.at;
        self.expect(b'{')?;
        loop {
            self.skip_white_space();
            let role = match self.key()? {
                "customMessage" if person.custom_message.is_none() => Role::CustomMessage,
                "parameters" if !has_parameters => {
                    skeleton.shape = self.parameters(skeleton, &mut joint)?;
                    person.shape = skeleton.shape;
                    has_parameters = true;
                    Role::Value
                }
                field if person.name.is_none() => Role::Name(Channel::from_identity_field(field)?),
                _ => return None,
            };
            if !role.is_value() {
                let text = self.string(skeleton, &mut joint, role)?;
                role.give(&mut person, text);
            }
            if self.ends(b'}')? {
                break;
            }
        }
        person.name?;
        skeleton.tail = Fixed::new(self.text.get(joint..self.at)?);
        skeleton.count();
        person.end = place(self.at);
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

    /// The values, and the shape of their names; none where a name stands twice.
    fn parameters(&mut self, skeleton: &mut Skeleton<'t>, joint: &mut usize) -> Option<ShapeId> {
        let first = self.people.values.len();
        let mut spelling = String::new();
        self.expect(b'{')?;
        self.skip_white_space();
        if self.take(b'}') {
            return Some(ShapeId::default());
        }
        loop {
            if self.people.values.len() - first == limits::PARAMETERS {
                return None;
            }
            self.skip_white_space();
            self.expect(b'"')?;
            let (_, end) = json::read_string(self.text, self.at - 1)?;
            spelling.push_str(self.text.get(self.at - 1..end)?);
            self.at = end;
            self.colon()?;
            let value = self.string(skeleton, joint, Role::Value)?;
            self.is_short(value).then(|| self.people.values.push(value))?;
            if self.ends(b'}')? {
                break;
            }
        }
        self.people.shapes.intern(&spelling, || Shape::spelt(&spelling))
    }

    #[inline(always)]
    fn is_short(&self, value: Text) -> bool {
        // No text has more characters than bytes between its quotes.
        value.length() <= limits::PARAMETER_CHARACTERS || self.has_few_characters(value)
    }

    #[cold]
    fn has_few_characters(&self, value: Text) -> bool {
        let characters = self.people.characters(self.text, value);
        json::characters(characters.as_bytes()) <= limits::PARAMETER_CHARACTERS
    }

    /// A name without escapes, and the colon after it.
    fn key(&mut self) -> Option<&'t str> {
        self.expect(b'"')?;
        let end = plain_run(self.text.as_bytes(), self.at);
        let key = self.text.get(self.at..end)?;
        self.at = end;
        self.expect(b'"')?;
        self.colon()?;
        Some(key)
    }

    /// A string, noted in the skeleton with what stands before it.
    fn string(
        &mut self,
        skeleton: &mut Skeleton<'t>,
        joint: &mut usize,
        role: Role,
    ) -> Option<Text> {
        let open = self.at;
        self.expect(b'"')?;
        let fixed = Fixed::new(self.text.get(*joint..self.at)?);
        skeleton.joints.push(Joint { fixed, role });
        self.at = plain_run(self.text.as_bytes(), self.at);
        let text = match self.take(b'"') {
            true => Text::written(open + 1..self.at - 1),
            false => self.string_with_escapes(open)?,
        };
        *joint = self.at;
        Some(text)
    }

    fn string_with_escapes(&mut self, open: usize) -> Option<Text> {
        let (characters, end) = json::read_string(self.text, open)?;
        self.at = end;
        Some(self.people.text(open..end, Some(&characters)))
    }

    fn colon(&mut self) -> Option<()> {
        self.skip_white_space();
        self.expect(b':')?;
        self.skip_white_space();
        Some(())
    }

    /// Whether the object ends here; otherwise another member follows.
    fn ends(&mut self, close: u8) -> Option<bool> {
        self.skip_white_space();
        if self.take(b',') {
            return Some(false);
        }
        self.expect(close).map(|()| true)
    }

    fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests;
