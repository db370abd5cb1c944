//! What people read: diagnostics as compilers print them, recipients as a list or a table, and
//! progress. Styled always; the stream that prints it takes the styles out where no terminal shows
//! them.

mod diagnostics;
mod excerpt;
mod printable;
mod problems;
mod progress;
mod recipients;
mod table;

pub use diagnostics::{Payload, counts, diagnostics, totals};
pub use printable::printable;
pub use problems::problems;
pub use progress::{Progress, busy, style};
pub use recipients::recipients;
pub use table::table;

use anstyle::{AnsiColor, Style};

/// What a reader looks for first.
const STRONG: Style = Style::new().bold();
/// What stands around it: line numbers, labels.
const FAINT: Style = AnsiColor::Blue.on_default().bold();
/// Infos.
const INFO: Style = AnsiColor::Cyan.on_default().bold();

/// `1 recipient`, `2 recipients`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
