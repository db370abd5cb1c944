//! What is measured, in the npm package's README.

use std::fs;

use crate::{Failure, root};

const README: &str = "pkg/README.md";

/// Writes a section anew that stands between `<!-- name -->` and `<!-- /name -->`.
pub fn keep(name: &str, text: &str) -> Result<(), Failure> {
    let path = root().join(README);
    let failure = |error| format!("{README}: {error}");
    let readme = fs::read_to_string(&path).map_err(failure)?;
    let kept = with_section(&readme, name, text);
    let kept = kept.ok_or_else(|| format!("{README} has no section `{name}`"))?;
    fs::write(&path, kept).map_err(failure)
}

fn with_section(readme: &str, name: &str, text: &str) -> Option<String> {
    let [start, end] = [format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n")];
    let (before, rest) = readme.split_once(&start)?;
    let (_, after) = rest.split_once(&end)?;
    Some([before, &start, text, &end, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_written_anew_and_nothing_else() {
        let readme = "a\n<!-- b -->\nold\n<!-- /b -->\nc\n";
        let kept = with_section(readme, "b", "new\n");
        assert_eq!(kept.as_deref(), Some("a\n<!-- b -->\nnew\n<!-- /b -->\nc\n"));
        assert_eq!(with_section(readme, "c", ""), None);
    }
}
