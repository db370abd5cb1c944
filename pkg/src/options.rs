//! Small arguments, with their mistakes said.

use std::cell::RefCell;

use notify_preflight::{Channel, Options, Reading, Rules, limits};

use crate::input::{Input, readable};
use crate::output::{Answer, misuse};

/// A payload, and how to look at it: by the reading and the rules that end there. An empty
/// text or no number leaves a part at its default.
pub fn with_payload(
    input: &Input,
    ends: [usize; 3],
    most: Option<u32>,
) -> Answer<(&[u8], Options)> {
    let [payload, reading, rules] = input.texts(ends);
    let options = Options {
        reading: match readable(reading) {
            "" => Reading::default(),
            name => self::reading(name)?,
        },
        max_diagnostics: most.map_or(limits::DIAGNOSTICS, |most| most as usize),
        rules: self::rules(readable(rules))?,
    };
    Ok((payload, options))
}

/// A reading by its name.
pub fn reading(name: &str) -> Answer<Reading> {
    name.parse().map_err(|error| misuse("bad-argument", &error))
}

thread_local! {
    /// The rules given last, as text and ready: callers give the same ones again and again.
    static LAST: RefCell<Option<(String, Rules)>> = const { RefCell::new(None) };
}

fn rules(text: &str) -> Answer<Rules> {
    if text.is_empty() {
        return Ok(Rules::default());
    }
    LAST.with_borrow_mut(|last| match last {
        Some((known, rules)) if *known == text => Ok(rules.clone()),
        _ => {
            let rules = Rules::parse(text).map_err(|error| misuse("invalid-rule", &error))?;
            *last = Some((text.to_owned(), rules.clone()));
            Ok(rules)
        }
    })
}

/// A channel by its name.
pub fn channel(name: &[u8]) -> Answer<Channel> {
    Channel::from_name(readable(name)).ok_or_else(|| {
        let [one, two, three] = Channel::ALL;
        let message = format_args!("`channel` must be one of `{one}`, `{two}`, `{three}`");
        misuse("bad-argument", &message)
    })
}
