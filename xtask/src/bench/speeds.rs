//! What a user of the npm package waits for, for its README: fewer figures, in plain words.

use super::figures::Figures;
use super::goals::{BY_REPLACE, COMPOSER, ROUTE, TEXT};
use super::{header, row};

/// What is done, and in which group of figures it stands, under which name, beside whom.
type Speed = (&'static str, &'static str, &'static str, &'static str);

const SPEEDS: [Speed; 9] = [
    ("all texts of 1000 recipients with 3 parameters each", "1000x3", TEXT, ROUTE),
    ("the same with 20 parameters", "1000x20", TEXT, ROUTE),
    ("the same with 20 parameters of 200 characters", "max", TEXT, ROUTE),
    ("the same in Cyrillic", "max, Cyrillic", TEXT, ROUTE),
    ("`check` of a payload with 100 errors", "100 errors", "check(text)", ROUTE),
    (
        "a key at the end of the message, beside 1000 recipients",
        "message, typed at its end",
        COMPOSER,
        BY_REPLACE,
    ),
    ("a key between placeholders", "message, typed between placeholders", COMPOSER, BY_REPLACE),
    ("a key in the JSON", "JSON, typed in the message", COMPOSER, ROUTE),
    (
        "import and a first `check`, in a fresh process",
        "start",
        "import and check",
        "import Ajv, compile and validate",
    ),
];

/// Times, and how many times as fast that is.
pub fn table(figures: &Figures, places: &[&str]) -> String {
    let mut text = String::new();
    header(&mut text, &[&["what"], places].concat());
    for (what, group, name, other) in SPEEDS {
        let mut cells = vec![what.to_owned()];
        for place in places {
            let times = figures.time(place, group, name).zip(figures.time(place, group, other));
            cells.push(times.map_or("–".to_owned(), |(time, other)| {
                format!("{time:.2} ms, {:.1} times", other / time)
            }));
        }
        row(&mut text, &cells);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::goals;

    #[test]
    fn a_speed_is_a_time_and_how_many_times_as_fast_that_is() {
        let mut figures = Figures::default();
        figures.add("Node", "1000x3", TEXT, 0.2);
        figures.add("Node", "1000x3", ROUTE, 1.25);
        let table = table(&figures, &["Node", "Chromium"]);
        let of = |what| table.lines().find(|line| line.contains(what)).unwrap();
        assert!(of("3 parameters").ends_with("each | 0.20 ms, 6.2 times | – |"), "{table}");
        assert!(of("fresh process").ends_with("| – | – |"), "{table}");
    }

    #[test]
    fn each_is_measured() {
        for (what, group, name, other) in SPEEDS {
            let measured = goals::NPM.iter().filter(|goal| goal.group == group);
            let names: Vec<_> =
                measured.flat_map(|goal| goal.of.into_iter().chain([goal.to])).collect();
            assert!(names.contains(&name) && names.contains(&other), "{what}: {names:?}");
        }
    }
}
