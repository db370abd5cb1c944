//! Names on their way to JavaScript, each handed over once.

use std::collections::BTreeMap;

use crate::texts::Groups;

#[derive(Default)]
pub struct Names<'n> {
    all: Vec<&'n str>,
    /// The kind of map that counts by status too, which is all the same code.
    places: BTreeMap<String, usize>,
    /// The place that was asked for last.
    last: usize,
}

impl<'n> Names<'n> {
    /// The place of a name among all, which is handed over where it is new.
    pub fn place(&mut self, name: &'n str, groups: &mut Groups<'_>) -> usize {
        // Recipients of one message have its keys in the same order.
        let next = if self.last + 1 < self.all.len() { self.last + 1 } else { 0 };
        self.last = match self.all.get(next) {
            Some(known) if *known == name => next,
            _ => self.places.get(name).copied().unwrap_or_else(|| self.add(name, groups)),
        };
        self.last
    }

    fn add(&mut self, name: &'n str, groups: &mut Groups<'_>) -> usize {
        groups.text(name);
        let place = self.all.len();
        self.all.push(name);
        self.places.insert(name.to_owned(), place);
        place
    }
}
