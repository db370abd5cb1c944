//! Mutations of edited payloads: the payload, or one of its edits.

#[path = "../../../composer/replacements.rs"]
mod replacements;

use replacements::REPLACEMENTS;

use super::words::{KEYS, PIECES, VALUES};
use super::{Choices, mutated};

/// Another input of the composer's target like this one; see `properties::composer`.
pub fn with_edits_mutated(input: &str, choices: &mut Choices) -> Option<String> {
    let mut parts: Vec<String> = input.split('\0').map(str::to_owned).collect();
    let one = 1 + choices.below(parts.len() - 1);
    match choices.below(8) {
        0 | 1 => parts[0] = mutated(&parts[0], choices)?,
        2 if one < parts.len() => drop(parts.remove(one)),
        3 if one < parts.len() => parts[one] = edit(choices),
        4 if one < parts.len() => parts.insert(one, parts[one].clone()),
        _ => parts.insert(one, edit(choices)),
    }
    Some(parts.join("\0"))
}

fn edit(choices: &mut Choices) -> String {
    match choices.below(8) {
        0 | 1 => {
            let pieces = (0..choices.below(4)).map(|_| *choices.one(PIECES));
            format!("m{}", pieces.collect::<String>().replace('\0', ""))
        }
        2 | 3 => {
            let (from, to) = choices.one(REPLACEMENTS);
            format!("r{from}\u{1}{to}")
        }
        4 => format!("r{}\u{1}{}", choices.one(KEYS), choices.one(KEYS)),
        5 => String::from(*choices.one(&["i", "u", "l"])),
        _ => {
            let text = if choices.once_in(3) { choices.one(VALUES) } else { choices.one(PIECES) };
            let length = if choices.once_in(2) { 0 } else { choices.below(9) };
            format!("s{},{length},{}", choices.below(65_536), text.replace('\0', ""))
        }
    }
}
