//! What is to be so fast: every goal, in one list.

use super::figures::Figures;

/// A figure, alone or against another one of the same place and group.
pub struct Goal {
    pub what: &'static str,
    pub group: &'static str,
    /// What takes longer, where there are two.
    pub of: Option<&'static str>,
    pub to: &'static str,
    pub bound: Bound,
}

pub enum Bound {
    AtLeast(f64),
    AtMost(f64),
    /// Milliseconds, of one figure alone.
    Under(f64),
}

use Bound::{AtLeast, AtMost, Under};

impl Goal {
    const fn new(
        group: &'static str,
        what: &'static str,
        of: &'static str,
        to: &'static str,
        bound: Bound,
    ) -> Goal {
        Goal { what, group, of: Some(of), to, bound }
    }

    const fn time(group: &'static str, what: &'static str, to: &'static str, most: f64) -> Goal {
        Goal { what, group, of: None, to, bound: Under(most) }
    }

    /// What was measured there, and whether it is enough; none where nothing was.
    pub fn measured(&self, figures: &Figures, place: &str) -> Option<(String, bool)> {
        let to = figures.time(place, self.group, self.to)?;
        let Some(of) = self.of else { return Some((milliseconds(to), self.is_met(to))) };
        let ratio = figures.time(place, self.group, of)? / to;
        Some((times(ratio), self.is_met(ratio)))
    }

    fn is_met(&self, figure: f64) -> bool {
        match self.bound {
            AtLeast(least) => figure >= least,
            AtMost(most) => figure <= most,
            Under(limit) => figure < limit,
        }
    }

    pub fn bound(&self) -> String {
        match self.bound {
            AtLeast(least) => format!("at least {least}"),
            AtMost(most) => format!("at most {most}"),
            Under(limit) => format!("under {limit} ms"),
        }
    }
}

fn times(ratio: f64) -> String {
    if ratio < 10.0 { format!("{ratio:.2}") } else { format!("{ratio:.1}") }
}

fn milliseconds(time: f64) -> String {
    if time < 1.0 { format!("{time:.2} ms") } else { format!("{time:.1} ms") }
}

pub const CORE: [Goal; 5] = [
    Goal::new(
        "check",
        "`check` of 1000 × 20, against `serde_json` reading the same text into values",
        "serde_json/1000x20",
        "check/1000x20",
        AtLeast(3.0),
    ),
    Goal::new(
        "check",
        "the same, against that and `jsonschema` at run time",
        "serde_json and jsonschema/1000x20",
        "check/1000x20",
        AtLeast(8.0),
    ),
    Goal::new(
        "keystroke",
        "`set_message`, `summary` and `window` of 20, typed at the end, against `Regex::replace_all` for each of 1000",
        "regex, replace_all for each",
        "set_message, summary and window",
        AtLeast(20.0),
    ),
    Goal::new(
        "keystroke",
        "the same, typed between placeholders",
        "regex, replace_all for each",
        "the same between placeholders",
        AtLeast(20.0),
    ),
    Goal::new(
        "many",
        "`check` of 100,000 recipients, in checks of 1000",
        "check/100000",
        "check/1000",
        AtMost(115.0),
    ),
];

pub const ROUTE: &str = "JavaScript route";
const BY_HAND: &str = "JavaScript by hand";
pub const TEXT: &str = "messages(text)";
const BYTES: &str = "messages(bytes)";
const TO_ROUTE: &str = "`messages(text)`, against the JavaScript route";
const TO_BY_HAND: &str = "`messages(text)`, against JavaScript by hand";
const TO_PARSE: &str = "`messages(text)`, against `JSON.parse` alone";
pub const COMPOSER: &str = "Composer";
pub const BY_REPLACE: &str = "replace for each";
const TO_REPLACE: &str =
    "`setMessage`, `summary` and `window(0, 20)`, against replacing in each of 1000";
const TO_PARSE_AND_AJV: &str = "`splice`, `report`, `summary` and `window(0, 20)`, against `JSON.parse`, Ajv, counts and 20 texts";
const GIVEN_BYTES: &str = "`messages(bytes)`, against the JavaScript route given text";

pub const NPM: [Goal; 26] = [
    Goal::new("10x3", TO_ROUTE, ROUTE, TEXT, AtLeast(1.0)),
    Goal::new("1000x0", TO_ROUTE, ROUTE, TEXT, AtLeast(1.0)),
    Goal::new("1000x3", TO_ROUTE, ROUTE, TEXT, AtLeast(8.0)),
    Goal::new("1000x20", TO_ROUTE, ROUTE, TEXT, AtLeast(8.0)),
    Goal::new("max", TO_ROUTE, ROUTE, TEXT, AtLeast(6.0)),
    Goal::new("1000x20, Cyrillic", TO_ROUTE, ROUTE, TEXT, AtLeast(1.0)),
    Goal::new("max, Cyrillic", TO_ROUTE, ROUTE, TEXT, AtLeast(1.0)),
    Goal::new("1000x20, Cyrillic", GIVEN_BYTES, ROUTE, BYTES, AtLeast(4.0)),
    Goal::new("max, Cyrillic", GIVEN_BYTES, ROUTE, BYTES, AtLeast(4.0)),
    Goal::new("1000x3", TO_PARSE, "JSON.parse", TEXT, AtLeast(2.5)),
    Goal::new("1000x20", TO_PARSE, "JSON.parse", TEXT, AtLeast(2.5)),
    Goal::new("max", TO_PARSE, "JSON.parse", TEXT, AtLeast(2.5)),
    Goal::new("10x3", TO_BY_HAND, BY_HAND, TEXT, AtLeast(1.5)),
    Goal::new("1000x0", TO_BY_HAND, BY_HAND, TEXT, AtLeast(1.5)),
    Goal::new("1000x3", TO_BY_HAND, BY_HAND, TEXT, AtLeast(1.5)),
    Goal::new("1000x20", TO_BY_HAND, BY_HAND, TEXT, AtLeast(1.5)),
    Goal::new("max", TO_BY_HAND, BY_HAND, TEXT, AtLeast(1.5)),
    Goal::new(
        "100 errors",
        "`check(text)`, against `JSON.parse` and Ajv with all errors",
        ROUTE,
        "check(text)",
        AtLeast(1.0),
    ),
    Goal::new("message, typed at its end", TO_REPLACE, BY_REPLACE, COMPOSER, AtLeast(25.0)),
    Goal::time("message, typed at its end", "the same, alone", COMPOSER, 0.2),
    Goal::new(
        "message, typed between placeholders",
        TO_REPLACE,
        BY_REPLACE,
        COMPOSER,
        AtLeast(25.0),
    ),
    Goal::time("message, typed between placeholders", "the same, alone", COMPOSER, 0.2),
    Goal::new("JSON, typed in the message", TO_PARSE_AND_AJV, ROUTE, COMPOSER, AtLeast(6.0)),
    Goal::new("JSON, typed at a recipient", TO_PARSE_AND_AJV, ROUTE, COMPOSER, AtLeast(6.0)),
    Goal::time(
        "start",
        "importing the package and a first `check`, over an empty module",
        "import and check",
        12.0,
    ),
    Goal::new(
        "start",
        "the same, against importing Ajv, compiling and validating",
        "import Ajv, compile and validate",
        "import and check",
        AtLeast(1.0),
    ),
];
