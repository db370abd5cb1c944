//! Recipients that have been read before, and where they stand after an edit.

use std::ops::Range;

use crate::channel::Channel;

use super::people::{People, Person, ShapeId};
use super::sound::Sound;

/// Sound identities that have been read before, and where their array stands now.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub people: People,
    pub array: Range<usize>,
}

/// A range of the text before that was replaced, and by how much the text grew.
pub(crate) struct Replaced {
    pub range: Range<usize>,
    pub grown: isize,
}

impl Replaced {
    /// Where a range now is that stands after what was replaced.
    pub fn moved(&self, range: &Range<usize>) -> Range<usize> {
        range.start.saturating_add_signed(self.grown)..range.end.saturating_add_signed(self.grown)
    }
}

impl Known {
    /// Where they are after an edit, and which of them it changed; none where they are to
    /// be read again.
    pub fn after(mut self, edit: &Replaced, text: &str) -> Option<(Known, Option<usize>)> {
        let Range { start, end } = edit.range;
        if end <= self.array.start {
            self.people.shift(edit.grown);
            self.array = edit.moved(&self.array);
            return Some((self, None));
        }
        if start >= self.array.end {
            return Some((self, None));
        }
        let changed = self.reread(edit, text)?;
        self.array.end = self.array.end.saturating_add_signed(edit.grown);
        Some((self, Some(changed)))
    }

    /// Reads the one recipient again whose inside was edited: how an object is read depends
    /// on nothing outside of it. None where it is none of the same make any more.
    fn reread(&mut self, edit: &Replaced, text: &str) -> Option<usize> {
        let people = &mut self.people;
        let index = people.list.partition_point(|person| person.end as usize <= edit.range.start);
        let before = *people.list.get(index)?;
        let object = before.start as usize..before.end as usize;
        if edit.range.start <= object.start || object.end <= edit.range.end {
            return None;
        }
        let mut sound = Sound::new(text, None);
        sound.people.shapes = std::mem::take(&mut people.shapes);
        let mut person = sound.read(object.start)?;
        people.shapes = sound.people.shapes;
        let first = before.first_value as usize;
        let values = people.values.get_mut(first..first + sound.people.values.len())?;
        let had_escapes = || {
            let others = [before.name.map(|(_, name)| name), before.custom_message];
            values.iter().any(|text| text.has_escapes())
                || others.iter().flatten().any(|text| text.has_escapes())
        };
        let has_escapes = sound.people.decoded.len() > 0;
        if make(&person) != make(&before)
            || object.end.checked_add_signed(edit.grown) != Some(person.end as usize)
            || has_escapes
            || had_escapes()
        {
            return None;
        }
        values.copy_from_slice(&sound.people.values);
        person.first_value = before.first_value;
        people.set(index, person);
        people.shift_after(index, edit.grown);
        Some(index)
    }
}

/// What the lists of all recipients depend on: a change of it is one of these lists.
fn make(person: &Person) -> (ShapeId, Option<Channel>, bool) {
    let channel = person.name.map(|(channel, _)| channel);
    (person.shape, channel, person.custom_message.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    const TEXT: &str = r#"{"identities":[{"email":"a","parameters":{"n":"1"}}, {"email":"b"}]}"#;

    /// Who is changed by putting `new` in the place of `old`; none where all are to be read again.
    fn changed(old: &str, new: &str) -> Option<Option<usize>> {
        let payload = document::read(TEXT).unwrap();
        let known = Known { array: payload.array().unwrap(), people: payload.people };
        let start = TEXT.find(old).unwrap();
        let grown = new.len().cast_signed() - old.len().cast_signed();
        let edit = Replaced { range: start..start + old.len(), grown };
        known.after(&edit, &TEXT.replacen(old, new, 1)).map(|(_, changed)| changed)
    }

    #[test]
    fn only_whose_inside_was_edited_is_read_again() {
        assert_eq!(changed("{\"id", " {\"id"), Some(None));
        assert_eq!(changed("]}", "]} "), None);
        assert_eq!(changed("1", "two"), Some(Some(0)));
        assert_eq!(changed("b\"}", "\"}"), None);
        assert_eq!(changed("\"b", "\"bo"), Some(Some(1)));
    }

    #[test]
    fn one_that_is_of_another_make_is_read_with_all_others() {
        for (old, new) in [
            ("1", "\\n"),
            ("\"n\"", "\"m\""),
            ("\"n\":\"1\"", ""),
            ("email", "spaceId"),
            ("\"1\"}", "\"1\"},\"customMessage\":\"\""),
            ("\"1\"", "1"),
            ("1", "\""),
            ("a\",", "a\"},{\"email\":\"c\","),
            (", {", ",{"),
        ] {
            assert_eq!(changed(old, new), None, "{old} {new}");
        }
    }
}
