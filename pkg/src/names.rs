//! Names on their way to JavaScript, each handed over once.

use notify_preflight::Distinct;

use crate::texts::Groups;

/// How many names are looked through one by one.
const FEW: usize = 16;

#[derive(Default)]
pub struct Names<'n> {
    all: Distinct<'n>,
    /// The place that was asked for last.
    last: usize,
}

impl<'n> Names<'n> {
    /// The place of a name among all, which is handed over where it is new.
    pub fn place(&mut self, name: &'n str, groups: &mut Groups<'_>) -> usize {
        let number = self.all.all().len();
        // Recipients of one message have its keys in the same order.
        let next = if self.last + 1 < number { self.last + 1 } else { 0 };
        // Mostly it is that very name, and not only the same.
        let is_it = |known: &&str| std::ptr::eq(*known, name);
        self.last = match self.all.all().get(next) {
            Some(known) if is_it(known) || *known == name => next,
            _ => match self.all.all().iter().take(FEW).position(is_it) {
                Some(place) => place,
                None => self.all.place(name),
            },
        };
        if self.last == number {
            groups.text(name);
        }
        self.last
    }
}
