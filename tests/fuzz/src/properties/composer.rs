//! A payload under edit: after any edits a composer says what a fresh one says.
//!
//! An input is a payload and the edits, a NUL between each. Of an edit the first
//! character says what it is; see [`edit`].

#[path = "../../../composer/edits.rs"]
mod edits;

use edits::{Edit, apply, compare};
use notify_preflight::{Composer, Options};

/// How many edits are made.
const MOST: usize = 12;

/// Holds for any text.
pub fn hold(input: &str) {
    let mut parts = input.split('\0');
    let mut options = Options::default();
    let mut composer = Composer::new(parts.next().unwrap_or_default(), options.clone());
    compare(&mut composer.clone(), &options);
    for edit in parts.filter_map(edit).take(MOST) {
        apply(&mut composer, &mut options, &edit);
        // To look at a copy leaves what is put off to be put off further.
        compare(&mut composer.clone(), &options);
    }
}

/// - `mTEXT` sets the message;
/// - `aBEFORE\u{1}AFTER` puts more before the message and after it;
/// - `rFROM\u{1}TO` puts one text in the place of another, where it stands first;
/// - `sAT,LENGTH,TEXT` puts a text in the place of so many bytes (at most 255), `AT`
///   65,536ths of the payload from its start;
/// - `i` ignores parameters, `u` uses them;
/// - `l` looks.
fn edit(written: &str) -> Option<Edit> {
    let mut letters = written.chars();
    let kind = letters.next()?;
    let rest = letters.as_str();
    Some(match kind {
        'm' => Edit::Message(rest.to_owned()),
        'a' => {
            let (before, after) = rest.split_once('\u{1}')?;
            Edit::Around(before.to_owned(), after.to_owned())
        }
        'r' => {
            let (from, to) = rest.split_once('\u{1}')?;
            Edit::Replace(from.to_owned(), to.to_owned())
        }
        's' => {
            let (at, rest) = rest.split_once(',')?;
            let (length, text) = rest.split_once(',')?;
            Edit::Splice(at.parse().ok()?, length.parse().ok()?, text.to_owned())
        }
        'i' | 'u' => Edit::Reading(kind == 'i'),
        'l' => Edit::Look,
        _ => return None,
    })
}
