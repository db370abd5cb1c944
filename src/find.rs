//! Where a text stands in another one.

/// Where `part`, which is not empty, stands first in `text`.
///
/// The standard library's own search takes as long whatever the texts are, and ten times
/// the code, which a front end would download.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let first = part.chars().next()?;
    for (at, _) in text.match_indices(first) {
        if text.get(at..).is_some_and(|rest| rest.starts_with(part)) {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_as_the_standard_library_finds_it() {
        let parts = ["a", "b", "aa", "ab", "aab", "é", "éa", "bé"];
        for text in ["", "a", "ab", "aaab", "baéab", "éé", "ébéa", "aaéaab"] {
            for part in parts {
                assert_eq!(find(text, part), text.find(part), "{part} in {text}");
            }
        }
    }
}
