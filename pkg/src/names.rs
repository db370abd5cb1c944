//! Names on their way to JavaScript, each handed over once.

use notify_preflight::Places;

use crate::texts::Groups;

#[derive(Default)]
pub struct Names<'n> {
    all: Vec<&'n str>,
    places: Places,
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
            _ => self.places.first(name, self.all.len(), &|place| self.all.get(place).copied()),
        };
        if self.last == self.all.len() {
            groups.text(name);
            self.all.push(name);
        }
        self.last
    }
}
