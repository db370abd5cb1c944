//! Times that were measured, as Criterion and the JavaScript benchmarks leave them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Failure;

/// Times in the order in which they were taken.
#[derive(Default)]
pub struct Figures(Vec<Figure>);

struct Figure {
    /// `Rust`, `Node` or `Chromium`.
    place: String,
    group: String,
    name: String,
    /// Milliseconds.
    time: f64,
}

impl Figures {
    pub fn add(&mut self, place: &str, group: &str, name: &str, time: f64) {
        let [place, group, name] = [place, group, name].map(str::to_owned);
        self.0.push(Figure { place, group, name, time });
    }

    /// What the JavaScript benchmarks wrote: `[place, group, name, milliseconds]` each.
    pub fn listed(list: &Value) -> Result<Figures, Failure> {
        let rows: Vec<(String, String, String, f64)> =
            serde_json::from_value(list.clone()).map_err(|error| format!("figures: {error}"))?;
        let figure = |(place, group, name, time)| Figure { place, group, name, time };
        Ok(Figures(rows.into_iter().map(figure).collect()))
    }

    pub fn time(&self, place: &str, group: &str, name: &str) -> Option<f64> {
        let is_it = |figure: &&Figure| {
            figure.place == place && figure.group == group && figure.name == name
        };
        self.0.iter().find(is_it).map(|figure| figure.time)
    }

    /// The groups of a place and who is in them; those of equal contenders side by side.
    pub fn tables(&self, place: &str) -> Vec<Table<'_>> {
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for figure in self.0.iter().filter(|figure| figure.place == place) {
            match groups.last_mut() {
                Some((group, names)) if *group == figure.group => names.push(&figure.name),
                _ => groups.push((&figure.group, vec![&figure.name])),
            }
        }
        let mut tables: Vec<Table<'_>> = Vec::new();
        for (group, names) in groups {
            match tables.last_mut() {
                Some(table) if table.names == names => table.groups.push(group),
                _ => tables.push(Table { groups: vec![group], names }),
            }
        }
        tables
    }
}

pub struct Table<'f> {
    pub groups: Vec<&'f str>,
    pub names: Vec<&'f str>,
}

/// A file of JSON.
pub fn read(path: &Path) -> Result<Value, Failure> {
    let failure = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| failure(&error))?;
    serde_json::from_str(&text).map_err(|error| failure(&error))
}
