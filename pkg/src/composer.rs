//! A payload kept read while it is edited.

use notify_preflight::{EditError, Extreme, Selection, Summary};
use wasm_bindgen::prelude::*;

use crate::input::{Input, readable};
use crate::output::{Answer, TEXTS, misuse};
use crate::recipients::hand_over;
use crate::texts::{Groups, Taker};
use crate::{options, reported};

/// A payload kept read; offsets are UTF-16 code units.
#[wasm_bindgen]
pub struct Composer(notify_preflight::Composer);

#[wasm_bindgen]
impl Composer {
    /// Reads a payload to edit it.
    ///
    /// # Errors
    ///
    /// Options that are none.
    pub fn open(text: usize, reading: usize, rules: usize, most: Option<u32>) -> Answer<Composer> {
        let input = Input::take();
        let (text, options) = options::with_payload(&input, [text, reading, rules], most)?;
        Ok(Composer(notify_preflight::Composer::new(readable(text), options)))
    }

    /// The payload as it stands now.
    #[wasm_bindgen(unchecked_return_type = "string")]
    pub fn text(&mut self) -> JsValue {
        self.0.text().into()
    }

    /// Replaces a range of the text.
    ///
    /// # Errors
    ///
    /// A range that is not one of the text's.
    pub fn splice(&mut self, start: usize, end: usize, text: usize) -> Answer<()> {
        let input = Input::take();
        let [text] = input.texts([text]);
        self.0.splice_utf16(start..end, readable(text)).map_err(unedited)
    }

    /// Sets the text of the message.
    ///
    /// # Errors
    ///
    /// A payload that has no message.
    #[wasm_bindgen(js_name = setMessage)]
    pub fn set_message(&mut self, value: usize) -> Answer<()> {
        let input = Input::take();
        let [value] = input.texts([value]);
        self.0.set_message(readable(value)).map_err(unedited)
    }

    /// Sets what parameters without a message of one's own do.
    ///
    /// # Errors
    ///
    /// A reading that is none.
    #[wasm_bindgen(js_name = setReading)]
    pub fn set_reading(&mut self, reading: usize) -> Answer<()> {
        let input = Input::take();
        let [reading] = input.texts([reading]);
        self.0.set_reading(options::reading(readable(reading))?);
        Ok(())
    }

    /// The report on the text.
    ///
    /// # Errors
    ///
    /// What the taker throws.
    pub fn report(&mut self, taker: &Taker) -> Answer<()> {
        reported(self.0.report(), self.0.text(), true, taker).flush()
    }

    /// Counts over all recipients, as numbers.
    ///
    /// # Errors
    ///
    /// What the taker throws.
    pub fn summary(&self, taker: &Taker) -> Answer<()> {
        self.0.with_summary(|summary| told(summary, Groups::new(taker)))
    }

    /// Some of the recipients.
    ///
    /// # Errors
    ///
    /// More text than can be handed over at once, or what the taker throws.
    pub fn window(&self, from: usize, to: usize, taker: &Taker) -> Answer<()> {
        let groups = Groups::new(taker);
        self.0.with_window(from..to, TEXTS, |recipients| hand_over(recipients, groups))
    }

    /// How many recipients get another text were a parameter missing, as numbers, and some
    /// of the recipients then.
    ///
    /// # Errors
    ///
    /// More text than can be handed over at once, or what the taker throws.
    #[wasm_bindgen(js_name = whatIf)]
    pub fn what_if(&self, key: usize, from: usize, to: usize, taker: &Taker) -> Answer<()> {
        let input = Input::take();
        let [key] = input.texts([key]);
        let mut groups = Groups::new(taker);
        self.0.with_what_if(readable(key), from..to, TEXTS, |changed, recipients| {
            add_selection(&mut groups, &changed);
            hand_over(recipients, groups)
        })
    }

    /// How many recipients there are.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.len()
    }
}

fn told(summary: &Summary, mut groups: Groups<'_>) -> Answer<()> {
    groups.numbers(&[summary.recipients, summary.distinct]);
    for selection in [&summary.unresolved, &summary.reading_dependent, &summary.empty] {
        add_selection(&mut groups, selection);
    }
    for extreme in [&summary.longest, &summary.shortest].into_iter().flatten() {
        let Extreme { characters, recipients } = extreme;
        groups.numbers(&[*characters]);
        add_selection(&mut groups, recipients);
    }
    for group in &summary.groups {
        groups.numbers(&[group.characters]);
        add_selection(&mut groups, &group.recipients);
    }
    groups.flush()
}

/// How many, how many of them are named, and those.
fn add_selection(groups: &mut Groups<'_>, selection: &Selection) {
    groups.numbers(&[selection.count, selection.first.len()]);
    groups.numbers(&selection.first);
}

fn unedited(error: EditError) -> JsValue {
    let code = match error {
        EditError::NoMessage => "no-message",
        _ => "out-of-text",
    };
    misuse(code, &error)
}
