//! Names that were almost right: one slip, or another way of writing them.

use crate::json;
use crate::lowercase::lower;

/// Whether `written` differs from `meant` only in case, spaces, `-` and `_`, or
/// by one edit (a character added, left out or replaced). Of names shorter than
/// three characters only the first holds: one edit makes them any other name.
pub(crate) fn is_near_miss(written: &str, meant: &str) -> bool {
    is_respelt(written, meant)
        || (written != meant && is_long_enough(written, meant) && is_one_edit_apart(written, meant))
}

/// The first half: the same name, in other case or with other spaces.
pub(crate) fn is_respelt(written: &str, meant: &str) -> bool {
    written != meant && plain(written).eq(plain(meant))
}

/// The longer of the two, so that `id` and `ids` can be meant for each other.
fn is_long_enough(one: &str, other: &str) -> bool {
    let has_three = |name: &str| json::characters(name.as_bytes()) >= 3;
    has_three(one) || has_three(other)
}

/// The first of `names` that `written` is a near miss of.
pub(crate) fn nearest<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    names.iter().copied().find(|name| is_near_miss(written, name))
}

fn plain(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).map(lower)
}

fn is_one_edit_apart(one: &str, other: &str) -> bool {
    let mut start = 0;
    for (character, of_other) in one.chars().zip(other.chars()) {
        if character != of_other {
            break;
        }
        start += character.len_utf8();
    }
    let (one, other) = (from(one, start), from(other, start));
    let (shorter_one, shorter_other) = (without_first(one), without_first(other));
    shorter_one == shorter_other || shorter_one == other || one == shorter_other
}

fn from(name: &str, start: usize) -> &str {
    name.get(start..).unwrap_or_default()
}

fn without_first(name: &str) -> &str {
    from(name, name.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses() {
        for (written, meant) in [
            ("Email", "email"),
            ("e-mail", "email"),
            ("Space ID", "spaceId"),
            ("emial_", "emial"),
            ("emai", "email"),
            ("emaill", "email"),
            ("emajl", "email"),
            ("xemail", "email"),
            ("ID", "id"),
            ("id", "ids"),
        ] {
            assert!(is_near_miss(written, meant), "{written} {meant}");
        }
    }

    #[test]
    fn other_names() {
        for (written, meant) in
            [("email", "email"), ("mail", "email2"), ("ab", "ac"), ("", "a"), ("name", "nmae2")]
        {
            assert!(!is_near_miss(written, meant), "{written} {meant}");
        }
    }
}
