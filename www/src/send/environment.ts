/** What stands behind this page's own server: a sandbox, or a relay to the real platform. */
import { signal } from "@preact/signals";

export type Environment =
  | { mode: "unknown" }
  | { mode: "sandbox" }
  | { mode: "relay"; upstream: readonly string[] };

export const environment = signal<Environment>({ mode: "unknown" });

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function environmentFrom(answer: unknown): Environment {
  if (!isRecord(answer)) return { mode: "unknown" };
  if (answer["mode"] === "sandbox") return { mode: "sandbox" };
  if (answer["mode"] !== "relay") return { mode: "unknown" };
  const upstream = Array.isArray(answer["upstream"]) ? answer["upstream"] : [answer["upstream"]];
  return { mode: "relay", upstream: upstream.filter((host): host is string => typeof host === "string") };
}

export async function askServer(): Promise<void> {
  try {
    const response = await fetch("/preflight.json");
    if (response.ok) environment.value = environmentFrom(await response.json());
  } catch {
    // Another server serves the page: it stays unknown, and is shown as that.
  }
}
