//! What is odd about the text that the shared message becomes: one finding at the
//! message, with the recipients that it concerns.

use crate::diagnostic::quote;
use crate::document::{Document, Identity, ShapeId, SharedMessage};
use crate::hashed::{Distinct, Table, hash};
use crate::message::MessageTemplate;
use crate::preview::Reading;
use crate::report::{Finding, Findings};
use crate::resolution::{self, Fit};

use super::super::whom::Whom;
use super::{Oddity, braces_stay, brought, fixes, odd_names, placeholder};

/// The oddities of the shared message.
pub(super) struct Shared<'d, 'v> {
    document: &'d Document<'v>,
    message: &'d SharedMessage<'v>,
    template: &'d MessageTemplate<'v>,
    /// In the order in which they came up.
    of: Vec<(Oddity<'v>, Concerned<'v>)>,
    /// Their places, by the hash of their names.
    known: Table,
    groups: Groups<'v>,
    /// Recipients whose values may bring placeholders.
    with_braces: Vec<Identity<'v>>,
}

/// Whom an oddity concerns.
#[derive(Default)]
pub(super) struct Concerned<'v> {
    whom: Whom,
    /// Their shapes, and the parameter that a near miss may have meant there.
    pub shapes: Vec<(ShapeId, &'v str)>,
}

impl<'d, 'v> Shared<'d, 'v> {
    pub fn of(
        document: &'d Document<'v>,
        message: &'d SharedMessage<'v>,
        template: &'d MessageTemplate<'v>,
        reading: Reading,
    ) -> Shared<'d, 'v> {
        let mut shared = Shared {
            document,
            message,
            template,
            of: Vec::new(),
            known: Table::new(),
            groups: Groups::new(document.identities.people.shapes().len()),
            with_braces: Vec::new(),
        };
        let (dependent, empty) = shared.look_at_texts(reading);
        shared.look_at_names();
        shared.add(Oddity::ReadingDependent, dependent, None);
        shared.add(Oddity::Empty, empty, None);
        shared
    }

    /// Finds whose text depends on the reading, and whose is empty.
    fn look_at_texts(&mut self, reading: Reading) -> (Whom, Whom) {
        let template = self.template;
        let (mut dependent, mut empty) = (Whom::default(), Whom::default());
        let (mut next, mut braced) = (0, Vec::new());
        while let Some(identity) = self.document.identities.get(next) {
            let alike = resolution::alike_from(identity, Some(template));
            next = alike.end;
            if identity.custom_message().is_some() {
                continue;
            }
            let fits = || {
                let shape = identity.shape();
                (Fit::under(reading, template, shape), Fit::of(template, shape))
            };
            let Some(group) = self.groups.of(identity, fits) else { continue };
            group.whom.add_all(alike.clone());
            if group.filling.changes(template, identity) {
                dependent.add_all(alike.clone());
            }
            if group.fit.is_blank(template, identity) {
                empty.add_all(alike);
            }
            for key in group.fit.braced(template, identity) {
                braced.push((key, identity.index));
            }
            if !identity.has_no_brace() && group.fit.fills_anything() {
                self.with_braces.push(identity);
            }
        }
        self.add_braced(&braced);
        (dependent, empty)
    }

    /// What is odd about names is the same for all recipients of a shape.
    fn look_at_names(&mut self) {
        let is_script = self.message.is_script;
        for shape in self.groups.order.clone() {
            let Some(group) = self.groups.get(shape) else { continue };
            let whom = group.whom;
            for oddity in odd_names(self.template, group.first.shape(), &group.fit, is_script) {
                self.add(oddity, whom, Some(shape));
            }
        }
    }

    /// Adds whose values the message's own braces make placeholders of, by the keys.
    fn add_braced(&mut self, braced: &[(usize, usize)]) {
        for (key, index) in braced.iter().filter(|_| !self.message.is_script) {
            let mut whom = Whom::default();
            whom.add(*index);
            if let Some(key) = self.template.keys().get(*key) {
                self.add(Oddity::Braced(key), whom, None);
            }
        }
    }

    fn add(&mut self, oddity: Oddity<'v>, whom: Whom, shape: Option<ShapeId>) {
        // What was meant may differ between recipients: it is one near miss all the same.
        let (key, parameter) = match oddity {
            Oddity::NearMiss(written, parameter) => (Oddity::NearMiss(written, ""), parameter),
            other => (other, ""),
        };
        if whom.is_nobody() {
            return;
        }
        let hash = hash(key.name());
        let is_it = |place: usize| self.of.get(place).is_some_and(|(known, _)| *known == key);
        let place = self.known.find(hash, is_it).unwrap_or_else(|| {
            self.known.add(hash, self.of.len());
            self.of.push((key, Concerned::default()));
            self.of.len() - 1
        });
        if let Some((_, concerned)) = self.of.get_mut(place) {
            concerned.whom.join(whom);
            concerned.shapes.extend(shape.map(|shape| (shape, parameter)));
        }
    }

    pub fn report(&self, findings: &mut Findings) {
        for (oddity, concerned) in &self.of {
            findings.add(oddity.code(), self.message.value.range.start, || {
                self.finding(oddity, concerned)
            });
        }
        for identity in self.with_braces.iter().filter(|_| !self.message.is_script) {
            if let Some(group) = self.groups.get(identity.shape_id()) {
                brought(*identity, self.template, &group.fit, findings);
            }
        }
    }

    fn finding(&self, oddity: &Oddity<'_>, concerned: &Concerned<'_>) -> Finding {
        let range = self.message.value.range.clone();
        let pointer = self.message.pointer();
        let here = |sentence| Finding::new(oddity.code(), pointer, range, sentence);
        let whom = concerned.whom.among(self.document.identities.len());
        match oddity {
            Oddity::Unresolved(key) => {
                here(format!("{} has no value for {whom}", placeholder(key)))
                    .hint(format!("give each of them the parameter {}", quote(key)))
            }
            Oddity::NearMiss(written, _) => {
                let meant = concerned.meant();
                let whose = match meant.all() {
                    [one] => format!("parameter is {}", quote(one)),
                    _ => "parameters have almost that name".to_owned(),
                };
                let gap = placeholder(written);
                let mut finding = here(format!("{gap} has no value for {whom}, whose {whose}"));
                finding.fix = fixes::rename(self.document, self.message, written, concerned);
                finding
            }
            Oddity::Braced(key) => {
                let gap = placeholder(key);
                let finding = here(format!("braces stay around the value of {gap} for {whom}"));
                braces_stay(finding, key, fixes::unbrace(self.message, key))
            }
            Oddity::Unused(key) => {
                here(format!("no placeholder uses the parameter {} of {whom}", quote(key)))
            }
            Oddity::ReadingDependent => here(format!("the two readings give different texts to {whom}"))
                .hint("the API documents contradict themselves here: give each of them a `customMessage` to be sure"),
            Oddity::Empty => here(format!("the message is empty for {whom}")),
        }
    }
}

impl<'v> Concerned<'v> {
    /// The parameters that may have been meant.
    pub fn meant(&self) -> Distinct<'v> {
        let mut meant = Distinct::default();
        for (_, parameter) in &self.shapes {
            meant.place(parameter);
        }
        meant
    }
}

/// Recipients by shape, in the order of the first of each.
struct Groups<'v> {
    /// By the number of the shape.
    of: Vec<Option<Group<'v>>>,
    order: Vec<ShapeId>,
}

/// Recipients of one shape.
struct Group<'v> {
    first: Identity<'v>,
    whom: Whom,
    /// How the message fits them under the reading in force.
    fit: Fit,
    /// How it fits them where it is filled.
    filling: Fit,
}

impl<'v> Groups<'v> {
    fn new(number: usize) -> Groups<'v> {
        Groups { of: (0..number).map(|_| None).collect(), order: Vec::new() }
    }

    fn get(&self, shape: ShapeId) -> Option<&Group<'v>> {
        self.of.get(shape as usize)?.as_ref()
    }

    fn of(
        &mut self,
        first: Identity<'v>,
        make: impl FnOnce() -> (Fit, Fit),
    ) -> Option<&mut Group<'v>> {
        let group = self.of.get_mut(first.shape_id() as usize)?;
        if group.is_none() {
            self.order.push(first.shape_id());
        }
        Some(group.get_or_insert_with(|| {
            let (fit, filling) = make();
            Group { first, whom: Whom::default(), fit, filling }
        }))
    }
}
