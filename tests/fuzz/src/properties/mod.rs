//! What must be true of every input, a module for each target.
//!
//! A property panics where it does not hold. Inputs are texts, so that a crash can be
//! read, and kept as a case, as it is.

pub mod batch;
pub mod check;
pub mod composer;
pub mod csv;
pub mod json;
pub mod reader;
pub mod request;
pub mod rules;
pub mod template;

mod table;
mod texts;
