//! The README's table of diagnostics is the core's list.
//!
//! `NOTIFY_PREFLIGHT_WRITE=1` writes the table anew instead of comparing it.

use std::{env, fs};

use notify_preflight::Code;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

fn table() -> String {
    let row = |code: &Code| format!("| `{code}` | {} | {} |\n", code.severity(), code.when());
    let rows: String = Code::ALL.iter().map(row).collect();
    format!("| code | severity | when |\n| --- | --- | --- |\n{rows}")
}

#[test]
fn the_table_of_diagnostics_is_the_cores_list() {
    let text = fs::read_to_string(README).unwrap();
    let (before, rest) = text.split_once("<!-- diagnostics -->\n").unwrap();
    let (section, after) = rest.split_once("<!-- /diagnostics -->").unwrap();
    if env::var_os("NOTIFY_PREFLIGHT_WRITE").is_some_and(|value| value == "1") {
        let parts = [before, "<!-- diagnostics -->\n", &table(), "<!-- /diagnostics -->", after];
        fs::write(README, parts.concat()).unwrap();
    } else {
        let advice = "NOTIFY_PREFLIGHT_WRITE=1 writes it anew";
        assert_eq!(section, table(), "{advice}");
    }
}
