//! Mutations of payloads: the JSON stays JSON, and the names are names that matter.
//!
//! A mutation of bytes mostly breaks a payload. These take it apart, change one thing,
//! and write it anew, in another style each time.

mod edits;
mod words;
mod writing;

use crate::properties::json::Json;

pub use edits::with_edits_mutated;

use words::{KEYS, PIECES, VALUES};

/// How much may come of one mutation, in values: a payload that doubles each time soon
/// leaves no time for others.
const MOST_COPIES: usize = 1001;

/// A source of choices; the same ones for the same seed (SplitMix64).
pub struct Choices(u64);

impl Choices {
    /// The choices of that seed.
    pub fn new(seed: u32) -> Choices {
        Choices(u64::from(seed))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; zero where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    /// Whether one of so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn one<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

/// Another payload like this one; none where the text is no JSON.
pub fn mutated(text: &str, choices: &mut Choices) -> Option<String> {
    let mut payload = Json::read(text)?;
    for _ in 0..=choices.below(3) {
        let places = count(&payload);
        let donor = nth(&mut payload, choices.below(places))?.clone();
        change(nth(&mut payload, choices.below(places))?, donor, choices);
    }
    Some(writing::written(&payload, choices))
}

/// Puts a text where libFuzzer wants it, and says how long it is; none where it is too long.
pub fn put(text: &str, data: &mut [u8], max_size: usize) -> Option<usize> {
    let place = data.get_mut(..text.len()).filter(|place| place.len() <= max_size)?;
    place.copy_from_slice(text.as_bytes());
    Some(text.len())
}

fn count(value: &Json) -> usize {
    1 + match value {
        Json::Array(items) => items.iter().map(count).sum(),
        Json::Object(members) => members.iter().map(|(_, value)| count(value)).sum(),
        _ => 0,
    }
}

/// The value of that number, itself and all inside it counted.
fn nth(value: &mut Json, number: usize) -> Option<&mut Json> {
    let Some(mut number) = number.checked_sub(1) else { return Some(value) };
    let inside: Vec<&mut Json> = match value {
        Json::Array(items) => items.iter_mut().collect(),
        Json::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    for value in inside {
        let size = count(value);
        if number < size {
            return nth(value, number);
        }
        number -= size;
    }
    None
}

fn change(value: &mut Json, donor: Json, choices: &mut Choices) {
    match value {
        _ if choices.once_in(12) => *value = donor,
        _ if choices.once_in(12) => *value = any_value(choices),
        Json::Object(members) => change_members(members, donor, choices),
        Json::Array(items) => change_items(items, donor, choices),
        Json::String(text) => change_text(text, choices),
        Json::Word(_) => *value = any_value(choices),
    }
}

fn any_value(choices: &mut Choices) -> Json {
    match choices.below(3) {
        0 => Json::read(choices.one(VALUES)).unwrap_or(Json::Object(Vec::new())),
        1 => Json::String(choices.one(PIECES).to_string()),
        _ => Json::String(choices.one(KEYS).to_string()),
    }
}

fn change_members(members: &mut Vec<(String, Json)>, donor: Json, choices: &mut Choices) {
    let key = choices.one(KEYS).to_string();
    let (one, other) = (choices.below(members.len()), choices.below(members.len()));
    match choices.below(8) {
        0 | 1 => {
            let value = if choices.once_in(2) { donor } else { any_value(choices) };
            members.insert(choices.below(members.len() + 1), (key, value));
        }
        // As many parameters as are allowed, or one more.
        2 => members.extend(
            (0..20 + choices.below(2))
                .map(|number| (format!("p{number}"), Json::String(number.to_string()))),
        ),
        _ if members.is_empty() => {}
        3 => drop(members.remove(one)),
        4 => members[one].0 = key,
        5 => change_text(&mut members[one].0, choices),
        6 => members.insert(other, members[one].clone()),
        _ => members.swap(one, other),
    }
}

fn change_items(items: &mut Vec<Json>, donor: Json, choices: &mut Choices) {
    let (one, other) = (choices.below(items.len()), choices.below(items.len()));
    match choices.below(7) {
        0 | 1 => items.insert(choices.below(items.len() + 1), donor),
        _ if items.is_empty() => items.push(any_value(choices)),
        2 => drop(items.remove(one)),
        3 => items.insert(other, items[one].clone()),
        4 => items.swap(one, other),
        5 => items[one] = any_value(choices),
        // As many recipients as are allowed, or one more; seldom, for they take their time.
        _ if choices.once_in(64) && items.len() < MOST_COPIES => {
            items.resize(MOST_COPIES - choices.below(2), Json::Object(Vec::new()));
        }
        _ => {}
    }
}

fn change_text(text: &mut String, choices: &mut Choices) {
    let boundaries: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let (one, other) = (*choices.one(&boundaries), *choices.one(&boundaries));
    let (start, end) = (one.min(other), one.max(other));
    match choices.below(7) {
        0 | 1 => text.insert_str(start, choices.one(PIECES)),
        2 => text.replace_range(start..end, choices.one(PIECES)),
        3 => text.replace_range(start..end, ""),
        4 => *text = format!("{{{text}}}"),
        // One character in other case, or twice.
        5 => match text[start..].chars().next() {
            Some(letter) if letter.is_lowercase() => {
                text.replace_range(
                    start..start + letter.len_utf8(),
                    &letter.to_uppercase().to_string(),
                );
            }
            Some(letter) => text.insert(start, letter),
            None => text.push(' '),
        },
        // As long as a parameter may be, or one more.
        _ => {
            let filler = choices.one(&['x', 'é', '💬']);
            let missing = (200 + choices.below(2)).saturating_sub(text.chars().count());
            text.extend(std::iter::repeat_n(filler, missing));
        }
    }
}
