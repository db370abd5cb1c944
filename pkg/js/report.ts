/** A report, from the texts and numbers in which the core hands it over (`pkg/src/report.rs`). */

import { type Handed, Names } from "./handed.js";
import type { Code, Diagnostic, Fix, Report, Severity, Span } from "./types.js";

export function reportOf(handed: Handed): Report {
  const names = new Names();
  const valid = handed.number() === 1;
  const totals = { error: handed.number(), warning: handed.number(), info: handed.number() };
  const truncated = handed.number() === 1;
  const codes: Report["codes"] = {};
  for (let count = handed.number(); count > 0; count -= 1) {
    codes[names.next(handed) as Code] = handed.number();
  }
  const diagnostics: Diagnostic[] = [];
  for (let count = handed.number(); count > 0; count -= 1) diagnostics.push(diagnosticOf(handed, names));
  return { valid, diagnostics, totals, codes, truncated };
}

function diagnosticOf(handed: Handed, names: Names): Diagnostic {
  const diagnostic: Diagnostic = {
    severity: names.next(handed) as Severity,
    code: names.next(handed) as Code,
    message: handed.text(),
    pointer: handed.text() as Diagnostic["pointer"],
  };
  const [hasSpan, hasHint, hasFix] = [handed.number(), handed.number(), handed.number()];
  if (hasSpan === 1) diagnostic.span = spanOf(handed);
  if (hasHint === 1) diagnostic.hint = handed.text();
  if (hasFix === 1) diagnostic.fix = fixOf(handed);
  return diagnostic;
}

function spanOf(handed: Handed): Span {
  return { start: handed.number(), end: handed.number(), line: handed.number(), column: handed.number() };
}

function fixOf(handed: Handed): Fix {
  const fix: Fix = { title: handed.text(), edits: [] };
  for (let count = handed.number(); count > 0; count -= 1) {
    fix.edits.push({ start: handed.number(), end: handed.number(), text: handed.text() });
  }
  return fix;
}
