//! What programs read: reports in the forms that code hosts and editors take.

pub mod github;
pub mod sarif;

use notify_preflight::Report;
use serde::Serialize;

/// The report on one file.
#[derive(Serialize)]
pub struct FileReport {
    /// The file as the command line named it.
    pub file: String,
    /// What was found in it.
    pub report: Report,
}

impl FileReport {
    /// The report with its places in UTF-16 code units, which both forms count in.
    pub fn in_utf16(file: String, bytes: &[u8], report: Report) -> FileReport {
        let text = String::from_utf8_lossy(bytes);
        FileReport { file, report: report.into_utf16(&text) }
    }
}
