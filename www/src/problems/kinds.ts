/** The kinds of problems as headings, and a report's diagnostics by kind. */
import type { Code, Diagnostic, Report, Severity } from "notify-preflight";
import { SETTLED } from "../analysis";

const HEADINGS: Record<Code, string> = {
  "json-syntax": "Not readable as JSON",
  "type-mismatch": "Another kind of value is due",
  "missing-field": "Something is missing",
  "unknown-field": "Fields that the API does not know",
  "both-message-and-content": "Two messages",
  "unsupported-channel": "A channel that is not supported",
  "unknown-message-type": "A message type that is not known",
  "wrong-identity-field": "Another channel’s identity",
  "too-few-identities": "Nobody to send to",
  "too-many-identities": "More recipients than one request takes",
  "too-many-parameters": "Too many values for one recipient",
  "parameter-too-long": "Values that are too long",
  "duplicate-key": "Fields that stand twice",
  "reading-dependent": "The text depends on the reading",
  "unresolved-placeholder": "Placeholders left in texts",
  "unused-parameter": "Values that no text uses",
  "near-miss-placeholder": "Placeholders that are almost right",
  "webhook-instance-not-applicable": "A webhook on another channel",
  "duplicate-identity": "Recipients that stand twice",
  "implausible-identity": "Identities that look wrong",
  "empty-message": "Empty messages",
  "house-rule": "House rules",
  "content-alias": "Another name for the message",
  "script-not-run": "A script",
};

export interface Kind {
  code: Code;
  severity: Severity;
  heading: string;
  /** Those that the report lists. */
  listed: readonly Diagnostic[];
  /** How many there are, listed or not. */
  total: number;
}

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** Errors first; of one severity in the order of the document. */
export function kindsOf(report: Report): Kind[] {
  const kinds = new Map<string, Diagnostic[]>();
  for (const diagnostic of report.diagnostics) {
    // A house rule's breach is as severe as the rule says.
    const key = `${diagnostic.severity} ${diagnostic.code}`;
    const known = kinds.get(key);
    if (known) known.push(diagnostic);
    else kinds.set(key, [diagnostic]);
  }
  const all = [...kinds.values()].flatMap((listed) => {
    const [first] = listed;
    if (!first) return [];
    const { code } = first;
    // No error to mend: sending settles it.
    const severity = code === SETTLED ? "info" : first.severity;
    const total = code === "house-rule" ? listed.length : (report.codes[code] ?? listed.length);
    return [{ code, severity, heading: HEADINGS[code] ?? code, listed, total }];
  });
  return all.sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
}
