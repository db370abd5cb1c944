//! The file of results: a section for each part, kept until that part is measured again.

use std::fs;

use crate::{Failure, root};

const RESULTS: &str = "tests/bench/RESULTS.md";
const OPENING: &str = "# What it costs\n\n`cargo xtask bench` writes this file.\n";

/// Prints a part's tables and puts them in place of its last ones.
pub fn keep(part: &str, tables: &str) -> Result<(), Failure> {
    println!("\n{tables}");
    let path = root().join(RESULTS);
    let kept = fs::read_to_string(&path).unwrap_or_default();
    fs::write(path, replaced(&kept, part, tables)).map_err(|error| format!("{RESULTS}: {error}"))
}

fn replaced(kept: &str, part: &str, tables: &str) -> String {
    let mut text = OPENING.to_owned();
    let mut is_placed = false;
    let new = format!("\n## {part}\n\n{tables}");
    for section in kept.split("\n## ").skip(1) {
        if section.lines().next() == Some(part) {
            text.push_str(&new);
            is_placed = true;
        } else {
            text.push_str(&format!("\n## {}\n", section.trim_end()));
        }
    }
    if !is_placed {
        text.push_str(&new);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_takes_the_place_of_its_last_results() {
        let first = replaced("", "One", "1\n");
        let both = replaced(&first, "Two", "2\n");
        assert_eq!(both, format!("{OPENING}\n## One\n\n1\n\n## Two\n\n2\n"));
        assert_eq!(
            replaced(&both, "One", "3\n"),
            format!("{OPENING}\n## One\n\n3\n\n## Two\n\n2\n")
        );
    }
}
