import type { Severity } from "notify-preflight";
import { ErrorIcon, InfoIcon, WarningIcon } from "./icons";

const WORDS: Record<Severity, string> = { error: "has an error", warning: "has a warning", info: "has a note" };

export function SeverityIcon({ severity }: { severity: Severity }) {
  if (severity === "error") return <ErrorIcon />;
  return severity === "warning" ? <WarningIcon /> : <InfoIcon />;
}

/** A problem mark, in shape and words as well as colour. */
export function Mark({ severity }: { severity: Severity | undefined }) {
  if (!severity || severity === "info") return <span class="mark" />;
  return (
    <span class={`mark mark-${severity}`} title={WORDS[severity]}>
      <SeverityIcon severity={severity} />
      <span class="visually-hidden">{WORDS[severity]}</span>
    </span>
  );
}
