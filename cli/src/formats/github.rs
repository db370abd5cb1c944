//! GitHub's workflow commands: each diagnostic becomes an annotation at its line.

use notify_preflight::{Diagnostic, Severity};

use super::FileReport;

/// One command a diagnostic.
pub fn text(reports: &[FileReport]) -> String {
    let of_file = |of: &FileReport| {
        let lines = of.report.diagnostics.iter().map(|diagnostic| line(&of.file, diagnostic));
        lines.collect::<String>()
    };
    reports.iter().map(of_file).collect()
}

fn line(file: &str, diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = diagnostic
        .span
        .map_or(String::new(), |span| format!(",line={},col={}", span.line, span.column));
    let hint = diagnostic.hint.as_ref().map_or(String::new(), |hint| format!("\nhint: {hint}"));
    let message = data(&format!("{}{hint}", diagnostic.message));
    format!("::{command} file={}{place},title={}::{message}\n", property(file), diagnostic.code)
}

/// The text of a command: what would end the line is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command: what would end the property is escaped too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_author_ends_a_command() {
        let text_of_file = "{\"channel\": \"a::error::%0A\"}";
        let report = notify_preflight::check(text_of_file, &Default::default());
        let file = FileReport::in_utf16("a,b:c%.json".into(), text_of_file.as_bytes(), report);
        let shown = text(&[file]);
        let channel = shown.lines().find(|line| line.contains("unsupported-channel"));
        let expected = "::error file=a%2Cb%3Ac%25.json,line=1,col=13,title=unsupported-channel::`a::error::%250A`";
        assert!(channel.is_some_and(|line| line.starts_with(expected)), "{shown}");
    }
}
