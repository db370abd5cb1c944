/** The platform's words for what became of a message. */

/** Statuses are the platform's own, and new ones may come: only the case is softened. */
export function statusWords(status: string): string {
  const words = status.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function tone(status: string | null): "good" | "bad" | "plain" {
  if (status === "SUCCESS") return "good";
  return status === "FAILURE" || status === "FAILED" ? "bad" : "plain";
}
