//! Letters in lower case, each by itself: Unicode's simple mapping.
//!
//! From runs of letters that are mapped alike. The standard library's table names each letter,
//! and is five times as large, which a front end would download. Unlike there, `İ` is a mere
//! `i`, without a dot of its own above it.

/// Letters of which each `step`th has its lower case `offset` characters on.
struct Run {
    first: u32,
    last: u32,
    step: u8,
    offset: i32,
}

include!("lowercase/runs.in");

/// The letter in lower case; any other character as it is.
pub(crate) fn lower(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let code = u32::from(character);
    let run = RUNS.get(RUNS.partition_point(|run| run.last < code));
    let is_in =
        |run: &&Run| code >= run.first && (code - run.first).is_multiple_of(run.step.into());
    let lower = run.filter(is_in).map(|run| code.wrapping_add_signed(run.offset));
    lower.and_then(char::from_u32).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the standard library has it.
    fn standard(character: char) -> char {
        let mut lower = character.to_lowercase();
        let (first, other) = (lower.next().unwrap(), lower.next());
        assert!(other.is_none() || character == 'İ', "{character}");
        first
    }

    fn all() -> impl Iterator<Item = char> {
        ('\u{80}'..=char::MAX).filter(|character| standard(*character) != *character)
    }

    /// The runs, as the file has them.
    fn written() -> String {
        let mut runs: Vec<Run> = Vec::new();
        for character in all() {
            let code = u32::from(character);
            let offset = u32::from(standard(character)).wrapping_sub(code).cast_signed();
            let goes_on = |run: &&mut Run| {
                let step = code - run.last;
                let is_second = run.first == run.last;
                run.offset == offset && step <= 2 && (is_second || step == u32::from(run.step))
            };
            match runs.last_mut().filter(goes_on) {
                Some(run) => {
                    run.step = u8::try_from(code - run.last).unwrap();
                    run.last = code;
                }
                None => runs.push(Run { first: code, last: code, step: 1, offset }),
            }
        }
        let (major, minor, update) = char::UNICODE_VERSION;
        let runs: String = runs
            .iter()
            .map(|Run { first, last, step, offset }| {
                format!(
                    "    Run {{ first: {first:#x}, last: {last:#x}, step: {step}, offset: {offset} }},\n"
                )
            })
            .collect();
        format!("// Unicode {major}.{minor}.{update}\nstatic RUNS: &[Run] = &[\n{runs}];\n")
    }

    /// `NOTIFY_PREFLIGHT_WRITE=1` writes it anew.
    #[test]
    fn letters_are_those_of_the_standard_library() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lowercase/runs.in");
        if std::env::var_os("NOTIFY_PREFLIGHT_WRITE").is_some_and(|value| value == "1") {
            return std::fs::write(path, written()).unwrap();
        }
        let file = std::fs::read_to_string(path).unwrap();
        let is_of_this_version = file.lines().next() == written().lines().next();
        for character in '\0'..=char::MAX {
            let (ours, theirs) = (lower(character), standard(character));
            // Another version of Unicode has letters that this one has not.
            let is_new = !is_of_this_version && (ours == character || theirs == character);
            assert!(ours == theirs || is_new, "{character}: {ours} {theirs}");
        }
    }
}
