//! `cargo xtask bench`: what the core and the npm package cost, beside the goals.

mod core;
mod figures;
mod goals;
mod npm;
mod results;
mod speeds;

use std::fs;

use crate::Failure;
use figures::{Figures, Table};
use goals::Goal;

/// Runs the benchmarks of all parts or of one, prints their tables and keeps them.
pub fn bench(part: Option<&str>) -> Result<(), Failure> {
    if let Some(part) = part.filter(|part| !["core", "npm"].contains(part)) {
        return Err(format!("`{part}` is no part to measure: there are `core` and `npm`"));
    }
    if part != Some("npm") {
        results::keep("The core", &core::bench()?)?;
    }
    if part != Some("core") {
        results::keep("The npm package", &npm::bench()?)?;
    }
    Ok(())
}

/// A part's tables: the goals, and then all times, of the places where they were taken.
fn report(about: &str, figures: &Figures, places: &[&str], goals: &[Goal]) -> String {
    let mut text = format!("{about}\n\n");
    header(&mut text, &[&["what", "of"], places, &["goal"]].concat());
    for goal in goals {
        let mut cells = vec![goal.what.to_owned(), goal.group.to_owned()];
        cells.extend(places.iter().map(|place| cell(goal.measured(figures, place))));
        cells.push(goal.bound());
        row(&mut text, &cells);
    }
    for place in places {
        for table in figures.tables(place) {
            text.push('\n');
            times(&mut text, figures, place, &table);
        }
    }
    text
}

fn cell(measured: Option<(String, bool)>) -> String {
    match measured {
        None => "–".to_owned(),
        Some((figure, true)) => figure,
        Some((figure, false)) => format!("{figure}, **missed**"),
    }
}

/// Microseconds: a row for each contender, a column for each group.
fn times(text: &mut String, figures: &Figures, place: &str, table: &Table<'_>) {
    let unit = format!("{place}, µs");
    header(text, &[&[&*unit], &*table.groups].concat());
    for name in &table.names {
        let mut cells = vec![(*name).to_owned()];
        cells.extend(table.groups.iter().map(|group| {
            let time = figures.time(place, group, name);
            time.map_or("–".to_owned(), |time| format!("{:.1}", time * 1000.0))
        }));
        row(text, &cells);
    }
}

fn header(text: &mut String, cells: &[&str]) {
    row(text, cells);
    row(text, &vec!["---"; cells.len()]);
}

fn row(text: &mut String, cells: &[impl AsRef<str>]) {
    for cell in cells {
        text.push_str("| ");
        text.push_str(cell.as_ref());
        text.push(' ');
    }
    text.push_str("|\n");
}

/// The machine that the figures are of.
fn machine() -> String {
    let described = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = described.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or("an unknown processor", |(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {cores} cores")
}
